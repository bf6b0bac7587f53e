"""The story, top to bottom: a post is fetched, read, rewritten, checked, repaired and handed back as a proposal.

Knows neither Flask nor DBOS. Whatever costs money or touches the outside goes through `Run.step`, which a durable
runner records, so that a job that was killed goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

from bridge.article import Article, Composed, clean, clean_title, compose, parse
from bridge.article.model import Brief, Draft, Removal
from bridge.article.translation import marked
from bridge.checks import Report, check
from bridge.errors import ArticleTooLarge, EmptyArticle, UnknownLanguage
from bridge.report import proposal_of
from bridge.wordpress import Post, Proposal, Receipt, Site
from bridge.writer import Progress, Writer
from bridge.writer.fallback import fall_back
from bridge.writer.leaving_out import left_out

State = Literal["reading", "writing", "checking", "repairing", "delivering"]
Result = TypeVar("Result", bound=BaseModel)

#: A block at fault is written again this often; what is still wrong then falls back to the source's own sentences.
REPAIRS = 2
#: Besides errors, what is worth another call: links that went missing, and a draft too short for what its source holds.
WORTH_REPAIR = frozenset({"fidelity.link_lost", "structure.length"})


#: Beyond these an article is to be split. WordPress takes proposals of 2 MB, and `compose` drafts of 5000 blocks.
LONGEST_CONTENT = 1_500_000
MOST_PASSAGES = 2_000


class Run(Protocol):
    """One run of the story: durable steps, and somebody who watches."""

    def step(self, name: str, action: Callable[[], Result], result: type[Result]) -> Result:
        """`action()`, once: a run that is resumed gets the recorded result instead."""

    def tell(self, state: State, words: int = 0, expected: int = 0) -> None:
        """Where the run stands. Raises `Cancelled` when somebody asked to stop."""


@dataclass(frozen=True)
class Rewrite:
    """A finished rewrite of some content: what was read, what was written, what the checks say."""

    article: Article
    title_removals: tuple[Removal, ...]
    draft: Draft
    composed: Composed
    report: Report
    writer: str


def rewrite_post(
    job: str, post_id: int, post_type: str, site: Site, writer: Writer, brief_for: Callable[[Post], Brief], run: Run
) -> Receipt:
    """The whole way of one post, which itself is never changed. Raises the `BridgeError`s of site and writer."""
    run.tell("reading")
    post = run.step("fetch", lambda: site.fetch(post_id, post_type), Post)
    done = rewrite_content(post.content, brief_for(post), writer, run)
    run.tell("delivering")
    proposal = proposal_of(job, post, done)
    return run.step("deliver", lambda: site.propose(post, proposal), Receipt)


def rewrite_content(content: str, brief: Brief, writer: Writer, run: Run) -> Rewrite:
    """Reads, writes, checks, repairs. Raises the `ArticleError`s of `read`, and those of the writer."""
    article, brief, title_removals = read(content, brief)
    watch: Progress = lambda words, expected: run.tell("writing", words, expected)  # noqa: E731
    watch(0, 0)
    draft = run.step("write", lambda: writer.rewrite(article, brief, watch), Draft)
    run.tell("checking")
    draft, report = repaired(article, brief, draft, writer, run)
    report = replace(report, findings=(*report.findings, *writer.notices(article, brief)))
    return Rewrite(article, title_removals, draft, compose(article, draft, brief), report, writer.name)


def read(content: str, brief: Brief) -> tuple[Article, Brief, tuple[Removal, ...]]:
    """What a writer is given: `content` and the brief's title without residue; and what was removed from the title.

    Raises `EmptyArticle` when there is nothing to rewrite, `ArticleTooLarge` beyond `LONGEST_CONTENT` bytes or
    `MOST_PASSAGES`, `UnknownLanguage` when it is in a language that nothing is translated from.
    """
    if (size := len(content.encode())) > LONGEST_CONTENT:
        raise ArticleTooLarge(f"the content has {size} bytes; the limit is {LONGEST_CONTENT}")
    title, removals = clean_title(brief.title)
    article = clean(parse(content))
    if not article.passages:
        raise EmptyArticle("no passage of text is left after cleaning")
    if len(article.passages) > MOST_PASSAGES:
        raise ArticleTooLarge(f"the article has {len(article.passages)} passages; the limit is {MOST_PASSAGES}")
    if article.is_unsupported:
        raise UnknownLanguage("the article is in a language that nothing is translated from")
    return article, brief.model_copy(update={"title": title}), removals


def repaired(article: Article, brief: Brief, draft: Draft, writer: Writer, run: Run) -> tuple[Draft, Report]:
    """Has faulty blocks written again; whatever stays wrong becomes the source's own sentences, or is left out of a
    translation.
    """
    watch: Progress = lambda words, expected: run.tell("repairing", words, expected)  # noqa: E731
    for attempt in range(1, REPAIRS + 1):
        draft = marked(article, draft)
        report = check(article, draft, brief)
        faults = [f for f in report.findings if f.severity == "error" or f.check in WORTH_REPAIR]
        if not faults:
            return draft, report
        watch(0, 0)
        repair = partial(writer.repair, article, brief, draft, faults, watch)
        mended = run.step(f"repair {attempt}", repair, Draft)
        if mended == draft:
            break
        draft = mended
    faulty = marked(article, draft)
    faults = list(check(article, faulty, brief).findings)
    draft = marked(article, fall_back(article, brief, faulty, faults))
    report = check(article, draft, brief)
    return draft, replace(report, findings=(*left_out(article, faulty, faults), *report.findings))


__all__ = ["Post", "Proposal", "Receipt", "Rewrite", "Run", "State", "repaired", "rewrite_content", "rewrite_post"]
