"""The marks of a claim in a sentence: what denies it, what keeps it from being certain, and how far each reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from bridge.checks.text import WORD, bare, is_content, stem, words_of
from bridge.checks.units import Sentence

#: How far behind its mark a negation reaches, in characters.
SCOPE = 45
#: No clause is longer than this to either side of its mark, in characters, and no sentence has more marks than `MOST`:
#: text of any length must be read in linear time.
CLAUSE = 300
MOST = 20
_BETWEEN = r"(?:(?!qu(?:e |'))[^\W_]+(?:['-]| |(?=,))){1,6}?"
# "Ne cache pas", "n'a pas hésité": what follows is affirmed.
_AFFIRMING = r"(?:cach|oubli|manqu|dout|hésit)"
_NOT = rf"pas(?! (?:seulement|uniquement)(?!\w)| {_AFFIRMING})"
_NE = re.compile(
    rf"(?<![\w'-])(?:ne |n')(?!importe|{_AFFIRMING}){_BETWEEN}"
    rf"(?:{_NOT}|plus(?! que)|jamais|rien|aucune?|guère|personne|ni|nulle?)(?![\w-])"
    r"|(?<![\w'-])(?:ne |n')(?:peut|peuvent|pouvai(?:t|ent)|saurai(?:t|ent)|os(?:e|ent)|cess(?:e|ent)) (?!que|qu')"
    r"|(?<![\w'-])ne (?:pas|plus|jamais|rien) (?=[^\W_]+)"
    r"|(?<![\w'-])(?:personne|rien|aucune?|nul) (?:[^\W_]+ ){0,4}?(?:ne |n')"
    rf"|(?<![\w-])(?<!n'est )(?:{_NOT}(?! (?:que|qu'|à pas))|sans(?! (?:doute|quoi|cesse|compter))|jamais|aucune?|ni)"
    r"(?![\w-])"
)
#: Limits that may stand for a negation in other words: "ne … que".
_ONLY = re.compile(r"(?<![\w'-])(?:ne |n')(?:[^\W_]+[ '-]){1,4}?(?:que |qu')|(?<![\w-])sans quoi(?![\w-])")
_CLAUSE = re.compile(r"[,;:.!?()]| - | mais | car ")
_CONDITIONAL = re.compile(
    r"(?<![\w-])(?!serait-ce)(?P<stem>[^\W\d_]{0,16}(?:[eidtvrp]r)|s?aur|vaudr)ai(?:t|ent|s)(?![\w])"
)
_WEAK = re.compile(r"(?<![\w'-])(?<!ne )(?<!on )peu(?:t|vent)(?! être)(?![\w-])")
_DOUBT = re.compile(
    r"(?<![\w-])(?:peut-être|possibles?|probable(?:ment)?|éventuel(?:le|lement)?s?|susceptibles?|hypothèses?|semblent?|"
    r"paraît|sans doute|vraisemblable(?:ment)?|envisage(?:nt|ée?s?)?|risquent?|promis)(?![\w-])"
)
#: Further words that leave a thing open: enough for a draft to keep a reserve, too little for a source to make one.
_OPEN = re.compile(
    r"(?<![\w-])(?:peu(?:t|vent)|pouv[^\W_]+|peux|possibilités?|capables?|permet(?:tent|tant)?|prévu(?:e|s|es)?|"
    r"prévoi(?:t|ent)|attendu(?:e|s|es)?|parfois|risques?|chances?|promesses?|promet(?:tent)?|suppos(?:e|ent|ée?s?)|"
    r"hésitent?|envisag[^\W_]+|projets?|éventualité|conditionnel|sous réserve|convien(?:t|nent)|suffi(?:t|sent))"
    r"(?![\w-])"
)
_FUTURE = re.compile(r"(?<![\w-])[^\W\d_]{2,}r(?:a|ont)(?![\w-])")
_SAID = re.compile(r"(?<![\w'-])qu(?:e |')")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the clause `start`..`end` of a sentence.

    `verb` is the stem of the word that it bears on first, "" when it is none's in particular; `scope` the stems of
    those that it bears on.
    """

    word: str
    start: int
    end: int
    verb: str
    scope: frozenset[str]


