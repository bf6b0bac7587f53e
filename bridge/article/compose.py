"""A draft as post content, in the source's own format, with every fixed part in its place."""

from __future__ import annotations

from html import escape as attribute
from typing import NamedTuple

from bridge.article.markup import Blocks, Classic
from bridge.article.model import Article, Brief, Composed, Draft, DraftBlock, Fixed, Piece, Span
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
    numbers = [number for number, block in enumerate(draft.blocks) if block.kind != "fixed"]
    blocks = [draft.blocks[number] for number in numbers]
    written = [rewriting.block(block) for block in blocks]
    if not any(written):
        raise BadDraft("the draft has no text")
    _anchor(article, blocks, written)
    parts = [_kept(article, part) for part in places.get(0, [])]
    for index, block in enumerate(written):
        if block:
            parts.append(_Part(block.opening + block.rest, block.span, numbers[index], passages=block.passages))
        parts += [_kept(article, part) for part in places.get(index + 1, [])]
    source, frame = article.source, article.frame
    body, pieces = _joined(parts, source, frame.start, rewriting.markup)
    return Composed(source[: frame.start] + body + source[frame.end :], rewriting.lost(), pieces)


class _Part(NamedTuple):
    """What becomes a `Piece`. `place` is where it, or the passage whose shell it has, stands in the source."""

    content: str
    place: Span | None
    block: int | None = None
    ref: str = ""
    passages: tuple[int, ...] = ()


def _kept(article: Article, part: Fixed) -> _Part:
    return _Part(article.source[part.span.start : part.span.end], part.span, ref=part.ref)


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
            opening = f'{block.opening}<a id="{attribute(name)}"></a>'
            written[at] = block._replace(opening=opening, passages=(*block.passages, number))


def _joined(parts: list[_Part], source: str, at: int, markup: Blocks | Classic) -> tuple[str, tuple[Piece, ...]]:
    """The parts, parted by what lay between them where they stood side by side, else as the format does it.

    `at` is where the first one begins in the content.
    """
    out: list[str] = []
    pieces: list[Piece] = []
    before, last = None, ""
    for content, place, block, ref, passages in parts:
        if last:
            beside = before and place and before.end <= place.start
            between = source[before.end : place.start] if beside and before and place else "-"
            out.append(markup.between(last, content) if between.strip() else between)
            at += len(out[-1])
        out.append(content)
        pieces.append(Piece(Span(at, at + len(content)), block, ref, passages))
        at += len(content)
        before, last = place, content
    return "".join(out), tuple(pieces)
