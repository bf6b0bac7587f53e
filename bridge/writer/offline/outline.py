"""Which headings a draft has, and where: the source's own with a sane hierarchy, and noun phrases where a
long stretch has none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bridge.writer.offline.headings import Headings, stems
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.sections import Sections
from bridge.writer.offline.segment import depths

Level = Literal["h2", "h3", "h4"]
LEVELS: tuple[Level, ...] = ("h2", "h3", "h4")

#: SEO tools want a subheading at least every 300 words; a stretch without one gets some beyond LONG_WORDS, and beyond
#: LONG_BELOW below a heading of the source.
LONG_WORDS, LONG_BELOW = 180, 250

#: A new heading is unlike this many of the headings before and behind it.
NEAR = 30

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
    headings = Headings(reading, keyphrase)
    dips = depths([text.bag for text in reading.texts])
    own = [(at, stems(text.passage.plain)) for at, text in enumerate(reading.texts) if text.heading]
    taken: list[frozenset[str]] = []
    added: dict[int, Added] = {}
    for start, end, level in _stretches(reading, levels):
        here = bisect_left(own, start, key=lambda heading: heading[0])
        used = [words for _, words in own[max(0, here - NEAR) : here + NEAR]] + taken[-NEAR:]
        for section in Sections(reading, headings, dips, used, start, end).best():
            heading = section.heading
            added[reading.texts[section.at].passage.number] = Added(heading.text, level, heading.sources)
            taken.append(heading.stems)
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
        if _is_long(size, level):
            yield start, at, level
        start, size = at + 1, 0
        level = LEVELS[min(LEVELS.index(levels[text.passage.number]) + 1, 2)]
    if _is_long(size, level):
        yield start, len(reading.texts), level


def _is_long(size: int, level: Level) -> bool:
    return level != "h4" and size > (LONG_WORDS if level == "h2" else LONG_BELOW)
