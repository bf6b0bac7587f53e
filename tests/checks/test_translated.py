"""Facts of a translation against those of its source; what cannot be judged across languages is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.article import clean, parse
from bridge.article.model import Brief, Draft, DraftBlock
from bridge.checks import check
from tests.checks.build import article_of, block, draft_of_blocks, findings, said

TRANSLATIONS = Path(__file__).with_name("translations")

NEWS = (
    "The mayor of Brigham, Paul Morrell, said on Thursday, April 20, 2023, that the school would not close: “We are "
    "not going to shut the doors on 31 children this year, whatever they say in London.” The town of 1,250 people "
    "has spent $1.2 million on it."
)
OTHER = (
    "Anna Reed, who runs the parents’ association and lives in Harwich, was not at the meeting, which began at 7 p.m. "
    "on the second floor of the town hall and was over before they could ask about the 14 buses."
)
QUOTED = "« Nous n’allons pas fermer la porte à 31 enfants cette année, quoi qu’on en dise à Londres »"
FAITHFUL = (
    f"Le maire de Brigham, Paul Morrell, a promis jeudi 20 avril 2023 que l’école resterait ouverte. {QUOTED}, a-t-il "
    "assuré. Cette ville de 1 250 habitants y a dépensé 1,2 million de dollars."
)


def test_a_faithful_translation_passes() -> None:
    """Same facts in French notation, an exonym and other words: no error and no warning."""
    assert said([NEWS, OTHER], FAITHFUL) == set()
    assert said([NEWS], FAITHFUL, severity="warning") <= {"fidelity.translation_mark"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La ville compte 1 350 habitants.", "fidelity.number"),
        ("La ville a dépensé 1,2 milliard de dollars.", "fidelity.number"),
        ("La ville a dépensé 1,2 million d’euros.", "fidelity.unit"),
        ("Le maire a parlé le 21 avril 2023.", "fidelity.date"),
        ("Le maire a parlé vendredi.", "fidelity.date"),
        ("Paul Morrel dirige la ville de Brigham.", "fidelity.name"),
        ("Paul Martinez dirige la ville de Brigham.", "fidelity.name"),
        ("La ville de Brigham a pour maire Jean Dupont.", "fidelity.name"),
        (f"{QUOTED}, a dit Anna Reed.", "fidelity.speaker"),
        (f"{QUOTED}, a dit Jeanne Dupuis.", "fidelity.speaker"),
        (
            f"{QUOTED}, a dit Paul Morrell. La ville est fière. « L’école restera ouverte à jamais. »",
            "fidelity.quotation",
        ),
        (
            "« Nous n’allons pas fermer la porte à 31 enfants cette année, quoi qu’on en dise à Londres, et je le répète "
            "devant vous tous, car cette école a formé nos pères et nos mères, elle formera nos fils et nos filles, et "
            "personne ne nous en privera tant que je serai là pour la défendre », a dit Paul Morrell.",
            "fidelity.quotation",
        ),
        ("“We are not going to shut the doors on 31 children this year”, a dit Paul Morrell.", "language.foreign"),
        ("The town has spent a lot of money on the school this year.", "language.foreign"),
        ("La page https://brigham.example/ecole le confirme.", "fidelity.link"),
    ],
)
def test_a_fact_at_fault_is_an_error(text: str, expected: str) -> None:
    """Numbers, units, dates, altered names, speakers, quotations beyond the source's, English left over, links."""
    assert expected in said([NEWS, OTHER], text)


def test_a_quotation_out_of_a_passage_without_any_is_an_error() -> None:
    """Nobody speaks in the second passage."""
    assert "fidelity.quotation" in said([NEWS, OTHER], block("« Nous n’avons rien pu dire », regrette Anna Reed.", 2))


def test_a_quotation_may_be_cut_by_an_incise() -> None:
    """One quotation in two pieces is still one."""
    text = (
        "« Nous n’allons pas fermer la porte à 31 enfants », a assuré Paul Morrell, « quoi qu’on en dise à Londres. »"
    )
    assert said([NEWS], text) == set()


def test_the_head_quotes_as_the_article_does() -> None:
    """A quotation in the description has the words that the body gives it."""
    article, brief = article_of(NEWS), Brief()
    good = draft_of_blocks(block(FAITHFUL, 1), meta="« Nous n’allons pas fermer la porte à 31 enfants », dit le maire.")
    wrong = draft_of_blocks(block(FAITHFUL, 1), meta="« Nous ne fermerons jamais ces portes-là », dit le maire.")
    assert "fidelity.quotation" not in {f.check for f in check(article, good, brief).findings}
    assert "fidelity.quotation" in {f.check for f in check(article, wrong, brief).findings if f.severity == "error"}


