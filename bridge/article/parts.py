"""Collects the parts of one source, in order, while it is read."""

from __future__ import annotations

import re
from itertools import islice

from bridge.article.html import decoded, images, tokens
from bridge.article.inline import Book
from bridge.article.model import Fixed, Passage, PassageKind, Shell, Span
from bridge.article.notation import plain

LABEL = 80

_SPACE = re.compile(r"\s+")


class Parts:
    """Passages and fixed parts of `source` so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.book = Book(source)
        self.passages: list[Passage] = []
        self.fixed: list[Fixed] = []

    @property
    def number(self) -> int:
        """The number that the next passage will have."""
        return len(self.passages) + 1

    def text(self, span: Span, breaks: bool = False) -> str | None:
        """A piece of the next passage in inline notation; None when it cannot be put so."""
        return self.book.inline(span.start, span.end, self.number, breaks)

    def add(
        self,
        kind: PassageKind,
        span: Span,
        inner: Span,
        shell: Shell,
        text: str = "",
        *,
        level: int = 0,
        items: tuple[str, ...] = (),
        ordered: bool = False,
        cite: str = "",
        pieces: tuple[Span, ...] = (),
    ) -> None:
        """Adds a passage."""
        text = text.strip()
        seen = "\n".join(plain(piece).strip() for piece in (items or text.split("\n\n")))
        self.passages.append(
            Passage(
                self.number,
                kind,
                text,
                seen,
                span,
                level,
                items,
                ordered,
                cite,
                inner=inner,
                pieces=pieces or (inner,),
                shell=shell,
            )
        )

    def keep(self, name: str, span: Span) -> None:
        """Adds a fixed part."""
        pictures = tuple(images(self.source, span.start, span.end))
        words = ""
        for token in islice(tokens(self.source, span.start, span.end), 8 * LABEL):
            if token.kind == "text" and len(words) < LABEL:
                words += self.source[token.start : min(token.end, token.start + 4 * LABEL)].lstrip()
        label = _SPACE.sub(" ", decoded(words)).strip() or next((alt for _, alt in pictures if alt), "")
        ref = f"F{len(self.fixed) + 1}"
        self.fixed.append(Fixed(ref, name, label[:LABEL].strip(), span, len(self.passages), pictures))

    def mark(self) -> tuple[int, int, dict[str, int]]:
        """Where the references stand, for `back`."""
        return self.book.position()

    def back(self, position: tuple[int, int, dict[str, int]]) -> None:
        """Forgets the references that were handed out since `mark`: their text stays fixed."""
        self.book.rewind(position)


def stripped(source: str, span: Span) -> Span:
    """`span` without the white space at its ends."""
    start, end = span.start, span.end
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return Span(start, end)


def blank(source: str, start: int, end: int) -> bool:
    """Whether `source[start:end]` is white space alone."""
    return not source[start:end].strip()


def wrapped(source: str, span: Span, names: frozenset[str]) -> tuple[str, Span] | None:
    """The one element that is all of `span`.

    Its tag and the span of its content. Whether it is balanced is not looked at.
    """
    whole = stripped(source, span)
    first = next(tokens(source, whole.start, whole.end), None)
    if first is None or first.kind != "open" or first.name not in names or not source.endswith(">", 0, whole.end):
        return None
    close = source.rfind("</", first.end, whole.end)
    if close < 0 or source[close + 2 : whole.end - 1].strip().lower() != first.name:
        return None
    return first.name, Span(first.end, close)
