"""Where a long stretch of text is cut into sections, and under which headings: the chain that is best in sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from math import inf

from bridge.writer.offline.headings import Candidate, Headings
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.split import leans

#: Sections aim at SECTION_WORDS and have LEAST_WORDS at least; LEAD_WORDS at least stand before the first heading.
SECTION_WORDS, LEAST_WORDS, LEAD_WORDS = 130, 60, 40
#: Sections beyond this many words are all equally bad.
FAR_WORDS = 400
#: What a heading must be worth more than, so that few good ones win over many poor ones; the weight of a dip.
COST, DIP = 2.0, 1.5
#: A heading is compared with this many before it.
COMPARED = 8


@dataclass(frozen=True, slots=True)
class Section:
    """A section to be: the index of its first text, and its heading."""

    at: int
    heading: Candidate


@dataclass(frozen=True, slots=True)
class _Chain:
    """Sections that are settled; what comes next starts at text `at`. The first chain has no section and no heading."""

    at: int
    worth: float
    before: _Chain | None = None
    heading: Candidate | None = None

    def recent(self) -> list[frozenset[str]]:
        """The stems of the last headings."""
        found: list[frozenset[str]] = []
        chain: _Chain | None = self
        while chain and chain.heading and len(found) < COMPARED:
            found.append(chain.heading.stems)
            chain = chain.before
        return found

    def sections(self) -> list[Section]:
        """The settled sections, in order."""
        found: list[Section] = []
        chain = self
        while chain.before is not None:
            if chain.heading:
                found.append(Section(chain.before.at, chain.heading))
            chain = chain.before
        return found[::-1]


class Sections:
    """Cuts one stretch, `texts[start:end]`, by the dips of cohesion; `used` are the stems of the headings elsewhere."""

    def __init__(
        self,
        reading: Reading,
        headings: Headings,
        dips: Sequence[float],
        used: Sequence[frozenset[str]],
        start: int,
        end: int,
    ) -> None:
        self._texts, self._headings, self._dips, self._used = reading.texts, headings, dips, used
        self._start, self._end = start, end
        self._before = list(accumulate((text.words for text in reading.texts[start:end]), initial=0))
        self._known: dict[int, list[Candidate]] = {}

    def best(self) -> list[Section]:
        """The sections, in order; none when no heading is good. Linear: a section looks back `FAR_WORDS` words."""
        chains = [_Chain(self._start, 0.0)]
        far: list[_Chain] = []
        near = 0
        for at in range(self._start + 1, self._end):
            if not self._may_open(at):
                continue
            while near < len(chains) and self._size(chains[near], at) > FAR_WORDS:
                far = _two_best([*far, *self._extended(chains[near], at)])
                near += 1
            options = [option for chain in chains[near:] for option in self._extended(chain, at)]
            options += [_Chain(at, chain.worth, chain.before, chain.heading) for chain in far]
            chains += _two_best(options)
        ends = [option for chain in chains for option in self._extended(chain, self._end)]
        return max(ends, key=_worth).sections() if ends else []

    def _size(self, chain: _Chain, at: int) -> int:
        return self._before[at - self._start] - self._before[chain.at - self._start]

    def _may_open(self, at: int) -> bool:
        """Whether a section may start here: a paragraph that leans on nothing before it, and a phrase to head it."""
        text, before = self._texts[at], self._texts[at - 1]
        if text.passage.kind != "paragraph" or before.passage.plain.rstrip().endswith(":"):
            return False
        return not leans(next(iter(text.sentences), "")) and bool(self._candidates(at))

    def _candidates(self, at: int) -> list[Candidate]:
        if at not in self._known:
            self._known[at] = self._headings.candidates(at, self._end)
        return self._known[at]

    def _extended(self, chain: _Chain, at: int) -> list[_Chain]:
        """`chain` with one more section, which ends before text `at`, under one heading or another; none when it is
        too short or finds no heading.
        """
        size = self._size(chain, at)
        if chain.before is None:
            strain = _strain(size, SECTION_WORDS / 2, LEAD_WORDS)
            return [_Chain(at, chain.worth - strain, chain)] if strain < inf else []
        base = chain.worth + DIP * self._dips[chain.at] - COST - _strain(size, SECTION_WORDS, LEAST_WORDS)
        if base == -inf:
            return []
        others = [*chain.recent(), *self._used]
        worths = [(c.worth_beside(others), c) for c in self._candidates(chain.at) if c.at < at]
        return _two_best([_Chain(at, base + worth, chain, c) for worth, c in worths if worth])


def _two_best(chains: Iterable[_Chain]) -> list[_Chain]:
    """The best, and the best with another last heading: the one that is best so far may spoil what follows."""
    ranked = sorted(chains, key=_worth, reverse=True)
    others = (
        chain
        for chain in ranked
        if chain.heading and ranked[0].heading and chain.heading.stems != ranked[0].heading.stems
    )
    return [*ranked[:1], *islice(others, 1)]


def _worth(chain: _Chain) -> float:
    return chain.worth


def _strain(words: int, aim: float, least: int) -> float:
    """What a section of `words` words costs."""
    return inf if words < least else ((min(words, FAR_WORDS) - aim) / aim) ** 2
