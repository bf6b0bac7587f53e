"""Which headings a draft has, and where: the source's own with a sane hierarchy, and noun phrases where a
long stretch has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bridge.writer.offline.headings import Headings
from bridge.writer.offline.reading import Reading, Text
from bridge.writer.offline.segment import depths
from bridge.writer.offline.split import leans

Level = Literal["h2", "h3", "h4"]
LEVELS: tuple[Level, ...] = ("h2", "h3", "h4")

#: SEO tools want a subheading at least every 300 words. A stretch beyond LONG_WORDS without one gets some,
#: about SECTION_WORDS apart and never closer than LEAST_WORDS; LEAD_WORDS at least stand before the first.
LONG_WORDS = 220
SECTION_WORDS = 160
LEAST_WORDS = 70
LEAD_WORDS = 40
#: How far a section may grow before any later place is taken.
FAR_WORDS = 300

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
    finder = Headings(reading, keyphrase)
    dips = depths([text.bag for text in reading.texts])
    added: dict[int, Added] = {}
    for start, end, level in _stretches(reading, levels):
        for at, text, sources in _sections(reading, finder, dips, start, end):
            added[reading.texts[at].passage.number] = Added(text, level, sources)
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


def _sections(
    reading: Reading, finder: Headings, dips: list[float], start: int, end: int
) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    """(index of the first text, heading, sources) of the sections that a stretch is cut into, in order.

    From one heading on, the next is the best among the places that are neither too near nor too far, by the
    dip of cohesion, by how good a heading there is, and by the distance; without any, the search goes on
    behind.
    """
    texts = reading.texts
    left = sum(text.words for text in texts[start:end])
    size, least = 0, LEAD_WORDS if start == 0 else LEAST_WORDS
    best: tuple[float, int, str, tuple[int, ...], int] | None = None
    at = start
    while at < end:
        remaining = left - size
        if remaining < LEAST_WORDS:
            break
        if at > start and size >= least and _may_open(texts[at], texts[at - 1]):
            found = finder.best(at, end)
            if found:
                aim = SECTION_WORDS if least == LEAST_WORDS else SECTION_WORDS / 2
                worth = found.worth + 1.5 * dips[at] - 2.0 * abs(size - aim) / SECTION_WORDS
                if best is None or worth > best[0]:
                    best = (worth, at, found.text, found.sources, size)
        size += texts[at].words
        at += 1
        if best is not None and size > (FAR_WORDS if least == LEAST_WORDS else SECTION_WORDS):
            yield best[1], best[2], best[3]
            finder.use(best[2])
            left -= best[4]
            at, size, start, least, best = best[1], 0, best[1], LEAST_WORDS, None
            if left <= LONG_WORDS:
                return
    if best is not None:
        yield best[1], best[2], best[3]
        finder.use(best[2])


def _may_open(text: Text, before: Text) -> bool:
    """Whether a section may start with `text`: a paragraph that leans on nothing before it."""
    if text.passage.kind != "paragraph" or before.passage.plain.rstrip().endswith(":"):
        return False
    return not leans(text.passage.plain)
