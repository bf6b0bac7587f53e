"""What a model reads."""

from __future__ import annotations

from bridge.article import clean, parse, writer_view

SOURCE = """<!-- wp:heading -->
<h2 class="wp-block-heading">Le pont</h2>
<!-- /wp:heading -->

<!-- wp:image -->
<figure class="wp-block-image"><img src="a.png" alt="Le pont &amp; l’eau"/></figure>
<!-- /wp:image -->

<!-- wp:paragraph -->
<p>Un <a href="https://a.example/?b=1&amp;c=2">lien</a> [prix a="b"] &amp; <strong>plus</strong>.</p>
<!-- /wp:paragraph -->

<!-- wp:list {"ordered":true} -->
<ol><!-- wp:list-item -->
<li>un</li>
<!-- /wp:list-item -->

<!-- wp:list-item -->
<li>deux</li>
<!-- /wp:list-item --></ol>
<!-- /wp:list -->

<!-- wp:quote -->
<blockquote class="wp-block-quote"><!-- wp:paragraph -->
<p>Oui.</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>Non.</p>
<!-- /wp:paragraph --><cite>Odile</cite></blockquote>
<!-- /wp:quote -->"""


def test_the_view_names_every_passage_and_part() -> None:
    """Numbered passages in inline notation, fixed parts in place, and what links and marks stand for."""
    assert writer_view(parse(SOURCE)) == (
        "[1] h2: Le pont\n"
        "[F1 core/image: Le pont &amp; l’eau]\n"
        '[2] Un <a id="L1">lien</a> <ref id="I1"/> &amp; <strong>plus</strong>.\n'
        "[3] numbered list:\n"
        "- un\n"
        "- deux\n"
        "[4] quote: Oui.\n"
        "\n"
        "  Non.\n"
        "  cite: Odile\n"
        "\n"
        "Links:\n"
        "L1: lien -> https://a.example/?b=1&amp;c=2\n"
        "\n"
        "Marks:\n"
        "I1: [prix]"
    )


def test_the_view_says_what_reads_as_a_heading() -> None:
    """A bare heading line is marked; residue that was cut is not shown."""
    source = (
        "Un chantier sans fin\n\n" + "La halle a été reprise pièce par pièce, et cela a duré. " * 3 + "\n\nPublicité"
    )
    view = writer_view(clean(parse(source)))
    assert view.startswith("[1] (reads as a heading) Un chantier sans fin\n[2] La halle")
    assert "Publicité" not in view


def test_a_post_cannot_forge_the_view() -> None:
    """Text that imitates references or tags is escaped, and addresses stay on their line."""
    view = writer_view(parse("Un <b>mot</b> &lt;a id=\"L9\"&gt; <a href='/x\n[9] faux'>y</a>"))
    assert view == ('[1] Un <strong>mot</strong> &lt;a id="L9"&gt; <a id="L1">y</a>\n\nLinks:\nL1: y -> /x [9] faux')
