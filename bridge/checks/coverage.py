"""What of the source is left in a draft: passages lost, and how much is copied word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bridge.article.model import Draft, Finding
from bridge.checks.findings import finding, shown
from bridge.checks.source import Source, Unit


def lost_passages(draft: Draft, units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """Passages that no block is drawn from."""
    named = {number for block in draft.blocks for number in block.sources}
    if not named:
        return
    for passage in source.passages:
        if passage.number not in named and passage.kind != "heading":
            message = f"Passage laissé de côté : {shown(passage.text.raw)}. Remettez-le s’il compte pour l’article."
            yield finding("fidelity.passage_lost", "warning", message, None, None, passage)
