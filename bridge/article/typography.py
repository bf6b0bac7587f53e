"""French typography.

Polytypo, by paragraph, and what it leaves out; never inside tags, code, shortcodes or URLs.
"""

from __future__ import annotations

import re
from html import unescape

from polytypo.text import transform

from bridge.article.html import tokens
from bridge.article.notation import escape
from bridge.article.shortcodes import Shortcodes

_URL = re.compile(r"(?:https?://|www\.)[^\s<>«»\"]+|[\w.+-]+@[\w-]+\.[\w.]+")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_KEPT = frozenset("<>&\"[]'")
_PROTECTED = frozenset(["code", "kbd", "samp", "tt", "var"])


def typeset(text: str, locale: str = "fr_FR", nbsp: str = "narrow") -> str:
    """Plain text with the typography of `locale`; other languages than French come back as they are."""
    return _typeset(text, [match.span() for match in _URL.finditer(text)], locale, nbsp)


def typeset_html(html: str, locale: str = "fr_FR", nbsp: str = "narrow") -> str:
    """One paragraph of inline HTML with the typography of `locale`; only its text changes."""
    html = _decoded(html)
    return _typeset(html, _protected(html), locale, nbsp)


def _typeset(text: str, protect: list[tuple[int, int]], locale: str, nbsp: str) -> str:
    if not locale.lower().startswith("fr"):
        return text
    return transform(
        text,
        locale=locale.replace("_", "-"),
        rules={"dashes": False},
        narrow_nbsp="nbsp" if nbsp == "plain" else None,
        protect=protect,
    )


def _decoded(html: str) -> str:
    """Entities of typographic signs as the signs themselves, in text."""
    if "&" not in html:
        return html
    parts = []
    for token in tokens(html):
        run = html[token.start : token.end]
        parts.append(_ENTITY.sub(_sign, run) if token.kind == "text" else run)
    return "".join(parts)


def _sign(match: re.Match[str]) -> str:
    sign = unescape(match[0])
    return match[0] if sign in _KEPT or sign == match[0] else escape(sign)


def _protected(html: str) -> list[tuple[int, int]]:
    """What the rules must not touch, in order: tags, code, shortcodes, URLs, entities."""
    spans: list[tuple[int, int]] = []
    shortcodes = Shortcodes(html)
    code = 0
    at = 0
    for token in tokens(html):
        if token.end <= at:
            continue
        if token.kind != "text":
            code += {"open": 1, "close": -1}.get(token.kind, 0) if token.name in _PROTECTED else 0
            spans.append((max(at, token.start), token.end))
            continue
        at = max(at, token.start)
        while code <= 0 and at < token.end:
            found = shortcodes.first(at, token.end, len(html))
            stop = found.start if found else token.end
            ranges = [m.span() for pattern in (_URL, _ENTITY) for m in pattern.finditer(html, at, stop)]
            spans.extend(sorted(ranges))
            if found:
                spans.append((found.start, found.end))
            at = found.end if found else token.end
        if code > 0:
            spans.append((at, token.end))
            at = token.end
    return _merged(spans)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
