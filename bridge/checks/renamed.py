"""Names of a translation against those of its source, which may be written in another way in French."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bridge.article.model import Finding
from bridge.checks.exonyms import Foreign, may_change
from bridge.checks.findings import finding, shown
from bridge.checks.named import inhabits, is_plain_name, moved_finding, written
from bridge.checks.names import Name
from bridge.checks.register import Register
from bridge.checks.source import Source
from bridge.checks.units import Unit

_ARTICLE = re.compile(r"(?<!\w)(?:les?|la|l'|du|des|aux?)\s?\Z")


def translated_name_findings(
    unit: Unit, source: Source, register: Register, foreign: Foreign, common: frozenset[str]
) -> Iterator[Finding]:
    """Names of `unit`, a translation, that the source does not have, in French or in its own language.

    A person's name that is altered, or stands in the place of another, is an error, as ever. What else is not found
    may be a name that French writes in its own way: a warning, for the author to look at. `common` are words that the
    draft writes without a capital as well: before a name, one of them only opens the sentence ("Photos d’Ana Ruiz").
    """
    named = source.named_by(unit)
    for name in unit.names:
        place = (name.start, name.end)
        # A letter alone is an initial or a unit: "°F".
        opening = len(name.tokens) > 1 and name.tokens[0] in common
        telling = [token for token in name.tokens[opening:] if len(token) > 1]
        unknown = [token for token in telling if not (register.knows(token) or foreign.has(token))]
        if right := _instead_of(name, unknown, unit, named, register, foreign):
            message = f"Le nom {shown(name.text)} n’est pas celui de la source, {shown(right)} : rétablissez-le."
            yield finding("fidelity.name", "error", message, unit, place)
        elif not all(map(foreign.resembles, unknown)) and not (name.initial and not name.verbed):
            message = (
                f"Le nom {shown(name.text)} n’est pas écrit ainsi dans la source : vérifiez que c’est bien sa forme "
                "française."
            )
            yield finding("fidelity.name", "warning", message, unit, place)
        elif named and not unknown and not name.initial:
            yield from _from_elsewhere(name, unit, named, register)


def _instead_of(
    name: Name, unknown: Sequence[str], unit: Unit, named: Sequence[Unit], register: Register, foreign: Foreign
) -> str:
    """What the source writes where `name` has the words `unknown`; "" where nothing says so."""
    for token in unknown:
        beside = {other for pair in name.pairs if token in pair for other in pair} - {token}
        near = register.near(token)
        if any((near, other) in register.together for other in beside):
            return written(near, register)
        partners = {z for t in beside if not foreign.has(t) for a, z in register.together if a == t != z}
        gone = sorted(z for z in partners if z not in unit.text.tokens_bare and not may_change(z))
        if gone:
            return written(gone[0], register)
    new = len(unknown) > 1 and len(unknown) == len(name.tokens) and not all(map(foreign.resembles, unknown))
    # Behind an article stands a place or an institution, which French may well call so.
    if not new or _ARTICLE.search(unit.text.folded[max(0, name.start - 6) : name.start]):
        return ""
    return next((other.text for passage in named for other in _people(passage) if _is_gone(other, unit)), "")


def _people(passage: Unit) -> Iterator[Name]:
    """Names of two words that French leaves as they are. German writes every noun with a capital: none are sure."""
    if passage.language != "de":
        yield from (name for name in passage.names if len(name.tokens) > 1 and not may_change(name.text))


def _is_gone(name: Name, unit: Unit) -> bool:
    return not any(token in unit.text.tokens_bare for token in name.tokens)


def _from_elsewhere(name: Name, unit: Unit, named: Sequence[Unit], register: Register) -> Iterator[Finding]:
    here = {token for other in named for token in other.text.tokens_bare}
    if any(token in here or inhabits(token, here) for token in name.tokens) or not is_plain_name(name, register):
        return
    where = register.places.get(name.tokens[-1], set())
    if len(where) == 1 and not where & {0, 1}:
        yield moved_finding(name, unit)
