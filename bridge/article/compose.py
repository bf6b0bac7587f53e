"""A draft as post content, in the source's own format, with every fixed part in its place."""

from __future__ import annotations

from html import escape as attribute

from bridge.article.markup import Blocks, Classic
from bridge.article.model import Article, Brief, Composed, Draft, DraftBlock, Span
from bridge.article.placing import anchors, home, slots
from bridge.article.rewriting import Rewriting, Written
from bridge.errors import BadDraft

#: Characters and blocks of a draft, beyond which it is no rewrite of anything.
MAX_CHARACTERS = 2_000_000
MAX_BLOCKS = 5_000


def compose(article: Article, draft: Draft, brief: Brief) -> Composed:
    """`draft` as post content. Typography by `brief.locale` and `brief.nbsp`, block forms by `brief.wp_version`.

    Fixed parts come back to the byte, all of them, in the order of the source: where the draft places them,
    else behind the block that carries the passage they followed. The attributes of a passage stay with the first
    block of the same kind that is drawn from it, and a text that the draft left alone keeps its bytes but for
    typography. Anchors that something links to survive. A reference that the draft drops is in `lost`. What a
    draft's text may hold, and what becomes of the rest, is in `bridge.article.untrusted`.

    Raises `BadDraft` for an unknown reference or fixed part, for forbidden elements, and for a draft that is
    empty or huge.
    """
    _bounded(draft)
    places = slots(article, draft)
    rewriting = Rewriting(article, brief)
    blocks = [block for block in draft.blocks if block.kind != "fixed"]
    written = [rewriting.block(block) for block in blocks]
    if not any(written):
        raise BadDraft("the draft has no text")
    _anchor(article, blocks, written)
    pieces: list[tuple[str, Span | None]] = []
    for index in range(len(blocks) + 1):
        block = written[index - 1] if index else None
        if block:
            pieces.append((block.opening + block.rest, block.span))
        pieces += [(article.source[p.span.start : p.span.end], p.span) for p in places.get(index, [])]
    source, frame = article.source, article.frame
    body = _joined(pieces, source, rewriting.markup)
    return Composed(source[: frame.start] + body + source[frame.end :], rewriting.lost())


def _bounded(draft: Draft) -> None:
    size = sum(len(block.text) + len(block.cite) + sum(map(len, block.items)) for block in draft.blocks)
    if size > MAX_CHARACTERS or len(draft.blocks) > MAX_BLOCKS:
        limits = f"the limits are {MAX_CHARACTERS} and {MAX_BLOCKS}"
        raise BadDraft(f"the draft has {size} characters in {len(draft.blocks)} blocks; {limits}")


def _anchor(article: Article, blocks: list[DraftBlock], written: list[Written | None]) -> None:
    """Puts anchors that something links to, and that the draft left behind, where their text went."""
    wanted = anchors(article)
    content = "".join(block.opening + block.rest for block in written if block) if wanted else ""
    for name, number in wanted.items():
        if any(f"id={sign}{attribute(name)}{sign}" in content for sign in "\"'"):
            continue
        index = home(number, blocks)
        near = [*range(index, -1, -1), *range(index, len(written))]
        at = next(place for place in near if written[place])
        block = written[at]
        if block:
            written[at] = block._replace(opening=f'{block.opening}<a id="{attribute(name)}"></a>')


def _joined(pieces: list[tuple[str, Span | None]], source: str, markup: Blocks | Classic) -> str:
    """The pieces, parted by what lay between them where they stood side by side, else as the format does it."""
    out: list[str] = []
    before, last = None, ""
    for content, place in pieces:
        if last:
            beside = before and place and before.end <= place.start
            between = source[before.end : place.start] if beside and before and place else "-"
            out.append(markup.between(last, content) if between.strip() else between)
        out.append(content)
        before, last = place, content
    return "".join(out)
