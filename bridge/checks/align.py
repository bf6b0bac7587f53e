"""Which sentence of the source a sentence of the draft comes from, by the rare words that they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property

from bridge.checks.source import Source
from bridge.checks.units import Sentence, Unit

#: A word in more sentences than this tells nothing, and would make the search slow.
COMMON = 40
#: Two sentences that share less than this much of the shorter one's words do not say the same.
ENOUGH = 0.34


class Aligner:
    """Finds the sentences of one source."""

    def __init__(self, source: Source) -> None:
        self.sentences = [s for unit in source.passages if unit.kind != "heading" for s in unit.sentences]
        self._index: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(self.sentences):
            for word in sentence.stems:
                self._index[word].append(number)

    @cached_property
    def by_number(self) -> dict[int | None, list[Sentence]]:
        """Passage number -> its sentences."""
        found: dict[int | None, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            found[sentence.unit.number].append(sentence)
        return found

    def match(self, sentence: Sentence, units: Collection[Unit]) -> Sentence | None:
        """The source's sentence that `sentence` says again, among `units` if there are any; None if none is close."""
        numbers = {unit.number for unit in units}
        weights: dict[int, float] = defaultdict(float)
        for word in sentence.stems:
            places = self._index.get(word, ())
            if 0 < len(places) <= COMMON:
                for place in places:
                    if not numbers or self.sentences[place].unit.number in numbers:
                        weights[place] += 1.0 if len(places) > 3 else 1.5
        if not weights:
            return None
        best = max(weights, key=lambda place: (weights[place] / (len(self.sentences[place].stems) + 6), -place))
        found = self.sentences[best]
        shared = len(found.stems & sentence.stems)
        return found if shared >= 2 and shared >= ENOUGH * min(len(found.stems), len(sentence.stems)) else None
