"""The heading for a section: the noun phrase of its own text that says best what it is about, or none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from bridge.writer.offline.french import is_content, stem, tokens, words_of
from bridge.writer.offline.phrases import Phrase
from bridge.writer.offline.reading import Reading

#: A section is looked at as far as this.
SEEN_WORDS, SEEN_TEXTS = 170, 6
#: What a phrase must be worth.
LEAST_WORTH = 2.6


@dataclass(frozen=True, slots=True)
class Found:
    """A heading for a section, what it is worth, and the numbers of the passages that it stands in."""

    text: str
    worth: float
    sources: tuple[int, ...]


class Headings:
    """Finds headings for sections of one article, none twice."""

    def __init__(self, reading: Reading, keyphrase: str) -> None:
        self._texts = reading.texts
        self._reading = reading
        self._all: Counter[str] = sum((text.bag for text in reading.texts), Counter())
        self._counts = Counter(phrase.bare for text in reading.texts for phrase in text.phrases)
        self._title = _stems(reading.title)
        self._topic = _stems(keyphrase)
        self._used = [_stems(text.passage.plain) for text in reading.texts if text.heading]

    def use(self, heading: str) -> None:
        """No later heading will be like `heading`."""
        self._used.append(_stems(heading))

    def best(self, start: int, end: int) -> Found | None:
        """The best heading for the section that starts at text `start` and ends before text `end`, None when
        none is good.
        """
        section, stop = self._section(start, end)
        best: tuple[float, int, Phrase] | None = None
        for at in range(start, stop):
            for phrase in self._texts[at].phrases:
                worth = self._worth(phrase, section, at - start)
                if worth >= LEAST_WORTH and (best is None or worth > best[0]):
                    best = (worth, at, phrase)
        return Found(best[2].text, best[0], self._sources(best[2], start, stop)) if best else None

    def _section(self, start: int, end: int) -> tuple[Counter[str], int]:
        bag: Counter[str] = Counter()
        size, at = 0, start
        while at < min(end, start + SEEN_TEXTS) and size < SEEN_WORDS:
            bag += self._texts[at].bag
            size += self._texts[at].words
            at += 1
        return bag, at

    def _sources(self, phrase: Phrase, start: int, stop: int) -> tuple[int, ...]:
        texts = self._texts[start:stop]
        return tuple(text.passage.number for text in texts if any(other.bare == phrase.bare for other in text.phrases))

    def _worth(self, phrase: Phrase, section: Counter[str], distance: int) -> float:
        stems = set(phrase.stems)
        if phrase.head in _empty() or not self._is_new(stems) or self._reading.forbidden(phrase.text):
            return 0.0
        if len(stems) < 2 or max(section[word] for word in stems) < 2:
            return 0.0
        central = sum(min(section[word], 4) * (0.5 + 0.5 * section[word] / max(1, self._all[word])) for word in stems)
        worth = central / len(stems) + 0.5 * min(self._counts[phrase.bare] - 1, 2)
        worth += {0: 1.2, 1: 0.5, 2: 0.0}.get(distance, -0.5)
        worth += 0.4 * phrase.definite + 0.3 * phrase.proper + (0.3 if len(stems) in (2, 3, 4) else 0.0)
        worth -= 1.0 * phrase.speaks
        return worth + (0.5 if self._topic and self._topic <= stems else 0.0)

    def _is_new(self, stems: set[str]) -> bool:
        if stems <= self._title:
            return False
        return all(2 * len(stems & used) <= min(len(stems), len(used)) for used in self._used if used)


def _stems(text: str) -> set[str]:
    return {stem(token.low) for token in tokens(text) if is_content(token)}


@cache
def _empty() -> frozenset[str]:
    return frozenset(stem(word) for word in words_of("empty_nouns"))
