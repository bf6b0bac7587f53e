"""Days, months, weekdays and years."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.mutations.drafts import replaced
from bridge.article.model import Draft
from tests.checks.corpus import Example

WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
#: What follows a figure that is no day or hour.
NO_DATE = rf"(?! ?(?:{'|'.join(MONTHS)}|er\b|e\b|h\b| h ))"


def days(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    pattern = rf"(?<!\d)\d{{1,2}}(?=[  ](?:{'|'.join(MONTHS)})\b)"
    yield from replaced(example, pattern, lambda m: str((int(m.group()) + rng.choice([3, 5, 9])) % 28 + 1))


def months(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str:
        free = [month for month in MONTHS if month not in example.article.source]
        return rng.choice(free)

    yield from replaced(example, rf"(?<=[  ])(?:{'|'.join(MONTHS)})(?!\w)", change)


def weekdays(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        return rng.choice([d for d in WEEKDAYS if d != match.group() and d not in example.article.source])

    yield from replaced(example, rf"(?<!\w)(?:{'|'.join(WEEKDAYS)})(?!\w)", change)


def years(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        return next(str(y) for y in range(int(match.group()) + 2, 2100) if str(y) not in example.article.source)

    yield from replaced(example, r"(?<![\d,])(?:1[89]|20)\d\d(?!\d|[  ]\d{3}|[  ](?:km|adultes|euros))", change)
