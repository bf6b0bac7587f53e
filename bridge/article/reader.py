"""Post content to `Article`, for any string: what cannot be read with certainty stays fixed."""

from __future__ import annotations

from bridge.article.blocks import Block, Tree, tree
from bridge.article.classic import opened, read_classic
from bridge.article.elements import read_list, read_quote
from bridge.article.model import Article, Span
from bridge.article.parts import Parts, blank, stripped, wrapped

_PARAGRAPH = frozenset({"p"})
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


def parse(content: str) -> Article:
    """Reads post content: block posts, classic posts, mixed ones, and whatever else a database may hold.

    Never raises for a string, and takes time linear in its length. `render(parse(x)) == x`.
    """
    parts = Parts(content)
    found = tree(content)
    if found.blocks or found.broken >= 0:
        frame = _read_blocks(parts, found)
    else:
        frame = opened(content)
        read_classic(parts, frame)
    return Article(
        content,
        "blocks" if found.blocks or found.broken >= 0 else "classic",
        tuple(parts.passages),
        tuple(parts.fixed),
        tuple(parts.book.links),
        marks=tuple(parts.book.marks),
        frame=frame,
    )


def render(article: Article) -> str:
    """The content that `article` was read from, to the byte."""
    return article.source


def _read_blocks(parts: Parts, found: Tree) -> Span:
    """Reads the blocks at the top and what lies between them; returns the frame."""
    blocks, within = _opened(parts.source, found)
    at = within.start
    for block in blocks:
        _gap(parts, at, block.span.start)
        if not _text_block(parts, block):
            parts.keep(block.name, block.span)
        at = block.span.end
    end = found.broken if found.broken >= 0 else within.end
    _gap(parts, at, end)
    if found.broken >= 0:
        parts.keep("broken", stripped(parts.source, Span(found.broken, len(parts.source))))
    return stripped(parts.source, within)


def _opened(source: str, found: Tree) -> tuple[tuple[Block, ...], Span]:
    """The blocks to read and the span they lie in: those inside, while one group holds everything."""
    blocks, within = found.blocks, Span(0, len(source))
    while found.broken < 0 and len(blocks) == 1 and blocks[0].name == "core/group" and blocks[0].children:
        group = blocks[0]
        first, last = group.children[0].span.start, group.children[-1].span.end
        ends = zip(group.children, group.children[1:], strict=False)
        alone = blank(source, within.start, group.span.start) and blank(source, group.span.end, within.end)
        if not alone or not all(blank(source, a.span.end, b.span.start) for a, b in ends):
            break
        blocks, within = tuple(group.children), Span(first, last)
    return blocks, within


def _gap(parts: Parts, start: int, end: int) -> None:
    """Reads what lies between blocks: HTML that the editor shows as a Classic block."""
    if not blank(parts.source, start, end):
        read_classic(parts, Span(start, end))


def _text_block(parts: Parts, block: Block) -> bool:
    """Reads a block as a passage; False when it is not one, or holds what inline notation cannot say."""
    children = block.children or None
    if block.name == "core/list":
        return read_list(parts, block.span, block.inner, "block", children)
    if block.name == "core/quote":
        return read_quote(parts, block.span, block.inner, "block", children)
    names = {"core/paragraph": _PARAGRAPH, "core/heading": _HEADINGS}.get(block.name)
    found = wrapped(parts.source, block.inner, names) if names and not children else None
    text = parts.text(found[1]) if found else None
    if not found or text is None:
        return False
    level = int(found[0][1]) if block.name == "core/heading" else 0
    parts.add("heading" if level else "paragraph", block.span, found[1], "block", text, level=level)
    return True
