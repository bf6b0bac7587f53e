"""Numbers and dates of a draft against the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bridge.article.model import Finding, Severity
from bridge.checks.dates import Date, known
from bridge.checks.findings import finding, shown
from bridge.checks.quantities import Quantity
from bridge.checks.source import Source
from bridge.checks.units import Unit

_RELATIVE = re.compile(
    r"(?<![\w-])(?:avant-hier|hier|demain|après-demain|ce (?:matin|soir)|cette nuit|(?:la semaine|le mois"
    r"|l'an|l'année) (?:dernière?|prochaine?|passée?))(?![\w-])"
)


# "Étape 2 :" in a heading counts the headings themselves.
_LABEL = re.compile(r"(?:^|(?<!\w)(?:étape|partie|jour|chapitre|astuce|conseil|question|point|n°) ?)$")


#: Beyond so many numbers in a passage, a search for the one replaced is given up.
MANY = 100


def number_findings(unit: Unit, source: Source) -> Iterator[Finding]:
    """Numbers that the source lacks, gives another unit, or says of something else."""
    named = source.named_by(unit)
    for number in unit.quantities:
        if unit.is_heading and _LABEL.search(unit.text.folded[: number.start]):
            continue
        place = (number.start, number.end)
        seen = shown(unit.text.raw[slice(*place)])
        near = bool(named) and says(number, named, near=True)
        if not near and not _somewhere(number, source) and int(number.value) not in source.years:
            yield _missing_number(number, unit, source, seen)
            continue
        swapped = None if unit.shares(number) else _swapped(number, named or source.all_units)
        if swapped:
            message = (
                f"Le nombre {seen} n’est pas celui de la source pour ce qu’il compte : rétablissez celui de la source."
            )
            yield finding("fidelity.number", "error", message, unit, place, *swapped)
        elif named and not near:
            moved = _moved(number, unit, named, source)
            if moved:
                message = (
                    f"Le nombre {seen} vient d’un autre passage que celui d’où ce bloc est tiré : vérifiez ce qu’il "
                    "mesure."
                )
                yield finding(
                    "fidelity.number_moved", moved, message, unit, place, *where_said(number, source.all_units)
                )


def repeated_findings(unit: Unit, source: Source) -> Iterator[Finding]:
    """A number that the block says once more than its passages, in the place of another of the same unit."""
    named = source.named_by(unit)
    said = Counter((_dimension(q), q.value) for other in named for q in other.quantities if _dimension(q))
    ours = Counter((_dimension(q), q.value) for q in unit.quantities if _dimension(q))
    for (dimension, value), times in ours.items():
        gone = any(u == dimension and v != value and not ours[u, v] for u, v in said)
        if said and times > said[dimension, value] > 0 and gone:
            number = [q for q in unit.quantities if (_dimension(q), q.value) == (dimension, value)][-1]
            place = (number.start, number.end)
            message = (
                f"Le nombre {shown(unit.text.raw[slice(*place)])} est dit une fois de trop, et un autre de la "
                "source manque : vérifiez."
            )
            yield finding("fidelity.number_moved", "warning", message, unit, place, *where_said(number, named))


def _dimension(number: Quantity) -> str:
    """Its unit; "11 millions" may leave the euros to the sentence before."""
    return number.unit or ("€" if "million" in number.text or "milliard" in number.text else "")


def date_findings(unit: Unit, source: Source) -> Iterator[Finding]:
    """Dates and weekdays that the source lacks or says of something else; relative dates of the draft's own."""
    named = source.named_by(unit)
    for date in unit.dates:
        place = (date.start, date.end)
        seen = shown(unit.text.raw[slice(*place)])
        if not known(date, source.dates, source.years):
            message = f"La date {seen} n’est pas dans la source : supprimez-la ou rétablissez celle de la source."
            yield finding(
                "fidelity.date", "error", message, unit, place, *_nearest_date(date, named or source.all_units)
            )
        elif named and not known(date, [d for other in named for d in other.dates], source.years):
            replaced = any(
                _same_shape(d, date) and not known(d, unit.dates, source.years) for o in named for d in o.dates
            )
            message = (
                f"La date {seen} vient d’un autre passage que celui d’où ce bloc est tiré : vérifiez ce qu’elle date."
            )
            evidence = _nearest_date(date, named) if replaced else (None, None)
            yield finding("fidelity.date_moved", "error" if replaced else "warning", message, unit, place, *evidence)
    yield from _relative(unit, source)


def _relative(unit: Unit, source: Source) -> Iterator[Finding]:
    for match in _RELATIVE.finditer(unit.text.folded):
        if not any(match.group() in other.read for other in source.all_units):
            message = f"{shown(match.group())} dépend du jour de lecture et n’est pas dans la source : donnez la date."
            yield finding("fidelity.relative_date", "warning", message, unit, match.span())


