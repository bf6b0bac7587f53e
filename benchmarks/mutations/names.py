"""People and places."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.mutations.drafts import in_quotes, replaced, texts, with_block
from bridge.article.model import Draft
from tests.checks.corpus import Example

FAKE_PEOPLE = ("Corentin Valmont", "Agathe Stroh", "Ivan Perkovic", "Solène Crestin")
FAKE_PLACES = ("Montrazé", "Villecroix", "Oslo", "Perpignan")


def invented(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str:
        return rng.choice(FAKE_PLACES if match.group() in example.places else FAKE_PEOPLE)

    yield from replaced(example, rf"(?<![\w-])(?:{names_of(example)})(?![\w-])", change)


def altered(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        name = match.group()
        at = rng.randrange(1, len(name))
        new = rng.choice([c for c in "abdegilmnoprtuvz" if c != name[at].lower()])
        return (
            None if not name[at].isalpha() or name[at].isupper() or len(name) < 5 else name[:at] + new + name[at + 1 :]
        )

    yield from replaced(example, rf"(?<![\w-])(?:{names_of(example)})(?![\w-])", change)


def swapped(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A person takes the place of another who is not in the passages that the block is drawn from."""
    passages = {p.number: p.plain for p in example.article.passages}
    for index, block in texts(example):
        near = " ".join(passages.get(n, "") for n in block.sources)
        for person in example.people:
            others = [o for o in example.people if o.split()[-1] not in near]
            if person in block.text and person.split()[-1] in near and others and not in_quotes(block.text, person):
                other = rng.choice(others)
                yield (
                    with_block(
                        example.draft, index, block.model_copy(update={"text": block.text.replace(person, other, 1)})
                    ),
                    f"bloc {index} : {person} -> {other}",
                )


def names_of(example: Example) -> str:
    people = [p for person in example.people for p in (person, person.split(" ", 1)[-1])]
    return "|".join(sorted(map(re.escape, {*people, *example.places}), key=len, reverse=True))
