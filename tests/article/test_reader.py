"""What is read as text, what stays fixed, and how both are named."""

from __future__ import annotations

import pytest

from bridge.article import parse
from bridge.article.model import Article
from tests.article.writers import POSTS, read

POST = {path.stem: path for path in POSTS}


def kinds(article: Article) -> list[str]:
    """The parts in order: a passage by its kind, a fixed part by its name."""
    parts = sorted([*article.passages, *article.fixed], key=lambda part: part.span.start)
    return [getattr(part, "kind", "") or getattr(part, "name", "") for part in parts]


def test_text_blocks_are_passages_and_all_else_is_fixed() -> None:
    """Paragraphs, headings, flat lists and quotations can be rewritten; nested lists, code, tables … cannot."""
    assert kinds(parse(read(POST["texte"]))) == [
        "paragraph",
        "heading",
        "paragraph",
        "list",
        "list",
        "core/list",
        "quote",
        "heading",
        "paragraph",
        "core/paragraph",
        "core/code",
        "core/preformatted",
        "core/verse",
        "core/pullquote",
        "core/table",
        "core/details",
        "core/footnotes",
    ]


def test_classic_content_is_read_by_the_rules_of_wpautop() -> None:
    """Empty lines part paragraphs; elements, shortcodes, comments and bare URLs on lines of their own stand alone."""
    assert kinds(parse(read(POST["classique"]))) == [
        "paragraph",
        "caption",
        "comment",
        "heading",
        "paragraph",
        "list",
        "quote",
        "embed",
        "gallery",
        "paragraph",
        "table",
        "comment",
        "paragraph",
        "paragraph",
        "pre",
        "paragraph",
    ]


def test_mixed_posts_are_read_as_both() -> None:
    """Loose HTML between blocks is read as classic content of a block post."""
    article = parse(read(POST["mixte"]))
    assert article.format == "blocks"
    assert kinds(article) == ["heading", "paragraph", "paragraph", "paragraph", "core/image"]
    assert [passage.shell for passage in article.passages] == ["html", "bare", "block", "bare"]


def test_a_group_around_everything_is_opened() -> None:
    """One group that wraps the article is no container but a frame; a group within an article stays shut."""
    assert kinds(parse(read(POST["groupe"]))) == ["heading", "paragraph", "core/image", "paragraph"]
    assert "core/group" in kinds(parse(read(POST["mise-en-page"])))


def test_page_builders_stay_shut() -> None:
    """A post inside a page builder's shortcodes is one fixed part."""
    article = parse(read(POST["constructeur"]))
    assert (article.passages, kinds(article)) == ((), ["et_pb_section"])


def test_passages_are_numbered_and_plain() -> None:
    """Numbers count from 1; `plain` is what a reader sees, with list items on lines of their own."""
    article = parse(read(POST["texte"]))
    assert [passage.number for passage in article.passages] == list(range(1, len(article.passages) + 1))
    assert article.passages[3].plain == "une charpente d’origine\nun toit de zinc (voir les travaux)"
    assert (article.passages[4].ordered, article.passages[4].items) == (True, ("trois", "quatre"))
    quote = article.passages[5]
    assert quote.text == "Nous avons retrouvé la lumière d’autrefois.\n\nIl ne manque que les clients."
    assert quote.cite == "Odile Ferrand, fromagère"


def test_links_and_marks_are_named_in_order() -> None:
    """Links carry what they point at, decoded; footnotes, images, spans and shortcodes keep their bytes."""
    article = parse(read(POST["texte"]))
    assert [(link.ref, link.href, link.text) for link in article.links] == [
        ("L1", "https://mairie.example/marche?an=2024&page=2", "le dossier de la mairie"),
        ("L2", "#travaux", "les travaux"),
    ]
    last = article.passages[7]
    assert last.text == (
        'Le toit laisse passer l’eau<ref id="I1"/>, H<sub>2</sub>O comprise ; la formule <code>a &lt; b</code> et '
        '<span id="S1">ce rouge</span> restent.<br/>Ligne suivante <ref id="I2"/> et <span id="S2">Ctrl</span>, '
        '<ref id="I3"/> compris.'
    )
    labels = {mark.ref: mark.label for mark in article.marks}
    assert (labels["I1"], labels["I2"], labels["I3"], labels["S1"]) == ("1", "Un coq", "[prix]", "ce rouge")


