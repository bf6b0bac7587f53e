"""Who speaks a quotation in an English, German, Spanish or Italian text: the name beside the verb of speech."""

from __future__ import annotations

import re

from bridge.checks.names import Name, names_in
from bridge.checks.quotations import Quotation
from bridge.checks.text import groups_of
from bridge.checks.units import Unit

#: Further than this from its quotation, in characters, nobody is its speaker.
REACH = 140

_WORD = re.compile(r"[^\W\d_]+")


def speaker_of(unit: Unit, quotation: Quotation) -> frozenset[str]:
    """Tokens of the name that is said to speak `quotation`; empty where no name stands beside a verb of speech."""
    places = [(one.start, one.end) for one in unit.quotations]
    after = min([start for start, _ in places if start > quotation.end], default=len(unit.text.raw))
    before = max([end for _, end in places if end < quotation.start], default=0)
    tail = (quotation.end, min(after, quotation.end + REACH, _line_end(unit, quotation.end)))
    head = (max(before, quotation.start - REACH), quotation.start)
    return _beside_verb(unit, *tail) or _beside_verb(unit, *head)


def _line_end(unit: Unit, start: int) -> int:
    found = unit.text.folded.find("\n", start)
    return found if found >= 0 else len(unit.text.raw)


def _beside_verb(unit: Unit, start: int, end: int) -> frozenset[str]:
    verbs = _verbs(unit.language)
    said = [match for match in _WORD.finditer(unit.text.folded, start, end) if match.group() in verbs]
    if not said:
        return frozenset()
    verb = said[0]
    names = [name for name in names_in(unit.text, start, end) if _may_speak(name, verb)]
    if not names:
        return frozenset()
    nearest = min(names, key=lambda name: max(name.start - verb.end(), verb.start() - name.end))
    return frozenset(nearest.tokens)


def _may_speak(name: Name, verb: re.Match[str]) -> bool:
    """A word that opens its sentence is a name right beside the verb, unless it is a pronoun or the like."""
    if not name.initial or len(name.tokens) > 1:
        return True
    beside = min(abs(verb.start() - name.end), abs(name.start - verb.end())) <= 1
    return beside and not any(name.tokens[0] in row for row in groups_of("function_other"))


def _verbs(language: str) -> frozenset[str]:
    return next((frozenset(row[1:]) for row in groups_of("speech_other") if row[0] == language), frozenset())
