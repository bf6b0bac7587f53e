"""A scanner for the HTML of posts: tags, comments and text with their places, in linear time, for any string.

It follows the HTML standard where a browser and WordPress agree, and calls everything else "odd", so that
callers leave it alone. https://html.spec.whatwg.org/multipage/parsing.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

TokenKind = Literal["text", "open", "close", "comment", "raw", "odd"]

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
RAW = frozenset(["script", "style", "textarea", "iframe", "xmp", "noembed", "noframes", "title", "plaintext"])

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]*")
_FAST = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)(?:[^<>"']|"[^"<>]*+"|'[^'<>]*+')*+>""")
_ABORTED = re.compile(r"""(?:</?[a-zA-Z][^<>"']*+(?=<))++""")
_IMAGE = re.compile(r"""<[iI][mM][gG](?=[\s/>])(?:[^<>"']|"[^"<>]*+"|'[^'<>]*+')*+>""")
_BOGUS = re.compile(r"(?:(?:</(?![a-zA-Z])|<!(?!--)|<\?)[^<>\n]*+>?)++")
_ENTITY = re.compile(r"&#?[a-zA-Z0-9]{1,32};?")
_PLAIN = re.compile(r"[^<>\"']*")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


class Token(NamedTuple):
    """A piece of HTML, `source[start:end]`.

    `name` is the tag's, in lower case. "raw" is a whole script, style or the like.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""


class _Finder:
    """`str.find` that remembers what does not come again, so that many vain searches stay linear."""

    def __init__(self, source: str, end: int) -> None:
        self.source, self.end = source, end
        self.gone: set[str] = set()

    def find(self, what: str, start: int) -> int:
        if what in self.gone:
            return -1
        at = self.source.find(what, start, self.end)
        if at < 0:
            self.gone.add(what)
        return at


def tokens(source: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of `source[start:end]`, which together are that text, each character once."""
    end = len(source) if end is None else end
    finder = _Finder(source, end)
    text = at = start
    while at < end:
        found = finder.find("<", at)
        if found < 0:
            break
        token = _markup(source, found, end, finder)
        if token is None:
            at = found + 1
            continue
        if text < found:
            yield Token("text", text, found)
        yield token
        text = at = token.end
    if text < end:
        yield Token("text", text, end)


def _markup(source: str, at: int, end: int, finder: _Finder) -> Token | None:
    """The token that begins with the "<" at `at`; nothing when that is text."""
    fast = _FAST.match(source, at, end)
    if fast and (name_of := fast[2].lower()) not in RAW:
        return Token("close" if fast[1] else "open", at, fast.end(), name_of)
    if source.startswith("<!--", at) and at + 4 <= end:
        close = finder.find("-->", at + 4)
        return Token("comment", at, close + 3) if close >= 0 else Token("odd", at, end)
    bogus = _BOGUS.match(source, at, end) or _ABORTED.match(source, at, end)
    if bogus:
        return Token("odd", at, bogus.end())
    closing = source.startswith("/", at + 1)
    name = _NAME.match(source, at + 1 + closing, end)
    if not name:
        return None
    stop = _tag_end(source, name.end(), end, finder)
    if stop < 0:
        return Token("odd", at, name.end(), name[0].lower())
    tag = name[0].lower()
    if closing:
        return Token("close", at, stop, tag)
    return _raw(source, at, stop, tag, finder) if tag in RAW else Token("open", at, stop, tag)


def _tag_end(source: str, at: int, end: int, finder: _Finder) -> int:
    """Just behind the ">" that closes a tag; -1 when another tag begins first, or quotes stay open."""
    while at < end:
        plain = _PLAIN.match(source, at, end)
        at = plain.end() if plain else at
        if at >= end or source[at] == "<":
            return -1
        if source[at] == ">":
            return at + 1
        close = finder.find(source[at], at + 1)
        if close < 0:
            return -1
        at = close + 1
    return -1


def _raw(source: str, at: int, stop: int, tag: str, finder: _Finder) -> Token:
    """A script or the like with all its content; what is never closed reaches to the end."""
    close = stop
    while True:
        close = finder.find("</", close)
        if close < 0:
            return Token("odd", at, finder.end, tag)
        if source[close + 2 : close + 2 + len(tag)].lower() == tag:
            after = finder.find(">", close)
            return Token("raw", at, after + 1, tag) if after >= 0 else Token("odd", at, finder.end, tag)
        close += 2


def images(source: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """(src, alt) of the images in `source[start:end]`."""
    for match in _IMAGE.finditer(source, start, end):
        found = attributes(match[0])
        yield found.get("src", ""), found.get("alt", "")


def decoded(text: str) -> str:
    """`text` with its entities decoded, as browsers do it."""
    return _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text


def attributes(tag: str) -> dict[str, str]:
    """The attributes of an opening tag, names in lower case, values decoded; the first of a name counts."""
    found: dict[str, str] = {}
    name = _NAME.match(tag, 1)
    for match in _ATTRIBUTE.finditer(tag, name.end() if name else 1):
        key = match[1].lower()
        if key not in found:
            found[key] = unescape(next((value for value in match.groups()[1:] if value is not None), ""))
    return found
