"""What the offline writer says of its own work: what it cannot do."""

from __future__ import annotations

from bridge.article import Article
from bridge.article.model import Brief, Finding
from bridge.writer.offline.reading import Reading


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
