"""The inline notation: plain text, words, references, cuts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.article import escape, plain, refs, words
from bridge.article.notation import cut


@given(st.text())
def test_escaped_text_reads_as_itself(text: str) -> None:
    """`plain(escape(text))` is the text, whatever it holds."""
    assert plain(escape(text)) == text


def test_plain_is_what_a_reader_sees() -> None:
    """Tags and references go, breaks become line ends, entities are decoded."""
    inline = 'a <strong>b</strong><br/><a id="L1">c &amp; d</a><ref id="I1"/> &lt;e&gt;'
    assert plain(inline) == "a b\nc & d <e>"


def test_refs_are_named_as_often_as_they_are_used() -> None:
    """References come in order, repeated ones repeatedly, however the tag is quoted."""
    assert refs('<a id="L2">x</a> <span id=S1>y</span> <ref id=\'I1\'/> <a id="L2">z</a>') == ("L2", "S1", "I1", "L2")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("L’eau d'ici, c’est-à-dire celle-ci.", 4),
        ("1\u202f000 euros, soit 3,5 % de 20 000", 6),
        ("MiG-29 : 12.5 « oui » !", 3),
        ("en 2023, 150 personnes", 4),
    ],
)
def test_words_count_as_a_reader_would(text: str, count: int) -> None:
    """An elided article counts with its noun, a grouped number once, punctuation never."""
    assert words(text) == count


def test_cutting_takes_characters_and_leaves_tags() -> None:
    """A range of the plain text goes, whatever tags and entities lie in it; the replacement stands once."""
    inline = "a <strong>b &amp; c</strong> d<br/>e"
    assert plain(inline) == "a b & c d\ne"
    assert cut(inline, (2, 5, "")) == "a <strong> c</strong> d<br/>e"
    assert cut(inline, (0, 3, "X")) == "X<strong> &amp; c</strong> d<br/>e"
    assert cut(inline, (9, 10, "")) == "a <strong>b &amp; c</strong> de"
    assert cut(inline, (0, 1, "Y"), (2, 3, "Z"), (10, 11, "")) == "Y <strong>Z &amp; c</strong> d<br/>"
