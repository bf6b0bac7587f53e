"""Names that French writes in its own way ("Londres", "Nations unies"): the same name, not another one."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

#: Words that begin alike over this many letters, and over this share, are one word: "Californie", "California".
COGNATE, SHARE = 5, 0.6

_INFLECTED = ("e", "s", "es", "ne", "nes", "x")


class Foreign:
    """The names of a source in another language, asked for by the French ones."""

    def __init__(self, texts: Iterable[str], words: Iterable[str]) -> None:
        self._text = "\n".join(_without_accents(text) for text in texts)
        self._words = frozenset(words)
        self._known: dict[str, bool] = {}

    def has(self, token: str) -> bool:
        """Whether `token` (folded, no accents) is of a French name that the source has in its own language."""
        if token not in self._known:
            self._known[token] = any(pattern.search(self._text) for pattern in _patterns(token))
        return self._known[token]

    def resembles(self, token: str) -> bool:
        """Whether a word of the source begins as `token` does, so that it may be the same in the other language."""
        least = max(COGNATE, round(SHARE * len(token)))
        return len(token) >= least and any(
            word[:least] == token[:least] and abs(len(word) - len(token)) <= 4 for word in self._words
        )


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("’", "'")


@cache
def _by_token() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Each word of a French name -> patterns of the name's forms in other languages."""
    text = (files("bridge.checks") / "data" / "exonyms.txt").read_text(encoding="utf-8")
    found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
    for line in text.splitlines():
        if line and not line.startswith("#"):
            ours, theirs = line.split("=")
            pattern = _pattern(theirs.split(";"))
            for token in {piece for piece in re.split(r"[ ;'-]", ours) if len(piece) > 1}:
                found[token].append(pattern)
    return {token: tuple(patterns) for token, patterns in found.items()}


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """The forms, adjectives' endings included; those in capitals are acronyms, as they are."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_form, forms))})(?!\w)")


def _form(form: str) -> str:
    if form.isupper():
        return re.escape(form)
    rest = r"\w*" if form.endswith("*") else r"\w{0,3}"
    return f"(?i:{re.escape(form.rstrip('*'))}{rest})"


@lru_cache(maxsize=2000)
def _patterns(token: str) -> tuple[re.Pattern[str], ...]:
    roots = {token, *(token[: -len(end)] for end in _INFLECTED if token.endswith(end))}
    return tuple(pattern for root in sorted(roots) for pattern in _by_token().get(root, ()))


@lru_cache(maxsize=2000)
def may_change(name: str) -> bool:
    """Whether a name of a source in another language has a word that French may write in its own way."""
    text = _without_accents(name)
    return any(pattern.search(text) for patterns in _by_token().values() for pattern in patterns)
