"""Claims of a draft against the source's: negation, modality ("pourrait" is not "va") and attribution must survive.

A sentence of the source may be told in two or three, in several blocks: each claim is looked for in all that
retell it, and only what is said again without its negation, reserve or speaker is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bridge.article.model import Finding
from bridge.checks.align import Aligner
from bridge.checks.attribution import claims_told, tells
from bridge.checks.findings import finding, shown
from bridge.checks.marks import Mark, affirmed, denials, hints, limits, negations, only_may, open_in, reserves
from bridge.checks.retold import Retelling, Retold
from bridge.checks.source import Source
from bridge.checks.units import Sentence, Unit


def claim_findings(units: Sequence[Unit], source: Source, aligner: Aligner) -> Iterator[Finding]:
    """Negations, conditionals and attributions that the draft lost, in the order of the source; negations made up."""
    retold = Retold(units, source, aligner)
    for original in aligner.sentences:
        told = retold.of(original)
        if told.sentences:
            yield from _lost_negation(original, told)
            yield from _modality(original, told)
            yield from _attribution(original, told)
    yield from _added_negations(retold, aligner)


def _lost_negation(original: Sentence, told: Retelling) -> Iterator[Finding]:
    marks = denials(original)
    if not marks:
        return
    kept = [(other, denials(other)) for other in told.near]
    count = sum(len(found) + hints(other) for other, found in kept)
    for mark in marks:
        faulty = _turned(mark, original, told)
        if faulty is None and count < len(marks):
            denied = frozenset(word for _, found in kept for one in found for word in one.scope)
            faulty = None if mark.scope & denied else _affirming(mark, original, told)
        if faulty is not None:
            message = f"La source nie ceci : {_quote(original)} Vérifiez que la négation n’a pas disparu."
            yield _claim("fidelity.negation", message, faulty, original)
            return


def _turned(mark: Mark, original: Sentence, told: Retelling) -> Sentence | None:
    """The sentence that affirms the very verb that `mark` denies, when none denies it."""
    with_verb = [other for other in told.block if mark.verb and mark.verb in other.stems]
    if any(affirmed(mark.verb, other) == 0 for other in with_verb):
        return None
    near = [other for other in with_verb if other in told.sentences or len(mark.scope & other.stems) > 1]
    if sum(affirmed(mark.verb, other) for other in near) <= affirmed(mark.verb, original):
        return None
    return next((other for other in near if not negations(other) and not limits(other)), None)


def _affirming(mark: Mark, original: Sentence, told: Retelling) -> Sentence | None:
    """A sentence that says again what `mark` denies, and denies nothing."""
    for other in told.closest:
        shared = len(mark.scope & other.stems)
        alike = 2 * len(original.stems & other.stems) >= min(len(original.stems), len(other.stems))
        again = shared > 1 or (alike and (shared or len(original.stems) <= 4)) or 0 < len(mark.scope) <= 2 * shared
        loose = not mark.verb and len(mark.scope) == 1 < len(original.stems)
        if again and not loose and not denials(other) and not hints(other):
            return other
    return None


def _modality(original: Sentence, told: Retelling) -> Iterator[Finding]:
    marks = list(reserves(original))
    for mark in marks:
        scope = mark.scope if len(mark.scope) > 1 else original.stems
        kept = sum(open_in(one, mark, original) for one in told.near) if told.closest else 0
        for other in told.closest if kept < len(marks) else ():
            shared = len(scope & other.stems)
            if open_in(other, mark, original) or not _said_again(mark, shared, len(scope), other):
                continue
            message = f"La source est moins affirmative ({shown(mark.word)}) : {_quote(original)} Gardez la nuance."
            yield _claim("fidelity.modality", message, other, original)
            return


def _said_again(mark: Mark, shared: int, of: int, other: Sentence) -> bool:
    """Whether `shared` of the words under `mark` are enough to say the same: more for "peut" than for "pourrait"."""
    verb = mark.verb in other.stems
    if only_may(mark):
        return _particular(other) and (4 * shared >= 3 * of or (verb and 2 * shared >= of))
    return 2 * shared >= of or (shared > 1 and (verb or 2 * shared >= len(other.stems)))


def _particular(sentence: Sentence) -> bool:
    """Whether it carries a figure or a name."""
    if any(word.isdigit() for word in sentence.words):
        return True
    return any(sentence.start <= name.start < sentence.end for name in sentence.unit.names)


def _attribution(original: Sentence, told: Retelling) -> Iterator[Finding]:
    for word, claim in claims_told(original):
        for other in told.closest:
            shared = claim & other.stems
            if len(shared) < 2 or 2 * len(shared) < min(len(claim), len(other.stems)):
                continue
            if any(tells(one) for one in (other, *told.beside(other))):
                continue
            message = f"La source dit de qui vient cette affirmation ({shown(word)}) : {_quote(original)} Nommez-le."
            yield _claim("fidelity.attribution", message, other, original)
            return


def _added_negations(retold: Retold, aligner: Aligner) -> Iterator[Finding]:
    for sentence, original in retold.pairs:
        marks = [mark for mark in denials(sentence) if mark.verb and affirmed(mark.verb, original)]
        if not marks or denials(original) or hints(original):
            continue
        beside = aligner.by_number[original.unit.number]
        denied = frozenset(word for one in beside for mark in denials(one) for word in mark.scope)
        if any(mark.scope.isdisjoint(denied) for mark in marks):
            message = f"Cette négation n’est pas dans la source : {_quote(original)} Vérifiez-la."
            yield _claim("fidelity.negation", message, sentence, original)


def _quote(original: Sentence) -> str:
    return f"{shown(original.unit.text.raw[original.start : original.end])}."


def _claim(check: str, message: str, sentence: Sentence, original: Sentence) -> Finding:
    place, where = (sentence.start, sentence.end), (original.start, original.end)
    return finding(check, "warning", message, sentence.unit, place, original.unit, where)
