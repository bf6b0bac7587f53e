"""Fidelity of a translation: what can be judged across languages, and one notice of what cannot.

Numbers, dates, names, links, and that quotations exist, are held as ever. Whether a sentence says what its source
says, with its negations and reserves, no comparison of words can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bridge.article.model import Draft, Finding
from bridge.article.translation import LANGUAGES, is_marked, quotations_in
from bridge.checks.dates import Date
from bridge.checks.exonyms import Foreign, may_change
from bridge.checks.figures import date_findings, number_findings, repeated_findings, says
from bridge.checks.findings import finding, shown
from bridge.checks.linked import link_findings
from bridge.checks.names import Name
from bridge.checks.quantities import Quantity
from bridge.checks.register import Register
from bridge.checks.renamed import translated_name_findings
from bridge.checks.requoted import Requoted
from bridge.checks.source import Source
from bridge.checks.units import Unit, small_words

#: So many facts that were lost are named.
NAMED = 8
#: From this many facts on, a passage of which its blocks have none has not been told.
TELLING = 2

#: "In her 60s" has a word in French; "24/7" and "9/11" have their own.
_UNSURE = re.compile(r"'?\d0s|\d+/|[^\W\d_]")


def translation_findings(draft: Draft, units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """All findings of fidelity of a draft that translates its source."""
    register, quoted = Register(source), Requoted(units, source)
    foreign = Foreign((unit.text.raw for unit in source.all_units), source.vocabulary)
    common = frozenset(token for unit in units for token in unit.text.tokens_small)
    for unit in units:
        yield from quoted.findings(unit)
        yield from number_findings(unit, source)
        yield from repeated_findings(unit, source)
        yield from date_findings(unit, source)
        yield from translated_name_findings(unit, source, register, foreign, common)
    yield from link_findings(draft, list(units), source.article)
    yield from quoted.lost()
    yield from _lost(units, source)
    if quotations_in(draft) and not is_marked(draft):
        message = (
            f"Les citations sont traduites de {LANGUAGES[source.language]}, et l’article ne le dit pas : dites-le."
        )
        yield Finding("fidelity.translation_mark", "warning", message)
    yield _notice(source)


def _notice(source: Source) -> Finding:
    language = LANGUAGES[source.language]
    kept = " Légendes, tableaux et encadrés restent dans leur langue." if source.article.fixed else ""
    message = (
        f"L’article a été traduit de {language} : relisez-le face à l’original. Nombres, dates, noms, liens et "
        "présence des citations sont vérifiés ; le sens des phrases et des citations ne peut pas l’être, et les notes "
        f"d’avant, mesurées sur l’original, ne se comparent pas.{kept}"
    )
    return Finding("language.translated", "notice", message)


@dataclass(frozen=True)
class _Fact:
    """A number, a date or a person's name of the source, with its words there."""

    text: str
    told_by: Callable[[Unit], bool]


def _facts(passage: Unit) -> Iterator[_Fact]:
    raw = passage.text.raw
    read: dict[tuple[int, int], list[Quantity | Date]] = defaultdict(list)
    for number in passage.quantities:
        if not number.words and not _UNSURE.match(raw[number.start : number.end + 1]):
            read[number.start, number.end].append(number)
    for date in passage.dates:
        read[date.start, date.end].append(date)
    for (start, end), readings in read.items():
        yield _Fact(raw[start:end], partial(_says_one_of, readings))
    for name in passage.names:
        # German writes every noun with a capital: what stands beside another one there is no name.
        pieces = [token for token in name.tokens if token not in small_words()]
        if len(pieces) > 1 and passage.language != "de" and not may_change(name.text):
            yield _Fact(name.text, partial(_says_name, name))


def _says_one_of(readings: Sequence[Quantity | Date], unit: Unit) -> bool:
    """Whether `unit` says what was written, of which there may be several readings: "'19", "5/6/2024"."""
    return any(_says_date(one, unit) if isinstance(one, Date) else _says_number(one, unit) for one in readings)


def _says_number(number: Quantity, unit: Unit) -> bool:
    return says(number, [unit], near=True)


def _says_date(date: Date, unit: Unit) -> bool:
    return any(other.agrees(date) or date.agrees(other) for other in unit.dates)


def _says_name(name: Name, unit: Unit) -> bool:
    return any(token in unit.text.tokens_bare for token in name.tokens)


def _lost(units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """Passages that no block tells, and single facts that are nowhere."""
    body = [unit for unit in units if unit.block is not None]
    sourced = any(unit.sources for unit in body)
    gone: list[str] = []
    for passage in source.passages:
        telling = [unit for unit in body if passage.number in unit.sources] if sourced else body
        facts = list(_facts(passage))
        missing = [fact for fact in facts if not any(map(fact.told_by, telling))]
        if passage.kind != "heading" and (not telling or len(facts) == len(missing) >= TELLING):
            message = f"Passage laissé de côté : {shown(passage.text.raw)}. Remettez-le s’il compte pour l’article."
            yield finding("fidelity.passage_lost", "warning", message, None, None, passage)
        else:
            gone += [fact.text.strip(" .") for fact in missing if not any(map(fact.told_by, body))]
    if gone:
        names = ", ".join(shown(text) for text in list(dict.fromkeys(gone))[:NAMED])
        more = " …" if len(gone) > NAMED else ""
        message = f"Introuvable dans l’article : {names}{more}. Vérifiez que rien ne s’est perdu en traduisant."
        yield Finding("fidelity.fact_lost", "warning", message)
