from __future__ import annotations

import pytest

from bridge.article.model import Brief
from bridge.writer.offline import Offline
from tests.writer.examples import prose


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
