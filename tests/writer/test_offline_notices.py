from __future__ import annotations

import pytest

from bridge.article.model import Brief
from bridge.writer.offline import Offline
from tests.writer.examples import example, prose


def checks(*paragraphs: str, **brief: object) -> list[str]:
    article, _ = prose(*paragraphs)
    return [finding.check for finding in Offline().notices(article, Brief.model_validate(brief))]


def test_it_says_that_nothing_is_rephrased() -> None:
    """Every article gets the notice that sentences are kept."""
    assert checks("Le pont tient.", min_words=0) == ["writer.rephrase"]


def test_a_short_article_is_called_short() -> None:
    """Below the length that is asked for, a notice says how many words there are."""
    article, brief = prose("Le pont tient.")
    (notice,) = [f for f in Offline().notices(article, brief) if f.check == "writer.length"]
    assert "3 mots" in notice.message
    assert "700" in notice.message


@pytest.mark.parametrize("wish", [{"tone": "vif"}, {"audience": "cyclistes"}, {"house_rules": ("Tutoyer",)}])
def test_what_needs_a_model_is_named(wish: dict[str, object]) -> None:
    """A tone, an audience or house rules cannot be followed, and a notice says so."""
    assert "writer.style" in checks("Le pont tient.", min_words=0, **wish)


@pytest.mark.parametrize("slip", ["Ukrane", "Ukrainne", "Ukrsine", "Ukriane"])
def test_a_misspelt_name_is_pointed_out(slip: str) -> None:
    """A name seen once, one letter more, less, other or swapped from one seen three times, is named with its place."""
    article, brief = prose("L’Ukraine attend. L’Ukraine espère. L’Ukraine vote.", f"La commission OTAN-{slip} siège.")
    (notice,) = [f for f in Offline().notices(article, brief) if f.check == "writer.misspelt_name"]
    assert slip in notice.message
    assert "Ukraine" in notice.message
    assert notice.severity == "notice"
    span = notice.evidence.source_span
    assert span is not None
    assert article.passages[1].plain[span.start : span.end] == slip


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine Ukraine Ukraine ; les Ukraines",
        "Ukraine Ukraine ; Ukrane",
        "Ukraine Ukraine Ukraine ; Ukrane Ukrane",
        "Ukraine Ukraine Ukraine ; Ukxxine",
        "Elle Elle Elle ; Elles",
        "Lens Lens Lens ; Jens",
    ],
)
def test_other_names_are_left_alone(text: str) -> None:
    """Plurals, names seen twice, two letters of difference, small and short words are no misspelling."""
    assert "writer.misspelt_name" not in checks(text)


def test_the_misspelling_of_a_whole_article_is_found() -> None:
    """In a translated article with one slip, that one is found and nothing else."""
    article, brief = example("detroit")
    found = [f.evidence.source for f in Offline().notices(article, brief) if f.check == "writer.misspelt_name"]
    assert found == ["Aliance"]
