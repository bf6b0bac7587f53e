"""What the author is told: a finished rewrite as the report and the proposal of contract 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bridge.article import parse, plain, words
from bridge.article.model import Draft, Finding
from bridge.checks import Scores
from bridge.wordpress import Post, Proposal

if TYPE_CHECKING:
    from bridge.pipeline import Rewrite

#: The report travels to WordPress as post meta; what is longer than this is cut there, with an ellipsis.
LONGEST_TEXT = 300


def proposal_of(job: str, post: Post, done: Rewrite) -> Proposal:
    """The proposal that job `job` hands back for `post`, written from the content that `post` holds."""
    draft = done.draft
    return Proposal(
        job=job,
        base_hash=post.content_hash,
        title=draft.title,
        titles=draft.titles,
        slug=draft.slug,
        excerpt=draft.excerpt,
        content=done.composed.content,
        seo={
            "title": draft.title,
            "meta_description": draft.meta_description,
            "focus_keyphrase": draft.focus_keyphrase,
        },
        report=report_of(done),
    )


def report_of(done: Rewrite) -> dict[str, Any]:
    """The report as JSON data: words, scores, what was removed or is doubtful, outline, findings, lost references."""
    removals = (*done.title_removals, *done.article.removals)
    return {
        "writer": done.writer,
        "words_before": sum(words(passage.plain) for passage in done.article.passages),
        "words_after": sum(words(passage.plain) for passage in parse(done.composed.content).passages),
        "scores": {"before": scores_of(done.report.before), "after": scores_of(done.report.scores)},
        "removed": [{"text": short(r.text), "reason": r.reason} for r in removals if not r.doubtful],
        "doubtful": [{"text": short(r.text), "reason": r.reason} for r in removals if r.doubtful],
        "outline": outline_of(done.draft),
        "findings": [finding_of(finding) for finding in done.report.findings],
        "lost": list(done.composed.lost),
    }


def scores_of(scores: Scores) -> dict[str, int]:
    """The two scores, 0 to 100, without the assessments behind them."""
    return {"seo": scores.seo, "readability": scores.readability}


def outline_of(draft: Draft) -> list[dict[str, Any]]:
    """The headings of a draft, in order, as a reader sees them."""
    headings = (block for block in draft.blocks if block.kind in {"h2", "h3", "h4"})
    return [{"level": int(block.kind[1]), "text": plain(block.text)} for block in headings]


def finding_of(finding: Finding) -> dict[str, Any]:
    """A finding as JSON data, its evidence cut to what a panel can show."""
    data: dict[str, Any] = asdict(finding)
    evidence: Mapping[str, Any] = data["evidence"]
    data["evidence"] = {k: short(v) if isinstance(v, str) else v for k, v in evidence.items() if v not in ("", None)}
    return data


def short(text: str) -> str:
    """`text`, cut to `LONGEST_TEXT` characters."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1].rstrip() + "…"
