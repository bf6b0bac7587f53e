"""What the author is told: a finished rewrite as the report and the proposal of contract 2."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bridge.article import parse, plain, words
from bridge.article.model import Draft, Finding, Span
from bridge.article.places import Places, first_words
from bridge.article.sections import sections
from bridge.checks import Scores
from bridge.wordpress import Post, Proposal

if TYPE_CHECKING:
    from bridge.pipeline import Rewrite

#: The report travels to WordPress as post meta; what is longer than this is cut there, with an ellipsis.
LONGEST_TEXT = 300
LONGEST_MESSAGE = 1000
#: Most entries of a list in the report, and most bytes of it as JSON; the plugin refuses more than 512 KB.
MOST_ENTRIES = 200
LONGEST_REPORT = 400_000
#: Most characters that the plugin takes of a title, a description or an excerpt, a slug and a keyphrase.
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_EXCERPT, LONGEST_SLUG, LONGEST_KEYPHRASE = 1000, 1000, 5000, 200, 200


def proposal_of(job: str, post: Post, done: Rewrite) -> Proposal:
    """The proposal that job `job` hands back for `post`, written from the content that `post` holds.

    Within what the plugin takes, or a paid rewrite would be refused for the length of a head nobody could use.
    """
    draft = done.draft
    title = short(draft.title or post.title, LONGEST_TITLE)
    keyphrase = draft.focus_keyphrase
    return Proposal(
        job=job,
        base_hash=post.content_hash,
        title=title,
        titles=tuple(short(one, LONGEST_TITLE) for one in draft.titles[:10]),
        slug=draft.slug[:LONGEST_SLUG],
        excerpt=short(draft.excerpt, LONGEST_EXCERPT),
        content=done.composed.content,
        seo={
            "title": title,
            "meta_description": short(draft.meta_description, LONGEST_DESCRIPTION),
            "focus_keyphrase": keyphrase if len(keyphrase) <= LONGEST_KEYPHRASE else "",
        },
        report=within(LONGEST_REPORT, report_of(done)),
        sections=sections_of(done),
    )


def sections_of(done: Rewrite) -> dict[str, Any]:
    """The sections that an author can choose among, in bytes, for contract 2; empty where there is no choice."""
    found = sections(done.article, done.draft, done.composed)
    if not found:
        return {}
    entries = [
        {
            "group": entry.group,
            "heading": short(entry.heading),
            "level": 2,
            "start": entry.proposed.start,
            "end": entry.proposed.end,
            "sources": [[entry.replaced.start, entry.replaced.end]]
            if entry.replaced.start < entry.replaced.end
            else [],
        }
        for entry in found.entries
    ]
    return {"head": found.head, "tail": found.tail, "list": entries}


def within(most_bytes: int, report: Mapping[str, Any]) -> dict[str, Any]:
    """`report` with its lists cut to as many entries as fit; `left_out` says how many of each were cut, if any."""
    lists = {key: value for key, value in report.items() if isinstance(value, list)}
    most = MOST_ENTRIES
    while True:
        left_out = {key: len(value) - most for key, value in lists.items() if len(value) > most}
        cut = {**report, **{key: value[:most] for key, value in lists.items()}}
        cut |= {"left_out": left_out} if left_out else {}
        if not most or len(json.dumps(cut)) <= most_bytes:
            return cut
        most //= 2


def report_of(done: Rewrite) -> dict[str, Any]:
    """The report as JSON data: words, scores, what was removed or is doubtful, outline, findings, lost references."""
    removals = (*done.title_removals, *done.article.removals)
    where = Where(done)
    return {
        "writer": done.writer,
        "words_before": sum(words(passage.plain) for passage in done.article.passages),
        "words_after": sum(words(passage.plain) for passage in parse(done.composed.content).passages),
        "scores": {"before": scores_of(done.report.before), "after": scores_of(done.report.scores)},
        "removed": [{"text": short(r.text), "reason": r.reason} for r in removals if not r.doubtful],
        "doubtful": [{"text": short(r.text), "reason": r.reason} for r in removals if r.doubtful],
        "outline": outline_of(done.draft),
        "findings": [finding_of(finding) | {"at": where.at(finding)} for finding in done.report.findings],
        "lost": [short(ref) for ref in done.composed.lost],
    }


def scores_of(scores: Scores) -> dict[str, int]:
    """The two scores, 0 to 100, without the assessments behind them."""
    return {"seo": scores.seo, "readability": scores.readability}


def outline_of(draft: Draft) -> list[dict[str, Any]]:
    """The headings of a draft, in order, as a reader sees them."""
    headings = (block for block in draft.blocks if block.kind in {"h2", "h3", "h4"})
    return [{"level": int(block.kind[1]), "text": short(plain(block.text))} for block in headings]


def finding_of(finding: Finding) -> dict[str, Any]:
    """A finding as JSON data, its evidence cut to what a panel can show."""
    data: dict[str, Any] = asdict(finding)
    evidence: Mapping[str, Any] = data["evidence"]
    data["message"] = short(unbreakable(finding.message), LONGEST_MESSAGE)
    data["evidence"] = {k: short(v) if isinstance(v, str) else v for k, v in evidence.items() if v not in ("", None)}
    return data


def unbreakable(message: str) -> str:
    """`message` with the spaces that French sets before and inside its marks made such that no line ends at them."""
    return re.sub(" (?=[;!?])", "\u202f", re.sub(" (?=[:%»])|(?<=«) ", "\u00a0", message))


class Where:
    """Finds the places that findings are about, in the proposal and in the text that it was written from."""

    def __init__(self, done: Rewrite) -> None:
        self.done = done
        self.proposal, self.source = Places(done.composed.content), Places(done.article.source)
        self.passages = {passage.number: passage.span for passage in done.article.passages}
        self.blocks = {piece.block: piece.span for piece in done.composed.pieces if piece.block is not None}
        self.parts = {piece.ref: piece.span for piece in done.composed.pieces if piece.ref}

    def at(self, finding: Finding) -> dict[str, Any]:
        """Indices of the blocks at the top, as the block editor counts them, and the first words there.

        `block` and `text` in the proposal, `source_block` and `source_text` in the author's text; None and "" where
        the finding is about none of it.
        """
        blocks = self.done.draft.blocks
        block = blocks[finding.block] if finding.block is not None and finding.block < len(blocks) else None
        proposed = self.blocks.get(finding.block or 0, self.parts.get(block.ref)) if block else None
        numbers = (finding.evidence.source_passage, *(block.sources if block else ()))
        source = next((self.passages[number] for number in numbers if number in self.passages), None)
        at, text = self._place(self.proposal, proposed)
        source_at, source_text = self._place(self.source, source)
        return {"block": at, "text": text, "source_block": source_at, "source_text": source_text}

    @staticmethod
    def _place(places: Places, span: Span | None) -> tuple[int | None, str]:
        return (places.index(span.start), first_words(places.content, span)) if span else (None, "")


def short(text: str, most: int = LONGEST_TEXT) -> str:
    """`text`, cut to `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
