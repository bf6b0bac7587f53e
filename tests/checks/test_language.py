"""French all through, and nothing of the machine."""

from __future__ import annotations

import pytest

from bridge.article.model import Brief
from bridge.checks import check
from tests.checks.build import article_of, block, draft_of_blocks, findings, said

SOURCE = ["Le barrage a rouvert. La revue Urban Ecology Letters en a parlé dans un long article sur les rivières."]


@pytest.mark.parametrize(
    "text",
    [
        "The dam was reopened and it will be used by the people of the valley.",
        "El embalse está en una zona que no era muy conocida, pero los vecinos son felices con las obras.",
        "Der Damm ist nicht mehr das Problem, und die Leute sind mit dem Ergebnis zufrieden.",
    ],
)
def test_other_language_is_an_error(text: str) -> None:
    """A sentence in another language is an error, alone or within a French paragraph."""
    assert "language.foreign" in said(SOURCE, text)
    assert "language.foreign" in said(SOURCE, f"Le barrage a rouvert. {text}")


def test_quoted_title_may_be_foreign() -> None:
    """A quotation or a name in another language is none of the author's French."""
    text = "La revue a titré « The dam that was not there and the river that is » dans Urban Ecology Letters."
    assert "language.foreign" not in said(SOURCE, text)


@pytest.mark.parametrize(
    "text",
    [
        "Voici la version réécrite de l’article :",
        "Le barrage a rouvert (48 caractères).",
        "**Le barrage** a rouvert.",
        "## Le barrage",
        "Voir [le barrage](#).",
        "Méta-description : le barrage a rouvert.",
        "Le barrage a rouvert. [P1]",
        "J’espère que cet article vous convient.",
        "Le barrage a rouvert. [insérer un lien]",
        "&lt;p&gt;Le barrage a rouvert.&lt;/p&gt;",
        "- Le barrage a rouvert.",
    ],
)
def test_model_leftovers_are_errors(text: str) -> None:
    """A model's talk, its counts and labels, Markdown and tags are errors."""
    assert "language.leftover" in said(SOURCE, text)


def test_an_author_who_says_i_may_say_mine() -> None:
    """ "Voici ma version" is an author's voice where the source says "je", and a model's where it does not."""
    text = "Voici ma version, un peu allégée."
    assert "language.leftover" not in said(["Je vous propose une tourte un peu allégée."], text)
    assert "language.leftover" in said(["La tourte est un peu allégée."], text)


@pytest.mark.parametrize(
    "text",
    ["Voici la recette du barrage.", "Le barrage a rouvert (enfin).", "Le barrage – rouvert – a plu.", "Note : 5 * 3."],
)
def test_plain_french_is_no_leftover(text: str) -> None:
    """Ordinary sentences are not taken for leftovers."""
    assert "language.leftover" not in said(SOURCE, text)


def test_translators_marks_are_warnings() -> None:
    """What translators and web pages leave behind is pointed out."""
    assert "language.translation" in said(SOURCE, "Un Lanvel photographe a vu le barrage.", severity="warning")
    assert "language.translation" in said(SOURCE, "Le barrage a rouvert. [Edited by A. B.]", severity="warning")


def test_copied_share() -> None:
    """The share of copied runs of five words is told, quotations aside: a warning when most of the text is copied."""
    copied = [f for f in findings(SOURCE, SOURCE[0]) if f.check == "language.copied"]
    assert copied[0].severity == "warning"
    assert copied[0].message.startswith("100 %")
    assert not [f for f in findings(SOURCE, "Rouvert, l’ouvrage plaît beaucoup.") if f.check == "language.copied"]


def test_forbidden_words() -> None:
    """A word that the site excludes is pointed out where it stands."""
    draft = draft_of_blocks(block("Le barrage a rouvert.", 1))
    found = check(article_of(*SOURCE), draft, Brief(forbidden_words=("Barrage",))).findings
    assert [f.evidence.draft for f in found if f.check == "language.forbidden_word"] == ["barrage"]
