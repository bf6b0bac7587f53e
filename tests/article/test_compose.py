"""A draft goes back into the post: shells, fixed parts, anchors, versions."""

from __future__ import annotations

import pytest

from bridge.article import clean, compose, parse
from bridge.article.model import Brief, DraftBlock
from tests.article.writers import PLAIN, draft, same


def p(text: str, attributes: str = "", tag: str = "<p>") -> str:
    """A paragraph block."""
    return f"<!-- wp:paragraph {attributes}-->\n{tag}{text}</p>\n<!-- /wp:paragraph -->"


def image(name: str) -> str:
    """An image block."""
    figure = f'<figure class="wp-block-image"><img src="{name}.png" alt="{name}"/></figure>'
    return f"<!-- wp:image -->\n{figure}\n<!-- /wp:image -->"


def post(*blocks: str) -> str:
    """A post of blocks."""
    return "\n\n".join(blocks)


def paragraph(text: str, *sources: int) -> DraftBlock:
    """A paragraph of a draft."""
    return DraftBlock(kind="paragraph", text=text, sources=sources)


def written(source: str, *blocks: DraftBlock, brief: Brief = PLAIN) -> str:
    """The draft of `blocks` as content."""
    return compose(clean(parse(source)), draft(*blocks), brief).content


CENTRED = p("Un.", '{"align":"center"} ', '<p class="has-text-align-center" id="un">')


def test_attributes_stay_with_the_text_that_came_from_them() -> None:
    """Class, alignment and anchor go with the first block drawn from the passage, once."""
    source = post(CENTRED, p("Deux."))
    content = written(source, paragraph("Neuf.", 2), paragraph("Premier.", 1), paragraph("Second.", 1))
    first = CENTRED.replace("Un.", "Premier.")
    assert content == post(p("Neuf."), first, p("Second."))


def test_a_merged_block_takes_the_first_shell_of_its_kind() -> None:
    """A block drawn from several passages has the attributes of the first one of its kind."""
    assert written(post(CENTRED, p("Deux.")), paragraph("Un et deux.", 1, 2)) == CENTRED.replace("Un.", "Un et deux.")


def test_headings_change_level_and_keep_their_attributes() -> None:
    """A heading that the draft puts elsewhere in the outline keeps anchor and class, in tag and attributes alike."""
    source = (
        '<!-- wp:heading {"textAlign":"center","style":{"a":"\\u002d\\u002d"}} -->\n'
        '<h2 class="wp-block-heading has-text-align-center" id="ici">Titre</h2>\n<!-- /wp:heading -->'
    )
    content = written(source, DraftBlock(kind="h3", text="Titre", sources=(1,)))
    assert content == (
        '<!-- wp:heading {"textAlign":"center","level":3,"style":{"a":"\\u002d\\u002d"}} -->\n'
        '<h3 class="wp-block-heading has-text-align-center" id="ici">Titre</h3>\n<!-- /wp:heading -->'
    )


@pytest.mark.parametrize(
    ("version", "heading", "bullets"),
    [
        ("6.1", "<h2>", "<ul>"),
        ("6.2.3", "<h2>", "<ul>"),
        ("6.3", '<h2 class="wp-block-heading">', "<ul>"),
        ("6.5", '<h2 class="wp-block-heading">', "<ul>"),
        ("6.6", '<h2 class="wp-block-heading">', '<ul class="wp-block-list">'),
        ("7.0", '<h2 class="wp-block-heading">', '<ul class="wp-block-list">'),
        ("", "<h2>", "<ul>"),
    ],
)
def test_blocks_follow_the_version_of_the_site(version: str, heading: str, bullets: str) -> None:
    """Headings have their class since 6.3, lists since 6.6; an unknown version counts as the oldest."""
    brief = Brief(locale="en_US", wp_version=version)
    blocks = DraftBlock(kind="h2", text="Titre"), DraftBlock(kind="list", items=("un",))
    content = written(p("Un."), *blocks, brief=brief)
    assert f"{heading}Titre</h2>" in content
    assert f"{bullets}<!-- wp:list-item -->\n<li>un</li>" in content


def test_old_headings_and_lists_take_the_present_form() -> None:
    """A heading saved before 6.3 gets its class, and a list of loose items becomes one of blocks."""
    old = post(
        "<!-- wp:heading -->\n<h2>Titre</h2>\n<!-- /wp:heading -->",
        "<!-- wp:list -->\n<ul><li>un</li></ul>\n<!-- /wp:list -->",
    )
    article = parse(old)
    content = compose(article, same(article), PLAIN).content
    assert '<h2 class="wp-block-heading">Titre</h2>' in content
    assert "<ul><!-- wp:list-item -->\n<li>un</li>\n<!-- /wp:list-item --></ul>" in content


