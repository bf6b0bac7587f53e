"""Whatever sections of a proposal an author ticks, nothing of the text gets lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridge.article import Article, clean, compose, parse, refs
from bridge.article.blocks import tree
from bridge.article.model import Composed, Draft, DraftBlock
from bridge.article.sections import MOST_SECTIONS, Sections, sections
from tests.article.strategies import block_posts, post_like
from tests.article.test_compose import image, p, paragraph, post
from tests.article.writers import PLAIN, POSTS, block, draft, read, shout


def assembled(base: str, proposal: str, found: Sections, ticked: Collection[int]) -> str:
    """What an author gets who ticks the groups `ticked`: the rule of `bridge.article.sections`."""
    source, proposed = base.encode(), proposal.encode()
    result, end, before = source[: found.head], found.head, source
    for entry in found.entries:
        text, span = (proposed, entry.proposed) if entry.group in ticked else (source, entry.replaced)
        if span.start == span.end:
            continue
        met = len(result) == found.head or (text is before and span.start == end)
        parted = met or re.search(rb"\n[ \t\r]*\n[ \t\r]*\Z", result)
        line = b"\n" if result.endswith(b"\n") else b"\n\n"
        result += (b"" if parted else line) + text[span.start : span.end]
        end, before = span.end, text
    return (result + source[len(source) - found.tail :]).decode()


def h2(text: str, *sources: int) -> DraftBlock:
    """A heading of a draft."""
    return DraftBlock(kind="h2", text=text, sources=sources)


def cut(source: str, *blocks: DraftBlock) -> tuple[Composed, Sections]:
    """The draft of `blocks`, and its sections."""
    article, written = clean(parse(source)), draft(*blocks)
    composed = compose(article, written, PLAIN)
    found = sections(article, written, composed)
    assert found
    return composed, found


def groups(found: Sections) -> list[int]:
    """The group of each section."""
    return [entry.group for entry in found.entries]


def replaced(source: str, found: Sections) -> list[str]:
    """What each section replaces, without the white space around it."""
    spans = [entry.replaced for entry in found.entries]
    return [source.encode()[span.start : span.end].decode().strip() for span in spans]


ONE, TWO, THREE, FOUR = p("Un."), p("Deux."), p("Trois."), p("Quatre.")


def test_each_section_stands_beside_what_it_is_drawn_from() -> None:
    """Of a draft in the order of the source every section can be ticked alone, and has its heading."""
    source = post(ONE, TWO, THREE)
    composed, found = cut(source, paragraph("A é.", 1), h2("Sur deux &amp; <em>trois</em>"), paragraph("B.", 2, 3))
    assert groups(found) == [0, 1]
    assert [entry.heading for entry in found.entries] == ["", "Sur deux & trois"]
    assert replaced(source, found) == [ONE, post(TWO, THREE)]
    proposed = composed.content.encode()[found.entries[0].proposed.start : found.entries[0].proposed.end].decode()
    assert proposed == p("A é.") + "\n\n"
    assert assembled(source, composed.content, found, {0}) == post(p("A é."), TWO, THREE)


def test_sections_that_share_a_passage_are_ticked_together() -> None:
    """One that is drawn from the same words as another cannot replace them alone."""
    source = post(ONE, TWO, THREE)
    _, found = cut(source, paragraph("A.", 1, 3), h2("T"), paragraph("B.", 2), h2("U"), paragraph("C.", 3))
    assert groups(found) == [0, 1, 0]
    assert replaced(source, found) == [ONE, TWO, THREE]


def test_a_link_that_moved_ties_its_sections() -> None:
    """Else the link would go with the passage and not come with the other section."""
    source = post(p('Un <a href="/a">lien</a>.'), TWO, THREE)
    moved = paragraph('B <a id="L1">lien</a>.', 2)
    _, found = cut(source, paragraph("A.", 1), h2("T"), moved, h2("U"), paragraph("C.", 3))
    assert groups(found) == [0, 0, 1]


def test_an_anchor_that_moved_ties_its_sections() -> None:
    """What links to it would lead nowhere."""
    heading = '<!-- wp:heading -->\n<h2 class="wp-block-heading" id="prix">Prix</h2>\n<!-- /wp:heading -->'
    source = post(p('Voir <a href="#prix">plus bas</a>.'), heading, TWO, THREE)
    first = paragraph('Voir <a id="L1">ici</a>.', 1, 2)
    written = (first.model_copy(update={"sources": (1,)}), h2("T"), paragraph("B.", 3), h2("U"), paragraph("C.", 4))
    composed, found = cut(source, *written)
    assert '<a id="prix"></a>B.' in composed.content
    assert replaced(source, found) == [source.partition("\n\n")[0], post(heading, TWO), THREE]


def test_a_fixed_part_goes_with_the_section_that_shows_it() -> None:
    """An image that the draft puts into another section is neither lost nor doubled."""
    source = post(ONE, image("a"), TWO)
    blocks = paragraph("A.", 1), h2("T"), DraftBlock(kind="fixed", ref="F1"), paragraph("B.", 2)
    composed, found = cut(source, *blocks)
    assert replaced(source, found) == [ONE, post(image("a"), TWO)]
    assert assembled(source, composed.content, found, {0}) == post(p("A."), image("a"), TWO)


def test_sections_in_another_order_are_ticked_together() -> None:
    """A text that is left alone keeps its order, so what was exchanged is taken as one, and no more than that."""
    source = post(ONE, TWO, THREE, FOUR)
    blocks = paragraph("A.", 1), h2("T"), paragraph("C.", 3), h2("U"), paragraph("B.", 2), h2("V"), paragraph("D.", 4)
    composed, found = cut(source, *blocks)
    assert groups(found) == [0, 1, 1, 2]
    assert assembled(source, composed.content, found, {0, 2}).startswith(post(p("A."), TWO, THREE))


def test_what_the_draft_dropped_goes_with_its_neighbour() -> None:
    """A heading goes with what it heads; a paragraph, or residue, with the part before it."""
    heading = '<!-- wp:heading -->\n<h2 class="wp-block-heading">Deux</h2>\n<!-- /wp:heading -->'
    residue = p("[Edited by Jane Roe]")
    source = post(ONE, residue, TWO, heading, THREE)
    _, found = cut(source, paragraph("A.", 1), h2("T"), paragraph("C.", 5))
    assert replaced(source, found) == [post(ONE, residue, TWO), post(heading, THREE)]


def test_a_section_of_nothing_replaces_nothing() -> None:
    """It may be added or left out by itself."""
    source = post(ONE, TWO)
    composed, found = cut(source, paragraph("A.", 1), h2("Neuf"), h2("T"), paragraph("B.", 2))
    assert replaced(source, found) == [ONE, "", TWO]
    assert "Neuf" in assembled(source, composed.content, found, {1})
    assert assembled(source, composed.content, found, {0, 2}) == post(p("A."), p_heading("T"), p("B."))


def p_heading(text: str) -> str:
    """A heading block as 6.5 saves it."""
    return f'<!-- wp:heading -->\n<h2 class="wp-block-heading">{text}</h2>\n<!-- /wp:heading -->'


def test_paragraphs_of_a_classic_post_do_not_run_together() -> None:
    """Where a new neighbour follows on the next line alone, an empty line parts them."""
    source = "Un.\n<h2>Titre</h2>\nDeux.\n\nTrois."
    composed, found = cut(source, paragraph("A.", 1), h2("T"), paragraph("B.", 2, 3), h2("U", 4), paragraph("C.", 4))
    assert assembled(source, composed.content, found, {0}) == "A.\n\n<h2>Titre</h2>\nDeux.\n\nTrois."
    assert assembled(source, composed.content, found, {1}) == "Un.\n\n<h2>T</h2>\nB.\n\nTrois."


def test_a_wrapper_is_the_head_and_the_tail() -> None:
    """A group around the whole article stays, whatever is ticked."""
    before, after = '<!-- wp:group -->\n<div class="wp-block-group é">', "</div>\n<!-- /wp:group -->"
    source = before + post(ONE, TWO) + after
    composed, found = cut(source, paragraph("A.", 1), h2("T"), paragraph("B.", 2))
    assert (found.head, found.tail) == (len(before.encode()), len(after.encode()))
    assert assembled(source, composed.content, found, {0}) == before + post(p("A."), TWO) + after


@pytest.mark.parametrize(
    "blocks",
    [
        (paragraph("A.", 1), paragraph("B.", 2)),
        (paragraph("A."), h2("T"), paragraph("B.")),
        (paragraph("A.", 1), *[h2("T", 2)] * MOST_SECTIONS),
    ],
    ids=["one section", "no sources", "too many"],
)
def test_where_nothing_can_be_chosen_there_are_no_sections(blocks: tuple[DraftBlock, ...]) -> None:
    """A draft of one section, of more than anybody ticks, or that does not say what it is drawn from."""
    article, written = parse(post(ONE, TWO)), draft(*blocks)
    assert sections(article, written, compose(article, written, PLAIN)) is None


@st.composite
def rewrites(choose: st.DrawFn, posts: st.SearchStrategy[str]) -> tuple[Article, Draft]:
    """An article and a draft of it: merged, moved, dropped, with headings of its own and fixed parts placed anew."""
    article = clean(parse(choose(posts)))
    passages = choose(st.permutations(article.passages)) if choose(st.sampled_from("abcd")) == "a" else article.passages
    blocks: list[DraftBlock] = []
    for passage in passages:
        if blocks and choose(st.booleans()):
            blocks.append(h2("Titre", *choose(st.sampled_from(((), (passage.number,), (1,))))))
        way = choose(st.sampled_from(("as it is", "loud", "merged", "dropped", "no sources")))
        again = block(passage, shout if way == "loud" else str)
        if way == "merged" and blocks:
            again = again.model_copy(update={"sources": (passage.number, *blocks[-1].sources)})
        if way == "no sources":
            again = again.model_copy(update={"sources": ()})
        blocks += [] if way == "dropped" else [again]
    for part in article.fixed:
        if choose(st.booleans()):
            at = choose(st.integers(0, len(blocks)))
            blocks.insert(at, DraftBlock(kind="fixed", ref=part.ref))
    return article, draft(*blocks)


def assert_nothing_is_lost(article: Article, written: Draft) -> None:
    """Asserts all that is promised, for each group alone and for all others without it."""
    assume(any(block.kind != "fixed" for block in written.blocks))
    composed = compose(article, written, PLAIN)
    found = sections(article, written, composed)
    assume(found)
    assert found
    base, proposal = article.source, composed.content
    every = set(groups(found))
    assert assembled(base, proposal, found, every) == proposal
    assert assembled(base, proposal, found, ()) == base
    assert all(
        a.proposed.end == b.proposed.start and a.replaced.end == b.replaced.start for a, b in pairwise(found.entries)
    )
    texts = [text for passage in article.passages for text in (passage.text, *passage.items, passage.cite)]
    kept = {ref for text in texts for ref in refs(text)} - set(composed.lost)
    marks = Counter(mark.opening for mark in article.marks if mark.ref in kept)
    fixed = Counter(base[part.span.start : part.span.end] for part in article.fixed)
    whole = tree(base).broken < 0 and tree(proposal).broken < 0
    for ticked in ({one} for one in every), (every - {one} for one in every):
        for choice in ticked:
            result = assembled(base, proposal, found, choice)
            assert all(result.count(opening) >= times for opening, times in (marks + fixed).items())
            assert whole <= (tree(result).broken < 0)
            assert passages_stand(article, composed, found, choice, result)


def passages_stand(article: Article, composed: Composed, found: Sections, ticked: Collection[int], result: str) -> bool:
    """Whether every passage stands to the byte, or every section that carries anything of it is ticked."""
    carriers: dict[int, set[int]] = {}
    for piece in composed.pieces:
        place = len(composed.content[: piece.span.start].encode())
        (group,) = [e.group for e in found.entries if e.proposed.start <= place < e.proposed.end]
        for number in piece.passages:
            carriers.setdefault(number, set()).add(group)
    return all(
        carriers[passage.number] <= set(ticked) or article.source[passage.span.start : passage.span.end] in result
        for passage in article.passages
        if passage.number in carriers
    )


@given(rewrites(st.one_of(block_posts, post_like.map("Un.\n\n{}\n\nDeux.\n\nTrois.".format))))
@settings(max_examples=200, deadline=None)
def test_nothing_is_lost_for_any_choice(rewrite: tuple[Article, Draft]) -> None:
    """All ticked is the proposal and none the source, and every passage, link, mark and fixed part always stands."""
    assert_nothing_is_lost(*rewrite)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_of_real_posts_is_lost_for_any_choice(data: st.DataObject) -> None:
    """The same of posts with groups, columns, shortcodes, CRLF and both formats mixed."""
    assert_nothing_is_lost(*data.draw(rewrites(st.sampled_from([read(path) for path in POSTS]))))
