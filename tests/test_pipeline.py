"""The story of `bridge.pipeline`, with real reading and checking and a writer whose faults are known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from pydantic import BaseModel

from bridge.article.model import Article, Brief, Draft, DraftBlock, Finding
from bridge.errors import ArticleTooLarge, Cancelled, EmptyArticle, SiteUnavailable, UnknownLanguage
from bridge.pipeline import REPAIRS, State, rewrite_content, rewrite_post
from bridge.wordpress import Post, Proposal, Receipt
from bridge.writer import Progress, silent

CONTENT = """<!-- wp:paragraph -->
<p>La commune de Saint-Aubin a inauguré mardi 4 mars une halle en bois de 1 200 mètres carrés, payée par la région.</p>
<!-- /wp:paragraph -->

<!-- wp:image {"id":7} -->
<figure class="wp-block-image"><img src="https://exemple.fr/halle.jpg" alt="La halle de Saint-Aubin"/></figure>
<!-- /wp:image -->

<!-- wp:paragraph -->
<p>« Nous attendions ce toit depuis vingt ans », a déclaré la maire, Hélène Courtois, devant les maraîchers.</p>
<!-- /wp:paragraph -->"""

R = TypeVar("R", bound=BaseModel)
TITLE = "Saint-Aubin inaugure sa halle en bois"


@dataclass
class Watched:
    """A run without durability that notes what it was told; raises `stop` at the state that it names."""

    stop_at: State | None = None
    told: list[State] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def step(self, name: str, action: Callable[[], R], result: type[R]) -> R:
        self.steps.append(name)
        return result.model_validate_json(action().model_dump_json())

    def tell(self, state: State, words: int = 0, expected: int = 0) -> None:
        if not self.told or self.told[-1] != state:
            self.told.append(state)
        if state == self.stop_at:
            raise Cancelled("asked to stop")


def faithful(article: Article) -> list[DraftBlock]:
    """The source's own paragraphs as draft blocks."""
    return [DraftBlock(kind="paragraph", text=p.text, sources=(p.number,)) for p in article.passages]


@dataclass
class Clerk:
    """A writer that copies the source; `fault` stands for its second block until `mends` repairs were asked for."""

    fault: str = ""
    mends: int = 99
    repairs: list[list[Finding]] = field(default_factory=list)
    name: str = "clerk"

    def rewrite(self, article: Article, brief: Brief, progress: Progress = silent) -> Draft:
        progress(10, 20)
        return self._draft(article, faulty=bool(self.fault))

    def repair(
        self, article: Article, brief: Brief, draft: Draft, findings: Sequence[Finding], progress: Progress = silent
    ) -> Draft:
        self.repairs.append(list(findings))
        if len(self.repairs) >= self.mends:
            return self._draft(article, faulty=False)
        return draft.model_copy(update={"excerpt": draft.excerpt + "…"})

    def notices(self, article: Article, brief: Brief) -> tuple[Finding, ...]:
        return ()

    def _draft(self, article: Article, *, faulty: bool) -> Draft:
        blocks = faithful(article)
        if faulty:
            blocks[1] = blocks[1].model_copy(update={"text": self.fault})
        return Draft(
            titles=(TITLE, "Une halle en bois à Saint-Aubin", "Saint-Aubin : une halle payée par la région"),
            slug="saint-aubin-halle-bois",
            meta_description="La commune de Saint-Aubin a inauguré mardi 4 mars une halle en bois.",
            focus_keyphrase="halle en bois",
            excerpt="La commune de Saint-Aubin a inauguré une halle en bois.",
            blocks=tuple(blocks),
        )


INVENTED = "« Ce toit a coûté 3 millions d’euros », a déclaré la maire, Hélène Courtois, devant les maraîchers."


@dataclass
class Shelf:
    """A site in memory."""

    proposals: list[Proposal] = field(default_factory=list)
    down: bool = False

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        if self.down:
            raise SiteUnavailable("connection refused")
        return Post(
            id=post_id,
            type=post_type,
            status="draft",
            title=TITLE,
            content=CONTENT,
            content_hash="sha256:abc",
            modified_gmt="2026-01-01T00:00:00",
        )

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        self.proposals.append(proposal)
        return Receipt(revision=41)


def brief_for(post: Post) -> Brief:
    return Brief(title=post.title)


