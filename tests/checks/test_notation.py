"""Dates, times, numbers and units of other languages, read as the French of a translation says them."""

from __future__ import annotations

import pytest

from bridge.article.language import Language
from bridge.checks.text import Text, normal
from bridge.checks.units import Unit

SAME = [
    ("en", "1,234.5 people", "1 234,5 personnes"),
    ("en", "$1.2 million", "1,2 million de dollars"),
    ("en", "£3bn", "3 milliards de livres sterling"),
    ("en", "2 trillion euros", "2 000 milliards d’euros"),
    ("en", "$1.2 trillion", "1 200 milliards de dollars"),
    ("en", "1,200 seats", "1 200 places"),
    ("en", "two hundred and fifty-six cows", "256 vaches"),
    ("en", "a 71-year-old nurse", "une infirmière de 71 ans"),
    ("en", "2.5 square miles", "2,5 miles carrés"),
    ("en", "12 square kilometers", "12 kilomètres carrés"),
    ("en", "5 percent", "5 %"),
    ("en", "a dozen boats", "une douzaine de bateaux"),
    ("en", "two decades", "vingt ans"),
    ("en", "the 21st time", "la 21e fois"),
    ("en", "at 3 p.m.", "à 15 heures"),
    ("en", "at 3:30 pm", "à 15 h 30"),
    ("en", "from 9 to 5 pm", "de 9 heures à 17 heures"),
    ("en", "half an hour", "une demi-heure"),
    ("en", "a quarter of an hour", "un quart d’heure"),
    ("en", "three quarters of an hour", "45 minutes"),
    ("de", "eine Viertelstunde", "15 minutes"),
    ("es", "media hora", "une demi-heure"),
    ("es", "tres cuartos de hora", "trois quarts d’heure"),
    ("it", "mezz’ora", "30 minutes"),
    ("it", "un quarto d’ora", "un quart d’heure"),
    ("de", "1.234,5 Menschen", "1 234,5 personnes"),
    ("de", "1,2 Millionen Euro", "1,2 million d’euros"),
    ("de", "3,4 Mrd. Euro", "3,4 milliards d’euros"),
    ("de", "fünfundzwanzig Kinder", "vingt-cinq enfants"),
    ("de", "zweitausend Liter", "2 000 litres"),
    ("de", "um 15.30 Uhr", "à 15 h 30"),
    ("de", "im 19. Jahrhundert", "au XIXe siècle"),
    ("es", "1.234,5 personas", "1 234,5 personnes"),
    ("es", "2.500 millones de euros", "2,5 milliards d’euros"),
    ("es", "treinta y cinco niños", "35 enfants"),
    ("es", "dos mil quinientos", "2 500"),
    ("es", "el siglo XIX", "le XIXe siècle"),
    ("es", "veintiún años", "21 ans"),
    ("es", "treinta y un años", "trente et un ans"),
    ("es", "entre veinte y cuarenta minutos", "entre vingt et quarante minutes"),
    ("es", "de 17.30 a 20.00", "de 17 h 30 à 20 heures"),
    ("es", "3.50 pesos", "3,50 pesos"),
    ("es", "a las nueve de la noche", "à 21 heures"),
    ("es", "a las 9", "à 9 heures"),
    ("es", "a las 9 familias", "à 9 familles"),
    ("es", "a las dos y media", "à 2 h 30"),
    ("es", "las dos mil familias", "les 2 000 familles"),
    ("it", "1.234,5 persone", "1 234,5 personnes"),
    ("it", "1,2 milioni di euro", "1,2 million d’euros"),
    ("it", "trentotto bambini", "38 enfants"),
    ("it", "alle 15.30", "à 15 h 30"),
    ("it", "dalle 17.30 alle 20", "de 17 h 30 à 20 heures"),
    ("it", "alle otto di sera", "à 20 heures"),
    ("it", "alle tremila famiglie", "aux 3 000 familles"),
]

DATES = [
    ("en", "November 3, 2024", "3 novembre 2024"),
    ("en", "Nov. 3", "3 novembre"),
    ("en", "the 3rd of May", "3 mai"),
    ("en", "on Monday, May 3", "lundi 3 mai"),
    ("en", "May 3-5", "3 et 5 mai"),
    ("en", "in March 2023", "en mars 2023"),
    ("en", "on Tuesdays", "le mardi"),
    ("en", "12/25/2024", "25 décembre 2024"),
    ("de", "3. Mai 2024", "3 mai 2024"),
    ("de", "am Montag, dem 3. Mai", "lundi 3 mai"),
    ("de", "am 3.11.2024", "3 novembre 2024"),
    ("es", "el lunes 3 de mayo de 2024", "lundi 3 mai 2024"),
    ("it", "lunedì 3 maggio 2024", "lundi 3 mai 2024"),
]


def unit(text: str, language: Language = "fr") -> Unit:
    return Unit(Text(normal(text)), "paragraph", language=language)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("entre vingt et quarante ans", {20, 40}),
        ("cent et deux cents", {100, 200}),
        ("trente et un, soixante et onze, quatre-vingt-un", {31, 71, 81}),
        ("vingt et une, vingt et un mille", {21, 21_000}),
    ],
)
def test_which_numbers_and_joins(text: str, values: set[int]) -> None:
    """Tens and one or eleven are one number in French, all others two."""
    assert {number.face for number in unit(text).quantities} == values


@pytest.mark.parametrize(("language", "source", "french"), SAME)
def test_a_number_is_the_same_in_both_notations(language: Language, source: str, french: str) -> None:
    """Grouping, decimals, currencies, scales, units, words, ages and times say what their French says."""
    theirs = {(number.value, number.unit) for number in unit(source, language).quantities}
    ours = {(number.value, number.unit) for number in unit(french).quantities}
    assert ours
    assert ours <= theirs


@pytest.mark.parametrize(("language", "source", "french"), DATES)
def test_a_date_is_the_same_in_both_notations(language: Language, source: str, french: str) -> None:
    """Whole dates, parts of them and days of the week say what their French says."""
    theirs = [(d.day, d.month, d.year, d.weekday) for d in unit(source, language).dates]
    ours = [(d.day, d.month, d.year, d.weekday) for d in unit(french).dates]
    assert ours
    assert set(ours) <= set(theirs)


@pytest.mark.parametrize("text", ["They may march on.", "He will second the motion.", "Mayor and marchers"])
def test_words_that_look_like_months_are_none(text: str) -> None:
    """ "May" and "march" without a capital, or a day, are no months."""
    assert unit(text, "en").dates == ()


def test_facts_keep_their_place() -> None:
    """The place of a number or a date is the one in the source's own text, whatever stands before it."""
    found = unit("On May 3, 2024, twenty-five men paid $1.2 million at 3 p.m. for 1,200 seats.", "en")
    places = [(fact.start, fact.end) for fact in (*found.dates, *found.quantities)]
    assert [found.text.raw[start:end] for start, end in places] == [
        "May 3, 2024",
        "twenty-five",
        "$1.2 million",
        "3 p.m.",
        "1,200",
    ]


@pytest.mark.parametrize(
    ("source", "french"), [("5 miles", "5 kilomètres"), ("75 pounds", "75 kilos"), ("1,200 feet", "1 200 mètres")]
)
def test_a_unit_is_not_converted(source: str, french: str) -> None:
    """A measure that France does not use is none of those that it does."""
    theirs = {(number.value, number.unit) for number in unit(source, "en").quantities}
    assert not theirs & {(number.value, number.unit) for number in unit(french).quantities}
