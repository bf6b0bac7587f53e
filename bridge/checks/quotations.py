"""Quotations in a text: the words between quotation marks, and who is said to have spoken them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bridge.checks.speech import SPEECH_ASIDE, Speaker, speaker_around
from bridge.checks.text import Text

_WORDS = re.compile(r"[^\W_]+'?|%|€")
_ELLIPSIS = re.compile(r"[\[(] ?(?:…|\.\.\.) ?[\])]|…|\.\.\.")
_MARK = re.compile('[«»"]')
#: Between two marks further apart than this there is no quotation but a missing mark.
LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Quotation:
    """`words` are the folded words, an incise ("…, a-t-il dit, …") left out; `parts` those around an omission "(…)".

    `start` and `end` are the place between the marks. `speaker` may be nobody.
    """

    words: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    start: int
    end: int
    text: str
    speaker: Speaker


def words_in(folded: str) -> tuple[str, ...]:
    """The words of folded text as quotations compare them: no punctuation, hyphens as spaces."""
    return tuple(match.group() for match in _WORDS.finditer(folded))


def quotations(text: Text) -> tuple[Quotation, ...]:
    """All quotations of a text, in order; an unclosed one runs to the end of its line."""
    places = list(_places(text.folded))
    found = []
    for start, end in places:
        inner = SPEECH_ASIDE.sub(" ", text.folded[start:end])
        parts = tuple(part for piece in _ELLIPSIS.split(inner) if (part := words_in(piece)))
        if parts:
            words = tuple(word for part in parts for word in part)
            speaker = speaker_around(text, start, end, places)
            found.append(Quotation(words, parts, start, end, text.raw[start:end].strip(), speaker))
    return tuple(found)


def _places(folded: str) -> Iterator[tuple[int, int]]:
    opened = depth = 0
    for match in _MARK.finditer(folded):
        mark, at = match.group(), match.start()
        if depth and at - opened > LONGEST:
            depth = 0
        opens = mark == "«" or (mark == '"' and not depth)
        if opens:
            depth += 1
            opened = match.end() if depth == 1 else opened
        elif depth:
            depth -= 1
            if not depth:
                yield opened, at
    if depth:
        line = folded.find("\n", opened)
        yield opened, min(line if line >= 0 else len(folded), opened + LONGEST)
