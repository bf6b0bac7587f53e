"""Numbers, in figures and in words, and their units."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.mutations.dates import NO_DATE
from benchmarks.mutations.drafts import replaced, texts
from bridge.article import plain
from bridge.article.model import Draft
from tests.checks.corpus import Example

SPELLED = (
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
    "quinze", "seize", "vingt", "trente", "quarante", "soixante",
)  # fmt: skip
UNITS = {
    "euros": "dollars", "€": "$", "%": "points", "km": "m", "kilomètres": "mètres", "g": "kg", "cm": "mm",
    "mm": "cm",
    "°C": "%", "litres": "kg",
    "minutes": "heures",
    "heures": "minutes", "min": "h", "ans": "mois", "mois": "ans", "M€": "Md€", "semaines": "jours",
    "m²": "ha", "millions": "milliards",
}  # fmt: skip


def figures(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        new = other_figure(rng, match.group())
        return None if new in example.article.source.replace(" ", "").replace(" ", "") else new

    yield from replaced(example, rf"(?<![\d\w,])\d+(?:[  ]\d{{3}})*(?:,\d+)?(?![\d]){NO_DATE}", change)


def spelled(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        free = [w for w in SPELLED if w not in example.article.source.lower() and w not in {"deux", "trois", "neuf"}]
        return rng.choice(free) if free else None

    yield from replaced(
        example,
        rf"(?<![\w-])(?:{'|'.join(w for w in SPELLED[2:] if w != 'neuf')})(?![\w-])(?! (?:cent|mille|et ))",
        change,
    )


def units(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    names = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
    yield from replaced(example, rf"(?<=\d[  ])(?:{names})(?!\w)", lambda match: UNITS[match.group()])


def swapped(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A number takes the place of another of the same article, before the same unit."""
    pattern = r"(?<![\d\w,])(\d+(?:[  ]\d{3})*(?:,\d+)?)(?=[  ](%|€|euros|millions|km|m\b|g\b))"
    every = [m.groups() for _, b in texts(example) for m in re.finditer(pattern, plain(b.text))]

    def change(match: re.Match[str]) -> str | None:
        others = [n for n, unit in every if unit == match.group(2) and n != match.group(1)]
        return rng.choice(others) if others else None

    yield from replaced(example, pattern, change)


def other_figure(rng: random.Random, text: str) -> str:
    digits = re.sub(r"[^\d]", "", text.split(",")[0])
    value = int(digits)
    new = (
        value
        + rng.choice([1, 2, 3, 7]) * (10 ** max(0, len(digits) - 2))
        + (0 if len(digits) > 2 else rng.choice([0, 20, 40]))
    )
    return str(new) + ("," + text.split(",")[1] if "," in text else "")
