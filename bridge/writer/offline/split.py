"""Where a sentence ends, and long paragraphs cut there. Works on inline notation and leaves every tag, link
and quotation whole.
"""

from __future__ import annotations

import re
from itertools import pairwise

from bridge.article import plain, words
from bridge.writer.offline.french import low, tokens, words_of

#: A paragraph beyond this many words is split; its parts aim at PART_WORDS and are never below LEAST_WORDS if
#: it can be helped. Readers of screens and the assessments of SEO tools (150 words at most) both want
#: paragraphs of three or four sentences.
LONG_WORDS = 100
PART_WORDS = 70
LEAST_WORDS = 25

_PIECE = re.compile(
    r"(?P<space>(?:\s|<br/>)+)|(?P<tag><[^<>]*>)|(?P<open>[«“(\[])|(?P<close>[»”)\]])|(?P<straight>\")|(?P<end>[.!?…]+)"
    r"|(?P<text>[^\s<«“(\[»”)\]\".!?…]+)"
)
_STARTS = re.compile(r"(?:<[^<>/]*>)*(?:[«“\"(\[]\s*|[—–-]\s+)?(?:<[^<>/]*>)*[A-ZÀ-ÖØ-ÞŒ0-9]")
_BEFORE = re.compile(r"(?:\s|<br/>)*")
#: "dit-elle", "a-t-il ajouté", "ont-ils répondu".
_UNNAMED = re.compile(r"(?:-t-|\bdit-|\bont-)(?:il|elle)s?\b")


def sentences(inline: str) -> list[str]:
    """The sentences of `inline` (inline notation), in order, none empty, without the white space around them.

    A sentence ends at `. ! ? …` before white space and a capital or figure, outside quotations, parentheses and tags,
    and not after an abbreviation ("M.", "J.-C.") or an initial. Linear in the length of the text.
    """
    return [sentence for piece in _pieces(inline) if (sentence := _trimmed(piece))]


def _pieces(inline: str) -> list[str]:
    """The sentences with the white space behind them: joined, they are the text."""
    cuts = [0, *_boundaries(inline), len(inline)]
    return [inline[start:end] for start, end in pairwise(cuts)]


def _trimmed(text: str) -> str:
    """`text` without white space and line breaks around it."""
    begin = _BEFORE.match(text)
    start, end = begin.end() if begin else 0, len(text)
    while end > start and (text[end - 1].isspace() or text.endswith("<br/>", start, end)):
        end -= 1 if text[end - 1].isspace() else len("<br/>")
    return text[start:end]


def _boundaries(inline: str) -> list[int]:
    cuts: list[int] = []
    depth = tags = 0
    straight = ended = False
    before = ""
    for piece in _PIECE.finditer(inline):
        kind, text = piece.lastgroup, piece.group()
        if kind == "tag":
            tags += 0 if text.endswith("/>") else -1 if text.startswith("</") else 1
        elif kind == "open":
            depth, ended = depth + 1, False
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "straight":
            straight, ended = not straight, ended and straight
        elif kind == "end":
            ended = text != "." or not _abbreviated(before)
        elif kind == "space":
            if ended and not (depth or tags or straight) and _STARTS.match(inline, piece.end()):
                cuts.append(piece.end())
                ended = False
        else:
            before, ended = text, False
    return cuts


def _abbreviated(word: str) -> bool:
    bare = low(word).strip("-,;:").rsplit("’", 1)[-1]
    return bare in words_of("abbreviations") or (len(bare) == 1 and bare.isalpha())


def paragraphs(inline: str) -> list[str]:
    """`inline` as it is or, when it is long, in parts that each start with a sentence that can stand alone."""
    counted = [(piece, words(plain(piece))) for piece in _pieces(inline)]
    left = sum(count for _, count in counted)
    if left <= LONG_WORDS:
        return [inline]
    parts: list[list[str]] = [[]]
    size = 0
    for piece, count in counted:
        full = size >= LEAST_WORDS and size + count / 2 > PART_WORDS
        if full and left >= LEAST_WORDS and (size > LONG_WORDS or not leans(plain(piece))):
            parts.append([])
            size = 0
        parts[-1].append(piece)
        size += count
        left -= count
    return [_trimmed("".join(part)) for part in parts]


def leans(sentence: str) -> bool:
    """Whether a sentence (plain text) needs the one before it: it starts with a pronoun, "mais", or an
    unnamed speaker's words.
    """
    found = tokens(sentence[:400])
    first = next((token for token in found if token.is_word), None)
    if first is None or first.low in words_of("anaphora"):
        return True
    if not sentence.startswith(("«", "“", '"')):
        return False
    return bool(_UNNAMED.search(sentence[-80:].lower()))
