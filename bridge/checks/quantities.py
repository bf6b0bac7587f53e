"""Numbers with their units in French text: figures, percentages, sums of money, measures, times, numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bridge.checks.dates import Date
from bridge.checks.measures import UNITS
from bridge.checks.numerals import numerals
from bridge.checks.text import is_content, stem, words_of

_LONGEST = sorted(UNITS, key=len, reverse=True)
# "les quinze derniers kilomètres": one adjective may stand between.
_ADJECTIVE = (
    r"(?:(?:derni[eè]re?s?|premi[eè]re?s?|prochaine?s?|bonne?s?|bons?|petite?s?|longue?s?|longs?|autres|grande?s?|"
    r"seule?s?) )?"
)
_UNIT = re.compile(rf" ?{_ADJECTIVE}(?:de |d')?(" + "|".join(map(re.escape, _LONGEST)) + r")(?![\w²³'])")
_SCALE = re.compile(r" ?(milliards?|millions?|milliers?|mille|mds?|centaines?|dizaines?|douzaines?)(?!\w)")
_SCALES = {
    "millia": 10**9,
    "md": 10**9,
    "mds": 10**9,
    "millio": 10**6,
    "millie": 1000,
    "mille": 1000,
    "centai": 100,
    "dizain": 10,
    "douzai": 12,
}
_FIGURE = re.compile(r"(?<![\w])(?:\d{1,3}(?:[ .]\d{3}){1,6}(?!\d)|\d{1,18})(?:,\d{1,9}|\.\d{1,9})?(?![\d])")
_CODE = re.compile(r"(?:[^\W\d_]|[^\W\d_]-)\Z")
_CLOCK = re.compile(r"(?<!\w)(\d{1,2}) ?(?:h|heures?|:) ?(\d{2})(?!\w|:)")
_PART_OF_HOUR = re.compile(r"(?<![\w-])(?:(trois quarts)|(quart)|demi)[- ](?:d')?heures?(?!\w)")
_ROMAN = re.compile(r"(?<!\w)([ivxl]+)(?:e|er|ème)(?= siècles?| (?:et|au|ou) [ivxl]+e siècle)")
_ORDINAL = re.compile(r"(?:ers?|ères?|re|e|es|ème|èmes|nde?|ndes?)(?!\w)")
_RANGE = re.compile(r" ?(?:à|et|ou|-|/|,) ?(?:les |la |le )?\Z")
_CURRENCY_BEFORE = re.compile(r"([€$£]) ?\Z")
# "Jane Doe, 71, a retired teacher": an age, as English gives it and translators leave it.
_AGE = re.compile(r"[^\W\d_], \Z")
_NOUN = re.compile(r"(?: |-)(?:de |d'|des |du )?([^\W\d_]+(?:-[^\W\d_]+)*)(?: ([^\W\d_]+))?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number: its value in the base unit of its dimension ("" when it counts things), what it counts, its place.

    `face` is the number as written, before the unit's factor; `words` that it is spelled out.
    """

    value: Fraction
    unit: str
    noun: str
    start: int
    end: int
    text: str
    face: Fraction
    ordinal: bool = False
    words: bool = False

    @property
    def small(self) -> bool:
        """A count such as "les deux", which a faithful text may make itself."""
        return not self.unit and not self.ordinal and self.words and self.value <= 3


