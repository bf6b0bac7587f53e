"""Claims of a draft against the source's: negation, modality ("pourrait" is not "va") and attribution must survive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bridge.article.model import Finding
from bridge.checks.align import Aligner, Sentence, lexical, sentences_of
from bridge.checks.findings import finding, shown
from bridge.checks.source import Source, Unit
from bridge.checks.speech import ATTRIBUTION
from bridge.checks.text import WORD, bare, is_content, stem

_NEGATION = re.compile(
    r"(?<![\w'-])(?:ne |n')(?P<verb>(?:[^\W_]+'? ?|-){1,5}?)(?P<not>pas|plus|jamais|rien|aucune?|guère|personne|ni|nulle?)(?![\w-])"
    r"|(?<![\w'-])(?:pas|jamais|aucune?|sans|non)(?= )"
)
_MODAL = re.compile(
    r"(?<![\w-])(?:(?!serait-ce)[^\W\d_]{1,14}(?:rait|raient)|peu(?:t|vent)|doi(?:t|vent)|devr(?:a|ont)|peut-être|possibles?|probable(?:ment)?|"
    r"éventuel(?:le|lement)?s?|susceptibles?|hypothèses?|semblent?|paraît|sans doute|vraisemblablement|envisage(?:nt|ée?s?)?|espèrent?|risquent?|"
    r"souhaitent?|voudrai(?:t|ent)|prévoi(?:t|ent)|prévue?s?|attendue?s?|projet|estiment?)(?![\w-])"
)
#: How far after its marker a negation or a modal reaches, in characters.
SCOPE = 45


def claim_findings(unit: Unit, source: Source, aligner: Aligner) -> Iterator[Finding]:
    """Negations, conditionals and attributions that the sentences of `unit` lost or made up."""
    if unit.is_heading or unit.kind == "head":
        return
    named = source.named_by(unit)
    drafted = sentences_of(unit)
    pairs = [(sentence, aligner.match(sentence, named)) for sentence in drafted]
    told: set[tuple[str, int, int]] = set()
    for sentence, original in pairs:
        if original is None:
            continue
        for check in (_negation, _modality, _attribution):
            for found in check(sentence, original, drafted):
                key = (found.check, original.unit.number or 0, original.start)
                if key not in told:
                    told.add(key)
                    yield found


def _negation(sentence: Sentence, original: Sentence, drafted: Sequence[Sentence]) -> Iterator[Finding]:
    for match in _NEGATION.finditer(original.folded):
        scope = _scope(original.folded, match)
        same = [other for other in drafted if scope & other.stems] or [sentence]
        if match.group("not") and not any(_denies(other.folded) for other in same):
            message = f"La source dit le contraire ou nie : {_quote(original)} Rétablissez la négation."
            yield _claim("fidelity.negation", message, sentence, original)
            return
    for match in _NEGATION.finditer(sentence.folded):
        scope = _scope(sentence.folded, match)
        if match.group("not") and scope & original.stems and not _denies(original.folded):
            message = f"Cette négation n’est pas dans la source : {_quote(original)} Vérifiez-la."
            yield _claim("fidelity.negation", message, sentence, original)
            return


def _denies(folded: str) -> bool:
    return bool(_NEGATION.search(folded)) or any(lexical(token.group()) for token in WORD.finditer(folded))


def _modality(sentence: Sentence, original: Sentence, drafted: Sequence[Sentence]) -> Iterator[Finding]:
    for match in _MODAL.finditer(original.folded):
        scope = _scope(original.folded, match)
        same = [other for other in drafted if len(scope & other.stems) * 2 >= len(scope) > 0] or [sentence]
        if not any(_MODAL.search(other.folded) for other in same):
            message = f"La source est moins affirmative ({shown(match.group())}) : {_quote(original)} Gardez la nuance."
            yield _claim("fidelity.modality", message, sentence, original)
            return


def _attribution(sentence: Sentence, original: Sentence, drafted: Sequence[Sentence]) -> Iterator[Finding]:
    said = ATTRIBUTION.search(original.folded)
    if not said or ATTRIBUTION.search(sentence.folded):
        return
    at = drafted.index(sentence)
    if not any(_tells(other.folded) for other in drafted[max(0, at - 1) : at + 2]):
        message = f"La source dit de qui vient cette affirmation ({shown(said.group())}) : {_quote(original)} Nommez-le."
        yield _claim("fidelity.attribution", message, sentence, original)


def _tells(folded: str) -> bool:
    return bool(ATTRIBUTION.search(folded)) or "selon" in folded or "d'après" in folded or "«" in folded


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