def test_a_post_goes_the_whole_way() -> None:
    """Fetched, written, checked and delivered, in that order, with the job and the base hash on the proposal."""
    site, run = Shelf(), Watched()
    receipt = rewrite_post("job-1", 5, "post", site, Clerk(), brief_for, run)
    assert receipt.revision == 41
    assert run.told == ["reading", "writing", "checking", "delivering"]
    assert run.steps == ["fetch", "write", "deliver"]
    assert (site.proposals[0].job, site.proposals[0].base_hash) == ("job-1", "sha256:abc")


def test_fixed_blocks_reach_the_proposal_to_the_byte() -> None:
    """The image that the writer never mentioned is in the proposed content, unchanged."""
    done = rewrite_content(CONTENT, Brief(title=TITLE), Clerk(), Watched())
    image = CONTENT[CONTENT.index("<!-- wp:image") : CONTENT.index("<!-- /wp:image -->")]
    assert image in done.composed.content


def test_an_error_is_repaired_once_when_the_first_repair_mends_it() -> None:
    """The writer is told of the invented quotation, and not asked again when it is gone."""
    clerk, run = Clerk(INVENTED, mends=1), Watched()
    done = rewrite_content(CONTENT, Brief(title=TITLE), clerk, run)
    assert run.steps == ["write", "repair 1"]
    assert clerk.repairs[0]
    assert all(finding.severity == "error" for finding in clerk.repairs[0])
    assert "3 millions" not in done.composed.content


def test_what_stays_wrong_falls_back_to_the_source() -> None:
    """After the last repair the faulty block is the source's own sentence, and the report has no error left."""
    clerk, run = Clerk(INVENTED), Watched()
    done = rewrite_content(CONTENT, Brief(title=TITLE), clerk, run)
    assert len(clerk.repairs) == REPAIRS
    assert "3 millions" not in done.composed.content
    assert "depuis vingt ans" in done.composed.content
    assert not [finding for finding in done.report.findings if finding.severity == "error"]


def test_an_article_without_text_is_refused() -> None:
    """Nothing to rewrite is a typed error before the writer is asked."""
    run = Watched()
    with pytest.raises(EmptyArticle):
        rewrite_content('<!-- wp:image -->\n<img src="a.jpg"/>\n<!-- /wp:image -->', Brief(title="Photo"), Clerk(), run)
    assert run.steps == []


@pytest.mark.parametrize("content", ["<p>mot</p>\n" * 2001, "<p>" + "é" * 750_000 + "</p>"])
def test_an_article_that_is_too_large_is_refused(content: str) -> None:
    """What WordPress or the reader could not take back is a typed error before the writer is asked."""
    run = Watched()
    with pytest.raises(ArticleTooLarge):
        rewrite_content(content, Brief(title="Long"), Clerk(), run)
    assert run.steps == []


def test_an_article_in_a_language_that_cannot_be_held_is_refused() -> None:
    """Rather than a French text whose facts nobody compared, an error before the writer is asked."""
    run = Watched()
    dutch = (
        "De gemeente heeft besloten om de school te sluiten na de stemming van de raad, maar de ouders zijn het niet "
        "eens met dat besluit en vragen om meer tijd."
    )
    with pytest.raises(UnknownLanguage):
        rewrite_content(f"<p>{dutch}</p>", Brief(title="De school"), Clerk(), run)
    assert run.steps == []


def test_cancelling_before_delivery_leaves_the_site_alone() -> None:
    """A run that is told to stop proposes nothing."""
    site = Shelf()
    with pytest.raises(Cancelled):
        rewrite_post("job-1", 5, "post", site, Clerk(), brief_for, Watched(stop_at="delivering"))
    assert site.proposals == []


def test_errors_of_the_site_pass_through() -> None:
    """The story neither swallows nor retries what the site raises."""
    with pytest.raises(SiteUnavailable):
        rewrite_post("job-1", 5, "post", Shelf(down=True), Clerk(), brief_for, Watched())


def test_the_report_says_what_was_removed_and_what_the_outline_is() -> None:
    """Residue and scores of before and after are in the proposal's report."""
    site = Shelf()
    content = CONTENT + "\n\n<!-- wp:paragraph -->\n<p>[Edited by Jane Roe]</p>\n<!-- /wp:paragraph -->"
    site.fetch = lambda post_id, post_type="post": Shelf().fetch(post_id).model_copy(update={"content": content})  # type: ignore[method-assign]
    rewrite_post("job-1", 5, "post", site, Clerk(), brief_for, Watched())
    report = site.proposals[0].report
    assert [removal["text"] for removal in report["removed"]] == ["[Edited by Jane Roe]"]
    assert set(report["scores"]["before"]) == {"seo", "readability"}
    assert "Edited by" not in site.proposals[0].content
