"""Names in French text: people, places, organisations, codes such as "MiG-29". Found by capitals, judged by context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bridge.checks.dates import MONTHS, WEEKDAYS
from bridge.checks.text import Text, bare, words_of

_PIECE = re.compile(r"[^\W_]+")
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "von",
        "van",
        "der",
        "den",
        "bin",
        "ben",
        "al",
        "el",
        "di",
        "da",
        "dos",
        "do",
        "zu",
        "ter",
    ]
)
_ELIDED = frozenset(["l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"])
_TITLES = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "mr",
        "monsieur",
        "madame",
        "mademoiselle",
        "messieurs",
        "mesdames",
        "dr",
        "docteur",
        "pr",
        "professeur",
        "me",
        "maitre",
        "saint",
        "sainte",
        "st",
        "ste",
        "president",
        "presidente",
        "ministre",
        "premier",
        "premiere",
        "maire",
        "prefet",
        "prefete",
        "directeur",
        "directrice",
        "general",
        "colonel",
        "capitaine",
    ]
)
_CALENDAR = frozenset(bare(word) for word in (*MONTHS, *WEEKDAYS))
#: What may stand between the pieces of one name, and what opens a sentence within a text.
_JOINTS = frozenset({" ", "-", ". ", "'", ".-"})
_OPENERS = re.compile(r"(?:^|[«»\":•\n(\[]|[.!?…] ?|(?:^|\n|\s)[-–—])\s*$")


@dataclass(frozen=True, slots=True)
class Name:
    """`tokens` are its pieces without accents, in lower case; `pairs` those that stand side by side.

    `initial`: it opens a sentence with a single word, so that its capital proves nothing. `verbed`: a verb follows it.
    """

    tokens: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    start: int
    end: int
    text: str
    initial: bool = False
    verbed: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    raw: str
    low: str
    start: int
    end: int
    capital: bool
    opens: bool


def names(text: Text) -> tuple[Name, ...]:
    """All names of a text, in order."""
    return tuple(names_in(text, 0, len(text.raw)))


def names_in(text: Text, start: int, end: int) -> Iterator[Name]:
    """The names of `text` between two places."""
    run: list[_Word] = []
    between: list[_Word] = []
    for word in _words(text, start, end):
        if run and not _joined(text, (between or run)[-1], word):
            yield from _name(text, run)
            run, between = [], []
        if word.capital:
            run, between = [*run, *between, word], []
        elif run and word.low in _PARTICLES:
            between.append(word)
        elif run:
            yield from _name(text, run)
            run, between = [], []
    yield from _name(text, run)


def _words(text: Text, start: int, end: int) -> Iterator[_Word]:
    before = False
    for match in _PIECE.finditer(text.raw, start, end):
        raw = match.group()
        # "MiG-29": the number is part of the name.
        capital = not raw[0].isdigit() and raw != raw.lower()
        capital = capital or (before and raw[0].isdigit() and text.folded[match.start() - 1] == "-")
        before = capital
        opens = capital and bool(_OPENERS.search(text.raw[max(0, match.start() - 6) : match.start()]))
        yield _Word(raw, bare(raw), match.start(), match.end(), capital, opens)


def _joined(text: Text, before: _Word, word: _Word) -> bool:
    gap = text.folded[before.end : word.start]
    return gap in _JOINTS and not (gap == ". " and len(before.raw) > 2) and not (word.opens and gap != " ")


def _name(text: Text, run: Sequence[_Word]) -> Iterator[Name]:
    words = list(run)
    while words and _droppable(words[0], text):
        words = words[1:]
    # After "L'" or "Le" the capital is the word's own.
    opens = bool(words) and words[0].opens
    kept = [
        w
        for w in words
        if w.capital and w.low not in _TITLES | _CALENDAR and not (w.low in _ELIDED and _elides(text, w))
    ]
    if not kept:
        return
    single = len(kept) == 1
    pairs = tuple((a.low, b.low) for a, b in pairwise(kept) if text.folded[a.end : b.start] in {" ", ". ", "-"})
    first, last = kept[0], kept[-1]
    initial = opens and single and not _sure(first)
    yield Name(
        tuple(w.low for w in kept),
        pairs,
        first.start,
        last.end,
        text.raw[first.start : last.end],
        initial,
        _verb_after(text, last.end),
    )


def _sure(word: _Word) -> bool:
    """Acronyms and inner capitals are names wherever they stand."""
    return any(c.isupper() for c in word.raw[1:])


def _droppable(word: _Word, text: Text) -> bool:
    if not word.capital:
        return True
    if word.low in _ELIDED and _elides(text, word):
        return True
    return word.low in _TITLES | _CALENDAR or (not _sure(word) and _common(word.low, word.raw.lower()))


def _common(low: str, accented: str) -> bool:
    return (
        accented in words_of("function_fr")
        or accented in words_of("openers_fr")
        or f"{low}'" in words_of("function_fr")
    )


def _elides(text: Text, word: _Word) -> bool:
    return text.folded[word.end : word.end + 1] == "'"


def _verb_after(text: Text, end: int) -> bool:
    match = re.compile(r" (?:n'|s'|l'|y |ne |se |lui |leur |en |nous )*([^\W\d_]+)").match(text.folded, end, end + 40)
    return bool(match) and match is not None and match.group(1) in words_of("verbs_fr")
