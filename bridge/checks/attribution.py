"""Claims that the source puts in somebody's mouth without quoting: "selon X", "X affirme que …", "…, a dit X"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bridge.checks.marks import MOST
from bridge.checks.speech import AUXILIARY, INVERTED, SPEECH_VERBS, VERB
from bridge.checks.text import WORD, bare, is_content, stem, words_of
from bridge.checks.units import Sentence

_ACCORDING = re.compile(r"(?<![\w'-])(?:selon|d'après|dixit|aux yeux de|de l'avis de)(?![\w-])")
_THAT = re.compile(
    rf"(?<![\w'-])(?P<before>(?:[^\W_]+[ '-]){{0,3}}){VERB} "
    r"(?:(?:en [^\W_]+|hier|aussi|également|ensuite|cependant) )?(?:que |qu')"
)
_ASIDE = re.compile(rf"(?<![\w'-]){INVERTED}|, {AUXILIARY} (?:[^\W_]+ )?{VERB}")
_STOP = re.compile(r"[,;:.!?()](?!\d)")
_HARD_STOP = re.compile(r"[;:.!?()](?!\d)")
#: A clause of fewer content words is taken together with the one before it.
ENOUGH_WORDS = 4
#: Further words that name a source.
_TELLING = frozenset({"sondage", "étude", "enquête", "montre", "montrent", "rapport", "estimation", "comptage"})


def claims_told(original: Sentence) -> Iterator[tuple[str, frozenset[str]]]:
    """The words that make a claim somebody's, with the stems of the claim.

    "Ne demande que" and "selon la vis" make none. What stands next to a quotation belongs to it, and the
    rest of its sentence to the narrator.
    """
    folded = original.folded
    for match in islice(_ACCORDING.finditer(folded), MOST):
        if not _names_somebody(original, match.end()):
            continue
        yield match.group(), _stems(_claim_of_aside(folded, match.start(), match.end()))
    for match in islice(_THAT.finditer(folded), MOST):
        before = match.group("before").split()
        if not {"ne", "étant"} & set(before) and "n'" not in match.group("before"):
            stop = _HARD_STOP.search(folded, match.end())
            yield (
                match.group()[len(match.group("before")) :].strip(),
                _stems(folded[match.end() : stop.start() if stop else None]),
            )
    for match in islice(_ASIDE.finditer(folded), MOST):
        if folded[: match.start()].strip(" ,") and not folded[: match.start()].rstrip(",").endswith("  "):
            yield match.group().strip(" ,"), _stems(_claim_of_aside(folded, match.start(), match.end()))


def tells(sentence: Sentence) -> bool:
    """Whether a sentence says of whom it speaks, in whatever way."""
    quoted = any(sentence.start <= q.start < sentence.end for q in sentence.unit.quotations)
    words = sentence.words
    return (
        quoted
        or any(word in SPEECH_VERBS or word in _TELLING for word in words)
        or bool(_ACCORDING.search(sentence.folded))
    )


def _names_somebody(original: Sentence, at: int) -> bool:
    raw = original.unit.text.raw[original.start + at : original.start + at + 60]
    words = WORD.findall(raw)[:6]
    return any(w[0].isupper() or w.lower() in words_of("tellers_fr") or bare(w) in words_of("roles_fr") for w in words)


def _claim_of_aside(folded: str, start: int, end: int) -> str:
    """The clause before "…, selon X"; the one behind when "Selon X, …" opens the sentence."""
    before = folded[:start].rstrip(" ,")
    if before.strip():
        first = max((stop.end() for stop in _HARD_STOP.finditer(before)), default=0)
        for at in reversed([stop.end() for stop in _STOP.finditer(before, first)]):
            if len(_stems(before[at:])) >= ENOUGH_WORDS:
                return before[at:]
        return before[first:]
    stop = _STOP.search(folded, end)
    hard = _HARD_STOP.search(folded, stop.end()) if stop else None
    return folded[stop.end() if stop else end : hard.start() if hard else None]


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(bare(word)) for word in WORD.findall(text) if is_content(word) or word.isdigit())
