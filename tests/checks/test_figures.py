"""Numbers and dates of a draft against those of the source."""

from __future__ import annotations

import pytest

from tests.checks.build import MAYOR, block, said


def test_parts_of_an_hour() -> None:
    """A quarter of an hour is 15 minutes; half an hour is not."""
    source = "Le conseil a délibéré un quart d’heure."
    assert said([source], "La délibération a duré 15 minutes.") == set()
    assert said([source], "La délibération a duré une demi-heure.") == {"fidelity.number"}


@pytest.mark.parametrize(
    "text",
    [
        "La commune a 1250 habitants.",
        "Mille deux cent cinquante habitants vivent à Brignac.",
        "L’école accueille trente et un élèves, soit cinq pour cent de plus.",
        "Le 20 avril, le maire a parlé de l’année 2021.",
        "Jeudi, le maire a parlé.",
    ],
)
def test_number_in_another_form(text: str) -> None:
    """Grouping, words and abbreviations do not change a number or a date."""
    assert said([MAYOR], text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La commune compte 1 350 habitants.", "fidelity.number"),
        ("La commune compte 31 habitants et 1 250 élèves.", "fidelity.number"),
        ("L’école accueille trente-deux élèves.", "fidelity.number"),
        ("Les élèves sont 5 points de plus.", "fidelity.unit"),
        ("Le maire a parlé le 21 avril.", "fidelity.date"),
        ("Le maire a parlé vendredi 20 avril.", "fidelity.date"),
        ("Le maire a parlé en 2022.", "fidelity.number"),
        ("Le maire a parlé en mai.", "fidelity.date"),
    ],
)
def test_number_or_date_at_fault(text: str, expected: str) -> None:
    """A number, unit or date that the source lacks, or gives to something else, is an error."""
    assert expected in said([MAYOR], text)


@pytest.mark.parametrize(
    ("words", "figures"),
    [("septante-deux", "72"), ("nonante", "90"), ("quatre-vingt-dix-sept", "97"), ("vingt et un", "21")],
)
def test_numerals_of_every_french(words: str, figures: str) -> None:
    """Numbers in words are understood as they are said in France, Belgium and Switzerland, both ways round."""
    assert said([f"Le village compte {words} maisons."], f"On y voit {figures} maisons.") == set()
    assert said([f"Le village compte {figures} maisons."], f"On y voit {words} maisons.") == set()


def test_units_convert() -> None:
    """A measure may change its unit as long as it stays the same measure."""
    source = ["Le pont mesure 1,5 km et a coûté 2,4 millions d’euros en deux ans."]
    assert said(source, "Long de 1 500 mètres, il a coûté 2 400 000 €.") == set()
    assert "fidelity.number" in said(source, "Long de 1 600 mètres, il a coûté 2 400 000 €.")


def test_a_bare_age_is_one_in_years() -> None:
    """An age between commas, as translators leave it, may gain its years, in a title too; it stays that age."""
    source = ["« Nous restons », a dit Marit Lund, 38, qui pêche seule."]
    assert said(source, "À 38 ans, Marit Lund pêche seule.", title="Marit Lund, 38 ans") == set()
    assert "fidelity.unit" in said(source, "Depuis 38 mois, Marit Lund pêche seule.")


def test_a_sum_keeps_its_currency_when_the_source_leaves_it_out() -> None:
    """ "Dont 600 000 viennent de" counts what the sentence counts; the verb after a number is no thing counted."""
    source = ["L’association a réuni 1,9 million de couronnes, dont 600 000 viennent d’une vente."]
    assert said(source, "Une vente a rapporté 600 000 couronnes sur 1,9 million.") == set()
    assert "fidelity.number" in said(source, "Une vente a rapporté 700 000 couronnes.")


def test_moved_number() -> None:
    """A number of another passage, said in place of the passage's own, is an error."""
    source = ["Le pont a coûté 12 millions d’euros.", "La gare a coûté 30 millions d’euros."]
    assert said(
        source, block("Le pont a coûté 30 millions d’euros.", 1), block("La gare a coûté 30 millions d’euros.", 2)
    ) == {"fidelity.number_moved"}


def test_a_heading_speaks_for_its_section() -> None:
    """A heading that takes up one of the source may take its number from the section; one of its own is an error."""
    source = ["Un toit qui fuit", "Le toit du phare fuit. Les travaux coûteraient 5,2 millions d’euros."]
    told = block("Le toit du phare fuit. Les travaux coûteraient 5,2 millions d’euros.", 2)
    assert said(source, block("Un toit à 5,2 millions", 1, kind="h2"), told) == set()
    assert "fidelity.number" in said(source, block("Un toit à 5,3 millions", 1, kind="h2"), told)
