"""French numerals in words, as in France, Belgium and Switzerland: "trente et un", "nonante-deux", "deux mille"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zéro",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
} | {"une": 1}
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90, "vingts": 20,
}  # fmt: skip
_SCALES = {"mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
_ALL = _UNITS | _TENS | _SCALES | {"cent": 100, "cents": 100}

_ATOM = "(?:" + "|".join(sorted(_ALL, key=len, reverse=True)) + ")"
_CARDINAL = re.compile(rf"(?<![\w'-]){_ATOM}(?:(?:-et-| et |[- ]){_ATOM}){{0,12}}(?![\w]|-\w)")
_ORDINAL = re.compile(rf"(?<![\w-])((?:{_ATOM}(?:-et-| et |[- ])){{0,8}})([a-zé]{{2,10}})ième(s?)(?!\w)")
_ROOTS = {
    "un": 1, "deux": 2, "trois": 3, "quatr": 4, "cinqu": 5, "six": 6, "sept": 7, "huit": 8, "neuv": 9, "dix": 10,
    "onz": 11, "douz": 12, "treiz": 13, "quatorz": 14, "quinz": 15, "seiz": 16, "vingt": 20, "trent": 30, "quarant": 40,
    "cinquant": 50, "soixant": 60, "septant": 70, "nonant": 90, "cent": 100, "mill": 1000,
}  # fmt: skip
_COLLECTIVE = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
#: "Et" makes one number of tens and one or eleven, and two of all others: "vingt et un", "vingt et trente".
_TWO_NUMBERS = re.compile(r"(?<!vingt)(?<!trente)(?<!ante) et | et (?!(?:une?|onze)(?!\w))")
_GROUP = re.compile(
    r"(?<!\w)(?:(une|un|deux|trois|quatre|cinq|des|plusieurs|quelques) )?(" + "|".join(_COLLECTIVE) + r")(s?)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: its value, its place in the folded text, whether it ranks rather than counts."""

    value: int
    start: int
    end: int
    ordinal: bool = False


def numerals(folded: str) -> Iterator[Numeral]:
    """The numbers that `folded` spells out, "un" and "une" alone left aside: they are articles."""
    for match in _GROUP.finditer(folded):
        times = _UNITS.get(match.group(1) or "", 1)
        yield Numeral(times * _COLLECTIVE[match.group(2)], match.start(), match.end())
    for match in _CARDINAL.finditer(folded):
        yield from _cardinals(match.group(), match.start())
    for match in _ORDINAL.finditer(folded):
        root = _ROOTS.get(match.group(2))
        if root is not None:
            before = sum(value_of(part) for part in [re.sub(r"(?:-et-| et |[- ])$", "", match.group(1))] if part)
            yield Numeral(before + root, match.start(), match.end(), ordinal=True)


def _cardinals(words: str, offset: int) -> Iterator[Numeral]:
    """ "cinq et six" and "vingt et trente" are two numbers each, "vingt et un" is one."""
    start = 0
    for join in _TWO_NUMBERS.finditer(words):
        yield from _single(words[start : join.start()], offset + start)
        start = join.end()
    yield from _single(words[start:], offset + start)


def _single(words: str, offset: int) -> Iterator[Numeral]:
    # "dans un cent mètres": a leading article is no part of the number.
    if words not in {"un", "une", "neuf"} and not words.startswith(("un cent", "une cent", "un mille ")):
        yield Numeral(value_of(words), offset, offset + len(words))


def value_of(words: str) -> int:
    """The value of a spelled-out cardinal: words in lower case, joined by spaces or hyphens.

    >>> value_of("quatre-vingt-dix-sept")
    97
    """
    total = group = 0
    for word in re.split(r"[- ]+", words):
        if word in _SCALES:
            total, group = total + max(group, 1) * _SCALES[word], 0
        elif word in {"cent", "cents"}:
            group = group // 100 * 100 + (group % 100 or 1) * 100
        elif word in {"vingt", "vingts"} and group % 100 == 4:
            group += 76
        elif word != "et":
            group += _ALL.get(word, 0)
    return total + group
