from __future__ import annotations

import pytest

from bridge.article.model import Brief
from bridge.writer.offline.clauses import clause_ends, object_ends, shortened
from bridge.writer.offline.french import tokens
from bridge.writer.offline.keyphrase import keyphrase
from bridge.writer.offline.meta import excerpt, meta_description
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.slug import slug
from bridge.writer.offline.title import fits, titles
from tests.writer.examples import prose


def cuts(sentence: str) -> list[str]:
    return [sentence[:end].rstrip(" ,;:") for end in clause_ends(sentence)]


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        ("La maire relance le projet malgré l’opposition des commerçants", "La maire relance le projet"),
        ("Le club gagne la finale, son premier titre", "Le club gagne la finale"),
        ("Le ministre annonce 48 millions d’euros de travaux", "Le ministre annonce 48 millions d’euros"),
        ("Trois jours sur le sentier des Douaniers de la presqu’île", "Trois jours sur le sentier des Douaniers"),
        ("Les Louves championnes de France au bout du suspense", "Les Louves championnes de France"),
    ],
)
def test_a_sentence_may_be_cut_at_a_clause(sentence: str, head: str) -> None:
    """What stands before a pause, an adverbial or a complement that can be spared is whole."""
    assert head in cuts(sentence)


@pytest.mark.parametrize(
    ("sentence", "head"),
    [
        ("La ministre Roux fait une visite surprise au barrage", ["La ministre Roux fait une visite surprise"]),
        ("La ville fait face à la crise", []),
        ("Le pont rouvre aux voitures", []),
    ],
)
def test_a_title_may_end_after_its_object(sentence: str, head: list[str]) -> None:
    """What follows an object that is complete can be spared; a verb is not left without its object."""
    assert [sentence[:end].rstrip() for end in object_ends(sentence)] == head


@pytest.mark.parametrize(
    "sentence",
    [
        "Le maire, réélu dimanche, quitte son parti",
        "Le vin est bon, sauf celui de 2019",
        "La maire viendra, si la pluie cesse",
        "Le pont est sûr, a déclaré la maire",
        "Il est venu pour la première fois depuis la guerre",
        "Le plus grand stade en Europe",
        "« Le pont tient, pour l’instant », dit-elle",
        "Il achète du pain, du vin et du fromage",
        "Elle met en garde les élus",
        "La statue de Charles de Gaulle",
        "Le billet coûte 12 euros avec la carte",
    ],
)
def test_a_cut_never_changes_what_is_said(sentence: str) -> None:
    """No cut before the verb, within a quotation, list or name, nor before a limit, a condition, a saying."""
    assert cuts(sentence) == []


def test_the_longest_beginning_that_fits_is_taken() -> None:
    """A text that fits stays whole; one that has no fitting clause becomes nothing."""
    sentence = "La maire relance le tramway, malgré tout, dans la ville"
    assert shortened(sentence, lambda text: len(text) <= 60) == sentence
    assert shortened(sentence, lambda text: len(text) <= 45) == "La maire relance le tramway, malgré tout"
    assert shortened(sentence, lambda text: len(text) <= 10) == ""


def test_a_title_of_wide_letters_does_not_fit() -> None:
    """Sixty characters may still be too wide."""
    assert fits("i" * 60)
    assert not fits("M" * 60)
    assert not fits("i" * 61)


def made(*paragraphs: str, title: str = "", **brief: object) -> Reading:
    article, plain_brief = prose(*paragraphs, title=title)
    return Reading(article, Brief.model_validate({**plain_brief.model_dump(), **brief}))


PORT = (
    "Le port de Lanvaux attend son nouveau ferry. La compagnie dit que le port de Lanvaux sera prêt le 3 mai 2024.",
    "Les marins suivent une formation à Brest. Le port de Lanvaux recrute aussi des dockers, dont vingt femmes.",
)


def test_a_fitting_title_is_proposed_as_it_is() -> None:
    """The author's title comes first when search results show all of it."""
    reading = made(*PORT, title="Le port de Lanvaux attend son ferry")
    assert titles(reading, "port de Lanvaux", [])[0] == "Le port de Lanvaux attend son ferry"


