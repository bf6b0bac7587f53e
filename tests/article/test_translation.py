"""How a translation tells its readers that its quotations are translated."""

from __future__ import annotations

import pytest

from bridge.article import clean, compose, parse
from bridge.article.model import Article, Brief, Draft, DraftBlock
from bridge.article.sections import sections
from bridge.article.translation import is_marked, marked

ENGLISH = (
    "The town has decided to close the school after the vote of the council, and the parents are not happy with it. "
    "“We were not asked once in all these years,” said Anna Reed."
)
FRENCH = "La commune ferme l’école après le vote du conseil, et les parents ne sont pas d’accord avec cette décision du maire."
QUOTING = "« On ne nous a pas consultés une seule fois en toutes ces années », a dit Anna Reed."


def article(text: str) -> Article:
    return clean(parse(f"<p>{text}</p>"))


def draft(*texts: str, kind: str = "paragraph") -> Draft:
    blocks = [DraftBlock.model_validate({"kind": kind, "text": text, "sources": (1,)}) for text in texts]
    return Draft(titles=("T",), slug="t", meta_description="", focus_keyphrase="", excerpt="", blocks=tuple(blocks))


def test_a_closing_line_says_that_the_quotation_is_translated() -> None:
    """One line, once, however often it is asked for; in the plural where several are quoted."""
    once = marked(article(ENGLISH), draft(QUOTING))
    assert once.blocks[-1].text == "<em>La citation est traduite de l’anglais.</em>"
    assert marked(article(ENGLISH), once) == once
    several = marked(article(ENGLISH), draft(QUOTING, QUOTING))
    assert several.blocks[-1].text == "<em>Les citations sont traduites de l’anglais.</em>"


@pytest.mark.parametrize(
    "text",
    [
        "« On ne nous a pas consultés une seule fois » (traduit de l’anglais), a dit Anna Reed.",
        QUOTING + " Citations traduites de l'anglais.",
        QUOTING + " Propos traduits de l’anglais.",
    ],
)
def test_what_a_writer_said_in_its_own_way_is_enough(text: str) -> None:
    """Any usual wording of the mark counts."""
    written = draft(text)
    assert is_marked(written)
    assert marked(article(ENGLISH), written) == written


def test_nothing_is_said_where_nothing_is_quoted() -> None:
    """No line for a French source, for a text without quotations, for a term in quotation marks."""
    assert marked(article(FRENCH), draft(QUOTING)) == draft(QUOTING)
    for text in ("La commune ferme l’école.", "La commune ferme « l’école du haut »."):
        assert marked(article(ENGLISH), draft(text)) == draft(text)


def test_a_quotation_set_apart_is_marked() -> None:
    """A block quotation has no quotation marks of its own."""
    assert is_marked(marked(article(ENGLISH), draft("On ne nous a pas consultés.", kind="quote")))


def test_the_closing_line_stays_with_the_last_section() -> None:
    """It is part of what an author may take or leave, and of no section of its own."""
    post = "<p>" + ENGLISH + "</p><h2>More</h2><p>" + ENGLISH + "</p>"
    source = clean(parse(post))
    blocks = (
        DraftBlock(kind="paragraph", text="La commune ferme l’école.", sources=(1,)),
        DraftBlock(kind="h2", text="La suite", sources=(2,)),
        DraftBlock(kind="paragraph", text=QUOTING, sources=(3,)),
    )
    written = marked(source, draft().model_copy(update={"blocks": blocks}))
    composed = compose(source, written, Brief())
    found = sections(source, written, composed)
    assert found is not None
    assert [entry.heading for entry in found.entries] == ["", "La suite"]
    assert composed.content.encode()[found.entries[-1].proposed.start :].decode().count("traduite de l’anglais") == 1