def negations(sentence: Sentence) -> list[Mark]:
    """What the sentence denies in so many words: "ne … pas", "aucun", "sans"."""
    folded = sentence.folded
    found = []
    for match in islice(_NE.finditer(folded), MOST):
        clause = _clause(folded, match)
        scope = _stems(folded[match.start() : min(clause[1], match.end() + SCOPE)])
        verb = scope[0] if scope and match.group().startswith(("ne ", "n'")) else ""
        found.append(Mark(match.group(), *clause, verb, frozenset(scope[:4])))
    return found


def denials(sentence: Sentence) -> list[Mark]:
    """Its negations, and what a word such as "refuse" denies by its meaning."""
    found = negations(sentence)
    if not words_of("denial_fr").isdisjoint(sentence.words):
        folded, denied = sentence.folded, [match.span() for match in islice(_NE.finditer(sentence.folded), MOST)]
        words = (match for match in WORD.finditer(folded) if match.group() in words_of("denial_fr"))
        for match in islice(words, MOST):
            if not any(s <= match.start() < e + 15 for s, e in denied):
                clause = _clause(folded, match)
                scope = _stems(folded[match.start() : clause[1]])
                found.append(Mark(match.group(), *clause, "", frozenset(scope[:4])))
    return found


def limits(sentence: Sentence) -> bool:
    """Whether a word of it denies by its meaning: "cesse", "évite"."""
    return any(word in words_of("negative_fr") and word not in {"sinon", "faute"} for word in sentence.words)


def hints(sentence: Sentence) -> int:
    """How often it limits or denies by other means: "sauf", "faute de", "ne … que"."""
    return sum(word in words_of("negative_fr") for word in sentence.words) + len(_ONLY.findall(sentence.folded))


def affirmed(verb: str, sentence: Sentence) -> int:
    """How often the sentence says the word of that stem in a clause without negation."""
    if verb not in sentence.stems:
        return 0
    places = [m.start() for m in WORD.finditer(sentence.folded) if stem(m.group()) == verb]
    denied = negations(sentence)
    return sum(not any(mark.start <= at < mark.end for mark in denied) for at in places)


def reserves(sentence: Sentence) -> Iterator[Mark]:
    """What the sentence holds for no more than possible or planned: conditionals and words of doubt."""
    folded = sentence.folded
    for match in islice(chain(*(kind.finditer(folded) for kind in (_CONDITIONAL, _DOUBT, _WEAK))), MOST):
        if match.re is not _CONDITIONAL or not _imperfect(match.group("stem")):
            start, end = _clause(folded, match)
            behind = _stems(folded[match.end() if match.re is _DOUBT else match.start() : end])
            whole = frozenset([*_stems(folded[start : match.start()]), *behind])
            yield Mark(match.group(), start, end, behind[0] if behind else "", whole)


def only_may(mark: Mark) -> bool:
    """Whether the mark says no more than "peut", which may also allow or advise."""
    return mark.word in {"peut", "peuvent"}


def open_in(sentence: Sentence, mark: Mark, original: Sentence) -> int:
    """How often `sentence` leaves something open, in whatever way, as `mark` does in `original`.

    "Il a dit que la salle rouvrirait" speaks of a future: "rouvrira" says the same.
    """
    folded = sentence.folded
    count = len(_DOUBT.findall(folded)) + len(_OPEN.findall(folded))
    count += sum(not _imperfect(match.group("stem")) for match in _CONDITIONAL.finditer(folded))
    reported = mark.word.endswith(("ait", "aient")) and _SAID.search(
        original.folded, 0, original.folded.find(mark.word)
    )
    return count or int(bool(reported and _FUTURE.search(folded)))


def _imperfect(root: str) -> bool:
    return root in words_of("imperfects_fr")


def _clause(folded: str, match: re.Match[str]) -> tuple[int, int]:
    first, last = max(0, match.start() - CLAUSE), min(len(folded), match.end() + CLAUSE)
    stop = _CLAUSE.search(folded, match.end(), last)
    start = max((before.end() for before in _CLAUSE.finditer(folded, first, match.start())), default=first)
    return start, stop.start() if stop else last


def _stems(text: str) -> Sequence[str]:
    return [stem(bare(word)) for word in WORD.findall(text) if is_content(word) or word.isdigit()]
