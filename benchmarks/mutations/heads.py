"""Titles, meta descriptions and excerpts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.mutations.dates import NO_DATE
from benchmarks.mutations.names import FAKE_PEOPLE, names_of
from benchmarks.mutations.numbers import other_figure
from bridge.article.model import Draft
from tests.checks.corpus import Example


def falsified(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """Facts of the title, the meta description and the excerpt."""
    for field in ("meta_description", "excerpt"):
        text = getattr(example.draft, field)
        for match in re.finditer(rf"(?<![\d\w])\d+(?:,\d+)?(?!\d){NO_DATE}", text):
            figure = other_figure(rng, match.group())
            if figure in example.article.source:
                continue
            new = text[: match.start()] + figure + text[match.end() :]
            yield example.draft.model_copy(update={field: new}), f"{field} : {new}"
        for match in re.finditer(names_of(example), text):
            new = text[: match.start()] + rng.choice(FAKE_PEOPLE) + text[match.end() :]
            yield example.draft.model_copy(update={field: new}), f"{field} : {new}"
    for fake in FAKE_PEOPLE[:1]:
        yield example.draft.model_copy(update={"titles": (f"{example.draft.title}, selon {fake}",)}), fake
