"""The classes of falsification, and how many of each are caught."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.mutations import dates, heads, names, numbers, quotations, wording
from bridge.article.model import Draft, Finding
from bridge.checks import check
from tests.checks.corpus import Example, examples

#: At most so many mutations of a class are made of one rewrite.
EACH = 6

Maker = Callable[[Example, random.Random], Iterator[tuple[Draft, str]]]

#: Class -> (strict, maker). The strict ones must be caught whole, as errors.
CLASSES: dict[str, tuple[bool, Maker]] = {
    "number changed": (True, numbers.figures),
    "number in words changed": (True, numbers.spelled),
    "unit changed": (True, numbers.units),
    "day of a date moved": (True, dates.days),
    "month of a date moved": (True, dates.months),
    "weekday changed": (True, dates.weekdays),
    "year changed": (True, dates.years),
    "name invented": (True, names.invented),
    "name altered by a letter": (True, names.altered),
    "name swapped": (True, names.swapped),
    "quotation altered by a word": (True, quotations.altered),
    "quotation invented": (True, quotations.invented),
    "paraphrase in quotation marks": (True, quotations.paraphrases),
    "quotation given to another": (True, quotations.speakers),
    "link added": (True, wording.links),
    "title, meta, excerpt falsified": (True, heads.falsified),
    "number moved within the article": (False, numbers.swapped),
    "paragraph dropped": (False, wording.dropped),
    "negation removed": (False, wording.negations),
    "conditional turned into fact": (False, wording.modality),
    "English paragraph": (False, wording.foreign),
    "Markdown or model leftover": (False, wording.leaks),
}


@dataclass(frozen=True)
class Rate:
    """How many mutations of a class were made and caught."""

    kind: str
    strict: bool
    made: int
    caught: int
    missed: tuple[str, ...]


def rates(each: int = EACH) -> list[Rate]:
    """The rate of every class over the ten rewrites."""
    corpus = examples()
    known = {example.name: _said(example, example.draft) for example in corpus}
    return [_rate(kind, corpus, known, each) for kind in CLASSES]


def _rate(kind: str, corpus: list[Example], known: dict[str, set[tuple[str, str]]], each: int) -> Rate:
    strict, maker = CLASSES[kind]
    made, missed = 0, []
    for example in corpus:
        rng = random.Random(f"{kind} {example.name}")
        every = list(maker(example, rng))
        for draft, what in rng.sample(every, min(each, len(every))):
            made += 1
            new = _said(example, draft) - known[example.name]
            if not any(severity == "error" or (severity == "warning" and not strict) for severity, _ in new):
                missed.append(f"{example.name} {what}")
    return Rate(kind, strict, made, made - len(missed), tuple(missed))


def _said(example: Example, draft: Draft) -> set[tuple[str, str]]:
    found: list[Finding] = [
        f
        for f in check(example.article, draft, example.brief).findings
        if not f.check.startswith(("seo.", "readability."))
    ]
    return {(f.severity, f"{f.check} {f.message}") for f in found if f.check != "language.copied"}


def table(found: list[Rate]) -> str:
    """The rates as a table in Markdown."""
    lines = ["| what was falsified | made | caught | rate |", "|---|---:|---:|---:|"]
    lines += [f"| {r.kind} | {r.made} | {r.caught} | {100 * r.caught / max(1, r.made):.0f} % |" for r in found]
    made, caught = sum(r.made for r in found), sum(r.caught for r in found)
    return "\n".join([*lines, f"| **all** | **{made}** | **{caught}** | **{100 * caught / made:.1f} %** |"])
