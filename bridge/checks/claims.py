"""Claims of a draft against the source's: negation, modality ("pourrait" is not "va") and attribution must survive."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bridge.article.model import Finding
from bridge.checks.align import Aligner
from bridge.checks.findings import finding, shown
from bridge.checks.retold import Retold
from bridge.checks.source import Sentence, Source, Unit
from bridge.checks.speech import ATTRIBUTION, SPEECH_VERBS
from bridge.checks.text import WORD, bare, is_content, stem, words_of

_EXPLICIT = re.compile(
    r"(?<![\w'-])(?:ne |n')(?!importe)(?:[^\W_]+(?:['-]| |(?=,))){1,6}?(?:pas|plus|jamais|rien|aucune?"
    r"|guère|personne|ni|nulle?)(?![\w-])"
    r"|(?<![\w'-])(?:ne |n')(?:peut|peuvent|pouvai(?:t|ent)|saurai(?:t|ent)|ose|cesse)(?![\w-])"
    r"|(?<![\w'-])(?:personne|rien|aucune?|nul) (?:[^\W_]+ ){0,4}?(?:ne |n')|(?<![\w-])(?:pas"
    r"|sans(?! doute| quoi)|jamais|aucune?|ni)(?![\w-])"
)
_MODAL = re.compile(
    r"(?<![\w-])(?:(?!serait-ce)(?:[^\W\d_]{0,14}[eidtvr]r|s?aur)ai(?:t|ent)|peu(?:t|vent)|peut-être|possibles?|probable(?:ment)?|éventuel(?:le|lement)?s?|"
    r"susceptibles?|hypothèses?|semblent?|paraît|sans doute|vraisemblablement|envisage(?:nt|ée?s?)?"
    r"|espèrent?|espérait|risquent?|promis|"
    r"voudrai(?:t|ent)|hésitent?|songent?|réfléchi(?:t|ssent))(?![\w-])"
)
# Further ways to say that something may be done; one who is told to do it is told no fact.
_MAY = re.compile(r"(?<![\w-])(?:pouvons|peux|permet(?:tent)?|(?!chez|assez|nez|rendez)[^\W\d_]{2,14}ez)(?![\w-])")
#: Further words that name a source.
_TELLING = frozenset({"selon", "après", "pour", "sondage", "étude", "enquête", "montre", "montrent", "rapport"})
# "Ne demande que 5 minutes" attributes nothing.
_ONLY = re.compile(r"(?<![\w'-])(?:ne |n')(?:[^\W_]+ )?\Z")
#: How far after its marker a negation or a modal reaches, in characters.
SCOPE = 45


def claim_findings(unit: Unit, source: Source, aligner: Aligner, retold: Retold) -> Iterator[Finding]:
    """Negations, conditionals and attributions that the sentences of `unit` lost or made up."""
    if unit.is_heading or unit.kind == "head":
        return
    named, drafted, pairs = source.named_by(unit), unit.sentences, retold.pairs[unit]
    originals = [s for other in named for s in aligner.by_number[other.number]]
    yield from _lost_negation(unit, drafted, [s for s in originals if _denied_here(unit, s, retold)])
    more = sum(map(_denials, drafted)) > sum(map(_denials, originals)) + sum(map(_hints, originals))
    told: set[tuple[str, int, int]] = set()
    for sentence, original in pairs:
        for check in (_added_negation, _modality, _attribution) if more else (_modality, _attribution):
            for found in check(sentence, original, drafted, retold):
                key = (found.check, original.unit.number or 0, original.start)
                if key not in told:
                    told.add(key)
                    yield found


def _lost_negation(unit: Unit, drafted: Sequence[Sentence], originals: Sequence[Sentence]) -> Iterator[Finding]:
    """The block denies less often than its passages, and no word of it that denies by its meaning makes up for it."""
    lost = sum(map(_denials, originals)) - sum(map(_denials, drafted))
    if lost <= 0 or lost <= sum(map(_hints, drafted)) - sum(map(_hints, originals)):
        return
    affirming = [sentence for sentence in drafted if not _denials(sentence)]
    denying = [(one, _told(one, affirming)) for one in originals if _denials(one)]
    original, told = max(denying, key=lambda pair: pair[1])
    if told < min(len(original.stems), max(2, 0.25 * len(original.stems))):
        return
    count = sum(map(_denials, originals))
    message = (
        f"La source nie {count} fois, ce bloc {count - lost} : {_quote(original)} Vérifiez que la "
        "négation n’a pas disparu."
    )
    place = (drafted[0].start, drafted[-1].end) if drafted else None
    yield finding("fidelity.negation", "warning", message, unit, place, original.unit, (original.start, original.end))


def _told(original: Sentence, drafted: Sequence[Sentence]) -> int:
    """How many words of a denying sentence one of `drafted` says again."""
    return max((len(original.stems & other.stems) for other in drafted), default=0)


def _denied_here(unit: Unit, original: Sentence, retold: Retold) -> bool:
    """Whether `unit` is where the denial of `original` belongs: another unit may tell that part of it."""
    elsewhere = retold.elsewhere(unit, original)
    if not elsewhere:
        return True
    if not retold.here(unit, original):
        return False
    scopes = [_scope(original.folded, match) for match in _EXPLICIT.finditer(original.folded)]
    told = any(scope & other.stems for scope in scopes for other in unit.sentences)
    return told or not scopes or not any(map(_denials, elsewhere))


def _denials(sentence: Sentence) -> int:
    words = sentence.words
    return len(_EXPLICIT.findall(sentence.folded)) + sum(word in words_of("denial_fr") for word in words)


def _hints(sentence: Sentence) -> int:
    return sum(word in words_of("negative_fr") for word in sentence.words)


def _added_negation(
    sentence: Sentence, original: Sentence, drafted: Sequence[Sentence], retold: Retold
) -> Iterator[Finding]:
    for match in _EXPLICIT.finditer(sentence.folded):
        verb = _scope(sentence.folded, match)
        denied = _denials(original) or _hints(original)
        if match.group().startswith(("ne ", "n'")) and verb & original.stems and not denied:
            message = f"Cette négation n’est pas dans la source : {_quote(original)} Vérifiez-la."
            yield _claim("fidelity.negation", message, sentence, original)
            return


def _modality(sentence: Sentence, original: Sentence, drafted: Sequence[Sentence], retold: Retold) -> Iterator[Finding]:
    afar = any(map(_hedges, retold.elsewhere(sentence.unit, original)))
    for match in _MODAL.finditer(original.folded):
        scope = _scope(original.folded, match)
        same = [other for other in drafted if len(scope & other.stems) * 2 >= len(scope) > 0]
        at = _position(sentence, drafted)
        if not any(map(_hedges, (*same, *drafted[at : at + 2]))) and (scope & sentence.stems or not afar):
            message = f"La source est moins affirmative ({shown(match.group())}) : {_quote(original)} Gardez la nuance."
            yield _claim("fidelity.modality", message, sentence, original)
            return


def _hedges(sentence: Sentence) -> bool:
    return bool(_MODAL.search(sentence.folded) or _MAY.search(sentence.folded))


def _attribution(
    sentence: Sentence, original: Sentence, drafted: Sequence[Sentence], retold: Retold
) -> Iterator[Finding]:
    said = ATTRIBUTION.search(original.folded)
    if not said or _ONLY.search(original.folded, 0, said.start()) or ATTRIBUTION.search(sentence.folded):
        return
    at = _position(sentence, drafted)
    if not any(map(_tells, (*drafted[max(0, at - 1) : at + 2], *retold.here(sentence.unit, original)))):
        message = (
            f"La source dit de qui vient cette affirmation ({shown(said.group())}) : {_quote(original)} Nommez-le."
        )
        yield _claim("fidelity.attribution", message, sentence, original)


def _position(sentence: Sentence, drafted: Sequence[Sentence]) -> int:
    return bisect_left(drafted, sentence.start, key=lambda other: other.start)


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence says of whom it speaks, in whatever way."""
    return "«" in sentence.folded or any(word in SPEECH_VERBS or word in _TELLING for word in sentence.words)


def _scope(folded: str, match: re.Match[str]) -> frozenset[str]:
    """The stems that a marker bears on: those within it and the next few."""
    tokens = WORD.findall(folded[match.start() : match.end() + SCOPE])
    content = [stem(bare(token)) for token in tokens if is_content(token) or len(token) > 4]
    return frozenset(content[:4])


def _quote(original: Sentence) -> str:
    return f"{shown(original.unit.text.raw[original.start : original.end])}."


def _claim(check: str, message: str, sentence: Sentence, original: Sentence) -> Finding:
    place, where = (sentence.start, sentence.end), (original.start, original.end)
    return finding(check, "warning", message, sentence.unit, place, original.unit, where)
