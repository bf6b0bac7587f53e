"""Quotations of a translation: never beyond those of the source, by a speaker that it names, and in French."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bridge.article.model import Finding
from bridge.checks.findings import finding, shown
from bridge.checks.language import other_language
from bridge.checks.quotations import Quotation, words_in
from bridge.checks.quoted import SPEECH_FROM, WORTH_KEEPING
from bridge.checks.source import Source
from bridge.checks.speech import SPEECH_VERBS
from bridge.checks.spoken import speaker_of
from bridge.checks.text import WORD
from bridge.checks.units import Unit

#: French needs up to this many times the words of the other language, and a few more.
LONGER, MORE = 1.8, 6
#: Two quotations with an incise of at most so many characters between them are one that was cut.
INCISE = 90
#: A passage whose speaker is a pronoun names him in one of so many passages before it.
BACK = 2
_STOP = re.compile(r"[.!?…](?= )")


class Requoted:
    """Holds the quotations of one draft against those of its source."""

    def __init__(self, units: Sequence[Unit], source: Source) -> None:
        self.units, self.source = units, source
        self.body = [unit for unit in units if unit.block is not None and not unit.is_heading]
        self.rows = [row for unit in self.body for row in unit.quoted]

    def findings(self, unit: Unit) -> Iterator[Finding]:
        """Quotations of `unit` that the source cannot have, that nobody it names has spoken, or that are not French."""
        if not unit.quotations:
            return
        named = self.source.named_by(unit) or self.source.all_units
        whole = unit.block is None or unit.is_heading
        originals = [(where, one) for where in named for one in where.quotations]
        for quotation in unit.quotations:
            if not originals:
                yield self._invented(quotation, unit, named)
            elif whole and len(quotation.words) >= SPEECH_FROM and not self._in_body(quotation):
                text = shown(quotation.text)
                message = f"La citation {text} n’est pas celle de l’article : reprenez-en les mots."
                yield finding("fidelity.quotation", "error", message, unit, (quotation.start, quotation.end))
            elif language := _language_left(unit, quotation):
                message = f"La citation {shown(quotation.text)} est en {language} : traduisez-la."
                yield finding("language.foreign", "error", message, unit, (quotation.start, quotation.end))
        if originals and not whole:
            yield from self._too_many(unit, [one for _, one in originals])
            yield from self._speakers(unit, named)

    def lost(self) -> Iterator[Finding]:
        """Passages with quotations of which no block quotes anything."""
        for passage in self.source.passages:
            told = [unit for unit in self.body if passage.number in unit.sources or not unit.sources]
            long = [one for one in passage.quotations if len(one.words) >= WORTH_KEEPING]
            if long and not any(unit.quotations or unit.kind == "quote" for unit in told):
                message = f"Citation perdue : {shown(long[0].text)}. Remettez-la si elle compte pour l’article."
                yield finding("fidelity.quotation_lost", "warning", message, None, None, passage)

    def _invented(self, quotation: Quotation, unit: Unit, named: Sequence[Unit]) -> Finding:
        place, text = (quotation.start, quotation.end), shown(quotation.text)
        wanted = f" {' '.join(quotation.words)} "
        written = any(wanted in f" {' '.join(words_in(where.text.folded))} " for where in named)
        if len(quotation.words) < SPEECH_FROM and written:
            message = f"{text} est entre guillemets, mais la source ne le cite pas : ôtez les guillemets."
            return finding("fidelity.quotation_marks", "notice", message, unit, place)
        message = f"La citation {text} n’a pas d’original : la source ne cite personne à cet endroit. Supprimez-la."
        return finding("fidelity.quotation", "error", message, unit, place)

    def _in_body(self, quotation: Quotation) -> bool:
        wanted = f" {' '.join(quotation.words)} "
        return any(wanted in row for row in self.rows)

    def _too_many(self, unit: Unit, originals: Sequence[Quotation]) -> Iterator[Finding]:
        """More quotations, or longer ones, than the passages of `unit` have."""
        joined = list(_joined(unit))
        words = sum(len(one.words) for one in unit.quotations)
        most = LONGER * sum(len(one.words) for one in originals) + MORE
        last = unit.quotations[-1]
        if len(joined) > len(originals) or words > most:
            message = (
                f"Ce bloc cite plus que la source ({len(joined)} citations pour {len(originals)}, {words} mots) : "
                "ôtez ce qui n’y est pas."
            )
            yield finding("fidelity.quotation", "error", message, unit, (last.start, last.end))
        elif len(unit.quotations) > len(originals) and (twice := _told_twice(unit)):
            # A short one that is made up, told by "dit-elle", looks like a piece of the next.
            message = f"Vérifiez que la source a bien deux citations ici : {shown(twice.text)} et celle d’avant."
            yield finding("fidelity.quotation", "warning", message, unit, (twice.start, twice.end))

    def _speakers(self, unit: Unit, named: Sequence[Unit]) -> Iterator[Finding]:
        allowed = [speaker_of(where, one) for where in named for one in where.quotations]
        sure = frozenset[str]().union(*(tokens for tokens in allowed if tokens))
        near = frozenset(token for where in self._around(named) for token in where.text.tokens_bare)
        for quotation in unit.quotations:
            names = quotation.speaker.names
            if not names or names & sure:
                continue
            place, text = (quotation.start, quotation.end), shown(quotation.text)
            if allowed and all(allowed):
                said = ", ".join(sorted({where_said(where, sure) for where in named} - {""}))
            elif names & near:
                continue
            else:
                said = "aucun de ce nom à cet endroit"
            message = f"La citation {text} n’est pas attribuée comme dans la source ({said}) : rétablissez son auteur."
            yield finding("fidelity.speaker", "error", message, unit, place, named[0])

    def _around(self, named: Sequence[Unit]) -> Sequence[Unit]:
        """`named` and the passages right before them."""
        numbers = [unit.number for unit in self.source.passages]
        at = {i for unit in named if unit.number in numbers for i in [numbers.index(unit.number)]}
        return [self.source.passages[i] for place in at for i in range(max(0, place - BACK), place + 1)] or named


def _language_left(unit: Unit, quotation: Quotation) -> str:
    """The language of a sentence of `quotation` that is not French, "" when all are."""
    sentences = _STOP.split(unit.text.folded[quotation.start : quotation.end])
    found = (other_language([word.rstrip("'") for word in words_in(sentence)]) for sentence in sentences)
    return next(filter(None, found), "")


def where_said(where: Unit, tokens: frozenset[str]) -> str:
    """The first name of `where` that has one of `tokens`, as it is written there."""
    return next((name.text for name in where.names if tokens & set(name.tokens)), "")


def _told_twice(unit: Unit) -> Quotation | None:
    """A quotation with its own "dit …" right behind one with another, sentence after sentence."""
    ends = [*(one.start for one in unit.quotations[1:]), len(unit.text.folded)]
    behind = [_STOP.split(unit.text.folded[one.end : end]) for one, end in zip(unit.quotations, ends, strict=True)]
    told = [len(stretch) > 1 and _is_spoken(stretch[0]) for stretch in behind]
    twice = zip(unit.quotations[1:], pairwise(told), strict=True)
    return next((quotation for quotation, both in twice if all(both)), None)


def _is_spoken(clause: str) -> bool:
    """Whether `clause` has a verb of speech, or one before its subject: "a-t-elle"."""
    return any(word.partition("-")[0] in SPEECH_VERBS or "-t-" in word for word in WORD.findall(clause))


def _joined(unit: Unit) -> Iterator[Quotation]:
    """The quotations of `unit`, those that an incise cuts in two counted once."""
    yield unit.quotations[0]
    for one, other in pairwise(unit.quotations):
        between = unit.text.folded[one.end : other.start]
        spoken = _is_spoken(between)
        # An incise ends its sentence; what stands behind that is a sentence of its own.
        alone = len(between) <= INCISE and "\n" not in between and len(_STOP.findall(between)) <= 1
        # "« … » et « … »" are two fragments of one; what nothing joins is another quotation.
        beside = len(between) <= 8 and re.search(r"[^\W_]|,", between)
        if not (alone and (spoken or beside)):
            yield other
