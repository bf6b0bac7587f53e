"""polytypo, spared what it would take its time over: words that no rule looks at, and very long paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from polytypo.text import transform

HOLE = "\ufffc"  # object replacement character: stands for what the rules must not look into
WORDS = "ꙮ"  # a letter that no text has: stands for words between words
LONG = 6_000  # characters of a paragraph that is set as one
PART = 3_000  # weight of the parts of a longer one

_WORDS = re.compile(r"(?<=[a-zß-ÿœ][a-zß-ÿœ] )(?:[a-zß-ÿœ’]{2,40},? ){2,}(?=[a-zß-ÿœ]{2})")
_SEAM = re.compile(r"(?<=[a-zß-ÿœ]{2}) (?=[a-zß-ÿœ]{2})|(?<=[^\W_][.»”\"]) (?=[«“\"]?[^\W_])|(?<=») (?=«)")
_QUOTES = "\"'’«»“”‘"
_WEIGHT = 20  # of a quotation mark: the rule that pairs them takes time as their square


def punctuated(text: str, locale: str, nbsp: str) -> str:
    """`text` with the quotes, apostrophes, ellipses and spaces that polytypo sets; what is `HOLE` is opaque to it."""
    return " ".join(_set(part, locale, nbsp) for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    """`text`, or if it is very long parts of it, whose seams are the same before and after it is set."""
    if len(text) > LONG:
        start = at = weight = 0
        for seam in _SEAM.finditer(text):
            stretch = text[at : seam.start()]
            weight += sum(map(str.isalnum, stretch)) + _WEIGHT * sum(map(stretch.count, _QUOTES))
            at = seam.start()
            if weight > PART:
                yield text[start:at]
                start, weight = at + 1, 0
        text = text[start:]
    yield text


def _set(text: str, locale: str, nbsp: str) -> str:
    if WORDS in text:
        short, left_out = text, []
    else:
        left_out = _WORDS.findall(text)
        short = _WORDS.sub(f"{WORDS} ", text)
    holes = [(at, at + 1) for at, sign in enumerate(short) if sign == HOLE] if HOLE in short else []
    narrow = "nbsp" if nbsp == "plain" else None
    rules = {"dashes": False, "symbols": False}  # a dash or "(c)" may mean something; these rules guess
    done = transform(short, locale=locale.replace("_", "-"), rules=rules, narrow_nbsp=narrow, protect=holes)
    if not left_out:
        return done
    parts = done.split(f"{WORDS} ")
    return "".join(part + words for part, words in zip(parts, [*left_out, ""], strict=True))
