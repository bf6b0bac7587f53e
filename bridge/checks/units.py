"""Units of text as the checks read them: a block, a passage or a field of the head, with its place and its facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import TypeVar

from bridge.article import plain
from bridge.article.language import Language
from bridge.article.model import Draft, DraftBlock
from bridge.checks.dates import Date, dates
from bridge.checks.names import Name, names
from bridge.checks.notation import Notation, in_french_notation
from bridge.checks.quantities import Quantity, quantities
from bridge.checks.quotations import Quotation, quotations
from bridge.checks.text import WORD, Text, bare, groups_of, is_content, normal, stem

Fact = TypeVar("Fact", Date, Quantity)

_SHARE = re.compile(r"[^.,;]{0,60} sur ")


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a unit, without its quotations: those are checked by themselves."""

    unit: Unit
    start: int
    end: int
    folded: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its folded words, in order."""
        return tuple(WORD.findall(self.folded))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of its content words, names and figures included."""
        return frozenset(stem(word) for word in self.words if is_content(word) or word.isdigit())


@dataclass(frozen=True, eq=False)
class Unit:
    """A stretch of text that is checked as one: a block, a passage, or a field of the draft's head.

    `place` is what an author calls it; `block` the index in the draft, `number` the passage's. What a text in
    another `language` says of dates and numbers is read in French notation.
    """

    text: Text
    kind: str
    place: str = ""
    block: int | None = None
    number: int | None = None
    sources: tuple[int, ...] = ()
    language: Language = "fr"

    @cached_property
    def _notation(self) -> Notation | None:
        return None if self.language == "fr" else in_french_notation(self.text.folded, self.text.raw, self.language)

    @property
    def read(self) -> str:
        """Its folded text, in French notation where it is in another language: for reading, places apart."""
        return self._notation.folded if self._notation else self.text.folded

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """The dates in it."""
        return tuple(self._placed(date) for date in dates(self.read))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers in it, dates aside."""
        if self._notation is None:
            return quantities(self.read, self.dates)
        found = (self._placed(number) for number in quantities(self.read, dates(self.read)))
        return tuple(replace(one, noun="") if one.noun in small_words() else one for one in found)

    def _placed(self, found: Fact) -> Fact:
        """`found` at its place in `text`."""
        if self._notation is None:
            return found
        start, end = self._notation.place(found.start, found.end)
        return replace(found, start=start, end=end)

    @cached_property
    def by_face(self) -> dict[Fraction, list[Quantity]]:
        """Number as written, or in its base unit -> the numbers that it may be."""
        found: dict[Fraction, list[Quantity]] = {}
        for number in self.quantities:
            for key in {number.face, number.value}:
                found.setdefault(key, []).append(number)
        return found

    @cached_property
    def counts(self) -> dict[str, list[Quantity]]:
        """What is counted -> the numbers, those of "quatre sur dix" left out."""
        found: dict[str, list[Quantity]] = {}
        for number in self.quantities:
            if number.noun and not number.unit and not number.ordinal and not self.shares(number):
                found.setdefault(number.noun, []).append(number)
        return found

    def shares(self, number: Quantity) -> bool:
        """Whether `number` is one of "quatre sur dix": both count the same thing, in either order."""
        return self.text.folded.endswith("sur ", 0, number.start) or bool(_SHARE.match(self.text.folded, number.end))

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands between quotation marks."""
        return quotations(self.text)

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The words of each quotation, spaces between and around them."""
        return tuple(f" {' '.join(quotation.words)} " for quotation in self.quotations)

    @cached_property
    def quoted_row(self) -> str:
        """The words of all quotations in a row, spaces between and around them."""
        return f" {' '.join(word for quotation in self.quotations for word in quotation.words)} "

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names in it, headings' and sentences' first words judged with care."""
        return names(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, what stands in quotation marks blanked out; those that are quotations alone left out."""
        folded, last = [], 0
        for quotation in self.quotations:
            folded += [self.text.folded[last : quotation.start], " " * (quotation.end - quotation.start)]
            last = quotation.end
        text = "".join([*folded, self.text.folded[last:]])
        every = (Sentence(self, s.start, s.end, text[s.start : s.end]) for s in self.text.sentences)
        return tuple(sentence for sentence in every if sentence.stems)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading or a title."""
        return self.kind in {"h2", "h3", "h4", "heading", "title"}


@cache
def small_words() -> frozenset[str]:
    """Words of other languages that name nothing that could be counted."""
    return frozenset(stem(bare(word)) for row in groups_of("function_other") for word in row[1:])


def block_text(block: DraftBlock) -> str:
    """What a reader sees of `block`: list items on lines of their own, the source of a quotation last."""
    parts = [plain(item) for item in block.items] if block.items else [plain(block.text)]
    return "\n".join([*parts, plain(block.cite)] if block.cite else parts)


def draft_units(draft: Draft) -> list[Unit]:
    """The draft's head, then its blocks, fixed parts left out: those keep their bytes."""
    head = [(f"titre {number}", "title", title) for number, title in enumerate(draft.titles, 1)]
    head += [("méta-description", "head", draft.meta_description), ("extrait", "head", draft.excerpt)]
    head += [("expression clé", "head", draft.focus_keyphrase)]
    units = [Unit(Text(normal(text)), kind, place) for place, kind, text in head if text.strip()]
    for index, block in enumerate(draft.blocks):
        if block.kind != "fixed":
            text = Text(normal(block_text(block)))
            units.append(Unit(text, block.kind, f"bloc {index + 1}", index, sources=block.sources))
    return units
