"""Headings for a section: the noun phrases of its own text that say best what it is about, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bridge.writer.offline.french import is_content, stem, tokens, words_of
from bridge.writer.offline.phrases import Phrase
from bridge.writer.offline.reading import Reading

#: A section is looked at as far as this, and this many phrases are kept.
SEEN_WORDS, SEEN_TEXTS, KEPT = 170, 6, 6
#: What a phrase must be worth, once what it shares with other headings is taken off: LIKENESS for every word.
LEAST_WORTH, LIKENESS = 2.6, 0.6
#: What a phrase gains by the text of the section that it stands in, and with the keyphrase in it.
BY_PLACE, ON_TOPIC = (1.2, 0.5, 0.0, -0.5, -0.5, -0.5), 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that could head a section: its worth alone, the text it stands in first, the passages it stands in."""

    text: str
    stems: frozenset[str]
    worth: float
    at: int
    sources: tuple[int, ...]

    def worth_beside(self, others: Sequence[frozenset[str]]) -> float:
        """The worth with these headings elsewhere (their stems), 0 when it is too little or says the same again."""
        shared = [len(self.stems & other) for other in others]
        if any(2 * count > min(len(self.stems), len(other)) for count, other in zip(shared, others, strict=True)):
            return 0.0
        worth = self.worth - LIKENESS * max(shared, default=0)
        return worth if worth >= LEAST_WORTH else 0.0


class Headings:
    """Finds headings for the sections of one article."""

    def __init__(self, reading: Reading, keyphrase: str) -> None:
        self._texts = reading.texts
        self._reading = reading
        self._all: Counter[str] = Counter()
        for text in reading.texts:
            self._all.update(text.bag)
        self._counts = Counter(phrase.bare for text in reading.texts for phrase in text.phrases)
        self._title = stems(reading.title)
        self._topic = stems(keyphrase)

    def candidates(self, start: int, end: int) -> list[Candidate]:
        """The best phrases for a section that starts at text `start` and ends before text `end` or earlier."""
        section, stop = self._section(start, end)
        found: dict[str, tuple[float, int, Phrase]] = {}
        for at in range(start, stop):
            for phrase in self._texts[at].phrases:
                worth = self._worth(phrase, section) + BY_PLACE[at - start] if self._may_head(phrase, section) else 0.0
                if worth >= LEAST_WORTH and (phrase.bare not in found or worth > found[phrase.bare][0]):
                    found[phrase.bare] = (worth, at, phrase)
        best = sorted(found.values(), key=lambda entry: -entry[0])[:KEPT]
        return [
            Candidate(phrase.text, frozenset(phrase.stems), worth, at, self._sources(phrase, at, stop))
            for worth, at, phrase in best
        ]

    def _section(self, start: int, end: int) -> tuple[Counter[str], int]:
        bag: Counter[str] = Counter()
        size, at = 0, start
        while at < min(end, start + SEEN_TEXTS) and size < SEEN_WORDS:
            bag.update(self._texts[at].bag)
            size += self._texts[at].words
            at += 1
        return bag, at

    def _sources(self, phrase: Phrase, start: int, stop: int) -> tuple[int, ...]:
        texts = self._texts[start:stop]
        return tuple(text.passage.number for text in texts if any(other.bare == phrase.bare for other in text.phrases))

    def _may_head(self, phrase: Phrase, section: Counter[str]) -> bool:
        """Whether a phrase names a subject that comes up more than once here and that the title does not name."""
        words = set(phrase.stems)
        if phrase.speaks or phrase.head in _empty() or len(words) < 2 or words <= self._title:
            return False
        return max(section[word] for word in words) >= 2 and not self._reading.forbidden(phrase.text)

    def _worth(self, phrase: Phrase, section: Counter[str]) -> float:
        """How often its words come up here, and how much more than elsewhere; whether it recurs; and its form."""
        words = set(phrase.stems)
        central = sum(min(section[word], 4) * (0.5 + 0.5 * section[word] / max(1, self._all[word])) for word in words)
        worth = central / len(words) + 0.5 * min(self._counts[phrase.bare] - 1, 2)
        worth += 0.4 * phrase.definite + 0.3 * phrase.proper + 0.3 * (len(words) < 5)
        worth -= 0.8 * (not phrase.article) + 0.8 * phrase.listed
        return worth + ON_TOPIC * (2 * len(self._topic & words) > len(self._topic))


def stems(text: str) -> frozenset[str]:
    """The stems of the content words of `text`."""
    return frozenset(stem(token.low) for token in tokens(text) if is_content(token))


@cache
def _empty() -> frozenset[str]:
    return frozenset(stem(word) for word in words_of("empty_nouns"))
