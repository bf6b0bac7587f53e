"""Names of a draft against those of the source."""

from __future__ import annotations

import pytest

from tests.checks.build import MAYOR, block, findings, said


@pytest.mark.parametrize(
    "text",
    ["P. Morel dirige Brignac.", "M. Morel est là.", "D’après Morel, les Brignacois attendent.", "MOREL est maire."],
)
def test_name_in_another_form(text: str) -> None:
    """Initials, titles, surnames alone, elision and inhabitants' names are the same name."""
    assert said([MAYOR], text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Jean Dubreuil dirige Brignac.",
        "Paul Moret dirige Brignac.",
        "Paul Brignac est maire.",
        "Le maire de Lyon a parlé.",
        "Dubreuil a parlé.",
    ],
)
def test_name_at_fault(text: str) -> None:
    """A name that is invented, altered, or put together from two is an error."""
    assert "fidelity.name" in said([MAYOR], text)


def test_inhabitants_stand_for_their_place() -> None:
    """A passage that names the town allows the name of its people, though the source says that elsewhere."""
    source = [
        "Les joueuses de Nadia Belkacem ont perdu sept ballons. Brévannes a souffert.",
        "Les Brévannaises ont battu les Montrignoises.",
    ]
    assert said(source, block("Les Brévannaises ont souffert : elles ont perdu sept ballons.", 1)) == set()


def test_acronym_is_the_name() -> None:
    """A known acronym stands for the full name, and the other way round."""
    assert said(["L’Organisation des Nations unies a voté."], "L’ONU a voté.") == set()
    assert said(["L’OMS a voté."], "L’Organisation mondiale de la santé a voté.") == set()


def test_mended_misspelling_is_a_notice() -> None:
    """A name that the source misspells once is mended with a notice; left wrong, it is a warning."""
    source = ["Moldavie et Pologne.", "La Moldavie, la Pologne.", "En Moldavie.", "La commission OTAN-Modavie."]
    assert "fidelity.name_mended" in said(source, block("La commission OTAN-Moldavie.", 4), severity="notice")
    drafted = findings(source, block("La Moldavie attend.", 2), block("La commission OTAN-Modavie.", 4))
    left = next(f for f in drafted if f.check == "fidelity.name_misspelt")
    assert (left.severity, left.block, left.evidence.draft) == ("warning", 1, "Modavie")