def _missing_number(number: Quantity, unit: Unit, source: Source, seen: str) -> Finding:
    place = (number.start, number.end)
    counted = number.small or (unit.is_heading and _counts_items(number, source))
    severity: Severity = "warning" if counted else "error"
    other = next(iter(source.by_face.get(number.face, ())), None)
    if other:
        message = f"Le nombre {seen} n’a pas cette unité dans la source : rétablissez celle de la source."
        return finding("fidelity.unit", severity, message, unit, place, other[0], (other[1].start, other[1].end))
    message = f"Le nombre {seen} n’est pas dans la source : supprimez-le ou rétablissez celui de la source."
    return finding("fidelity.number", severity, message, unit, place)


def _counts_items(number: Quantity, source: Source) -> bool:
    """ "Cinq étapes" above a list of five is a count, not an invention."""
    return not number.unit and number.value in {
        len(passage.items) for passage in source.article.passages if passage.items
    }


def says(number: Quantity, units: Sequence[Unit], near: bool = False) -> bool:
    """Whether one of `units` has the number, with the same unit; `near`: a bare figure there may have any."""
    return where_said(number, units, near)[0] is not None


def _somewhere(number: Quantity, source: Source) -> bool:
    """Whether the whole source has the number, with the same unit."""
    units = {id(unit): unit for key in {number.face, number.value} for unit, _ in source.by_face.get(key, ())}
    return says(number, list(units.values()))


def where_said(
    number: Quantity, units: Sequence[Unit], near: bool = False
) -> tuple[Unit | None, tuple[int, int] | None]:
    """The first of `units` that has the number, and where; (None, None) when none has. See `says`."""
    loose: tuple[Unit | None, tuple[int, int] | None] = (None, None)
    for unit in units:
        for other in (*unit.by_face.get(number.value, ())[:MANY], *unit.by_face.get(number.face, ())[:MANY]):
            if other.unit == number.unit and other.value == number.value:
                return unit, (other.start, other.end)
            if _may_be(number, other, near or unit.kind == "fixed"):
                loose = unit, (other.start, other.end)
    return loose


def _may_be(number: Quantity, other: Quantity, near: bool) -> bool:
    """Whether one of the two leaves its unit to its context: "2,1 millions" (of euros), a score, "de 13 à 15 h"."""
    if other.value == number.value >= 10_000 and not (other.unit and number.unit):
        return True
    if other.face != number.face:
        return False
    bare_there, bare_here = not other.unit and not other.noun, not number.unit and not number.noun
    return (not other.unit and not number.unit) or (near and (bare_there or bare_here))


def _swapped(number: Quantity, units: Sequence[Unit]) -> tuple[Unit, tuple[int, int]] | None:
    """Where the source counts with another number what `number` counts, and with `number` something else."""
    if number.unit or not number.noun or number.ordinal:
        return None
    same = [(unit, other) for unit in units for other in unit.counts.get(number.noun, ())[:MANY]]
    if any(other.value == number.value for _, other in same):
        return None
    if not any(q.noun and not q.unit and not q.ordinal for unit in units for q in unit.by_face.get(number.value, ())):
        return None
    return next(((unit, (other.start, other.end)) for unit, other in same), None)


def _moved(number: Quantity, unit: Unit, named: Sequence[Unit], source: Source) -> Severity | None:
    """How bad it is that `number` stands elsewhere in the source than in the passages that its block names."""
    if number.small or (_is_year(number) and any(date.year == number.value for u in named for date in u.dates)):
        return None
    for other in (q for u in named for q in u.quantities[:MANY]):
        alike = other.unit == number.unit if number.unit else other.noun == number.noun and not other.unit
        if alike and not says(other, [unit]):
            return "error"
    found = source.by_face.get(number.value, [])
    everywhere = len({id(u) for u, q in found if says(number, [u])})
    count = number.noun and any(q.noun == number.noun for _, q in found)
    return "warning" if everywhere > 1 or count or _is_year(number) or number.words else "error"


def _is_year(number: Quantity) -> bool:
    return not number.unit and 1000 <= number.value <= 2100


def _same_shape(one: Date, other: Date) -> bool:
    return (bool(one.day), bool(one.month), bool(one.weekday)) == (
        bool(other.day),
        bool(other.month),
        bool(other.weekday),
    )


def _nearest_date(date: Date, units: Sequence[Unit]) -> tuple[Unit | None, tuple[int, int] | None]:
    best: tuple[Unit | None, tuple[int, int] | None] = (None, None)
    score = 0
    for unit in units:
        for other in unit.dates:
            same = (
                (date.day == other.day)
                + (date.month == other.month)
                + (date.year == other.year)
                + _same_shape(date, other)
            )
            if same > score:
                score, best = same, (unit, (other.start, other.end))
    return best
