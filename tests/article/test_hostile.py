"""A model's answer is not trusted: it renders to safe content, or is refused with a typed error."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bridge.article import clean, compose, parse
from bridge.article.blocks import tree
from bridge.article.html import tokens
from bridge.article.model import Brief, DraftBlock
from bridge.errors import BadDraft
from tests.article.strategies import post_like
from tests.article.writers import draft

SOURCE = {
    "blocks": '<!-- wp:paragraph -->\n<p>Le <a href="https://a.example/">pont</a> ferme.</p>\n<!-- /wp:paragraph -->',
    "classic": 'Le <a href="https://a.example/">pont</a> ferme.',
}


def paragraph(text: str) -> tuple[DraftBlock, ...]:
    """A draft of one paragraph."""
    return (DraftBlock(kind="paragraph", text=text, sources=(1,)),)


#: Answers that render, with all that is dangerous in them gone.
HOSTILE: dict[str, tuple[DraftBlock, ...]] = {
    "event handler": paragraph('<strong onclick="alert(1)">Oui</strong> <em onmouseover=alert(1)>non</em>'),
    "javascript link": paragraph('<a href="javascript:alert(1)">Oui</a> et <a href=" jAvAsCrIpT&#58;alert(1)">non</a>'),
    "invented link": paragraph('<a href="https://evil.example/">Oui</a>'),
    "image": paragraph('Oui <img src=x onerror="alert(1)"> non'),
    "block comment": paragraph("Oui <!-- wp:html --><b>x</b><!-- /wp:html --> non"),
    "block comment, closing": paragraph(
        'Oui</p><!-- /wp:paragraph --><!-- wp:html {"a":1} /--><!-- wp:paragraph --><p>non'
    ),
    "unclosed comment": paragraph("Oui <!-- wp:html "),
    "comment in escapes": paragraph("&lt;!-- wp:html --&gt; et &#60;!-- wp:html --&#62;"),
    "tag in escapes": paragraph("&lt;b&gt;Oui&lt;/b&gt; &lt;img src=x onerror=alert(1)&gt;"),
    "nested paragraphs": paragraph("<p>Oui</p><p>non</p><div>peut-être</div>"),
    "unbalanced": paragraph("<strong><em>Oui</strong> non</em></p></div><strong>"),
    "deep": paragraph("<em><strong>" * 5000 + "Oui" + "</strong></em>" * 5000),
    "shortcode": paragraph('Oui [gallery ids="1,2"] et [audio src="x"] non [/gallery]'),
    "shortcode across tags": paragraph('Oui [gallery <em>x</em> ids="1"] [<b>audio</b> [audio<br/> src="x"]'),
    "half a tag": paragraph('Oui <a id="L1" non < et > non <'),
    "control characters": paragraph("O\x00u\x08i\x1b non \ufffe"),
    "list": (DraftBlock(kind="list", items=("<li>un</li><script", "<!-- wp:html -->deux", "</ul>trois")),),
    "quote": (
        DraftBlock(kind="quote", text="</blockquote>Oui\n\n\n\n<p>non", cite="<b>x</b></cite><!-- /wp:quote -->"),
    ),
    "heading": (DraftBlock(kind="h2", text="Oui</h2><p>non"), *paragraph("x")),
}

#: Answers that are refused.
REFUSED: dict[str, tuple[DraftBlock, ...]] = {
    "script": paragraph("Oui <script>alert(1)</script>"),
    "style": paragraph("Oui <style>*{display:none}</style>"),
    "iframe": paragraph('Oui <iframe src="https://evil.example/"></iframe>'),
    "form": paragraph('<form action="/"><input name=x></form>Oui'),
    "svg": paragraph("<svg onload=alert(1)>Oui"),
    "h1 in a text": paragraph("<h1>Oui</h1>"),
    "h5 in a text": paragraph("<h5>Oui</h5>"),
    "unknown link": paragraph('<a id="L2">Oui</a>'),
    "unknown atom": paragraph('Oui <ref id="I1"/>'),
    "unknown span": paragraph('<span id="S9">Oui</span>'),
    "a link as an atom": paragraph('Oui <ref id="L1"/>'),
    "unknown fixed part": (*paragraph("Oui"), DraftBlock(kind="fixed", ref="F1")),
    "nameless fixed part": (*paragraph("Oui"), DraftBlock(kind="fixed")),
    "an address to embed": paragraph("https://video.example/watch?v=1"),
    "no words": paragraph(" <br/> "),
    "nothing": (),
    "ten megabytes": paragraph("Oui " * 2_500_000),
    "many blocks": paragraph("Oui") * 6000,
}


def render(blocks: tuple[DraftBlock, ...], source: str) -> str:
    """The draft as content."""
    return compose(clean(parse(source)), draft(*blocks), Brief()).content


def assert_safe(content: str) -> None:
    """Only formatting tags and text blocks, no attribute but the source's own, and every block comment pairs."""
    found = tree(content)
    assert found.broken == -1
    assert {block.name for block in found.blocks} <= {"core/paragraph", "core/heading", "core/list", "core/quote"}
    for token in tokens(content):
        tag = content[token.start : token.end]
        if token.kind == "comment":
            assert re.fullmatch(
                r'<!-- /?wp:(?:paragraph|heading|list|list-item|quote) (?:\{"[a-z]+":[a-z0-9]+\} )?-->', tag
            )
        elif token.kind == "open":
            plain = (
                r'<(?:p|strong|em|code|sup|sub|s|br|br /|ul|ol|li|h[2-4]|blockquote|cite)(?: class="wp-block-\w+")?>'
            )
            assert re.fullmatch(plain, tag) or tag == '<a href="https://a.example/">'
        else:
            assert token.kind in ("text", "close")