def test_fixed_parts_say_what_they_show_and_where_they_stand() -> None:
    """A label of at most 80 characters, the images with their alternative texts, and the passage before."""
    article = parse(read(POST["medias"]))
    picture = next(part for part in article.fixed if part.name == "core/image")
    assert picture.label == "Le ciel de dimanche. Photo : Anne Le Goff"
    assert picture.images == (("https://kervoal.example/ciel.jpg", "Cerfs-volants au-dessus de la mer"),)
    assert picture.after == 1
    gallery = next(part for part in article.fixed if part.name == "core/gallery")
    assert [alt for _, alt in gallery.images] == ["Un dragon", "Une raie"]
    assert all(len(part.label) <= 80 for part in article.fixed)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Un</p><p>Deux</p>",
        "<p>Un <div>bloc</div></p>",
        "<p>Un <strong>mal</em> fermé</strong></p>",
        "<p>Un <script>x</script></p>",
        "<p>Un <iframe src=x></iframe></p>",
        '<p>Un <a href="/a"><a href="/b">lien</a></a></p>',
        "<p>Un <b",
        "<p>Un <!-- jamais fermé</p>",
        "<h2>Titre</h2>",
        "texte nu",
        "",
    ],
)
def test_what_a_line_of_text_cannot_hold_stays_fixed(html: str) -> None:
    """A paragraph block with anything but balanced inline HTML keeps its bytes."""
    article = parse(f"<!-- wp:paragraph -->\n{html}\n<!-- /wp:paragraph -->")
    assert article.passages == ()
    assert len(article.fixed) == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<!-- wp:paragraph -->\n<p>Un</p>", ["broken"]),
        ("Un\n\n<!-- /wp:paragraph -->\n\nDeux", ["paragraph", "broken"]),
        ("<!-- wp:a --><!-- wp:b --><!-- /wp:a --><!-- /wp:b -->", ["broken"]),
        ("<!-- wp:a {\"b\":\"-->\"} /-->\n\nUn", ["core/a", "paragraph"]),
        ("<!-- wp:a {\"b\": /-->\n\nUn", ["html", "paragraph"]),
        ("<!--wp:paragraph--><p>Un</p><!--/wp:paragraph-->", ["html", "paragraph", "html"]),
        ("<div>Un\n\n<p>Deux</p>", ["div", "paragraph", "paragraph"]),
        ("Un\n</div>\nDeux", ["paragraph", "div", "paragraph"]),
    ],
)  # fmt: skip
def test_broken_structure_is_left_alone(content: str, expected: list[str]) -> None:
    """Blocks that do not pair stay fixed from the outermost one on; a stray tag stands for itself."""
    assert kinds(parse(content)) == expected


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("Un [sic] mot de « [les] élus » [1] […]", 0),
        ("Un [prix devise='eur'] mot", 1),
        ("Un [bouton]mot[/bouton] doux", 1),
        ("Un [mon_code] mot", 1),
        ("Un [video] mot", 1),
        ("Un [x/] mot", 1),
        ("Un [[gallery]] mot", 1),
        ("Un [b]a <strong>c</strong>[/b] mot", 1),
    ],
)
def test_shortcodes_are_told_from_words_in_brackets(text: str, atoms: int) -> None:
    """What can only be a shortcode travels as a reference; an author's insertion stays text."""
    (passage,) = parse(text).passages
    assert passage.text.count("<ref ") == atoms
    assert [mark.ref for mark in parse(text).marks] == [f"I{n + 1}" for n in range(atoms)]
