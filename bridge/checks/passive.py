"""French passive voice: a form of être and a past participle in one clause, verbs conjugated with être left out."""

from __future__ import annotations

import re

from bridge.checks.text import words_of

_AUXILIARIES = frozenset(
    [
        "est",
        "es",
        "suis",
        "sommes",
        "êtes",
        "sont",
        "était",
        "étais",
        "étaient",
        "étions",
        "étiez",
        "sera",
        "seront",
        "serait",
        "seraient",
        "serai",
        "serons",
        "fut",
        "furent",
        "fus",
        "soit",
        "soient",
        "fût",
        "été",
        "être",
        "étant",
    ]
)
_CLAUSE = re.compile(r"[,;:()«»]| (?:et|mais|ou|car|que|qui|dont|où|si|lorsque|quand|puisque|parce) | qu'")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*'?")
_REGULAR = re.compile(r"[^\W\d_]{2,}(?:é|ée|és|ées)$")
_BETWEEN = frozenset(
    [
        "le",
        "la",
        "les",
        "l'",
        "un",
        "une",
        "des",
        "du",
        "ce",
        "cette",
        "ces",
        "mon",
        "ma",
        "mes",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "notre",
        "nos",
        "votre",
        "vos",
    ]
)


def is_passive(sentence: str) -> bool:
    """Whether a folded sentence has a clause in the passive voice."""
    return any(_passive_clause(_WORD.findall(clause)) for clause in _CLAUSE.split(sentence))


def _passive_clause(words: list[str]) -> bool:
    for index, word in enumerate(words):
        if word not in _AUXILIARIES or (index and words[index - 1] in {"s'", "c'", "se", "me", "te", "m'", "t'"}):
            continue
        for following in words[index + 1 : index + 7]:
            if following in _BETWEEN:
                break
            if _is_participle(following):
                return True
    return False


def _is_participle(word: str) -> bool:
    if word in words_of("participles_active_fr"):
        return False
    return bool(_REGULAR.match(word)) or word in words_of("participles_fr")
