from __future__ import annotations

import pytest

from bridge.article import plain, words
from bridge.writer.offline.split import LONG_WORDS, leans, paragraphs, sentences

SENTENCE = "Le conseil municipal a voté mardi soir le budget de la ville, en hausse de deux pour cent sur un an."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il pleut. Elle rit.", ["Il pleut.", "Elle rit."]),
        ("Vient-elle ? Oui ! Elle vient…", ["Vient-elle ?", "Oui !", "Elle vient…"]),
        ("M. Roux et Mme Diaz ont signé. Le Dr Petit aussi.", ["M. Roux et Mme Diaz ont signé.", "Le Dr Petit aussi."]),
        ("Vers 300 av. J.-C. Rome grandit.", ["Vers 300 av. J.-C. Rome grandit."]),
        ("Des clous, des vis, etc. Le tout en vrac.", ["Des clous, des vis, etc. Le tout en vrac."]),
        ("J. Dupont a gagné 3.5 points. Bravo.", ["J. Dupont a gagné 3.5 points.", "Bravo."]),
        ("« Je pars. Tu restes. » Elle sort.", ["« Je pars. Tu restes. »", "Elle sort."]),
        ("« Je pars. Tu restes », dit-elle. Il rit.", ["« Je pars. Tu restes », dit-elle.", "Il rit."]),
        ('Il a dit "Non. Jamais." Puis rien.', ['Il a dit "Non. Jamais."', "Puis rien."]),
        ("Un (voir p. 3. Deux) reste. Fin.", ["Un (voir p. 3. Deux) reste.", "Fin."]),
        ("En 2020. 31 alliés.", ["En 2020.", "31 alliés."]),
        ("Le site exemple.fr ouvre. voilà.", ["Le site exemple.fr ouvre. voilà."]),
        ("<strong>Un. Deux.</strong> Trois.", ["<strong>Un. Deux.</strong>", "Trois."]),
        ('Voir <a id="L1">ici</a>. <em>Non</em>.', ['Voir <a id="L1">ici</a>.', "<em>Non</em>."]),
        ("« Jamais fermée. Encore une phrase. Fin", ["« Jamais fermée. Encore une phrase. Fin"]),
        ("", []),
        ("Un vers.<br/>Un autre.", ["Un vers.", "Un autre."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Sentences end where a reader ends them: not after abbreviations and initials, nor within quotations or tags."""
    assert sentences(text) == expected


def test_a_short_paragraph_stays_as_it_is() -> None:
    """Nothing is split below the limit, not even white space changes."""
    text = f"{SENTENCE}  {SENTENCE}"
    assert paragraphs(text) == [text]


def test_a_long_paragraph_is_split_between_sentences() -> None:
    """Parts are shorter than the limit, none is a scrap, and together they are the text."""
    text = " ".join([SENTENCE] * 12)
    parts = paragraphs(text)
    assert len(parts) > 1
    assert " ".join(parts) == text
    assert all(25 <= words(plain(part)) <= LONG_WORDS for part in parts)


def test_line_breaks_stay_within_parts() -> None:
    """A line break between sentences that stay together is kept; at the edge of a part it goes."""
    parts = paragraphs("<br/>".join([SENTENCE] * 12))
    assert len(parts) > 1
    assert "<br/>".join(parts) == "<br/>".join([SENTENCE] * 12)


def test_no_part_starts_with_a_pronoun() -> None:
    """A sentence that leans on the one before stays with it."""
    text = " ".join([SENTENCE, "Elle " + SENTENCE.lower()] * 5)
    assert all(part.startswith("Le conseil") for part in paragraphs(text))


def test_a_long_quotation_is_not_torn() -> None:
    """A quotation of many sentences stays in one part."""
    quotation = "« " + " ".join([SENTENCE] * 8) + " »"
    parts = paragraphs(f"{SENTENCE} {quotation} {SENTENCE}")
    assert quotation in " ".join(part for part in parts if part.count("«") == part.count("»") == 1)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Il est parti.", True),
        ("Cependant, rien ne change.", True),
        ("« Oui », a-t-elle ajouté.", True),
        ("« Oui », a déclaré la maire.", False),
        ("La maire est partie.", False),
    ],
)
def test_what_leans(sentence: str, expected: bool) -> None:
    """Pronouns, connectors and quotations without a name need the sentence before."""
    assert leans(sentence) is expected
