"""How many falsified rewrites the checks catch: faithful rewrites, one thing in each changed by program.

    python -m benchmarks.mutations [--missed]

A mutation counts as caught when the checks say something of it that they did not say of the faithful rewrite: an
error for invented or altered facts (the strict classes), an error or a warning for the rest.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bridge.article import plain
from bridge.article.model import Draft, DraftBlock, Finding
from bridge.checks import check
from tests.checks.corpus import Example, examples

#: At most so many mutations of a class are made of one rewrite.
EACH = 6
FAKE_PEOPLE = ("Corentin Valmont", "Agathe Stroh", "Ivan Perkovic", "Solène Crestin")
FAKE_PLACES = ("Montrazé", "Villecroix", "Oslo", "Perpignan")
FAKE_QUOTES = (
    "C’est une décision que nous attendions depuis très longtemps", "Je n’ai aucun doute sur la suite des événements",
    "Tout le monde sera servi, sans exception", "Nous avons fait ce qu’il fallait faire",
)  # fmt: skip
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
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
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
_QUOTED = re.compile("«[^»]*»")


@dataclass(frozen=True)
class Mutation:
    """A falsified draft; `strict` when nothing less than an error will do."""

    kind: str
    draft: Draft
    what: str


@dataclass(frozen=True)
class Rate:
    """How many mutations of a class were made and caught."""

    kind: str
    strict: bool
    made: int
    caught: int
    missed: tuple[str, ...]


Maker = Callable[[Example, random.Random], Iterator[tuple[Draft, str]]]


def _with(draft: Draft, index: int, block: DraftBlock | None) -> Draft:
    rest = draft.blocks[index + 1 :]
    return draft.model_copy(update={"blocks": (*draft.blocks[:index], *([block] if block else []), *rest)})


def _texts(example: Example) -> list[tuple[int, DraftBlock]]:
    return [(i, b) for i, b in enumerate(example.draft.blocks) if b.kind in {"paragraph", "list"}]


def _replaced(
    example: Example, pattern: str, change: Callable[[re.Match[str]], str | None], quotes: bool = False
) -> Iterator[tuple[Draft, str]]:
    """Every draft in which one match of `pattern` outside of tags (and quotations) is changed."""
    for index, block in _texts(example):
        for place in range(max(1, len(block.items))):
            text = block.items[place] if block.items else block.text
            shut = [m.span() for m in re.finditer("<[^>]*>", text)] + (
                [] if quotes else [m.span() for m in _QUOTED.finditer(text)]
            )
            for match in re.finditer(pattern, text):
                if any(start <= match.start() < end for start, end in shut):
                    continue
                new = change(match)
                if new is None or new == match.group():
                    continue
                changed = text[: match.start()] + new + text[match.end() :]
                items = (*block.items[:place], changed, *block.items[place + 1 :]) if block.items else ()
                made = block.model_copy(update={"items": items} if items else {"text": changed})
                yield (
                    _with(example.draft, index, made),
                    f"bloc {index} : {match.group()} -> {new} | "
                    f"{changed[max(0, match.start() - 40) : match.end() + 40]}",
                )


def _figure(rng: random.Random, text: str) -> str:
    digits = re.sub(r"[^\d]", "", text.split(",")[0])
    value = int(digits)
    new = (
        value
        + rng.choice([1, 2, 3, 7]) * (10 ** max(0, len(digits) - 2))
        + (0 if len(digits) > 2 else rng.choice([0, 20, 40]))
    )
    return str(new) + ("," + text.split(",")[1] if "," in text else "")


_DATE_AFTER = rf"(?! ?(?:{'|'.join(MONTHS)}|er\b|e\b|h\b| h ))"


def numbers(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        new = _figure(rng, match.group())
        return None if new in example.article.source.replace(" ", "").replace(" ", "") else new

    yield from _replaced(example, rf"(?<![\d\w,])\d+(?:[  ]\d{{3}})*(?:,\d+)?(?![\d]){_DATE_AFTER}", change)


def spelled(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        free = [w for w in SPELLED if w not in example.article.source.lower() and w not in {"deux", "trois", "neuf"}]
        return rng.choice(free) if free else None

    yield from _replaced(
        example,
        rf"(?<![\w-])(?:{'|'.join(w for w in SPELLED[2:] if w != 'neuf')})(?![\w-])(?! (?:cent|mille|et ))",
        change,
    )


def units(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    names = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
    yield from _replaced(example, rf"(?<=\d[  ])(?:{names})(?!\w)", lambda match: UNITS[match.group()])


def numbers_swapped(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A number takes the place of another of the same article, before the same unit."""
    pattern = r"(?<![\d\w,])(\d+(?:[  ]\d{3})*(?:,\d+)?)(?=[  ](%|€|euros|millions|km|m\b|g\b))"
    every = [m.groups() for _, b in _texts(example) for m in re.finditer(pattern, plain(b.text))]

    def change(match: re.Match[str]) -> str | None:
        others = [n for n, unit in every if unit == match.group(2) and n != match.group(1)]
        return rng.choice(others) if others else None

    yield from _replaced(example, pattern, change)


