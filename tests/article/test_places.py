"""The places of content as an editor counts and shows them."""

from __future__ import annotations

import pytest

from bridge.article.model import Span
from bridge.article.places import SHOWN, Places, first_words
from tests.article.test_compose import image, p, post


@pytest.mark.parametrize(
    ("content", "word", "index"),
    [
        (post(p("Un."), image("a"), p("Deux.")), "Deux", 2),
        (f"\n\n{p('Un.')}\n<p>Libre.</p>\n{p('Deux.')}", "Libre", 1),
        (f"\n\n{p('Un.')}\n<p>Libre.</p>\n{p('Deux.')}", "Deux", 2),
        ("<!-- wp:group -->\n<div>" + post(p("Un."), p("Deux.")) + "</div>\n<!-- /wp:group -->", "Deux", 0),
        ("Un.\n\n<h2>Titre</h2>\n<img src='a.png'>\n\nDeux.", "Deux", 3),
        (post(p("Un."), "<!-- wp:group -->", p("Deux.")), "Deux", None),
    ],
    ids=["blocks", "text between blocks", "after it", "inner blocks", "classic", "broken"],
)
def test_a_place_is_counted_as_the_editor_does(content: str, word: str, index: int | None) -> None:
    """Blocks at the top and text between them; in a classic post its parts; nothing from a broken block on."""
    assert Places(content).index(content.index(word)) == index


def test_white_space_is_in_no_block() -> None:
    """Nor is what lies between."""
    places = Places(post(p("Un."), p("Deux.")))
    assert places.index(len(p("Un."))) is None
    assert Places("").index(0) is None


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (p("Un <b>mot</b>,\nR&amp;D."), "Un mot, R&D."),
        ("<ul><li>un</li><li>deux</li></ul>", "un"),
        (image("a"), ""),
        (p("«&nbsp;Oui&nbsp;»"), "«\u00a0Oui\u00a0»"),
        (p("mot " * 40), ("mot " * 40)[:SHOWN].rstrip()),
    ],
    ids=["tags", "one item", "no words", "spaces of typography", "long"],
)
def test_the_first_words_of_a_place(html: str, words: str) -> None:
    """As a reader sees them, of one paragraph or item."""
    assert first_words(f"avant {html} après", Span(6, 6 + len(html))) == words