@pytest.mark.parametrize("source", SOURCE.values(), ids=SOURCE.keys())
@pytest.mark.parametrize("blocks", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_renders_is_safe(blocks: tuple[DraftBlock, ...], source: str) -> None:
    """Handlers, script links, images, smuggled comments and shortcodes are gone; the words are there."""
    content = render(blocks, source)
    assert_safe(content)
    assert "[gallery" not in content
    assert "[audio" not in content
    assert "javascript" not in content.lower()


@pytest.mark.parametrize("source", SOURCE.values(), ids=SOURCE.keys())
@pytest.mark.parametrize("blocks", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_rendered_is_refused(blocks: tuple[DraftBlock, ...], source: str) -> None:
    """Scripts, foreign references, headings within texts, empty and huge answers are a typed error."""
    with pytest.raises(BadDraft):
        render(blocks, source)


@pytest.mark.parametrize("kind", ["h1", "h5", "html", "table"])
def test_unknown_kinds_never_become_a_draft(kind: str) -> None:
    """A block of another kind is refused where the answer is read."""
    with pytest.raises(ValidationError):
        DraftBlock.model_validate({"kind": kind, "text": "Oui"})


@given(st.lists(post_like | st.text(max_size=30), min_size=1, max_size=4), st.sampled_from(sorted(SOURCE.values())))
@settings(max_examples=400, deadline=None)
def test_any_answer_is_safe_or_refused(texts: list[str], source: str) -> None:
    """Whatever a text holds, content is safe or the draft is refused."""
    blocks = [DraftBlock(kind="paragraph", text=text) for text in texts]
    blocks.append(DraftBlock(kind="list", items=tuple(texts)))
    blocks.append(DraftBlock(kind="quote", text=texts[0], cite=texts[-1]))
    try:
        content = render(tuple(blocks), source)
    except BadDraft:
        return
    assert_safe(content)


def test_a_second_use_of_a_link_keeps_the_words_alone() -> None:
    """A reference counts once, so that footnotes and images cannot be multiplied."""
    content = render(paragraph('<a id="L1">Un</a> et <a id="L1">deux</a>'), SOURCE["classic"])
    assert content == '<a href="https://a.example/">Un</a> et deux'
