"""The source's own text as draft blocks: nothing rewritten, long paragraphs split, links and references
intact.
"""

from __future__ import annotations

from bridge.article.model import DraftBlock, Fixed, Passage
from bridge.writer.offline.outline import Level
from bridge.writer.offline.split import paragraphs


def own_blocks(passage: Passage, level: Level = "h2") -> tuple[DraftBlock, ...]:
    """`passage` as the source has it; a heading, or a line that reads as one, gets `level`."""
    sources = (passage.number,)
    if passage.kind == "heading" or passage.heading_line:
        return (DraftBlock(kind=level, text=passage.text, sources=sources),)
    if passage.kind == "list":
        return (DraftBlock(kind="list", items=passage.items, ordered=passage.ordered, sources=sources),)
    if passage.kind == "quote":
        return (DraftBlock(kind="quote", text=passage.text, cite=passage.cite, sources=sources),)
    return tuple(DraftBlock(kind="paragraph", text=part, sources=sources) for part in paragraphs(passage.text))


def fixed_block(fixed: Fixed) -> DraftBlock:
    """The block that stands for a fixed part."""
    return DraftBlock(kind="fixed", ref=fixed.ref)
