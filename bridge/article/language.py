"""The language of a text, by its most frequent words; French wherever there is doubt."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["fr", "en", "de", "es", "it"]

#: With fewer words than this a text may be names and figures in any language.
LEAST_WORDS = 20
#: A language's own frequent words are a fifth of its running text or more, and a tenth at least in lists and titles.
SHARE = 0.1
#: French has to be this many times rarer.
TIMES = 3
#: So many words tell.
MOST_WORDS = 5000

#: French prose has its frequent words in a tenth of its text and more; prose of so many words with so few is not.
PROSE_WORDS = 100
LEAST_FRENCH = 0.02
#: Of those that it shares with others, the ones that a recipe in infinitives, or a caption, still has.
_SHARED = frozenset({"les", "des", "d", "l", "qu"})
#: So many words of prose begin with a small letter: lists of names and results do not tell a language.
SMALL_LETTERS = 0.7

#: Letters outside the Latin alphabet, of all letters: beyond this a text is not in any language written with it.
FOREIGN_LETTERS = 0.5

_WORD = re.compile(r"[^\W\d_]+")
#: Latin with its extensions, phonetic signs and combining marks; what lies behind it is of another alphabet.
_FIRST_FOREIGN = "\u0370"
_QUOTED = re.compile(r"«[^«»\n]{0,3000}»|“[^“”\n]{0,3000}”|„[^„“”\n]{0,3000}[“”]|\"[^\"\n]{0,3000}\"")
_KNOWN: tuple[Language, ...] = ("en", "de", "es", "it")


@cache
def _telling() -> dict[str, frozenset[str]]:
    """Language -> its frequent words that no other one has."""
    data = tomllib.loads(files("bridge.article").joinpath("stopwords.toml").read_text(encoding="utf-8"))
    words: dict[str, list[str]] = {name: line.split() for name, line in data.items()}
    count = Counter(word for every in words.values() for word in every)
    return {name: frozenset(word for word in every if count[word] == 1) for name, every in words.items()}


def language_of(texts: Iterable[str]) -> Language:
    """The language of the running text in `texts`: "fr" unless it is clearly another that can be told.

    What stands in quotation marks is left aside where enough is left without it: a French article may quote in
    English.
    """
    best = _clearest(_running_words(texts))
    return next((name for name in _KNOWN if name == best), "fr")


def is_unsupported(texts: Iterable[str]) -> bool:
    """Whether `texts` are clearly in a language whose facts cannot be held against a French draft.

    Another alphabet, a language that is told but not translated from, or prose that is nearly without French words.
    """
    texts = list(texts)
    words = _running_words(texts)
    letters = "".join(words)
    if sum(letter >= _FIRST_FOREIGN for letter in letters) > FOREIGN_LETTERS * len(letters):
        return True
    best = _clearest(words)
    return best not in _KNOWN and (best != "fr" or _is_foreign_prose(_words("\n".join(texts))))


def _is_foreign_prose(words: list[str]) -> bool:
    if len(words) < PROSE_WORDS or sum(word[0].islower() for word in words) < SMALL_LETTERS * len(words):
        return False
    french = _telling()["fr"] | _SHARED
    return sum(word.lower() in french for word in words) < LEAST_FRENCH * len(words)


def _clearest(words: list[str]) -> str:
    """The language that these words are clearly of; "fr" where there is doubt."""
    if len(words) < LEAST_WORDS:
        return "fr"
    small = [word.lower() for word in words]
    hits = {name: sum(word in telling for word in small) for name, telling in _telling().items()}
    best = max(hits, key=lambda name: hits[name])
    clear = hits[best] >= SHARE * len(words) and hits[best] >= TIMES * hits["fr"]
    return best if clear else "fr"


def _running_words(texts: Iterable[str]) -> list[str]:
    """Words outside quotation marks, or all of them where that leaves too few."""
    joined = "\n".join(texts)
    words = _words(_QUOTED.sub(" ", joined))
    return words if len(words) >= LEAST_WORDS else _words(joined)


def _words(text: str) -> list[str]:
    found = _WORD.finditer(text)
    return [match.group() for match, _ in zip(found, range(MOST_WORDS), strict=False)]