def test_fixed_parts_follow_the_passage_they_stood_with() -> None:
    """A part that the draft does not place goes behind the block that carries the passage before it."""
    source = post(image("haut"), p("Un."), image("a"), p("Deux."), p("Trois."), image("b"))
    content = written(source, paragraph("Trois et un.", 3, 1), paragraph("Deux.", 2))
    assert content == post(image("haut"), p("Trois et un."), image("a"), image("b"), p("Deux."))


def test_a_draft_may_place_fixed_parts() -> None:
    """A part goes where the draft names it."""
    source = post(p("Un."), image("a"), p("Deux."))
    blocks = paragraph("Un.", 1), paragraph("Deux.", 2), DraftBlock(kind="fixed", ref="F1")
    assert written(source, *blocks) == post(p("Un."), p("Deux."), image("a"))


def test_the_order_of_the_source_wins() -> None:
    """Parts that a draft names the other way round keep their order, and one named twice stands once."""
    source = post(p("Un."), image("a"), image("b"), p("Deux."))
    fixed = [DraftBlock(kind="fixed", ref=ref) for ref in ("F2", "F1", "F2")]
    content = written(source, paragraph("Un.", 1), fixed[0], paragraph("Deux.", 2), *fixed[1:])
    assert content == post(p("Un."), p("Deux."), image("a"), image("b"))


def test_fixed_parts_of_a_draft_without_sources_keep_their_proportion() -> None:
    """Without provenance a part in the middle of the source stays in the middle."""
    source = post(p("Un."), p("Deux."), image("a"), p("Trois."), p("Quatre."))
    content = written(source, *(paragraph(word) for word in ("A.", "B.", "C.", "D.")))
    assert content == post(p("A."), p("B."), image("a"), p("C."), p("D."))


def test_anchors_that_something_links_to_survive() -> None:
    """A heading that the draft drops leaves its anchor with the text after it, when the article links to it."""
    source = post(
        p('Voir <a href="#prix">plus bas</a>.'),
        '<!-- wp:heading -->\n<h2 class="wp-block-heading" id="prix">Prix</h2>\n<!-- /wp:heading -->',
        '<!-- wp:heading -->\n<h2 class="wp-block-heading" id="libre">Libre</h2>\n<!-- /wp:heading -->',
        p("Deux euros."),
    )
    content = written(source, paragraph('Voir <a id="L1">ici</a>.', 1), paragraph("Deux euros.", 4))
    assert content == post(p('Voir <a href="#prix">ici</a>.'), p('<a id="prix"></a>Deux euros.'))


def test_what_a_draft_drops_is_reported() -> None:
    """Links, spans and atoms that no block uses are named in `lost`, in the order of the source."""
    source = p('Un <a href="/a">lien</a>, <img src="x.png" alt="x"> et <mark class="m">un mot</mark>.')
    article = parse(source)
    assert compose(article, draft(paragraph("Un.", 1)), PLAIN).lost == ("L1", "I1", "S1")
    assert compose(article, draft(paragraph('<ref id="I1"/> <a id="L1">a</a>', 1)), PLAIN).lost == ("S1",)


def test_links_come_back_exact_and_may_move() -> None:
    """Target, rel, title and quoting of a link come back to the byte, wherever the draft puts it."""
    link = '<a title=\'L’eau\' HREF="https://a.example/?b=1&amp;c=%20" rel="noopener" target=_blank>'
    source = post(p(f"Un {link}lien</a>."), p("Deux."))
    assert written(source, paragraph("Un.", 1), paragraph('<a id="L1">Deux</a>.', 2)) == post(
        p("Un."), p(f"{link}Deux</a>.")
    )


def test_list_items_keep_their_attributes() -> None:
    """A list with as many items as before keeps every byte but the texts."""
    source = (
        '<!-- wp:list {"ordered":true,"start":3} -->\n<ol start="3"><!-- wp:list-item {"fontSize":"small"} -->\n'
        '<li class="has-small-font-size">trois</li>\n<!-- /wp:list-item --></ol>\n<!-- /wp:list -->'
    )
    block = DraftBlock(kind="list", items=("TROIS",), ordered=True, sources=(1,))
    assert written(source, block) == source.replace("trois", "TROIS")


def test_the_class_of_a_list_stands_where_the_editor_writes_it() -> None:
    """In a shell of old, the class that 6.6 wants goes behind `start`, as the editor saves it."""
    source = (
        '<!-- wp:list {"ordered":true,"start":3} -->\n<ol start="3"><!-- wp:list-item -->\n'
        "<li>un</li>\n<!-- /wp:list-item --></ol>\n<!-- /wp:list -->"
    )
    block = DraftBlock(kind="list", items=("UN",), ordered=True, sources=(1,))
    content = written(source, block, brief=Brief(locale="en_US", wp_version="6.9"))
    assert '<ol start="3" class="wp-block-list"><!-- wp:list-item -->\n<li>UN</li>' in content


