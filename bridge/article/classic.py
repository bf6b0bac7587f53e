"""Reads classic content: HTML without block comments, where empty lines part paragraphs.

The rules are those of WordPress's `wpautop` (wp-includes/formatting.php): block-level elements stand for
themselves, text between empty lines is a paragraph, a single line break is one for the reader too.
"""

from __future__ import annotations

import re

from bridge.article.elements import read_list, read_quote
from bridge.article.html import VOID, Token, tokens
from bridge.article.model import Span
from bridge.article.parts import Parts, blank, stripped, wrapped

_NAMES = (
    "address article aside blockquote caption center col colgroup dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody td"
    " tfoot th thead tr ul"
)
_BLOCK_LEVEL = frozenset(_NAMES.split())
_WRAPPERS = frozenset(["article", "div", "main", "section"])
_LAYERS = 6  # how many wrappers are opened, at most
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n|\r[ \t]*\r")
_PAGING = re.compile(r"<!--(?:more.*?|nextpage|noteaser)-->", re.DOTALL)
_URL = re.compile(r"https?://[^\s<>\"]+")


def read_classic(parts: Parts, span: Span) -> None:
    """Adds the passages and fixed parts of `span`, in order."""
    _Classic(parts, span).read()


def opened(source: str) -> Span:
    """The part of classic content to read: inside, while one `<div>` or the like wraps everything."""
    span = stripped(source, Span(0, len(source)))
    for _ in range(_LAYERS):
        found = wrapped(source, span, _WRAPPERS)
        if not found or not _closed_last(source, span, found[0]):
            break
        span = stripped(source, found[1])
    return span


def _closed_last(source: str, span: Span, tag: str) -> bool:
    """Whether the element that `span` begins with is the one that `span` ends with."""
    depth = 0
    for token in tokens(source, span.start, span.end):
        if token.name == tag and token.kind in ("open", "close"):
            depth += 1 if token.kind == "open" else -1
            if depth == 0:
                return token.end == span.end
    return False


class _Classic:
    """One stretch of classic content being read; `run` is where the paragraph at hand begins."""

    def __init__(self, parts: Parts, span: Span) -> None:
        self.parts, self.source, self.span = parts, parts.source, span
        self.tokens = list(tokens(parts.source, span.start, span.end))
        self.closers = _closers(self.tokens)
        self.closing = frozenset(self.closers.values())
        self.run = span.start

    def read(self) -> None:
        at = self.span.start
        for index, token in enumerate(self.tokens):
            if token.end <= at:
                continue
            start = max(at, token.start)
            if token.kind == "text":
                at = self._text(start, token.end)
            elif token.kind == "comment" and _PAGING.fullmatch(self.source, token.start, token.end):
                at = self._fixed("comment", token.start, token.end)
            elif start == token.start and token.kind in ("open", "close") and token.name in _BLOCK_LEVEL:
                at = self._element(index, token)
            else:
                at = token.end
        self._paragraph(self.span.end)

    def _text(self, at: int, stop: int) -> int:
        """Parts text at its empty lines; a shortcode with content is stepped over, wherever it ends."""
        while at < stop:
            code = self.parts.book.shortcodes.first(at, stop, self.span.end)
            limit = code.start if code else stop
            for line in _EMPTY_LINE.finditer(self.source, at, limit):
                self._paragraph(line.start())
                self.run = line.end()
            if not code:
                return stop
            at = code.end
        return at

    def _paragraph(self, end: int) -> None:
        """Ends the paragraph at hand before `end`."""
        span = stripped(self.source, Span(self.run, max(self.run, end)))
        self.run = end
        if span.start == span.end:
            return
        if _URL.fullmatch(self.source, span.start, span.end):
            self.parts.keep("embed", span)
            return
        text = self.parts.text(span, breaks=True)
        if text is None:
            self.parts.keep(self._name(span), span)
        else:
            self.parts.add("paragraph", span, span, "bare", text)

    def _name(self, span: Span) -> str:
        """What a paragraph without words is called: its shortcode, image or first tag."""
        code = self.parts.book.shortcodes.at(span.start, span.end) if self.source[span.start] == "[" else None
        if code:
            return code.name
        at = self.source.find("<img", span.start, span.end)
        tags = tokens(self.source, span.start if at < 0 else at, span.end)
        return next((token.name for token in tags if token.name), "html")

    def _fixed(self, name: str, start: int, end: int) -> int:
        self._paragraph(start)
        self.parts.keep(name, Span(start, end))
        self.run = end
        return end

    def _element(self, index: int, token: Token) -> int:
        """Reads a block-level element.

        A tag without its partner stands for itself, and what it holds goes on as text.
        """
        closer = self.closers.get(index)
        if closer is None or token.name in VOID:
            return self._fixed(token.name, token.start, self._strays(index))
        end = self.tokens[closer]
        self._paragraph(token.start)
        span, inner = Span(token.start, end.end), Span(token.end, end.start)
        if not self._passage(token.name, span, inner):
            self.parts.keep(token.name, span)
        self.run = end.end
        return end.end

    def _strays(self, index: int) -> int:
        """The end of the block-level tags without a partner that follow one another from `index` on."""
        end = self.tokens[index].end
        for at in range(index + 1, len(self.tokens)):
            token = self.tokens[at]
            stray = token.name in _BLOCK_LEVEL and at not in self.closers and at not in self.closing
            if not stray and not (token.kind == "text" and blank(self.source, token.start, token.end)):
                return end
            end = token.end if stray else end
        return end

    def _passage(self, tag: str, span: Span, inner: Span) -> bool:
        if tag in ("ul", "ol"):
            return read_list(self.parts, span, span, "html")
        if tag == "blockquote":
            return read_quote(self.parts, span, span, "html")
        if tag != "p" and tag not in _HEADINGS:
            return False
        text = self.parts.text(inner, breaks=True)
        if text is None:
            return False
        level = int(tag[1]) if tag in _HEADINGS else 0
        self.parts.add("heading" if level else "paragraph", span, inner, "html", text, level=level)
        return True


def _closers(found: list[Token]) -> dict[int, int]:
    """The index of every block-level opening tag's partner."""
    partners: dict[int, int] = {}
    open_: dict[str, list[int]] = {}
    for index, token in enumerate(found):
        if token.kind == "open" and token.name in _BLOCK_LEVEL:
            open_.setdefault(token.name, []).append(index)
        elif token.kind == "close" and open_.get(token.name):
            partners[open_[token.name].pop()] = index
    return partners
