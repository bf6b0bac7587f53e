"""Text as the checks compare it: folded character by character, cut into sentences and words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from bridge.article.model import Span

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_FOLD = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, "’‘ʼ‛`´′＇"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "“„‟❝＂‹"), "«"),
    **dict.fromkeys(map(ord, "”❞›"), "»"),
}
# Invisible characters would let a word differ unseen: soft hyphen, zero-width signs, byte-order mark.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

WORD = re.compile(r"[^\W_]+(?:[-·][^\W_]+)*'?")
_STOP = re.compile(r"[.!?…]+[»\"')\] ]*|\n+")
_ABBREVIATIONS = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mlle",
        "dr",
        "pr",
        "me",
        "st",
        "ste",
        "p",
        "art",
        "no",
        "n°",
        "av",
        "bd",
        "cf",
        "ex",
        "env",
        "tél",
        "vol",
        "chap",
        "fig",
        "réf",
        "hab",
        "min",
        "max",
    ]
)


def normal(text: str) -> str:
    """`text` without invisible characters, accents composed; all spans of the checks refer to this form."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """`text` in lower case with one kind each of space, apostrophe, dash and quotation mark; the length is kept."""
    table = text.translate(_FOLD)
    low = table.lower()
    return low if len(low) == len(table) else "".join(c.lower() if len(c.lower()) == 1 else c for c in table)


def bare(word: str) -> str:
    """`word` folded, without accents: for names, where "Edouard" and "Édouard" are the same."""
    return _bare(word) if len(word) < 40 else _without_accents(word)


def _without_accents(word: str) -> str:
    low = fold(word)
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c)).replace("œ", "oe")


_bare = lru_cache(maxsize=20_000)(_without_accents)


@dataclass(frozen=True, slots=True)
class Token:
    """A word: folded, with its place. An elided word keeps its apostrophe ("l'")."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """A normalised text and what the checks need of it, each computed once."""

    raw: str

    @cached_property
    def folded(self) -> str:
        """The same text, folded; the same length."""
        return fold(self.raw)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words, in order."""
        return tuple(Token(m.group(), m.start(), m.end()) for m in WORD.finditer(self.folded))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences' places, without surrounding space."""
        return tuple(_sentences(self.raw))

    @cached_property
    def tokens_bare(self) -> frozenset[str]:
        """Its words without accents, hyphenated ones in pieces."""
        return frozenset(re.findall(r"[^\W_]+", bare(self.raw)))

    @cached_property
    def tokens_small(self) -> frozenset[str]:
        """Those of `tokens_bare` that it writes without a capital somewhere."""
        return frozenset(bare(word) for word in re.findall(r"[^\W_]+", self.raw) if word == word.lower())

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words."""
        return frozenset(stem(t.word) for t in self.tokens if is_content(t.word))


def _sentences(raw: str) -> Iterator[Span]:
    start = 0
    for stop in _STOP.finditer(raw.translate(_FOLD)):
        if stop.group()[0] != "\n" and not _ends(raw, start, stop.start(), stop.end()):
            continue
        yield from _trimmed(raw, start, stop.end())
        start = stop.end()
    yield from _trimmed(raw, start, len(raw))


def _ends(raw: str, start: int, dot: int, after: int) -> bool:
    if after >= len(raw) or raw[after] == "\n":
        return True
    following = raw[after]
    # "Quoi ? a demandé X" goes on in lower case; "3.5" and "www.x.fr" have no space.
    if raw[after - 1] in ".!?…" or not (following.isupper() or following.isdigit() or following in '«“"-–—[('):
        return False
    word = raw[max(start, dot - 8) : dot].rsplit(" ", 1)[-1].rsplit("\u00a0", 1)[-1].lower()
    return not (raw[dot] == "." and (word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())))


def _trimmed(raw: str, start: int, end: int) -> Iterator[Span]:
    while start < end and raw[start].isspace():
        start += 1
    while end > start and (raw[end - 1].isspace() or raw[end - 1] in "«“"):
        end -= 1
    if start < end:
        yield Span(start, end)


@lru_cache(maxsize=64)
def words_of(name: str) -> frozenset[str]:
    """The entries of the word list `name` of this package's data: one a line, `#` starts a comment."""
    lines = (files("bridge.checks") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(entry for line in lines for entry in line.split("#")[0].strip().split(";") if entry)


@lru_cache(maxsize=16)
def groups_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of the word list `name`, each a group of equivalents."""
    lines = (files("bridge.checks") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split(";")) for line in lines if line and not line.startswith("#"))


def is_content(word: str) -> bool:
    """Whether a folded word carries meaning of its own."""
    return len(word) > 2 and not word.endswith("'") and word not in words_of("function_fr")


_SUFFIXES = re.compile(
    r"(?:ements?|ations?|atrices?|ateurs?|euses?|eurs?|ives?|ifs?|iennes?|iens?|aient|antes?|ants?|erons?|eront|erait|"
    r"era|ées?|és?|er|ez|ait|ent|es|s|x|e|a|i|ie|ies|ir|it|is|t)$"
)


@lru_cache(maxsize=20000)
def stem(word: str) -> str:
    """A rough French stem, good enough to see that two sentences speak of the same things."""
    low = bare(word)
    if len(low) < 5 or low.isdigit():
        return low[:-1] if len(low) == 4 and low[-1] in "sx" else low
    cut = _SUFFIXES.sub("", low)
    return cut if len(cut) >= 4 else low[:4]
