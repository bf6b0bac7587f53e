"""French words without a dictionary: tokens, closed word classes, and what looks like a finite verb or an
adjective.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?:[cdjlmnstCDJLMNST]|[qQ]u|[jJ]usqu|[lL]orsqu|[pP]uisqu|[qQ]uoiqu)[’'](?=\w)"
    r"|\w+(?:[-‑’']\w+)*"
    r"|[^\w\s]"
)
_OPEN, _CLOSE = "«“(", "»”)"


class Token(NamedTuple):
    """A word (an elided article is a word of its own) or one sign, with its place in the text; `low` is
    folded for look-up.
    """

    text: str
    low: str
    start: int
    end: int
    is_word: bool


@cache
def words_of(name: str) -> frozenset[str]:
    """The list `name` of french.toml."""
    return frozenset(_tables()[name].split())


@cache
def _tables() -> dict[str, str]:
    text = resources.files(__package__).joinpath("french.toml").read_text("utf-8")
    return {name: str(value) for name, value in tomllib.loads(text).items()}


@cache
def function_words() -> frozenset[str]:
    """Every word that carries no subject of its own."""
    names = ("determiners", "prepositions", "conjunctions", "pronouns", "adverbs")
    return frozenset().union(*(words_of(name) for name in names))


def tokens(text: str) -> list[Token]:
    """The words and signs of plain text, in order; "presqu’île" is one word. Linear in its length."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        is_word = word[0].isalnum() or word[0] == "_"
        found.append(Token(word, low(word), match.start(), match.end(), is_word))
    return found


def low(word: str) -> str:
    """Lower case, with one kind of apostrophe and hyphen."""
    return word.lower().replace("'", "’").replace("‑", "-")


def ascii_fold(text: str) -> str:
    """Letters without accents or ligatures, lower case: "Œuf d’été" is "oeuf d’ete"."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def stem(word: str) -> str:
    """Singular and plural, masculine and feminine under one key; rough, for counting only."""
    key = ascii_fold(word)
    for ending in ("aux", "es", "s", "e", "x"):
        if key.endswith(ending) and len(key) - len(ending) >= 3:
            key = key[: -len(ending)] + ("al" if ending == "aux" else "")
            break
    return key


def is_content(token: Token) -> bool:
    """A word that carries a subject: neither a function word nor a finite verb; single letters and figures do
    not count.
    """
    return (
        token.is_word
        and len(token.low) > 1
        and not token.low[0].isdigit()
        and token.low not in function_words()
        and not (token.text[0].islower() and is_verb(token.low))
    )


def is_finite(word: str) -> bool:
    """A finite verb, by list and by ending; a noun that looks like one ("la visite") is told apart by its
    article alone.
    """
    if word in words_of("verbs"):
        return True
    if word in words_of("not_verbs") or len(word) < 4:
        return False
    if word.endswith(
        ("aient", "eront", "iront", "erait", "irait", "eraient", "èrent", "irent", "ez", "ait", "ont", "era")
    ):
        return True
    return word.endswith("ent") and not word.endswith("ment")


def is_infinitive(word: str) -> bool:
    """An infinitive, by ending."""
    if word in words_of("infinitives"):
        return True
    if word in words_of("not_verbs") or word.endswith(("ier", "oir")) or len(word) < 4:
        return False
    return word.endswith(("er", "ir", "ndre", "ttre", "uire", "aître"))


def is_verb(word: str) -> bool:
    """A finite verb or an infinitive."""
    return is_finite(word) or is_infinitive(word)


def is_adjective(word: str) -> bool:
    """An adjective that follows its noun, by list and by ending."""
    if word in words_of("after_noun"):
        return True
    endings = words_of("adjective_endings")
    return any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in endings)


def is_participle(word: str) -> bool:
    """A past participle, by list and by the endings of the first group."""
    return word in words_of("participles") or (word.endswith(("é", "ée", "és", "ées")) and len(word) > 4)


def main_verbs(found: Sequence[Token]) -> int:
    """How many finite verbs of `found` no relative or conjunction takes for its own clause."""
    verbs = clauses = 0
    for at, token in enumerate(found):
        if token.low in words_of("subordinators"):
            clauses += 1
        elif (
            token.text.islower() and is_finite(token.low) and not (at and found[at - 1].low in words_of("determiners"))
        ):
            verbs += 1
    return verbs - clauses


def outside_quotations(found: list[Token]) -> list[Token]:
    """The tokens that stand in no quotation and no parentheses; each of those becomes its closing sign."""
    kept, depth = [], 0
    for token in found:
        if token.text in _OPEN:
            depth += 1
        elif token.text in _CLOSE:
            depth = max(0, depth - 1)
        if not depth:
            kept.append(token)
    return kept
