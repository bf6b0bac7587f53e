"""What of the source is left in a draft: passages lost or thinned out, and how much is copied word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bridge.article.model import Draft, Finding
from bridge.checks.findings import finding, shown
from bridge.checks.source import Source
from bridge.checks.units import Unit

#: A passage of which the draft keeps less than this share of its content words has not been told.
KEPT = 0.2
SHINGLE = 5
#: From this share of copied shingles on, the text is somebody else's words.
COPIED = 60


def lost_passages(draft: Draft, units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """Passages that no block is drawn from, or whose blocks say nothing of them."""
    blocks: dict[int, set[str]] = defaultdict(set)
    for unit in units:
        for number in unit.sources:
            blocks[number] |= unit.text.stems
    everything = frozenset(word for unit in units for word in unit.text.stems)
    for passage in source.passages:
        number = passage.number or 0
        if passage.kind == "heading" or len(passage.text.stems) < 5:
            continue
        told = blocks[number] if blocks else everything
        if len(passage.text.stems & told) < KEPT * len(passage.text.stems):
            message = f"Passage laissé de côté : {shown(passage.text.raw)}. Remettez-le s’il compte pour l’article."
            yield finding("fidelity.passage_lost", "warning", message, None, None, passage)


def copying(units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """How much of the draft's text is the source's own words, quotations aside."""
    theirs = {shingle for passage in source.passages for shingle in _shingles(passage)}
    ours = [shingle for unit in units if unit.block is not None and not unit.is_heading for shingle in _shingles(unit)]
    if not ours:
        return
    share = round(100 * sum(shingle in theirs for shingle in ours) / len(ours))
    message = f"{share} % du texte reprend la source mot pour mot, hors citations."
    if share >= COPIED:
        yield Finding(
            "language.copied", "warning", f"{message} Si la source est d’un autre auteur, reformulez davantage."
        )
    elif share:
        yield Finding("language.copied", "notice", message)


def _shingles(unit: Unit) -> Iterator[tuple[str, ...]]:
    for sentence in unit.sentences:
        words = sentence.words
        for start in range(len(words) - SHINGLE + 1):
            yield tuple(words[start : start + SHINGLE])
