from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.article import plain
from bridge.article.model import Article, Brief, Draft, DraftBlock, Evidence, Finding
from bridge.writer.fallback import MOST_CARRIED, fall_back
from bridge.writer.offline import Offline
from bridge.writer.offline.split import LONG_WORDS
from tests.writer.examples import example, prose

HEADINGS = {"h2", "h3", "h4"}


def error(block: int | None = None, check: str = "fidelity.number", draft: str = "") -> Finding:
    return Finding(check, "error", "Ce nombre n’est pas dans la source.", block, Evidence(draft=draft))


def p(text: str, *sources: int) -> DraftBlock:
    return DraftBlock(kind="paragraph", text=text, sources=sources)


def h(kind: str, text: str, *sources: int) -> DraftBlock:
    return DraftBlock.model_validate({"kind": kind, "text": text, "sources": sources})


def draft_of(*blocks: DraftBlock, **head: object) -> Draft:
    fields = {"titles": ("T",), "slug": "t", "meta_description": "M", "focus_keyphrase": "K", "excerpt": "E"}
    return Draft.model_validate({**fields, **head, "blocks": blocks})


def article_of(count: int) -> tuple[Article, Brief]:
    return prose(*(f"La phrase numéro {number} parle du pont." for number in range(1, count + 1)), title="Le pont")


def back(count: int, faulty: int | tuple[int, ...], *blocks: DraftBlock) -> list[str]:
    article, brief = article_of(count)
    indices = faulty if isinstance(faulty, tuple) else (faulty,)
    made = fall_back(article, brief, draft_of(*blocks), [error(index) for index in indices])
    return [plain(block.text) for block in made.blocks]


def own(number: int) -> str:
    return f"La phrase numéro {number} parle du pont."


def test_without_errors_nothing_changes() -> None:
    """Warnings and notices leave the draft as it is."""
    article, brief = article_of(2)
    draft = draft_of(p("Un.", 1), p("Deux.", 2))
    warning = Finding("seo.length", "warning", "Trop court.", 0)
    assert fall_back(article, brief, draft, [warning]) == draft


def test_a_block_at_fault_becomes_its_passages_in_order() -> None:
    """The block's passages stand in its place, as the source has them; the others stay."""
    assert back(4, 1, p("Un.", 1), p("Trois et deux.", 3, 2), p("Quatre.", 4)) == ["Un.", own(2), own(3), "Quatre."]


def test_a_passage_that_two_blocks_share_comes_once() -> None:
    """When one half of a passage falls back, the other half goes with it."""
    assert back(2, 0, p("Un, début.", 1), p("Un, fin.", 1), p("Deux.", 2)) == [own(1), "Deux."]


def test_sharers_of_sharers_fall_back_too() -> None:
    """A chain of blocks that share passages falls back as a whole, each passage in its place."""
    assert back(4, 0, p("A.", 1, 2), p("B.", 2, 3), p("C.", 4)) == [own(1), own(2), own(3), "C."]


def test_a_block_that_sums_up_stays() -> None:
    """A lead that draws on many passages does not carry them, and outlives the fall of one."""
    blocks = p("En bref.", 1, 2, 3, 4), p("Un.", 1), p("Deux.", 2), p("Trois.", 3), p("Quatre.", 4)
    assert back(4, 2, *blocks) == ["En bref.", "Un.", own(2), "Trois.", "Quatre."]


def test_a_faulty_block_that_sums_up_goes() -> None:
    """When all its passages are carried by others, nothing comes in its place; what is not is given back."""
    assert back(4, 4, p("1", 1), p("2", 2), p("3", 3), p("4", 4), p("Bref.", 1, 2, 3, 4)) == ["1", "2", "3", "4"]
    assert back(4, 3, p("1", 1), p("2", 2), p("3", 3), p("Bref.", 1, 2, 3, 4)) == ["1", "2", "3", own(4)]


def test_a_block_without_sources_goes_when_others_carry_its_passages() -> None:
    """A sentence out of nothing is dropped."""
    assert back(2, 1, p("Un.", 1), p("Inventé."), p("Deux.", 2)) == ["Un.", "Deux."]


def test_a_block_without_sources_gives_back_what_nobody_carries() -> None:
    """The passages between its neighbours' that no block names come in its place."""
    assert back(4, 1, p("Un.", 1), p("Deux et trois."), p("Quatre.", 4)) == ["Un.", own(2), own(3), "Quatre."]


def test_a_draft_without_provenance_becomes_the_source() -> None:
    """Where no block says what it is drawn from, only the whole source is safe."""
    assert back(3, 1, p("Un."), p("Deux."), p("Trois.")) == [own(1), own(2), own(3)]


def test_an_invented_heading_goes() -> None:
    """A heading at fault that stands for no heading of the source is dropped, its passage stays with its block."""
    assert back(1, 0, h("h2", "Cent morts", 1), p("Un.", 1)) == ["Un."]


def test_a_heading_of_the_source_comes_back() -> None:
    """A heading at fault that stands for one of the source becomes that one, at the draft's level."""
    article, brief = example("velo")
    heading = next(passage for passage in article.passages if passage.kind == "heading")
    draft = draft_of(h("h2", "Début", 1), h("h3", "Faux", heading.number), p("Texte.", 2))
    made = fall_back(article, brief, draft, [error(1)])
    assert made.blocks[1] == h("h3", heading.text, heading.number)