def days(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    pattern = rf"(?<!\d)\d{{1,2}}(?=[  ](?:{'|'.join(MONTHS)})\b)"
    yield from _replaced(example, pattern, lambda m: str((int(m.group()) + rng.choice([3, 5, 9])) % 28 + 1))


def months(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str:
        free = [month for month in MONTHS if month not in example.article.source]
        return rng.choice(free)

    yield from _replaced(example, rf"(?<=[  ])(?:{'|'.join(MONTHS)})(?!\w)", change)


def weekdays(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        return rng.choice([d for d in WEEKDAYS if d != match.group() and d not in example.article.source])

    yield from _replaced(example, rf"(?<!\w)(?:{'|'.join(WEEKDAYS)})(?!\w)", change)


def years(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        return next(str(y) for y in range(int(match.group()) + 2, 2100) if str(y) not in example.article.source)

    yield from _replaced(example, r"(?<![\d,])(?:1[89]|20)\d\d(?!\d|[  ]\d{3}|[  ](?:km|adultes|euros))", change)


def _names(example: Example) -> str:
    people = [p for person in example.people for p in (person, person.split(" ", 1)[-1])]
    return "|".join(sorted(map(re.escape, {*people, *example.places}), key=len, reverse=True))


def names_invented(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str:
        return rng.choice(FAKE_PLACES if match.group() in example.places else FAKE_PEOPLE)

    yield from _replaced(example, rf"(?<![\w-])(?:{_names(example)})(?![\w-])", change)


def names_altered(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    def change(match: re.Match[str]) -> str | None:
        name = match.group()
        at = rng.randrange(1, len(name))
        new = rng.choice([c for c in "abdegilmnoprtuvz" if c != name[at].lower()])
        return (
            None if not name[at].isalpha() or name[at].isupper() or len(name) < 5 else name[:at] + new + name[at + 1 :]
        )

    yield from _replaced(example, rf"(?<![\w-])(?:{_names(example)})(?![\w-])", change)


def names_swapped(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A person takes the place of another who is not in the passages that the block is drawn from."""
    passages = {p.number: p.plain for p in example.article.passages}
    for index, block in _texts(example):
        near = " ".join(passages.get(n, "") for n in block.sources)
        for person in example.people:
            others = [o for o in example.people if o.split()[-1] not in near]
            if person in block.text and person.split()[-1] in near and others and not _in_quotes(block.text, person):
                other = rng.choice(others)
                yield (
                    _with(
                        example.draft, index, block.model_copy(update={"text": block.text.replace(person, other, 1)})
                    ),
                    f"bloc {index} : {person} -> {other}",
                )


def _in_quotes(text: str, word: str) -> bool:
    return any(word in quoted for quoted in _QUOTED.findall(text))


def quotation_words(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
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
    for index, block in _texts(example):
        for quoted in _QUOTED.finditer(block.text):
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
                _with(example.draft, index, block.model_copy(update={"text": text})),
                f"bloc {index} : {' '.join(words)} -> {' '.join(new)}",
            )


def quotations_invented(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in _texts(example):
        if block.kind == "paragraph":
            new = f"{block.text} « {rng.choice(FAKE_QUOTES)} », a déclaré {rng.choice(example.people)}."
            yield _with(example.draft, index, block.model_copy(update={"text": new})), f"bloc {index} : {new[-90:]}"


def paraphrases_quoted(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A sentence of the rewrite's own is put between quotation marks."""
    for index, block in _texts(example):
        for match in re.finditer(r"(?<=[.] )([A-ZÉ][^«».<>]{35,120})\.(?= |$)", block.text):
            new = block.text[: match.start()] + f"« {match.group(1)} »." + block.text[match.end() :]
            yield (
                _with(example.draft, index, block.model_copy(update={"text": new})),
                f"bloc {index} : {match.group(1)}",
            )


def speakers(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A quotation is given to somebody of the article who does not stand near it."""
    passages = {p.number: p.plain for p in example.article.passages}
    for index, block in _texts(example):
        near = " ".join(passages.get(n, "") for n in block.sources)
        others = [o for o in example.people if o.split()[-1] not in near + block.text]
        match = re.search(r"»(, [a-zéè][^.;«]{4,160})[.;]", block.text)
        if match and others:
            other = rng.choice(others)
            new = f"{block.text[: match.start(1)]}, a déclaré {other}{block.text[match.end(1) :]}"
            yield (
                _with(example.draft, index, block.model_copy(update={"text": new})),
                f"bloc {index} : {match.group(1)} -> {other}",
            )


def links(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in _texts(example):
        if block.kind == "paragraph":
            link = rng.choice([
                'Voir <a id="L9">ce dossier</a>.',
                "Plus d’informations sur https://www.actu-inventee.example/dossier.", "Voir www.autre-site.fr.",
                'Lire <a href="https://spam.example/">ici</a>.', "Écrivez à contact@inventee.fr.",
            ])  # fmt: skip
            yield (
                _with(example.draft, index, block.model_copy(update={"text": f"{block.text} {link}"})),
                f"bloc {index} : {link}",
            )


def passages_dropped(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in _texts(example):
        yield _with(example.draft, index, None), f"bloc {index} : {plain(block.text)[:60]}"


def negations(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """A negation that the passages have as well; one of the rewrite's own is no fact of the source."""
    passages = {p.number: _QUOTED.sub("", p.plain) for p in example.article.passages}
    denied = {
        i for i, b in _texts(example) if any(re.search(r"\b(?:ne |n[’'])", passages.get(n, "")) for n in b.sources)
    }
    every = _replaced(
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
        for i, b in _texts(example)
        if any(re.search(rf"\b(?:{'|'.join(sure)})\b", passages.get(n, "")) for n in b.sources)
    }
    every = _replaced(example, rf"\b(?:{'|'.join(sure)})\b", lambda match: sure[match.group()])
    yield from (made for made in every if int(made[1].split()[1]) in doubted)


def foreign(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in _texts(example):
        if block.kind == "paragraph":
            new = rng.choice(ENGLISH) if rng.random() < 0.5 else f"{block.text} {rng.choice(ENGLISH)}"
            yield _with(example.draft, index, block.model_copy(update={"text": new})), f"bloc {index}"


def leaks(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    for index, block in _texts(example):
        if block.kind == "paragraph":
            words = block.text.split(" ")
            shape = rng.choice(MARKDOWN + LEFTOVERS)
            new = " ".join([shape.format(" ".join(words[:3])), *words[3:]])
            yield _with(example.draft, index, block.model_copy(update={"text": new})), f"bloc {index} : {new[:60]}"


def heads(example: Example, rng: random.Random) -> Iterator[tuple[Draft, str]]:
    """Facts of the title, the meta description and the excerpt."""
    for field in ("meta_description", "excerpt"):
        text = getattr(example.draft, field)
        for match in re.finditer(rf"(?<![\d\w])\d+(?:,\d+)?(?!\d){_DATE_AFTER}", text):
            figure = _figure(rng, match.group())
            if figure in example.article.source:
                continue
            new = text[: match.start()] + figure + text[match.end() :]
            yield example.draft.model_copy(update={field: new}), f"{field} : {new}"
        for match in re.finditer(_names(example), text):
            new = text[: match.start()] + rng.choice(FAKE_PEOPLE) + text[match.end() :]
            yield example.draft.model_copy(update={field: new}), f"{field} : {new}"
    for fake in FAKE_PEOPLE[:1]:
        yield example.draft.model_copy(update={"titles": (f"{example.draft.title}, selon {fake}",)}), fake


#: Class -> (strict, maker). The strict ones must be caught whole, as errors.
CLASSES: dict[str, tuple[bool, Maker]] = {
    "number changed": (True, numbers),
    "number in words changed": (True, spelled),
    "unit changed": (True, units),
    "day of a date moved": (True, days),
    "month of a date moved": (True, months),
    "weekday changed": (True, weekdays),
    "year changed": (True, years),
    "name invented": (True, names_invented),
    "name altered by a letter": (True, names_altered),
    "name swapped": (True, names_swapped),
    "quotation altered by a word": (True, quotation_words),
    "quotation invented": (True, quotations_invented),
    "paraphrase in quotation marks": (True, paraphrases_quoted),
    "quotation given to another": (True, speakers),
    "link added": (True, links),
    "title, meta, excerpt falsified": (True, heads),
    "number moved within the article": (False, numbers_swapped),
    "paragraph dropped": (False, passages_dropped),
    "negation removed": (False, negations),
    "conditional turned into fact": (False, modality),
    "English paragraph": (False, foreign),
    "Markdown or model leftover": (False, leaks),
}


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


if __name__ == "__main__":
    results = rates()
    print(table(results))
    if "--missed" in sys.argv:
        for result in results:
            for text in result.missed:
                print(f"{result.kind}: {text}")
