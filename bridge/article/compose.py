"""A draft as post content, in the source's own format, with every fixed part in its place."""

from __future__ import annotations

from bridge.article.markup import Blocks, Classic, newline_of, shell_of
from bridge.article.model import Article, Brief, Composed, Draft, DraftBlock, Fixed, Passage
from bridge.article.notation import Inline, brackets, refs
from bridge.article.typography import typeset_html
from bridge.errors import BadDraft

#: Characters and blocks of a draft, beyond which it is no rewrite of anything.
MAX_CHARACTERS = 2_000_000
MAX_BLOCKS = 5_000

_LEVELS = {"h2": 2, "h3": 3, "h4": 4}


def compose(article: Article, draft: Draft, brief: Brief) -> Composed:
    """`draft` as post content. Typography by `brief.locale` and `brief.nbsp`, block forms by `brief.wp_version`.

    Fixed parts come back to the byte, all of them, in the order of the source: where the draft places them,
    else behind the block that carries the passage they followed. Attributes of a passage stay with the first
    block of the same kind that is drawn from it. A reference that the draft drops is in `lost`. What a
    draft's text may hold, and what becomes of the rest, is in `bridge.article.notation`.

    Raises `BadDraft` for an unknown reference or fixed part, for forbidden elements, and for a draft that is
    empty or huge.
    """
    _bounded(draft)
    writing = _Writing(article, brief)
    blocks = [block for block in draft.blocks if block.kind != "fixed"]
    pieces: list[tuple[str, Fixed | None]] = []
    slots = _slots(article, draft)
    for index in range(len(blocks) + 1):
        if index:
            content = writing.block(blocks[index - 1])
            if content:
                pieces.append((content, None))
        pieces.extend(
            (article.source[part.span.start : part.span.end], part) for part in slots.get(index, [])
        )
    if not any(part is None for _, part in pieces):
        raise BadDraft("the draft has no text")
    source, frame = article.source, article.frame
    body = _joined(pieces, source, writing.newline)
    return Composed(source[: frame.start] + body + source[frame.end :], writing.lost())


def _bounded(draft: Draft) -> None:
    size = sum(len(block.text) + len(block.cite) + sum(map(len, block.items)) for block in draft.blocks)
    if size > MAX_CHARACTERS or len(draft.blocks) > MAX_BLOCKS:
        raise BadDraft(
            f"the draft has {size} characters in {len(draft.blocks)} blocks; the limits are "
            f"{MAX_CHARACTERS} and {MAX_BLOCKS}"
        )


def _slots(article: Article, draft: Draft) -> dict[int, list[Fixed]]:
    """The fixed parts by the number of text blocks before them."""
    known = {part.ref: part for part in article.fixed}
    placed: dict[str, int] = {}
    carries: dict[int, int] = {}
    count = 0
    for block in draft.blocks:
        if block.kind == "fixed":
            if block.ref not in known:
                name = block.ref or "a fixed part without a name"
                raise BadDraft(f"the draft places {name}, which the article does not have")
            placed.setdefault(block.ref, count)
        else:
            count += 1
            carries.update(dict.fromkeys(block.sources, count))
    slots: dict[int, list[Fixed]] = {}
    low = 0
    last = max((passage.number for passage in article.passages), default=0)
    for part in article.fixed:
        low = max(low, placed.get(part.ref, _natural(part.after, carries, count, last)))
        slots.setdefault(low, []).append(part)
    return slots


def _natural(after: int, carries: dict[int, int], count: int, last: int) -> int:
    """Behind the block that carries passage `after` or the nearest one before it.

    By proportion in a draft without sources.
    """
    if not carries:
        return round(count * after / last) if last else 0
    while after > 0 and after not in carries:
        after -= 1
    return carries.get(after, 0)


def _joined(pieces: list[tuple[str, Fixed | None]], source: str, newline: str) -> str:
    """The pieces, parted by an empty line.

    Two fixed parts that stood side by side keep what lay between them.
    """
    out: list[str] = []
    before: Fixed | None = None
    for index, (content, part) in enumerate(pieces):
        if index:
            between = source[before.span.end : part.span.start] if before and part else ""
            beside = (
                before is not None and part is not None and before.after == part.after and not between.strip()
            )
            out.append(between if beside else newline * 2)
        out.append(content)
        before = part
    return "".join(out)


class _Writing:
    """One draft being written."""

    def __init__(self, article: Article, brief: Brief) -> None:
        self.article, self.brief = article, brief
        self.newline = newline_of(article.source, article.frame)
        classic_break = "<br />" if "<br" in article.source else self.newline
        self.markup = (
            Blocks(brief.wp_version, self.newline)
            if article.format == "blocks"
            else Classic(self.newline, classic_break)
        )
        marks = {mark.ref: mark for mark in article.marks}
        self.inline = Inline(marks, self.markup.brk, brackets(article.source))
        self.passages = {passage.number: passage for passage in article.passages}
        self.claimed: set[int] = set()

    def block(self, block: DraftBlock) -> str:
        """A text block of the draft as content; "" when it has no words."""
        shell = self._shell(block)
        if block.kind == "list":
            items = [item for item in map(self._text, block.items) if item]
            return self.markup.bullets(items, block.ordered, shell) if items else ""
        if block.kind == "quote":
            paragraphs = [text for text in map(self._text, block.text.split("\n\n")) if text]
            return self.markup.quote(paragraphs, self._text(block.cite), shell) if paragraphs else ""
        text = self._text(block.text)
        if not text:
            return ""
        level = _LEVELS.get(block.kind)
        return self.markup.heading(text, level, shell) if level else self.markup.paragraph(text, shell)

    def lost(self) -> tuple[str, ...]:
        """The references of the article that the draft does not use."""
        return tuple(
            ref
            for passage in self.article.passages
            for text in (passage.text, *passage.items, passage.cite)
            for ref in refs(text)
            if ref not in self.inline.used
        )

    def _text(self, text: str) -> str:
        return typeset_html(self.inline.html(text), self.brief.locale, self.brief.nbsp)

    def _shell(self, block: DraftBlock) -> tuple[str, str] | None:
        """The shell of the first passage of the same kind that the block is drawn from, which nobody has claimed yet."""
        kind = "heading" if block.kind in _LEVELS else block.kind
        for number in block.sources:
            passage = self.passages.get(number)
            if passage and passage.kind == kind and number not in self.claimed and self._fits(passage, block):
                self.claimed.add(number)
                return shell_of(self.article.source, passage)
        return None

    def _fits(self, passage: Passage, block: DraftBlock) -> bool:
        native = passage.shell == ("block" if self.article.format == "blocks" else "html")
        return native and (block.kind != "list" or passage.ordered == block.ordered)
