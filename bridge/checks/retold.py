"""Where a draft tells a sentence of the source again: in one sentence or in several, in one block or in several."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bridge.checks.align import ENOUGH, Aligner
from bridge.checks.source import Source
from bridge.checks.units import Sentence, Unit

#: A block that names more passages than this tells of none in particular.
MANY = 8


@dataclass(frozen=True)
class Retelling:
    """The sentences of a draft that tell one of the source again.

    `closest` are those that come from it rather than from another, `sentences` all that share enough with it,
    `block` all of the blocks that name its passage.
    """

    closest: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]
    block: tuple[Sentence, ...]
    sources: dict[Sentence, Sentence]

    @cached_property
    def near(self) -> tuple[Sentence, ...]:
        """`sentences`, and those next to them that come from no other sentence of the source."""
        own = set(self.sentences)
        more = [one for other in self.sentences for one in self.beside(other) if one not in self.sources]
        return (*self.sentences, *dict.fromkeys(one for one in more if one not in own))

    def beside(self, sentence: Sentence) -> Sequence[Sentence]:
        """The sentences before and behind `sentence` in its unit."""
        row = sentence.unit.sentences
        at = bisect_left(row, sentence.start, key=lambda other: other.start)
        return [one for one in row[max(0, at - 1) : at + 2] if one is not sentence]


class Retold:
    """Finds the retellings in one draft."""

    def __init__(self, units: Sequence[Unit], source: Source, aligner: Aligner) -> None:
        self._closest: dict[Sentence, list[Sentence]] = defaultdict(list)
        self._loose: dict[int | None, list[Sentence]] = defaultdict(list)
        self._sources: dict[Sentence, Sentence] = {}
        for unit in units:
            if not unit.is_heading and unit.kind != "head":
                self._read(unit, source.named_by(unit), aligner)

    def _read(self, unit: Unit, named: Sequence[Unit], aligner: Aligner) -> None:
        for sentence in unit.sentences:
            original = aligner.match(sentence, named)
            if original is not None:
                self._sources[sentence] = original
                self._closest[original].append(sentence)
            if 0 < len(named) <= MANY:
                for passage in named:
                    self._loose[passage.number].append(sentence)

    @property
    def pairs(self) -> Sequence[tuple[Sentence, Sentence]]:
        """Each sentence of the draft with the source's that it comes from."""
        return list(self._sources.items())

    def of(self, original: Sentence) -> Retelling:
        """Who retells `original`."""
        block = self._loose[original.unit.number]
        near = [other for other in block if _alike(other, original)]
        mine = self._closest[original]
        free = [other for other in near if other not in self._sources]
        every = tuple(dict.fromkeys([*mine, *near]))
        return Retelling(
            tuple(dict.fromkeys([*mine, *free])), every, tuple(dict.fromkeys([*block, *mine])), self._sources
        )


def _alike(one: Sentence, other: Sentence) -> bool:
    shared, least = len(one.stems & other.stems), min(len(one.stems), len(other.stems))
    return shared >= ENOUGH * least if shared > 1 else 2 * shared >= least > 0
