"""A draft as post content, in the source's own format, with every fixed part in its place."""

from __future__ import annotations

from html import escape as attribute

from bridge.article.model import Article, Brief, Composed, Draft, Fixed
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
    draft's text may hold, and what becomes of the rest, is in `bridge.article.notation`.

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
    _anchor(article, draft, written)
    pieces: list[tuple[str, Fixed | None]] = []
    for index in range(len(blocks) + 1):
        if index and written[index - 1]:
            pieces.append(("".join(written[index - 1]), None))
        pieces += [(article.source[part.span.start : part.span.end], part) for part in places.get(index, [])]
    source, frame = article.source, article.frame
    body = _joined(pieces, source, rewriting.newline)
    return Composed(source[: frame.start] + body + source[frame.end :], rewriting.lost())


def _bounded(draft: Draft) -> None:
    size = sum(len(block.text) + len(block.cite) + sum(map(len, block.items)) for block in draft.blocks)
    if size > MAX_CHARACTERS or len(draft.blocks) > MAX_BLOCKS:
        limits = f"the limits are {MAX_CHARACTERS} and {MAX_BLOCKS}"
        raise BadDraft(f"the draft has {size} characters in {len(draft.blocks)} blocks; {limits}")


def _anchor(article: Article, draft: Draft, written: list[Written]) -> None:
    """Puts anchors that something links to, and that the draft left behind, where their text went."""
    wanted = anchors(article)
    if not wanted:
        return
    content = "".join(part for block in written for part in block)
    blocks = [block for block in draft.blocks if block.kind != "fixed"]
    for name, number in wanted.items():
        if not any(f"id={sign}{attribute(name)}{sign}" in content for sign in "\"'"):
            index = home(number, blocks)
            while index > 0 and not written[index]:
                index -= 1
            opening, rest = written[index] or ("", "")
            written[index] = (f'{opening}<a id="{attribute(name)}"></a>', rest)


def _joined(pieces: list[tuple[str, Fixed | None]], source: str, newline: str) -> str:
    """The pieces, parted by an empty line. Fixed parts that stood side by side keep what lay between them."""
    out: list[str] = []
    before: Fixed | None = None
    for index, (content, part) in enumerate(pieces):
        if index:
            between = source[before.span.end : part.span.start] if before and part else "-"
            out.append(newline * 2 if between.strip() else between)
        out.append(content)
        before = part
    return "".join(out)
