"""The source as the checks read it: its passages as units, and what it says as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from bridge.article import plain
from bridge.article.language import Language
from bridge.article.model import Article, Brief, Passage
from bridge.checks.dates import Date
from bridge.checks.notation import with_french_marks
from bridge.checks.quantities import Quantity
from bridge.checks.text import Text, bare, normal
from bridge.checks.units import Unit

_TAG = re.compile(r"<!--[^>]*>|<[^<>]*>")


@dataclass(frozen=True)
class Source:
    """All that the source says: its passages, its title, the text within its fixed parts."""

    article: Article
    title: str

    @cached_property
    def passages(self) -> tuple[Unit, ...]:
        """The passages as units, in order."""
        return tuple(_passage_unit(passage, self.language) for passage in self.article.passages)

    @property
    def language(self) -> Language:
        """The language of the article: another than "fr" makes the draft a translation."""
        return self.article.language

    @cached_property
    def by_number(self) -> dict[int, Unit]:
        """The passages by their number."""
        return {unit.number: unit for unit in self.passages if unit.number is not None}

    @cached_property
    def all_units(self) -> tuple[Unit, ...]:
        """Title, passages and fixed parts."""
        extra = [Unit(Text(normal(self.title)), "title", "titre", language=self.language)] if self.title else []
        for part in self.article.fixed:
            words = _TAG.sub(" ", self.article.source[part.span.start : part.span.end])
            text = " ".join([plain(words.replace("<", " ")), part.label, *(alt for _, alt in part.images)])
            extra.append(Unit(Text(normal(text)), "fixed", part.ref, language=self.language))
        return (*extra, *self.passages)

    @cached_property
    def years(self) -> frozenset[int]:
        """All years that it names."""
        found = {date.year for unit in self.all_units for date in unit.dates}
        return frozenset(found | {int(q.value) for unit in self.all_units for q in unit.quantities if not q.unit})

    @cached_property
    def dates(self) -> frozenset[Date]:
        """All that it says of dates, each once, without places."""
        return frozenset(replace(date, start=0, end=0) for unit in self.all_units for date in unit.dates)

    @cached_property
    def by_face(self) -> dict[Fraction, list[tuple[Unit, Quantity]]]:
        """Number as written, or in its base unit -> where it stands."""
        found: dict[Fraction, list[tuple[Unit, Quantity]]] = {}
        for unit in self.all_units:
            for number in unit.quantities:
                for key in {number.face, number.value}:
                    found.setdefault(key, []).append((unit, number))
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words, without accents."""
        return frozenset(bare(token.word.rstrip("'")) for unit in self.all_units for token in unit.text.tokens)

    def named_by(self, unit: Unit) -> Sequence[Unit]:
        """The passages that a unit of the draft says it is drawn from; empty when it names none that exists.

        A heading that takes up one of the source speaks for the section below it, and so names none.
        """
        named = [self.by_number[number] for number in unit.sources if number in self.by_number]
        return [] if unit.is_heading and all(other.number in self.headings for other in named) else named

    @cached_property
    def headings(self) -> frozenset[int]:
        """The numbers of its headings, those in the form of a paragraph among them."""
        return frozenset(p.number for p in self.article.passages if p.kind == "heading" or p.heading_line)


def _passage_unit(passage: Passage, language: Language) -> Unit:
    cite = f"\n{passage.cite}" if passage.cite and passage.cite not in passage.plain else ""
    text = Text(with_french_marks(normal(passage.plain + plain(cite)), language))
    return Unit(text, passage.kind, f"passage {passage.number}", number=passage.number, language=language)


def source_of(article: Article, brief: Brief) -> Source:
    """The source of a draft: the cleaned article and the title of the brief."""
    return Source(article, brief.title)
