"""Meta description and excerpt: the source's own sentences, whole or cut at a clause."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from bridge.article import words
from bridge.writer.offline.clauses import shortened
from bridge.writer.offline.french import tokens
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.split import leans

#: What search results show of a description: at most about 155 characters; SEO tools want more than 120.
META_CHARS = range(121, 156)
#: WordPress's own excerpts have 55 words.
EXCERPT_WORDS = 55
#: Only the first sentences introduce an article, and each place further down costs this much.
LOOKED_AT = 40
LATER = 0.12

_STOPS = ".!?…"
_QUOTES = '«»“”"'


def meta_description(reading: Reading, keyphrase: str) -> str:
    """One sentence of the source, or two that follow one another, within `META_CHARS`; the best shorter one
    when none fits.
    """
    wanted = {token.low for token in tokens(keyphrase) if len(token.low) > 3}
    best, best_worth = "", -inf
    for place, text in _candidates(_first_sentences(reading)):
        worth = _worth(text, wanted) - LATER * place
        if worth > best_worth and len(text) < META_CHARS.stop and not reading.forbidden(text):
            best, best_worth = text, worth
    return best


def _candidates(sentences: list[str]) -> Iterator[tuple[int, str]]:
    """(place, text): each sentence, and each together with the next, which counts as if it came a little later."""
    for place, sentence in enumerate(sentences):
        if cut := _cut(sentence):
            yield place, cut
        if sentence[-1] in _STOPS and place + 1 < len(sentences):
            following = _cut(sentences[place + 1], len(sentence) + 1)
            if following:
                yield place + 2, f"{sentence} {following}"


def _first_sentences(reading: Reading) -> list[str]:
    found = [sentence for text in reading.prose[:LOOKED_AT] for sentence in text.sentences]
    return found[:LOOKED_AT] or [sentence for text in reading.body[:1] for sentence in text.sentences]


def _cut(sentence: str, used: int = 0) -> str:
    return _stopped(shortened(sentence, lambda text: used + len(text) + 1 < META_CHARS.stop))


def _stopped(text: str) -> str:
    text = text.rstrip(" ,;:")
    return text + "." if text and text[-1] not in _STOPS + "»”" else text


def _worth(text: str, wanted: set[str]) -> float:
    said = {token.low for token in tokens(text)}
    return (
        (2.5 if len(text) in META_CHARS else len(text) / META_CHARS.start)
        + (3.0 if wanted and wanted <= said else 0.0)
        - (1.5 if any(mark in text for mark in _QUOTES) else 0.0)
        - (2.5 if leans(text) else 0.0)
    )


def excerpt(reading: Reading) -> str:
    """The first sentences of the lead, as many as fit in `EXCERPT_WORDS`; a too long first one is cut at a clause.

    "" when it cannot be cut: WordPress then makes an excerpt itself.
    """
    lead = [sentence for text in reading.prose[:1] or reading.body[:1] for sentence in text.sentences]
    first = shortened(lead[0], lambda text: words(text) <= EXCERPT_WORDS) if lead else ""
    if first != "".join(lead[:1]):
        return _stopped(first)
    taken, size = [first], words(first)
    for sentence in lead[1:]:
        size += words(sentence)
        if size > EXCERPT_WORDS:
            break
        taken.append(sentence)
    return " ".join(taken)
