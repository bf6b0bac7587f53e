"""Quotations of a draft against those of the source: word for word, by the same speaker; and those that were lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bridge.article.model import Finding
from bridge.checks.findings import finding, shown
from bridge.checks.quotations import Quotation, words_in
from bridge.checks.source import Source
from bridge.checks.speakers import Speakers
from bridge.checks.units import Unit

#: Words of the source that are put in quotation marks: from this many on they read as somebody's speech.
SPEECH_FROM = 5
#: Shorter quotations are terms; losing one is not worth a finding.
WORTH_KEEPING = 4
_BEFORE = frozenset(["ne", "n'", "pas", "jamais", "ni", "sans", "non", "aucun", "aucune"])
_AFTER = frozenset(["pas", "jamais", "plus", "rien", "guère", "aucun", "aucune"])


def quotation_findings(unit: Unit, source: Source, speakers: Speakers) -> Iterator[Finding]:
    """Quotations of `unit` that the source lacks, has in other words, cuts at a negation, or gives to somebody else."""
    named = source.named_by(unit)
    for quotation in unit.quotations:
        place = (quotation.start, quotation.end)
        match = find(quotation, named) or find(quotation, source.all_units)
        if match is None:
            yield _not_quoted(quotation, unit, named, source)
            continue
        where, original = match
        span = (original.start, original.end)
        if _cut_at_negation(quotation, original):
            message = f"La citation {shown(quotation.text)} est coupée à une négation : rétablissez-la en entier."
            yield finding("fidelity.quotation", "error", message, unit, place, where, span)
        verdict = speakers.verdict(quotation, unit, original, where)
        if verdict:
            severity, said = verdict
            message = (
                f"La citation {shown(quotation.text)} n’est pas attribuée comme dans la source ({said}) : "
                "rétablissez son auteur."
            )
            yield finding("fidelity.speaker", severity, message, unit, place, where, span)


def find(quotation: Quotation, units: Sequence[Unit]) -> tuple[Unit, Quotation] | None:
    """The quotation of the source that has the same words, or the first of several that have them in a row."""
    wanted = [_joined(part) for part in quotation.parts]
    for unit in units:
        if not all(part in unit.quoted_row for part in wanted):
            continue
        for original, row in zip(unit.quotations, unit.quoted, strict=True):
            if all(part in row for part in wanted):
                return unit, original
        return unit, unit.quotations[0]
    return None


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _not_quoted(quotation: Quotation, unit: Unit, named: Sequence[Unit], source: Source) -> Finding:
    place = (quotation.start, quotation.end)
    text = shown(quotation.text)
    near = _nearest(quotation, named) or _nearest(quotation, source.all_units)
    if near:
        where, original = near
        message = (
            f"La citation {text} n’est pas celle de la source, {shown(original.text)} : rétablissez les mots "
            "de la source."
        )
        return finding("fidelity.quotation", "error", message, unit, place, where, (original.start, original.end))
    wanted = _joined(quotation.words)
    for where in (*named, *source.all_units):
        if wanted in _joined(words_in(where.text.folded)):
            long = len(quotation.words) >= SPEECH_FROM
            message = f"{text} est entre guillemets, mais la source ne le cite pas : ôtez les guillemets."
            return finding("fidelity.quotation_marks", "error" if long else "notice", message, unit, place, where)
    message = f"La citation {text} n’est pas dans la source : supprimez-la ou ôtez les guillemets."
    return finding("fidelity.quotation", "error", message, unit, place)


def _nearest(quotation: Quotation, units: Sequence[Unit]) -> tuple[Unit, Quotation] | None:
    wanted = set(quotation.words)
    best, found = 0.5, None
    for unit in units:
        for original in unit.quotations:
            shared = len(wanted & set(original.words)) / len(wanted)
            if shared > best:
                best, found = shared, (unit, original)
    return found


def _cut_at_negation(quotation: Quotation, original: Quotation) -> bool:
    """« fermerons l'école » out of « nous ne fermerons pas l'école » turns it round."""
    row, part = original.words, quotation.words
    for start in range(len(row) - len(part) + 1):
        if row[start : start + len(part)] == part:
            before = row[start - 1] if start else ""
            after = row[start + len(part)] if start + len(part) < len(row) else ""
            return before in _BEFORE or (after in _AFTER and ("ne" in part or "n'" in part))
    return False


def lost_quotations(units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """Quotations of the source that the draft has no more, or no longer marks as such."""
    kept = [_joined(quotation.words) for unit in units for quotation in unit.quotations]
    texts = [_joined(words_in(unit.text.folded)) for unit in units]
    for where in source.passages:
        for original in where.quotations:
            if len(original.words) < WORTH_KEEPING or _survives(original, kept):
                continue
            span = (original.start, original.end)
            if any(_joined(original.words) in text for text in texts):
                message = f"Les mots {shown(original.text)} ne sont plus entre guillemets : rendez-les à leur auteur."
                yield finding("fidelity.quotation_unmarked", "warning", message, None, None, where, span)
            else:
                message = f"Citation perdue : {shown(original.text)}. Remettez-la si elle compte pour l’article."
                yield finding("fidelity.quotation_lost", "warning", message, None, None, where, span)


def _survives(original: Quotation, kept: Sequence[str]) -> bool:
    """Whether at least half of its words are quoted in the draft, in one piece or in several."""
    row = _joined(original.words)
    covered = sum(len(part.split()) for part in kept if part in row)
    return covered * 2 >= len(original.words) or any(row in part for part in kept)
