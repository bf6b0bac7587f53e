"""The last part of the address: ASCII, without stop words, at most 75 characters, with the keyphrase."""

from __future__ import annotations

import re

from bridge.writer.offline.french import ascii_fold, function_words, tokens

MOST_CHARS = 75

#: What apostrophes leave of articles: "Île-d’Yeu".
_ELIDED = frozenset({"c", "d", "j", "l", "m", "n", "s", "t", "qu"})
_ASCII = re.compile(r"[a-z0-9]+")


def slug(title: str, keyphrase: str) -> str:
    """The words of `title` that say something, hyphenated; when words of `keyphrase` are missing there, those
    come first.

    "" when neither has a letter or figure that ASCII can write.
    """
    words = _words(title)
    wanted = _words(keyphrase)
    if not set(wanted) <= set(_fitting(words)):
        words = wanted + [word for word in words if word not in wanted]
    return "-".join(_fitting(words))


def _words(text: str) -> list[str]:
    said = [token.low for token in tokens(text) if token.is_word and token.low not in function_words()]
    parts = (part for word in said for part in _ASCII.findall(ascii_fold(word)) if part not in _ELIDED)
    return list(dict.fromkeys(parts))


def _fitting(words: list[str]) -> list[str]:
    """As many whole words as fit; a single longer one is cut."""
    kept: list[str] = []
    size = 0
    for word in words:
        if size + len(word) > MOST_CHARS:
            break
        kept.append(word)
        size += len(word) + 1
    return kept or [word[:MOST_CHARS] for word in words[:1]]
