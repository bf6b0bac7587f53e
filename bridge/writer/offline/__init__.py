"""The offline writer: no key, no network, the same every time. It cleans up, structures and names; every
sentence is the source's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bridge.article import Article, escape
from bridge.article.model import Brief, Draft, DraftBlock, Finding, Fixed
from bridge.errors import CannotTranslate
from bridge.writer import Progress, silent
from bridge.writer.offline.head import head_of
from bridge.writer.offline.notices import limits
from bridge.writer.offline.outline import added_headings, own_levels
from bridge.writer.offline.own import fixed_block, own_blocks
from bridge.writer.offline.reading import Reading


class Offline:
    """Structures an article without changing a sentence of it."""

    @property
    def name(self) -> str:
        """Its name in reports."""
        return "offline"

    def rewrite(self, article: Article, brief: Brief, progress: Progress = silent) -> Draft:
        """All text in order with its links, notes and fixed parts; headings, shorter paragraphs, titles, slug
        and descriptions.

        Raises `CannotTranslate` for an article in another language: its English under a French title would be no
        rewrite.
        """
        if article.language != "fr":
            raise CannotTranslate(f"the article is in {article.language!r}; the offline writer writes French only")
        reading = Reading(article, brief)
        head = head_of(reading)
        return Draft(**head._asdict(), blocks=tuple(body_of(reading, head.focus_keyphrase, progress)))

    def repair(
        self,
        article: Article,
        brief: Brief,
        draft: Draft,
        findings: Sequence[Finding],
        progress: Progress = silent,
    ) -> Draft:
        """The draft as it is: there is nothing here that another try would write in another way."""
        return draft

    def notices(self, article: Article, brief: Brief) -> tuple[Finding, ...]:
        """What this writer cannot do for this article."""
        return limits(article, brief)


def body_of(reading: Reading, keyphrase: str, progress: Progress = silent) -> Iterator[DraftBlock]:
    """The article's own blocks in order, with added headings before and fixed parts behind the passages."""
    levels = own_levels(reading)
    added = added_headings(reading, levels, keyphrase)
    fixed = _by_passage(reading.article)
    yield from fixed.get(0, ())
    done = 0
    for text in reading.texts:
        number = text.passage.number
        if heading := added.get(number):
            yield DraftBlock(kind=heading.level, text=escape(heading.text), sources=heading.sources)
        yield from own_blocks(text.passage, levels.get(number, "h2"))
        yield from fixed.get(number, ())
        done += text.words
        progress(done, reading.words)


def _by_passage(article: Article) -> dict[int, list[DraftBlock]]:
    """The fixed parts by the number of the last passage that they follow, 0 at the top."""
    found: dict[int, list[DraftBlock]] = {}
    numbers = [0, *(passage.number for passage in article.passages)]
    for fixed in article.fixed:
        found.setdefault(_last_before(numbers, fixed), []).append(fixed_block(fixed))
    return found


def _last_before(numbers: Sequence[int], fixed: Fixed) -> int:
    return numbers[bisect_right(numbers, fixed.after) - 1]


__all__ = ["Offline", "body_of"]
