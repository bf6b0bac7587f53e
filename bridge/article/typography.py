"""French typography, one paragraph at a time; never inside tags, attributes, code, shortcodes or URLs.

polytypo sets quotes, apostrophes, ellipses and the spaces at punctuation; `bridge.article.spacing` the rest.
Formatting tags are taken out while the rules look at a text, so that `<strong>Oui</strong> !` is set like
`Oui !`, and put back between the same characters.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bridge.article.html import decoded, tokens
from bridge.article.notation import escape
from bridge.article.punctuation import HOLE, punctuated
from bridge.article.shortcodes import Shortcodes
from bridge.article.spacing import space

_URL = re.compile(r"(?:https?://|www\.)[^\s<>«»“”„\"&]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}")
_OPAQUE = re.compile(rf"{_URL.pattern}|&#91;|[\r\n]+|{HOLE}")
_CODE = frozenset(["code", "kbd", "samp", "tt", "var"])
_INLINE = "a abbr b bdi bdo cite del dfn em font i ins mark q s small span strike strong sub sup time u"
_FORMAT = frozenset(_INLINE.split())


class Piece(NamedTuple):
    """A stretch of a paragraph: text to set, a formatting tag, or something opaque that takes up space."""

    kind: Literal["text", "tag", "opaque"]
    content: str


def typeset(text: str, locale: str = "fr_FR", nbsp: str = "narrow") -> str:
    """Plain text with the typography of `locale`; other languages than French come back as they are.

    `nbsp`: "narrow" sets U+202F where French wants a narrow no-break space, "plain" U+00A0 everywhere.
    Applying it twice changes nothing.
    """
    return "".join(piece.content for piece in _typeset(_split(text), locale, nbsp))


def typeset_html(html: str, locale: str = "fr_FR", nbsp: str = "narrow", entity: bool = False) -> str:
    """One paragraph of inline HTML with the typography of `locale`; only its text changes.

    With `entity`, U+00A0 is written `&nbsp;`, as the block editor saves it.
    """
    pieces = _typeset(_pieces(html), locale, nbsp)
    out = "".join(escape(piece.content) if piece.kind == "text" else piece.content for piece in pieces)
    return out.replace("\u00a0", "&nbsp;") if entity else out


def _typeset(pieces: list[Piece], locale: str, nbsp: str) -> list[Piece]:
    if not locale.lower().startswith("fr"):
        return pieces
    flat = "".join({"text": piece.content, "tag": "", "opaque": HOLE}[piece.kind] for piece in pieces)
    done = space(punctuated(flat, locale, nbsp), locale, "\u00a0" if nbsp == "plain" else "\u202f")
    return pieces if done == flat else _reset(pieces, flat, done)


def _reset(pieces: list[Piece], flat: str, done: str) -> list[Piece]:
    """The pieces with their text out of `done`: tags stay between the characters that they stood between."""
    places = _places(flat, done, _cuts(pieces))
    if places is None:
        return pieces
    out: list[Piece] = []
    at = 0
    for piece, (start, end) in zip(pieces, places, strict=True):
        if piece.kind == "text":
            continue
        if piece.kind == "tag" and not piece.content.startswith("</"):
            start = end = _past_spaces(done, start)
        out += (Piece("text", done[at:start]), piece)
        at = end
    out.append(Piece("text", done[at:]))
    return out


def _cuts(pieces: list[Piece]) -> list[tuple[int, int]]:
    """Where every piece begins and ends in the flat text."""
    cuts, at = [], 0
    for piece in pieces:
        size = {"text": len(piece.content), "tag": 0, "opaque": 1}[piece.kind]
        cuts.append((at, at + size))
        at += size
    return cuts


def _places(flat: str, done: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The cuts in `done`. The rules add, take and swap spaces, swap signs one for one, and join three dots.

    None when the two texts do not pair so; the paragraph then stays as it is.
    """
    wanted = sorted({place for cut in cuts for place in cut})
    found: dict[int, int] = {}
    at = into = queue = 0
    while queue < len(wanted):
        while queue < len(wanted) and wanted[queue] == at:
            found[at] = into
            queue += 1
        if queue == len(wanted):
            break
        if at < len(flat) and flat[at].isspace():
            at += 1
            if at == len(flat) or not flat[at].isspace():
                into = _past_spaces(done, into)
            continue
        into = _past_spaces(done, into)
        step = _step(flat, at, done, into)
        if not step:
            return None
        at, into = at + step, into + 1
        while queue < len(wanted) and wanted[queue] < at:
            found[wanted[queue]] = into
            queue += 1
    return [(found[start], found[end]) for start, end in cuts]


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _step(flat: str, at: int, done: str, into: int) -> int:
    """How many characters of `flat` the one at `done[into]` stands for; 0 when they do not pair."""
    if at >= len(flat) or into >= len(done):
        return 0
    if done[into] == "…" and flat.startswith("...", at):
        return 3
    same = flat[at] == done[into] or not (flat[at].isalnum() or done[into].isalnum())
    return 1 if same else 0


def _pieces(html: str) -> list[Piece]:
    """Inline HTML in pieces; text is decoded, code with all its content and shortcodes are opaque."""
    pieces: list[Piece] = []
    shortcodes = Shortcodes(html)
    at, code = 0, 0
    for token in tokens(html):
        start = max(at, token.start)
        if token.end <= at:
            continue
        if token.name in _CODE:
            code = max(0, code + {"open": 1, "close": -1}.get(token.kind, 0))
            pieces.append(Piece("opaque", html[start : token.end]))
        elif code or token.kind != "text":
            kind: Literal["tag", "opaque"] = "tag" if token.name in _FORMAT and not code else "opaque"
            pieces.append(Piece(kind, html[start : token.end]))
        else:
            while start < token.end:
                found = shortcodes.first(start, token.end, len(html))
                pieces += _split(html[start : found.start if found else token.end], decode=True)
                if found:
                    pieces.append(Piece("opaque", html[found.start : found.end]))
                start = found.end if found else token.end
        at = max(start, token.end)
    return pieces


def _split(text: str, decode: bool = False) -> list[Piece]:
    """Text and, in it, the URLs, addresses and line breaks that stay as they are."""
    pieces: list[Piece] = []
    at = 0
    for match in _OPAQUE.finditer(text):
        pieces.append(Piece("text", text[at : match.start()]))
        pieces.append(Piece("opaque", match[0]))
        at = match.end()
    pieces.append(Piece("text", text[at:]))
    kept = [piece for piece in pieces if piece.content]
    return [Piece(p.kind, decoded(p.content) if p.kind == "text" else p.content) for p in kept] if decode else kept
