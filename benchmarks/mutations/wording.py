"""What is said beside the facts: negations, conditionals, links, lost passages, a model's own words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from benchmarks.mutations.drafts import QUOTED, replaced, texts, with_block
from bridge.article import plain
from bridge.article.model import Draft
from tests.checks.corpus import Example

ENGLISH = (
    "The works should start in September and they will last for more than two years, which is longer than expected.",
    "According to the latest figures, this is one of the best results that the region has ever had.",
)
MARKDOWN = ("**{}**", "## {}", "[{}](#)", "- {}", "`{}` ```")
LEFTOVERS = (
    "Voici la version réécrite de l’article : {}",
    "{} (48 caractères)",
    "Titre SEO : {}",
    "{} [P3]",
    "Bien sûr ! Voici votre article optimisé. {}",
)


def links(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in texts(example):
        if block.kind == "paragraph":
            link = rng.choice([
                'Voir <a id="L9">ce dossier</a>.',
                "Plus d’informations sur https://www.actu-inventee.example/dossier.", "Voir www.autre-site.fr.",
                'Lire <a href="https://spam.example/">ici</a>.', "Écrivez à contact@inventee.fr.",
            ])  # fmt: skip
            yield (
                with_block(example.draft, index, block.model_copy(update={"text": f"{block.text} {link}"})),
                f"bloc {index} : {link}",
            )


def dropped(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in texts(example):
        yield with_block(example.draft, index, None), f"bloc {index} : {plain(block.text)[:60]}"


def negations(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A negation that the passages have as well; one of the rewrite's own is no fact of the source."""
    passages = {p.number: QUOTED.sub("", p.plain) for p in example.article.passages}
    denied = {
        i for i, b in texts(example) if any(re.search(r"\b(?:ne |n[’'])", passages.get(n, "")) for n in b.sources)
    }
    every = replaced(
        example, r"\b(?:ne |n’)((?:l’|lui |y |s’|se |en |le |la |les )*[\w-]+) pas\b", lambda m: m.group(1)
    )
    yield from (made for made in every if int(made[1].split()[1]) in denied)


def modality(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    sure = {
        "pourrait": "va",
        "pourraient": "vont",
        "devrait": "va",
        "devraient": "vont",
        "auraient": "ont",
        "aurait": "a",
        "serait": "est",
    }
    passages = {p.number: p.plain for p in example.article.passages}
    doubted = {
        i
        for i, b in texts(example)
        if any(re.search(rf"\b(?:{'|'.join(sure)})\b", passages.get(n, "")) for n in b.sources)
    }
    every = replaced(example, rf"\b(?:{'|'.join(sure)})\b", lambda match: sure[match.group()])
    yield from (made for made in every if int(made[1].split()[1]) in doubted)


def foreign(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in texts(example):
        if block.kind == "paragraph":
            new = rng.choice(ENGLISH) if rng.random() < 0.5 else f"{block.text} {rng.choice(ENGLISH)}"
            yield with_block(example.draft, index, block.model_copy(update={"text": new})), f"bloc {index}"


def leaks(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in texts(example):
        if block.kind == "paragraph":
            words = block.text.split(" ")
            shape = rng.choice(MARKDOWN + LEFTOVERS)
            new = " ".join([shape.format(" ".join(words[:3])), *words[3:]])
            yield with_block(example.draft, index, block.model_copy(update={"text": new})), f"bloc {index} : {new[:60]}"
