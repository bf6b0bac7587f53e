"""Inline HTML of the source to inline notation; every element that carries attributes becomes a reference."""

from __future__ import annotations

import re

from bridge.article.html import VOID, Token, attributes, decoded, tokens
from bridge.article.model import Link, Mark
from bridge.article.notation import DEPTH, PAIRS, SAME, escape, plain
from bridge.article.shortcodes import Shortcodes

_NAMES = (
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd mark q ruby rp rt s samp small span strike strong"
    " sub sup time tt u var"
)
_INLINE = frozenset(_NAMES.split())
_ATOMS = frozenset(["img", "wbr"])
_NEWLINE = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")


class Book:
    """Hands out references while one source is read, and keeps their bytes."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.shortcodes = Shortcodes(source)
        self.marks: list[Mark] = []
        self.links: list[Link] = []
        self._counts = {"L": 0, "S": 0, "I": 0}

    def add(self, letter: str, opening: str, closing: str, label: str, passage: int) -> str:
        """Keeps a mark and names it."""
        self._counts[letter] += 1
        ref = f"{letter}{self._counts[letter]}"
        self.marks.append(Mark(ref, opening, closing, label, passage))
        return ref

    def inline(self, start: int, end: int, passage: int, breaks: bool = False) -> str | None:
        """`source[start:end]` in inline notation; None when it holds no words, or
        anything but inline HTML, well nested.

        With `breaks` a line break of the source is one for the reader too, as `wpautop` makes it in classic
        posts.
        """
        before = self.position()
        text = _Reading(self, passage, breaks).read(start, end)
        if text is None or not plain(text).strip():
            self.rewind(before)
            return None
        return text

    def position(self) -> tuple[int, int, dict[str, int]]:
        """Where the references stand, for `rewind`."""
        return len(self.marks), len(self.links), dict(self._counts)

    def rewind(self, position: tuple[int, int, dict[str, int]]) -> None:
        """Forgets the references handed out since `position`."""
        del self.marks[position[0] :], self.links[position[1] :]
        self._counts = dict(position[2])


class _Reading:
    """One run of inline HTML being read."""

    def __init__(self, book: Book, passage: int, breaks: bool) -> None:
        self.book, self.source, self.passage, self.breaks = book, book.source, passage, breaks
        self.out: list[str] = []
        self.stack: list[tuple[str, str, int]] = []  # tag, closing notation, where its content begins in `out`
        self.pending: dict[int, Token] = {}

    def read(self, start: int, end: int) -> str | None:
        at = start
        for token in tokens(self.source, start, end):
            if token.end <= at:
                continue
            if token.start < at and token.kind != "text":
                return None
            if token.kind == "text":
                at = self._text(max(at, token.start), token.end, end)
            elif not self._tag(token, end):
                return None
            else:
                at = max(token.end, self.skip)
        return "".join(self.out) if not self.stack else None

    skip = 0

    def _tag(self, token: Token, end: int) -> bool:
        """Reads a tag or comment; False when it does not belong in a line of text."""
        tag = token.name
        if len(self.stack) > DEPTH:
            return False
        if token.kind == "comment":
            self._atom(token.start, token.end, "")
        elif token.kind == "close":
            return self._close(token)
        elif token.kind != "open":
            return False
        elif tag == "br":
            self.out.append("<br/>")
        elif tag in _ATOMS:
            self._atom(token.start, token.end, attributes(self.source[token.start : token.end]).get("alt", ""))
        elif tag in VOID or tag not in _INLINE:
            return False
        else:
            return self._open(token, end)
        return True

    def _open(self, token: Token, end: int) -> bool:
        opening = self.source[token.start : token.end]
        tag = SAME.get(token.name, token.name)
        bare = opening[1:-1].strip().lower() == token.name
        if tag == "sup" and "data-fn" in opening:
            stop = self.source.find("</sup>", token.end, end)
            if stop < 0:
                return False
            self._atom(token.start, stop + 6, decoded(plain(self.source[token.end : stop])))
            self.skip = stop + 6
            return True
        if tag in PAIRS and bare:
            self.out.append(f"<{tag}>")
            self.stack.append((token.name, f"</{tag}>", len(self.out)))
            return True
        letter = "L" if tag == "a" and attributes(opening).get("href") else "S"
        if letter == "L" and any(closing == "</a>" for _, closing, _ in self.stack):
            return False
        self.out.append("")
        self.pending[len(self.out)] = token
        self.stack.append((token.name, "</a>" if letter == "L" else "</span>", len(self.out)))
        return True

    def _close(self, token: Token) -> bool:
        if not self.stack or self.stack[-1][0] != token.name:
            return False
        _, closing, begin = self.stack.pop()
        opener = self.pending.pop(begin, None)
        words = "".join(self.out[begin:])
        if opener:
            opening, end = self.source[opener.start : opener.end], self.source[token.start : token.end]
            if not words.strip():
                del self.out[begin - 1 :]
                self._atom(opener.start, token.end, "")
                return True
            letter = "L" if closing == "</a>" else "S"
            ref = self.book.add(letter, opening, end, plain(words), self.passage)
            self.out[begin - 1] = f'<a id="{ref}">' if letter == "L" else f'<span id="{ref}">'
            if letter == "L":
                self.book.links.append(Link(ref, attributes(opening)["href"], plain(words)))
        self.out.append(closing)
        return True

    def _atom(self, start: int, end: int, label: str) -> None:
        ref = self.book.add("I", self.source[start:end], "", label, self.passage)
        self.out.append(f'<ref id="{ref}"/>')

    def _text(self, start: int, stop: int, end: int) -> int:
        """Reads text up to `stop`, or a shortcode and its content beyond it; where reading goes on."""
        while start < stop:
            found = self.book.shortcodes.first(start, stop, end)
            run = self.source[start : found.start if found else stop]
            if run:
                self.out.append(_NEWLINE.sub("<br/>" if self.breaks else " ", escape(decoded(run))))
            if not found:
                return stop
            self._atom(found.start, found.end, f"[{found.name}]")
            start = found.end
        return start
