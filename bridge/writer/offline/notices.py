"""What the offline writer says of its own work: what it cannot do, and names that look misspelt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bridge.article import Article
from bridge.article.model import Brief, Evidence, Finding, Span
from bridge.writer.offline.french import function_words, low
from bridge.writer.offline.reading import Reading

#: A name seen this often is taken for well spelt; shorter words are one letter away from too many others.
WELL_SPELT, LEAST_LETTERS = 3, 5

_PART = re.compile(r"[^\W\d_]+")
_INFLECTION = ("s", "e", "x", "es")


def limits(article: Article, brief: Brief) -> tuple[Finding, ...]:
    """What the offline writer did not do and the author may want to: rephrase, shorten, reach the length,
    follow a tone.
    """
    found = [
        Finding(
            "writer.rephrase",
            "notice",
            "Rédaction sans modèle : vos phrases sont gardées telles quelles. Rien n’est reformulé, et "
            "les phrases longues ne sont pas raccourcies ; reprenez-les vous-même si besoin.",
        )
    ]
    count = Reading(article, brief).words
    if count < brief.min_words:
        message = (
            f"L’article compte {count} mots, moins que les {brief.min_words} visés. Rien n’a été ajouté, "
            "car un ajout serait inventé : complétez-le avec vos propres informations."
        )
        found.append(Finding("writer.length", "notice", message))
    if brief.tone or brief.audience or brief.house_rules:
        message = (
            "Le ton, le public et les règles de la maison ne sont pas appliqués au texte : "
            "ils demandent un modèle de rédaction."
        )
        found.append(Finding("writer.style", "notice", message))
    return tuple(found)


def misspelt_names(article: Article) -> tuple[Finding, ...]:
    """Capitalised words seen once that are one letter away from one seen three times or more: a notice each,
    nothing is changed.
    """
    places = [
        (match.group(), passage.number, Span(match.start(), match.end()))
        for passage in article.passages
        for match in _PART.finditer(passage.plain)
        if match.group()[0].isupper()
        and len(match.group()) >= LEAST_LETTERS
        and low(match.group()) not in function_words()
    ]
    counts = Counter(word for word, _, _ in places)
    frequent = _by_deletion(word for word, count in counts.items() if count >= WELL_SPELT)
    found = []
    for word, number, span in places:
        if counts[word] == 1 and (likely := _neighbour(word, frequent)):
            message = (
                f"« {word} » est peut-être une faute pour « {likely} », qui revient {counts[likely]} fois. "
                "Vérifiez ce nom."
            )
            evidence = Evidence(source=word, source_passage=number, source_span=span)
            found.append(Finding("writer.misspelt_name", "notice", message, evidence=evidence))
    return tuple(found)


def _by_deletion(words: Iterator[str]) -> dict[str, list[str]]:
    """The words under every form that they have with one letter or none left out: neighbours share one, found
    in linear time.
    """
    found: dict[str, list[str]] = {}
    for word in words:
        for form in _deletions(word):
            found.setdefault(form, []).append(word)
    return found


def _deletions(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _neighbour(word: str, frequent: dict[str, list[str]]) -> str:
    near = {other for form in _deletions(word) for other in frequent.get(form, ())}
    return min((other for other in near if _one_edit(word, other) and not _inflected(word, other)), default="")


def _one_edit(left: str, right: str) -> bool:
    """One letter more, less, other, or two neighbours swapped."""
    if len(left) > len(right):
        left, right = right, left
    at = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), len(left))
    if len(left) < len(right):
        return left[at:] == right[at + 1 :]
    return left[at + 1 :] == right[at + 1 :] or (
        left[at : at + 2] == right[at : at + 2][::-1] and left[at + 2 :] == right[at + 2 :]
    )


def _inflected(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return long.startswith(short) and long[len(short) :] in _INFLECTION
