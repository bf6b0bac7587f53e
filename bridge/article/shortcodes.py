"""Shortcodes in running text. WordPress knows which are registered, this service does not: it goes by their form.

Grammar: https://developer.wordpress.org/plugins/shortcodes/. A word in brackets is more often an author's
insertion ("[sic]", "« [les] élus »") than a shortcode, so a lone word counts only when it is a core one, is
closed again, or could not be prose.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

CORE = frozenset(["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"])

_OPEN = re.compile(r"\[(\[?)([A-Za-z][\w-]*)((?:\s|/)[^\[\]<>]*|)\](\]?)")
_CANDIDATE = re.compile(r"\[(?=\[?[A-Za-z][\w-]*+[\s/\]])")
_CLOSE = re.compile(r"\[/([A-Za-z][\w-]*)\]")
_UNPROSAIC = re.compile(r"[_\d-]")
_ATTRIBUTE = re.compile(r"[\w-]=")


class Shortcode(NamedTuple):
    """A whole shortcode, `source[start:end]`, with its content when it encloses some."""

    name: str
    start: int
    end: int


class Shortcodes:
    """The shortcodes of one source, found from the left; linear in its length."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.closers: dict[str, list[int]] = {}
        for match in _CLOSE.finditer(source) if "[/" in source else ():
            self.closers.setdefault(match[1], []).append(match.start())
        places = (match.start() for match in _CANDIDATE.finditer(source))
        self.found = [code for place in places if (code := self.at(place, len(source)))]
        self.starts = [code.start for code in self.found]

    def at(self, start: int, end: int) -> Shortcode | None:
        """The shortcode that begins with the "[" at `start` and ends before `end`."""
        match = _OPEN.match(self.source, start, end)
        if not match:
            return None
        if match[1]:
            return Shortcode(match[2], start, match.end()) if match[4] else None
        name, rest, stop = match[2], match[3], match.start(4)
        closer = -1 if rest.endswith("/") else self._closer(name, stop)
        if closer >= 0 and closer + len(name) + 3 <= end:
            return Shortcode(name, start, closer + len(name) + 3)
        known = name in CORE or _UNPROSAIC.search(name) or _ATTRIBUTE.search(rest) or rest.endswith("/")
        return Shortcode(name, start, stop) if known else None

    def first(self, start: int, stop: int, end: int) -> Shortcode | None:
        """The leftmost shortcode that begins in `source[start:stop]` and ends before `end`."""
        for index in range(bisect_left(self.starts, start), len(self.starts)):
            if self.starts[index] >= stop:
                break
            known = self.found[index]
            found = known if known.end <= end else self.at(known.start, end)
            if found:
                return found
        return None

    def _closer(self, name: str, start: int) -> int:
        places = self.closers.get(name, [])
        index = bisect_left(places, start)
        return places[index] if index < len(places) else -1
