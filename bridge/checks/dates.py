"""Dates in French text: absolute, partial, numeric, and days of the week."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTH = {name: number for number, name in enumerate(MONTHS, 1)} | {"fevrier": 2, "aout": 8, "decembre": 12}
_SHORT = {"janv": 1, "févr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "déc": 12}
_NAMES = "|".join([*_MONTH, *(f"{short}\\." for short in _SHORT)])
_DAY = "(?:" + "|".join(WEEKDAYS) + ")"
_DAYNUMBER = r"(?:1er|[12]\d|3[01]|0?[1-9]|premier)"

# One pass: weekday? day (and further days)? month year?  |  numeric  |  ISO  |  weekday alone.
_DATE = re.compile(
    rf"(?<![\w-])(?:(?P<weekday>{_DAY}) )?"
    rf"(?:(?P<day>{_DAYNUMBER})(?P<more>(?:, | et | ou |-| - | au | à | au (?P<until>{_DAY}) "
    rf"| et (?P<and>{_DAY}) ){_DAYNUMBER}|) )?"
    rf"(?P<month>{_NAMES})(?: (?P<year>(?:1[0-9]|20)\d\d)(?!\d))?(?![\w])"
    r"|(?<![\d/.])(?P<nday>\d{1,2})[/.](?P<nmonth>\d{1,2})[/.](?P<nyear>(?:1[5-9]|20)\d\d)(?![\d/])"
    r"|(?<![\d-])(?P<iyear>(?:1[5-9]|20)\d\d)-(?P<imonth>\d\d)-(?P<iday>\d\d)(?!\d)"
    rf"|(?<![\w-])(?P<alone>{_DAY})s?(?: (?P<aloneday>{_DAYNUMBER})(?= (?:au|et|à|,)|[,.;)]))?(?!\w)"
)
# "mars" and "mai" are months after these only; "le mars" is none, and Mars may be a planet.
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:en|de|début|fin|mi|depuis|dès|jusqu'en|mois|à|dernier|et|ou|mi-|courant|jusqu'à|avant|après"
    r"|au|prochain)[ -]|d'|\(|-|,)\s?\Z"
)


@dataclass(frozen=True, slots=True)
class Date:
    """What a text says of a date, with its place in the folded text; 0 or "" where it is silent."""

    start: int
    end: int
    day: int = 0
    month: int = 0
    year: int = 0
    weekday: str = ""

    def agrees(self, other: Date) -> bool:
        """Whether `other` says all that this date says."""
        return (
            self.day in {0, other.day}
            and self.month in {0, other.month}
            and self.year in {0, other.year}
            and (self.weekday in {"", other.weekday} or (not other.weekday and self.weekday == other.computed_weekday))
        )

    @property
    def computed_weekday(self) -> str:
        """The weekday that the calendar gives for a full date, "" when it is not full."""
        if not (self.day and self.month and self.year):
            return ""
        try:
            return WEEKDAYS[datetime.date(self.year, self.month, self.day).weekday()]
        except ValueError:
            return ""


def dates(folded: str) -> tuple[Date, ...]:
    """All dates of a folded text, in order, not overlapping."""
    return tuple(date for match in _DATE.finditer(folded) for date in _read(match, folded))


def _read(match: re.Match[str], folded: str) -> Iterator[Date]:
    start, end = match.span()
    found = match.groupdict()
    if found["nday"]:
        yield Date(start, end, int(found["nday"]), int(found["nmonth"]), int(found["nyear"]))
    elif found["iday"]:
        yield Date(start, end, int(found["iday"]), int(found["imonth"]), int(found["iyear"]))
    elif found["alone"]:
        yield Date(start, end, _number(found["aloneday"]), 0, 0, found["alone"])
    elif (
        found["day"]
        or found["year"]
        or _BEFORE_MONTH.search(folded[max(0, start - 12) : start])
        or len(found["month"]) > 4
    ):
        month = _MONTH.get(found["month"]) or _SHORT[found["month"].rstrip(".")]
        year = int(found["year"] or 0)
        yield Date(start, end, _number(found["day"]), month, year, found["weekday"] or "")
        if found["more"]:
            yield Date(
                start,
                end,
                _number(re.split(r"[ -]", found["more"])[-1]),
                month,
                year,
                found["until"] or found["and"] or "",
            )


def _number(day: str | None) -> int:
    return 0 if not day else 1 if day in {"1er", "premier"} else int(day)


def known(date: Date, among: Iterable[Date], years: frozenset[int]) -> bool:
    """Whether `date` is said by one of `among`, a year that is missing there being found in `years`."""
    for other in among:
        if date.agrees(other):
            return True
        loose = Date(0, 0, date.day, date.month, 0, date.weekday)
        if date.year in years and not other.year and (date.day or date.month) and loose.agrees(other):
            return True
    return False