def test_an_unknown_name_is_a_warning() -> None:
    """A name may be one that French writes in its own way: the author is asked, nothing is dropped."""
    text = "La réunion de Brigham s’est tenue à la Vieille Halle."
    assert "fidelity.name" in said([NEWS], text, severity="warning")
    assert "fidelity.name" not in said([NEWS], text)


@pytest.mark.parametrize(
    ("source", "french"),
    [
        ("in London and The Hague", "à Londres et à La Haye"),
        ("by Germans and the United Nations", "par les Allemands et les Nations unies"),
        (
            "for the EU and the World Health Organization",
            "pour l’Union européenne et l’Organisation mondiale de la santé",
        ),
        ("at Harvard University", "à l’Université Harvard"),
        ("from California to New Zealand", "de la Californie à la Nouvelle-Zélande"),
    ],
)
def test_an_exonym_is_the_same_name(source: str, french: str) -> None:
    """Countries, cities and institutions have French names, which are nothing new."""
    text = f"The meeting was held {source}, and they have not said what they will do with it after the vote."
    assert "fidelity.name" not in said([text], f"La réunion s’est tenue {french}.", severity="warning")


def test_a_lost_passage_and_a_lost_fact_are_warnings() -> None:
    """A passage that no block tells, and a figure that is nowhere, are named."""
    found = findings([NEWS, OTHER], block(FAITHFUL.replace("1 250", ""), 1))
    lost = {f.check: f.message for f in found if f.severity == "warning"}
    assert "Anna Reed" in lost["fidelity.passage_lost"]
    assert "1,250" in lost["fidelity.fact_lost"]


def test_one_notice_says_what_was_not_judged() -> None:
    """Nothing that compares words speaks up; one notice does, and only for a translation."""
    found = findings([NEWS], FAITHFUL)
    assert [f.severity for f in found if f.check == "language.translated"] == ["notice"]
    compared = {"language.copied", "fidelity.negation", "fidelity.modality", "fidelity.attribution"}
    assert not compared & {f.check for f in found}
    french = findings(["La ville a ouvert l’école hier."], "L’école a ouvert hier.")
    assert "language.translated" not in {f.check for f in french}


def test_an_unmarked_translation_is_a_warning() -> None:
    """The check holds what the closing line is for."""
    assert "fidelity.translation_mark" in said([NEWS], FAITHFUL, severity="warning")
    closing = DraftBlock(kind="paragraph", text="<em>La citation est traduite de l’anglais.</em>")
    marked = said([NEWS], block(FAITHFUL, 1), closing, severity="warning")
    assert not {"fidelity.translation_mark", "language.translation"} & marked


@pytest.mark.parametrize(
    ("language", "source", "marks"),
    [
        ("de", "Der Bürgermeister hat es nicht gesagt, aber „wir schließen die Schule nicht in diesem Jahr“, erklärte Paul "
         "Morrell, und das ist auch für die Eltern neu.", 1),
        ("en", "The mayor has said it before and he will say it again: ‘We won’t close the school this year,’ Paul Morrell "
         "said, and that was it for the parents.", 1),
        ("en", "The boys’ club and the girls’ club are open to all of the children who have been there before, and that is "
         "the way it has to be.", 0),
    ],
)  # fmt: skip
def test_quotation_marks_of_other_languages(language: str, source: str, marks: int) -> None:
    """German marks and British single ones enclose a quotation; apostrophes do not."""
    article = article_of(source)
    assert article.language == language
    report = check(
        article, draft_of_blocks(block("« Nous ne fermons pas l’école cette année », a dit Paul Morrell.", 1)), Brief()
    )
    errors = {f.check for f in report.findings if f.severity == "error"}
    assert ("fidelity.quotation" in errors) == (marks == 0)


def test_a_whole_how_to_passes() -> None:
    """Steps, amounts, ordinals, times and temperatures of a how-to, translated by hand, raise nothing."""
    source = (TRANSLATIONS / "howto.html").read_text("utf-8")
    draft = Draft.model_validate_json((TRANSLATIONS / "howto.json").read_text("utf-8"))
    report = check(clean(parse(source)), draft, Brief(title="How to Make a Sourdough Starter From Scratch in 7 Days"))
    assert [f for f in report.findings if f.severity != "notice" and f.check.startswith("fidelity.")] == []