def test_no_level_is_skipped_when_a_heading_goes() -> None:
    """The subheadings of a dropped heading move up."""
    article, brief = article_of(2)
    draft = draft_of(h("h2", "Faux", 1), h("h3", "Bon", 1), p("Un.", 1), h("h4", "Autre", 2), p("Deux.", 2))
    made = fall_back(article, brief, draft, [error(0)])
    assert [block.kind for block in made.blocks] == ["h2", "paragraph", "h3", "paragraph"]


def test_links_and_notes_come_back_with_their_sentence() -> None:
    """What falls back has the source's own references."""
    article, brief = prose('Voir <a href="https://exemple.fr/">le pont</a>.', "Fin.")
    made = fall_back(article, brief, draft_of(p("Voir 12 ponts.", 1), p("Fin.", 2)), [error(0)])
    assert made.blocks[0].text == 'Voir <a id="L1">le pont</a>.'


def test_a_long_passage_falls_back_in_parts() -> None:
    """What comes back is split as the offline writer splits it."""
    article, brief = prose("Le pont de Brest tient bon depuis cent ans. " * (LONG_WORDS // 4))
    made = fall_back(article, brief, draft_of(p("Le pont a 12 ans.", 1)), [error(0)])
    assert len(made.blocks) > 1
    assert {block.sources for block in made.blocks} == {(1,)}


def test_fixed_parts_and_unknown_blocks_are_left_alone() -> None:
    """An error on a fixed part, or on a block that is not there, changes nothing."""
    article, brief = prose("Un.", '<img src="a.jpg" alt="">')
    draft = draft_of(p("Un.", 1), DraftBlock(kind="fixed", ref=article.fixed[0].ref))
    assert fall_back(article, brief, draft, [error(1), error(7)]) == draft


def test_the_sources_own_text_is_not_replaced() -> None:
    """A fault of the source itself stays where it is: an offline draft does not change."""
    article, brief = example("scop")
    draft = Offline().rewrite(article, brief)
    text = [at for at, block in enumerate(draft.blocks) if block.kind not in HEADINGS]
    assert fall_back(article, brief, draft, [error(at) for at in text]) == draft


HEAD = {
    "titles": ("Laval : 99 salariés", "Laval sauvée", "Une verrerie"),
    "slug": "laval-99-salaries",
    "meta_description": "Ils étaient 98.",
    "focus_keyphrase": "salariés en 97",
    "excerpt": "Ils étaient 96.",
}


@pytest.mark.parametrize(
    ("words", "field"),
    [("98", "meta_description"), ("96", "excerpt"), ("97", "focus_keyphrase"), ("9\u200b9", "titles")],
)
def test_a_field_of_the_head_at_fault_becomes_the_offline_writers(words: str, field: str) -> None:
    """The field that holds the words of the error changes; the slug follows title and keyphrase; the others stay."""
    article, brief = example("scop")
    offline = Offline().rewrite(article, brief)
    draft = draft_of(p("Un.", 1), **HEAD)
    made = fall_back(article, brief, draft, [error(draft=words)])
    changed = {name for name in HEAD if getattr(made, name) != getattr(draft, name)}
    assert changed == {field} | ({"slug"} if field in ("titles", "focus_keyphrase") else set())
    if field == "titles":
        assert made.titles[:2] == HEAD["titles"][1:]
        assert made.titles[2] in offline.titles
        assert "99" not in made.slug
    else:
        assert getattr(made, field) == getattr(offline, field)


@pytest.mark.parametrize(
    ("check", "field"),
    [("structure.title", "titles"), ("structure.meta", "meta_description"), ("structure.excerpt", "excerpt")],
)
def test_an_error_without_words_names_its_field(check: str, field: str) -> None:
    """An empty title has no words to show; the name of the check tells."""
    article, brief = example("scop")
    made = fall_back(article, brief, draft_of(p("Un.", 1), **HEAD), [error(check=check)])
    assert getattr(made, field) == getattr(Offline().rewrite(article, brief), field)


def test_an_error_about_the_whole_leaves_the_head() -> None:
    """An error that neither a block nor the head is at fault for changes nothing."""
    article, brief = example("scop")
    draft = draft_of(p("Un.", 1), **HEAD)
    assert fall_back(article, brief, draft, [error(check="language.foreign"), error(draft="ailleurs")]) == draft


COUNT = 6
blocks = st.builds(
    lambda kind, sources, text: DraftBlock(kind=kind, text=f"Texte {text}.", sources=tuple(sources)),
    st.sampled_from(["paragraph", "paragraph", "paragraph", "h2", "h3"]),
    st.lists(st.integers(1, COUNT), max_size=5, unique=True),
    st.integers(0, 99),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(blocks, min_size=1, max_size=8), st.sets(st.integers(0, 7), min_size=1))
def test_no_passage_is_lost_or_told_twice(drafted: list[DraftBlock], faulty: set[int]) -> None:
    """Whatever a draft and its faults: what was carried is carried, what came back is told by nobody else, and a second
    time changes nothing more.
    """
    article, brief = article_of(COUNT)
    errors = [error(at) for at in faulty]
    made = fall_back(article, brief, draft_of(*drafted), errors)
    before = {number for block in drafted if block.kind not in HEADINGS for number in block.sources}
    after = {number for block in made.blocks if block.kind not in HEADINGS for number in block.sources}
    assert before <= after
    restored = [at for at, block in enumerate(made.blocks) if plain(block.text).startswith("La phrase")]
    carriers = [b for b in made.blocks if b.kind not in HEADINGS and len(b.sources) <= MOST_CARRIED]
    times = Counter(number for block in carriers for number in block.sources)
    assert all(times[made.blocks[at].sources[0]] == 1 for at in restored)
    assert fall_back(article, brief, made, [error(at) for at in restored]) == made