def test_items_without_words_are_left_out() -> None:
    """An empty item, or an empty paragraph of a quotation, goes alone."""
    source = "<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>un</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->"
    block = DraftBlock(kind="list", items=(" ", "UN", "<br/>"), sources=(1,))
    assert written(source, block) == source.replace("un", "UN")


def test_a_group_around_the_article_stays_around_it() -> None:
    """What wraps the whole article is opened up, and comes back to the byte."""
    before = '<!-- wp:group {"tagName":"main"} -->\n<main class="wp-block-group">'
    source = f"{before}{post(p('Un.'), image('a'))}</main>\n<!-- /wp:group -->\n"
    content = written(source, paragraph("Neuf.", 1), paragraph("Dix."))
    assert content == f"{before}{post(p('Neuf.'), image('a'), p('Dix.'))}</main>\n<!-- /wp:group -->\n"


def test_a_div_around_a_classic_article_stays_around_it() -> None:
    """Pasted articles often come in one `<div>`: it is opened up, and comes back to the byte."""
    source = '<div class="corps">\n<div>\n\nUn.\n\nDeux.\n\n</div>\n</div>\n'
    assert written(source, paragraph("Neuf.", 1)) == '<div class="corps">\n<div>\n\nNeuf.\n\n</div>\n</div>\n'
    assert written("<div>Un.</div>\n\nDeux.\n\n<div>Trois.</div>", paragraph("Neuf.", 1)) == (
        "<div>Un.</div>\n\nNeuf.\n\n<div>Trois.</div>"
    )


def test_classic_posts_come_back_classic() -> None:
    """Paragraphs without tags, breaks as line ends, elements on lines of their own; no block comment anywhere."""
    source = "Un\nou deux.\n\n<h2>Titre</h2>\nTrois."
    blocks = (
        paragraph("Neuf<br/>ou dix.", 1),
        DraftBlock(kind="h3", text="Sous-titre"),
        DraftBlock(kind="list", items=("un", "deux")),
        paragraph("Fin.", 3),
    )
    assert written(source, *blocks) == (
        "Neuf\nou dix.\n<h3>Sous-titre</h3>\n<ul>\n \t<li>un</li>\n \t<li>deux</li>\n</ul>\nFin."
    )


def test_line_endings_are_the_source_s() -> None:
    """A post with CRLF gets CRLF between new blocks."""
    content = written("Un.\r\n\r\nDeux.", paragraph("A."), paragraph("B."))
    assert content == "A.\r\n\r\nB."


def test_residue_that_was_cut_does_not_come_back() -> None:
    """A cleaned text that the draft takes over is the cleaned one, not the source's bytes."""
    source = post(p("Le pont <b>ferme</b>. Read more"), p("Il rouvrira."))
    article = clean(parse(source))
    assert compose(article, same(article), PLAIN).content == post(
        p("Le pont <strong>ferme</strong>."), p("Il rouvrira.")
    )


def test_block_attributes_are_escaped_as_wordpress_does() -> None:
    """Attributes that are written anew cannot end the comment they stand in."""
    source = (
        '<!-- wp:heading {"className":"a\\u002d\\u002d\\u003e \\u0026 \\u0022é"} -->\n'
        '<h2 class="wp-block-heading a--&gt; &amp; &quot;é">T</h2>\n<!-- /wp:heading -->'
    )
    content = written(source, DraftBlock(kind="h4", text="T", sources=(1,)))
    assert content.startswith(
        '<!-- wp:heading {"level":4,"className":"a\\u002d\\u002d\\u003e \\u0026 \\u0022é"} -->\n<h4'
    )


def test_the_draft_gets_the_typography_of_the_brief() -> None:
    """Blocks hold U+00A0 as the editor writes it, `&nbsp;`; locale and kind of space are the brief's."""
    source = p("Un.")
    block = paragraph('"Oui" : 10 %, non !', 1)
    assert written(source, block, brief=Brief()) == p("«&nbsp;Oui&nbsp;»&nbsp;: 10&nbsp;%, non\u202f!")
    assert written(source, block, brief=Brief(nbsp="plain")) == p("«&nbsp;Oui&nbsp;»&nbsp;: 10&nbsp;%, non&nbsp;!")
    assert written(source, block, brief=Brief(locale="fr_CA")) == p("«&nbsp;Oui&nbsp;»&nbsp;: 10&nbsp;%, non!")
    assert written("Un.", block, brief=Brief()) == "«\u00a0Oui\u00a0»\u00a0: 10\u00a0%, non\u202f!"
