"""Length and outline of a draft, and what the assessments found wanting, as findings."""

from __future__ import annotations

from collections.abc import Iterator

from bridge.article import words
from bridge.article.model import Article, Brief, Draft, Finding
from bridge.checks.model import Scores
from bridge.checks.units import block_text

_LEVEL = {"h2": 2, "h3": 3, "h4": 4}
#: A draft that runs to this much of a source which is itself too short has used what there was.
SAID_AGAIN = 0.95


def structure_findings(article: Article, draft: Draft, brief: Brief) -> Iterator[Finding]:
    """Too short, or a source too thin for the length; headings that skip a level, follow one another or stand last."""
    length = sum(words(block_text(block)) for block in draft.blocks if block.kind != "fixed")
    source = sum(words(passage.plain) for passage in article.passages)
    if length < brief.min_words:
        yield from _too_short(length, source, brief.min_words)
    yield from _outline(draft)
    if not draft.title.strip():
        yield Finding("structure.title", "error", "Le titre est vide : donnez-en un.")


def _too_short(length: int, source: int, wanted: int) -> Iterator[Finding]:
    if source < wanted * 0.8 or SAID_AGAIN * source <= length < wanted > source:
        message = (
            f"La source est trop mince pour {wanted} mots : elle en compte {source}, la réécriture {length}. "
            "Rien n’a été inventé pour l’allonger ; ajoutez de la matière si vous voulez un texte plus long."
        )
        yield Finding("structure.thin_source", "notice", message)
    else:
        message = (
            f"La réécriture compte {length} mots sur les {wanted} demandés : développez avec ce que dit la source."
        )
        yield Finding("structure.length", "warning", message)


def _outline(draft: Draft) -> Iterator[Finding]:
    level = 1
    previous = ""
    texts = [(index, block) for index, block in enumerate(draft.blocks)]
    for index, block in texts:
        if block.kind in _LEVEL:
            if _LEVEL[block.kind] > level + 1:
                message = (
                    f"Cet intertitre de niveau {_LEVEL[block.kind]} suit un niveau {level} : ne sautez pas de niveau."
                )
                yield Finding("structure.hierarchy", "warning", message, index)
            if previous == block.kind:
                yield Finding(
                    "structure.empty_section", "warning", "Deux intertitres se suivent sans texte entre eux.", index
                )
            level = _LEVEL[block.kind]
        previous = block.kind
    if previous in _LEVEL:
        yield Finding(
            "structure.empty_section", "warning", "L’article finit par un intertitre sans texte.", len(draft.blocks) - 1
        )


def score_findings(scores: Scores) -> Iterator[Finding]:
    """What is not green, as findings: red a warning, orange a notice."""
    for assessment in scores.assessments:
        if assessment.light != "good":
            severity = "warning" if assessment.light == "bad" else "notice"
            yield Finding(f"{assessment.kind}.{assessment.id}", severity, assessment.message)  # type: ignore[arg-type]
