"""French typography: what it sets, what it leaves alone, and that it settles at once."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.article import typeset
from bridge.article.punctuation import HOLE, WORDS
from bridge.article.typography import typeset_html

NARROW, WIDE = "\u202f", "\u00a0"
LOCALES = st.sampled_from(["fr_FR", "fr_CH", "fr_CA", "fr_BE"])
NBSP = st.sampled_from(["narrow", "plain"])
PIECES = (
    "Dr ",
    "20 avril",
    "10€",
    "1 000 000 ",
    "« ",
    " »",
    "!",
    " ?",
    "20 h 30",
    " : ",
    "12345 euros",
    "...",
    '"',
    "'",
    "XXe siècle",
    "https://a.example/x?b ",
    "M. A",
    "un mot de plus et encore un ",
    "<strong>",
    "</strong>",
    '<a href="x ! y">',
    "</a>",
    "<br>",
    "<code>",
    "</code>",
    '[x a="b ! c"]',
    "&amp;",
    "&nbsp;",
    "&lt;",
    " ",
    "l'",
    "(",
    ")",
    "%",
    "1",
    "\n",
    HOLE,
    WORDS,
)
prose = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=30)


def narrow(text: str) -> str:
    """ "~" as U+202F and "_" as U+00A0, to read the examples by."""
    return text.replace("~", NARROW).replace("_", WIDE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('Il dit "oui" !', "Il dit «_oui_»~!"),
        ("l'eau ; d'ici : quoi ?", "l’eau~; d’ici_: quoi~?"),
        ("Attendez...", "Attendez…"),
        ("10€, 50% et 5°C", "10_€, 50_% et 5_°C"),
        ("le 20 avril et le 1er mai", "le 20_avril et le 1er_mai"),
        ("le Dr Martin, Mme Li et M. Roy", "le Dr_Martin, Mme_Li et M._Roy"),
        ("12345 habitants, 1 250 000 euros", "12~345 habitants, 1~250~000 euros"),
        ("à 20 h 30 au XIXe siècle, p. 12", "à 20_h_30 au XIXe_siècle, p._12"),
        ("un  mot , deux", "un mot, deux"),
    ],
)
def test_french_is_set_by_its_rules(before: str, after: str) -> None:
    """Guillemets, apostrophes, ellipses, and no-break spaces at punctuation, numbers, dates and titles."""
    assert typeset(before) == narrow(after)


@pytest.mark.parametrize(
    "text",
    [
        "75011 Paris",
        "MiG-29 et Covid-19",
        "2010-2015",
        "a - b – c",
        "(c) et 5 x 3",
        "12:30",
        "en 2023 150 personnes",
        "b ꙮ c",
    ],
)
def test_what_typography_must_not_guess_stays(text: str) -> None:
    """Postal codes, names, years, dashes and signs that may mean something come back as they are."""
    assert typeset(text) == text


def test_locales_have_their_own_rules() -> None:
    """Canada sets no space before ; ! ?, Switzerland narrow ones everywhere; other languages are left alone."""
    text = '"Oui" : non !'
    assert typeset(text, "fr_FR") == typeset(text, "fr_BE") == narrow("«_Oui_»_: non~!")
    assert typeset(text, "fr_CH") == narrow("«~Oui~»~: non~!")
    assert typeset(text, "fr_CA") == narrow("«_Oui_»_: non!")
    assert typeset(text, "en_US") == text


def test_plain_no_break_spaces_by_setting() -> None:
    """With "plain" no narrow space is set anywhere."""
    assert typeset("Oui ! 12345 euros ; « non »", nbsp="plain") == narrow("Oui_! 12_345 euros_; «_non_»")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<strong>Oui</strong> !", "<strong>Oui</strong>~!"),
        ('"<em>Oui</em>"', "«_<em>Oui</em>_»"),
        ('<a href="x ! y" title="a : b">a !</a>', '<a href="x ! y" title="a : b">a~!</a>'),
        ('<code>a ! "b"</code> !', '<code>a ! "b"</code>~!'),
        ('[x a="b ! c"] ! [y]d ![/y]', '[x a="b ! c"]~! [y]d ![/y]'),
        ("https://a.example/?b=1 et moi@b.example", "https://a.example/?b=1 et moi@b.example"),
        ("un<br>! deux", "un<br>! deux"),
        ("a &amp; b &lt;c> &quot;d&quot;&nbsp;!", "a &amp; b &lt;c&gt; «_d_»~!"),
        ("<img alt='a !'> !", "<img alt='a !'>~!"),
    ],
)
def test_only_text_is_set(before: str, after: str) -> None:
    """Tags, attributes, code, shortcodes, URLs and breaks stay; text beside a tag is set as if without it."""
    assert typeset_html(before) == narrow(after)


def test_blocks_hold_no_break_spaces_as_entities() -> None:
    """For blocks U+00A0 is written as the editor saves it."""
    assert typeset_html('"Oui" !', entity=True) == f"«&nbsp;Oui&nbsp;»{NARROW}!"


@given(prose, LOCALES, NBSP)
@example('http://."{""http://{"d","f"', "fr_FR", "narrow")
@settings(max_examples=500, deadline=None)
def test_setting_twice_changes_nothing(text: str, locale: str, nbsp: str) -> None:
    """Typography settles at once, in plain text and in HTML, for every locale and kind of space."""
    once = typeset(text, locale, nbsp)
    assert typeset(once, locale, nbsp) == once
    html = typeset_html(text, locale, nbsp, entity=True)
    assert typeset_html(html, locale, nbsp, entity=True) == html


@given(prose, LOCALES, NBSP)
@settings(max_examples=300, deadline=None)
def test_letters_and_digits_never_change(text: str, locale: str, nbsp: str) -> None:
    """Whatever is set, letters and digits come back in order, none more and none fewer."""
    assert [c for c in typeset(text, locale, nbsp) if c.isalnum()] == [c for c in text if c.isalnum()]


def test_very_long_paragraphs_are_set_like_short_ones() -> None:
    """A paragraph of thousands of sentences settles too, and each sentence is set as it would be alone."""
    sentence = "Il a dit \"oui\" hier ; c'est le Dr Martin, le 20 avril, qui l'a su, pour 10€ !"
    once = typeset(" ".join([sentence] * 400))
    assert once == " ".join([typeset(sentence)] * 400)
    assert typeset(once) == once
