"""Quotations, and who said them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.mutations.drafts import QUOTED, texts, with_block
from bridge.article.model import Draft
from tests.checks.corpus import Example

FAKE_QUOTES = (
    "C’est une décision que nous attendions depuis très longtemps", "Je n’ai aucun doute sur la suite des événements",
    "Tout le monde sera servi, sans exception", "Nous avons fait ce qu’il fallait faire",
)  # fmt: skip


def altered(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    swap = {
        "pas": "plus",
        "nous": "ils",
        "est": "était",
        "la": "une",
        "le": "un",
        "a": "avait",
        "les": "des",
        "et": "ou",
        "plus": "moins",
        "que": "quand",
    }
    for index, block in texts(example):
        for quoted in QUOTED.finditer(block.text):
            words = quoted.group()[1:-1].split()
            if len(words) < 4:
                continue
            at = rng.randrange(len(words))
            how = rng.choice(["change", "drop", "add"])
            if how == "drop" and 0 < at < len(words) - 1:
                new = words[:at] + words[at + 1 :]
            elif how == "add" and at > 0:
                new = [*words[:at], "vraiment", *words[at:]]
            else:
                low = words[at].lower().strip("’,.")
                new = [*words[:at], swap.get(low, "presque"), *words[at + 1 :]]
            text = block.text[: quoted.start()] + "« " + " ".join(new) + " »" + block.text[quoted.end() :]
            yield (
                with_block(example.draft, index, block.model_copy(update={"text": text})),
                f"bloc {index} : {' '.join(words)} -> {' '.join(new)}",
            )


def invented(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in texts(example):
        if block.kind == "paragraph":
            new = f"{block.text} « {rng.choice(FAKE_QUOTES)} », a déclaré {rng.choice(example.people)}."
            yield (
                with_block(example.draft, index, block.model_copy(update={"text": new})),
                f"bloc {index} : {new[-90:]}",
            )


def paraphrases(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A sentence of the rewrite's own is put between quotation marks."""
    for index, block in texts(example):
        for match in re.finditer(r"(?<=[.] )([A-ZÉ][^«».<>]{35,120})\.(?= |$)", block.text):
            new = block.text[: match.start()] + f"« {match.group(1)} »." + block.text[match.end() :]
            yield (
                with_block(example.draft, index, block.model_copy(update={"text": new})),
                f"bloc {index} : {match.group(1)}",
            )


def speakers(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A quotation is given to somebody of the article who does not stand near it."""
    passages = {p.number: p.plain for p in example.article.passages}
    for index, block in texts(example):
        near = " ".join(passages.get(n, "") for n in block.sources)
        others = [o for o in example.people if o.split()[-1] not in near + block.text]
        match = re.search(r"»(, [a-zéè][^.;«]{4,160})[.;]", block.text)
        if match and others:
            other = rng.choice(others)
            new = f"{block.text[: match.start(1)]}, a déclaré {other}{block.text[match.end(1) :]}"
            yield (
                with_block(example.draft, index, block.model_copy(update={"text": new})),
                f"bloc {index} : {match.group(1)} -> {other}",
            )