def quantities(folded: str, taken: tuple[Date, ...] = ()) -> tuple[Quantity, ...]:
    """All numbers of a folded text outside the dates `taken`, in order; in "3 à 5 kg", 3 is in kg as well."""
    text = _without(folded, taken)
    found: list[Quantity] = []
    for match in _CLOCK.finditer(text):
        minutes = Fraction(int(match.group(1)) * 60 + int(match.group(2)))
        found.append(Quantity(minutes, "min", "", *match.span(), match.group(), minutes))
    for match in _PART_OF_HOUR.finditer(text):
        minutes = Fraction(45 if match.group(1) else 15 if match.group(2) else 30)
        found.append(Quantity(minutes, "min", "", *match.span(), match.group(), minutes, words=True))
    text = _without(text, tuple(Date(q.start, q.end) for q in found))
    figures = (m for m in _FIGURE.finditer(text) if not _coded(text, *m.span()))
    found += (_measured(text, _value(m.group()), *m.span()) for m in figures)
    left = _without(text, tuple(Date(q.start, q.end) for q in found))
    found += (_measured(text, Fraction(n.value), n.start, n.end, True, n.ordinal) for n in numerals(left))
    found += (_century(match) for match in _ROMAN.finditer(left))
    return tuple(_ranged(text, sorted(_outermost(found), key=lambda q: q.start)))


def _century(match: re.Match[str]) -> Quantity:
    century = Fraction(_roman(match.group(1)))
    return Quantity(century, "siècles", "", *match.span(), match.group(), century, True)


def _without(text: str, taken: tuple[Date, ...]) -> str:
    parts, last = [], 0
    for place in sorted(taken, key=lambda date: date.start):
        if place.start >= last:
            parts += [text[last : place.start], "·" * (place.end - place.start)]
            last = place.end
    return "".join(parts) + text[last:]


def _coded(text: str, start: int, end: int) -> bool:
    """Whether the figure is part of a code, no number with a unit: MiG-29, 4G, 2CV."""
    if _CODE.search(text[max(0, start - 2) : start]):
        return True
    tail = text[end : end + 1]
    return tail.isalpha() and not _UNIT.match(text, end) and not _ORDINAL.match(text, end)


def _value(figure: str) -> Fraction:
    whole = re.sub(r"[ .](?=\d{3}(?!\d))", "", figure) if not re.fullmatch(r"\d+\.\d{1,2}|0\.\d+", figure) else figure
    return Fraction(whole.replace(",", ".").replace(" ", ""))


def _measured(text: str, value: Fraction, start: int, end: int, words: bool = False, ordinal: bool = False) -> Quantity:
    rank = _ORDINAL.match(text, end) if not words else None
    if rank:
        end, ordinal = rank.end(), True
    scale = _SCALE.match(text, end)
    if scale:
        value *= _SCALES[scale.group(1)[:6]]
        end = scale.end()
    unit = _UNIT.match(text, end)
    if unit:
        dimension, factor = UNITS[unit.group(1)]
        return Quantity(
            value * factor, dimension, "", start, unit.end(), text[start : unit.end()], value, ordinal, words
        )
    if (
        not (words or ordinal or scale)
        and 0 < value < 120
        and text.startswith(",", end)
        and _AGE.search(text, max(0, start - 3), start)
    ):
        return Quantity(value * 12, "mois", "", start, end, text[start:end], value)
    money = _CURRENCY_BEFORE.search(text[max(0, start - 2) : start])
    if money:
        return Quantity(value, money.group(1), "", start, end, text[start:end], value, ordinal, words)
    return Quantity(value, "", _noun(text, end), start, end, text[start:end], value, ordinal, words)


def _noun(text: str, end: int) -> str:
    match = _NOUN.match(text, end)
    for word in match.groups() if match else ():
        if word and word in words_of("verbs_fr"):
            break
        if word and is_content(word):
            return stem(word)
    return ""


def _ranged(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    for here, following in zip(found, (*found[1:], None), strict=False):
        bound = following and not here.unit and following.unit and _RANGE.match(text[here.end : following.start] or "|")
        if bound and following:
            factor = following.value / following.face if following.face else Fraction(1)
            yield replace(here, value=here.face * factor, unit=following.unit, noun="")
        else:
            yield here


def _outermost(found: list[Quantity]) -> Iterator[Quantity]:
    last = -1
    for quantity in sorted(found, key=lambda q: (q.start, -q.end)):
        if quantity.start >= last:
            yield quantity
            last = quantity.end


def _roman(digits: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[digit] for digit in digits]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
