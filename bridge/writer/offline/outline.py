"""Which headings a draft has, and where: the source's own with a sane hierarchy, and noun phrases where a
long stretch has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf
from typing import Literal

from bridge.writer.offline.headings import Headings
from bridge.writer.offline.reading import Reading, Text
from bridge.writer.offline.segment import depths
from bridge.writer.offline.split import leans

Level = Literal["h2", "h3", "h4"]
LEVELS: tuple[Level, ...] = ("h2", "h3", "h4")

#: SEO tools want a subheading at least every 300 words. A stretch beyond LONG_WORDS without one gets some, about
#: SECTION_WORDS apart and never closer than LEAST_WORDS; LEAD_WORDS at least stand before the first.
LONG_WORDS = 180
SECTION_WORDS = 130
LEAST_WORDS = 60
LEAD_WORDS = 40
#: Sections beyond this many words are all equally bad.
FAR_WORDS = 400

#: What a heading must be worth more than, so that few good ones win over many poor ones; the weight of a dip.
_COST, _DIP = 2.0, 1.5

#: A bare heading line is deeper than every heading that the author made as one.
_LINE = 9


@dataclass(frozen=True, slots=True)
class Added:
    """A heading that the source lacks: its text, its level and the numbers of the passages that its words are
    from.
    """

    text: str
    level: Level
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Sections chosen so far: the text that opens the last, the worth of all, the chain before."""

    at: int
    worth: float
    before: _Chain | None

    def openings(self) -> list[int]:
        """The texts that open the sections, in order; the stretch itself is not one of them."""
        found: list[int] = []
        chain = self
        while chain.before is not None:
            found.append(chain.at)
            chain = chain.before
        return found[::-1]


def own_levels(reading: Reading) -> dict[int, Level]:
    """The level of each heading of the source, by passage number: the first is h2, none is skipped, none is
    h1.

    A single h1 counts as an h2, because the page's title is its h1. A bare heading line is h2, or below the
    heading before it.
    """
    ones = sum(text.passage.level == 1 for text in reading.texts)
    levels: dict[int, Level] = {}
    above: list[int] = []
    for text in reading.texts:
        if not text.heading:
            continue
        level = text.passage.level or _LINE
        level = 2 if level == 1 == ones else level
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        levels[text.passage.number] = LEVELS[min(len(above), len(LEVELS)) - 1]
    return levels


def added_headings(reading: Reading, levels: dict[int, Level], keyphrase: str) -> dict[int, Added]:
    """Headings for the stretches that are long and have none, by the number of the passage that they stand
    before.
    """
    finder = Headings(reading, keyphrase)
    dips = depths([text.bag for text in reading.texts])
    added: dict[int, Added] = {}
    for start, end, level in _stretches(reading, levels):
        openings = _openings(reading, finder, dips, start, end)
        for at, following in pairwise([*openings, end]):
            if found := finder.best(at, following):
                finder.use(found.text)
                added[reading.texts[at].passage.number] = Added(found.text, level, found.sources)
    return added


def _stretches(reading: Reading, levels: dict[int, Level]) -> Iterator[tuple[int, int, Level]]:
    """(first, end, the level of headings within) of each long run of texts between headings; nothing goes
    below h3.
    """
    start, level, size = 0, LEVELS[0], 0
    for at, text in enumerate(reading.texts):
        if not text.heading:
            size += text.words
            continue
        if size > LONG_WORDS and level != "h4":
            yield start, at, level
        start, size = at + 1, 0
        level = LEVELS[min(LEVELS.index(levels[text.passage.number]) + 1, 2)]
    if size > LONG_WORDS and level != "h4":
        yield start, len(reading.texts), level


def _openings(reading: Reading, finder: Headings, dips: list[float], start: int, end: int) -> list[int]:
    """The texts of a stretch that open a section: the chain that is best in sum, by the worth of the headings, the dips
    of cohesion and how near the sections are to `SECTION_WORDS`. Linear: a section looks back `FAR_WORDS`, no further.
    """
    words = list(accumulate((text.words for text in reading.texts[start:end]), initial=0))
    chains = [_Chain(start, 0.0, None)]
    far: _Chain = chains[0]
    near = 0
    for at in range(start + 1, end):
        here = words[at - start]
        if words[-1] - here < LEAST_WORDS:
            break
        found = finder.best(at, end) if _may_open(reading.texts[at], reading.texts[at - 1]) else None
        if found is None:
            continue
        while near < len(chains) and here - words[chains[near].at - start] > FAR_WORDS:
            far = max(far, chains[near], key=lambda chain: chain.worth)
            near += 1
        before = max(
            (
                _Chain(at, chain.worth - _strain(chain, here - words[chain.at - start]), chain)
                for chain in [far, *chains[near:]]
            ),
            key=lambda chain: chain.worth,
        )
        if before.worth > -inf:
            chains.append(_Chain(at, before.worth + found.worth + _DIP * dips[at] - _COST, before.before))
    last = max(chains, key=lambda chain: chain.worth - _strain(chain, words[-1] - words[chain.at - start]))
    return last.openings()


def _strain(chain: _Chain, words: int) -> float:
    """What a section of `words` words costs; the lead before the first heading may be half as long."""
    aim, least = (SECTION_WORDS / 2, LEAD_WORDS) if chain.before is None else (SECTION_WORDS, LEAST_WORDS)
    return inf if words < least else ((min(words, FAR_WORDS) - aim) / aim) ** 2


def _may_open(text: Text, before: Text) -> bool:
    """Whether a section may start with `text`: a paragraph that leans on nothing before it."""
    if text.passage.kind != "paragraph" or before.passage.plain.rstrip().endswith(":"):
        return False
    return not leans(text.passage.plain)
