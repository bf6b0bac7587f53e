"""Residue: every example is cut and listed, every near miss stays, what is doubtful is pointed out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bridge.article import clean, clean_title, escape, parse
from bridge.article.residue import MAX_CHARACTERS, rules
from bridge.errors import ArticleTooLarge

EXAMPLES: dict[str, list[Any]] = tomllib.loads((Path(__file__).parent / "residue.toml").read_text(encoding="utf-8"))
CUT, NEAR, DOUBTFUL = EXAMPLES["cut"], EXAMPLES["near"], EXAMPLES["doubtful"]

BLOCK = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"
FRAME = "Avant, le village dormait encore.", "Après, plus rien n’était pareil."


def between(text: str) -> str:
    """A post of three paragraphs, `text` in the middle."""
    return "\n\n".join(BLOCK.format(part) for part in (FRAME[0], escape(text), FRAME[1]))


@pytest.mark.parametrize("example", CUT, ids=[row["text"][:40] for row in CUT])
def test_residue_is_cut_and_listed(example: dict[str, str]) -> None:
    """What an example marks as residue goes, the rest stays, and the removal is listed with a French reason."""
    article = clean(parse(between(example["text"])))
    assert [p.plain for p in article.passages] == [FRAME[0], *filter(None, [example["left"]]), FRAME[1]]
    named = [removal for removal in article.removals if removal.rule == example["rule"]]
    assert named
    assert all(removal.reason and removal.text and not removal.doubtful for removal in named)


@pytest.mark.parametrize("text", NEAR, ids=[text[:40] for text in NEAR])
def test_near_misses_stay(text: str) -> None:
    """A sentence that only resembles residue comes through unchanged, and nothing is said about it."""
    article = clean(parse(between(text)))
    assert [p.plain for p in article.passages] == [FRAME[0], text, FRAME[1]]
    assert article.removals == ()


@pytest.mark.parametrize("example", DOUBTFUL, ids=[row["text"][:40] for row in DOUBTFUL])
def test_doubtful_residue_stays_and_is_pointed_out(example: dict[str, str]) -> None:
    """On doubt the text stays, and the author is told which it is."""
    article = clean(parse(between(example["text"])))
    assert [p.plain for p in article.passages] == [FRAME[0], example["text"], FRAME[1]]
    assert {(removal.rule, removal.doubtful) for removal in article.removals} == {(example["rule"], True)}


def test_there_are_enough_examples_and_every_rule_has_one() -> None:
    """At least forty examples each way, and no rule without an example."""
    assert len(CUT) >= 40
    assert len(NEAR) >= 40
    shown = {row["rule"] for row in (*CUT, *DOUBTFUL)}
    assert {rule.id for rule in rules() if rule.scope != "title"} == shown


def test_removals_name_the_place_in_the_source() -> None:
    """A removal's span holds the paragraph that the residue was in."""
    source = between("Source link -31")
    (removal,) = clean(parse(source)).removals
    assert "Source link -31" in source[removal.span.start : removal.span.end]


def test_other_passages_keep_their_numbers() -> None:
    """Leaving residue out does not renumber what a draft names as sources."""
    assert [p.number for p in clean(parse(between("Publicité"))).passages] == [1, 3]


def test_one_line_of_a_paragraph_is_cut_alone() -> None:
    """Residue on a line of its own within a classic paragraph goes without its neighbours."""
    article = clean(parse("Le pont ferme.\nLire aussi : le bac reprend\nIl rouvrira en mai."))
    assert [p.plain for p in article.passages] == ["Le pont ferme.\nIl rouvrira en mai."]


def test_formatting_around_a_cut_stays() -> None:
    """A cut takes characters, never the tags of the text beside it."""
    article = clean(parse("<strong>Le pont</strong> ferme. <em>Read more</em>\n\nIl rouvrira en mai."))
    assert article.passages[0].text == "<strong>Le pont</strong> ferme.<em></em>"


def test_list_items_are_cleaned_one_by_one() -> None:
    """An item that is residue goes; a list of nothing else goes as a whole."""
    article = clean(
        parse("<ul><li>un bac</li><li>Lire aussi : le pont</li></ul>\n\n<ul><li>Facebook</li><li>Publicité</li></ul>")
    )
    assert [p.items for p in article.passages] == [("un bac",), ("Facebook",)]


def test_quotations_are_never_cleaned() -> None:
    """Whatever somebody said stays word for word."""
    source = "<blockquote>Lire aussi : c’est  tout ce qu’il a dit.</blockquote>"
    assert clean(parse(source)).passages == parse(source).passages


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Rewrite this title in frenchLa halle rouvre", "La halle rouvre"),
        ("Réécris ce titre en français : La halle rouvre", "La halle rouvre"),
        ("Titre SEO : La halle  rouvre", "La halle rouvre"),
        ("La halle rouvre", "La halle rouvre"),
        ("Titre de noblesse : la halle", "Titre de noblesse : la halle"),
        ("Title:", "Title:"),
    ],
)
def test_titles_lose_instructions(title: str, left: str) -> None:
    """What was pasted in front of a title is cut and listed; a title that is nothing else stays."""
    cleaned, removals = clean_title(title)
    assert cleaned == left
    assert bool(removals) == (title != left)


def test_bare_heading_lines_are_recognised() -> None:
    """A short line without a verb, before a longer paragraph, reads as a heading; sentences and credits do not."""
    long = "La halle a été reprise pièce par pièce, et le chantier a duré dix-huit mois, selon la mairie."
    lines = {
        "Un chantier de dix-huit mois": True,
        "Pourquoi la halle a fermé ?": True,
        "<strong>Le chantier est fini</strong>": True,
        "La halle est fermée": False,
        "Un chantier long.": False,
        "Par Anne Le Goff": False,
        "Photo : Anne Le Goff": False,
        "12 mars 2024": False,
        "« Une belle halle »": False,
    }
    for line, expected in lines.items():
        first = clean(parse(f"{line}\n\n{long}")).passages[0]
        assert (line, first.heading_line) == (line, expected)


def test_huge_articles_are_refused_by_name() -> None:
    """Content beyond the limit is a typed error that names the size."""
    with pytest.raises(ArticleTooLarge, match="characters"):
        clean(parse("a" * (MAX_CHARACTERS + 1)))