def test_without_a_title_the_text_gives_one() -> None:
    """A first sentence that fits, or a phrase of it, heads an article without a title."""
    assert titles(made(*PORT), "port de Lanvaux", [])[0] == "Le port de Lanvaux attend son nouveau ferry"


def test_a_title_that_nothing_can_cut_loses_whole_words() -> None:
    """With no clause to cut at and no text to draw on, whole words are kept."""
    title = "Lanvaux " * 20
    (found,) = titles(made("Oui.", title=title.strip()), "", [])
    assert found
    assert title.startswith(found)
    assert fits(found)


@pytest.mark.parametrize(
    ("title", "phrase", "expected"),
    [
        ("Le port de Lanvaux attend son ferry", "port de Lanvaux", "port-lanvaux-attend-ferry"),
        ("Cœur d’été à l’Île-d’Yeu", "", "coeur-ete-ile-yeu"),
        ("Un ferry pour mai", "port de Lanvaux", "port-lanvaux-ferry-mai"),
        ("日本", "", ""),
        ("x" * 90, "", "x" * 75),
    ],
)
def test_slugs(title: str, phrase: str, expected: str) -> None:
    """ASCII words without stop words, the keyphrase first when the title lacks it, 75 characters at most."""
    assert slug(title, phrase) == expected


def test_a_long_slug_ends_at_a_word() -> None:
    """What does not fit goes whole."""
    found = slug("remarquable " + " ".join(f"mot{number}long" for number in range(20)), "")
    assert len(found) <= 75
    assert all(part == "remarquable" or (part[:3], part[-4:]) == ("mot", "long") for part in found.split("-"))


def test_the_keyphrase_recurs_and_stands_in_title_and_lead() -> None:
    """The run of words that title, lead and text share is the keyphrase."""
    assert keyphrase(made(*PORT, title="Le port de Lanvaux attend son ferry")) == "port de Lanvaux"


def test_a_keyphrase_starts_and_ends_with_a_word_of_its_own() -> None:
    """Neither an adjective alone, a figure, a time, nor a name cut off from its noun makes a keyphrase."""
    text = "Mardi 3 mai, le nouveau ferry arrive. Mardi, le nouveau ferry part. Mardi encore."
    assert keyphrase(made(text, title="Un nouveau ferry mardi")) == "ferry"


def test_names_side_by_side_are_not_one_name() -> None:
    """ "de l’OTAN Lindqvist" makes no keyphrase "OTAN Lindqvist"."""
    said = "Le chef de l’OTAN Lindqvist arrive"
    assert "OTAN Lindqvist" not in keyphrase(made(f"{said}. {said}.", title=said))


def test_the_description_has_the_keyphrase_and_the_length() -> None:
    """Two sentences that fit are joined when one is too short; the keyphrase is in it."""
    found = meta_description(made(*PORT), "port de Lanvaux")
    assert found == PORT[0]


def test_a_description_keeps_who_says_it() -> None:
    """A long sentence is not cut before its saying."""
    long = (
        "Le pont de Lanvaux est sûr, avec tous ses câbles neufs, ses piles et ses haubans, "
        "et il le restera pendant cent ans et davantage encore, a déclaré la maire."
    )
    assert meta_description(made(long), "") in ("", long)


def test_the_excerpt_is_the_lead_in_whole_sentences() -> None:
    """The excerpt holds as many first sentences of the lead as 55 words allow."""
    assert excerpt(made(*PORT)) == PORT[0]
    long = " ".join(["Le ferry de Lanvaux arrive au port avec ses trente marins."] * 9)
    assert excerpt(made(long)).count(".") == 5
    assert excerpt(made("Le ferry de Lanvaux arrive " + "au port " * 60)) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’été d’aujourd’hui", ["l’", "été", "d’", "aujourd’hui"]),
        ("la presqu'île", ["la", "presqu’île"]),
        ("OTAN-Ukraine, a-t-il dit", ["otan-ukraine", ",", "a-t-il", "dit"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    """An elided word stands alone; an apostrophe within a word does not part it."""
    assert [token.low for token in tokens(text)] == expected
