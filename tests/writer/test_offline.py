from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from bridge.article import clean, compose, parse, plain, refs, words
from bridge.article.model import Article, Brief, Draft, DraftBlock
from bridge.errors import CannotTranslate
from bridge.writer.offline import Offline
from bridge.writer.offline.title import fits
from tests.writer.examples import NAMES, example, prose

HEADINGS = {"h2", "h3", "h4"}


def text_of(block: DraftBlock) -> str:
    return " ".join(plain(part) for part in (block.text, *block.items, block.cite) if part)


def told(draft: Draft, article: Article) -> str:
    """All that a draft tells of its source: every block but the headings that were added."""
    own = {passage.number for passage in article.passages if passage.kind == "heading" or passage.heading_line}
    blocks = (b for b in draft.blocks if b.kind not in HEADINGS or (len(b.sources) == 1 and b.sources[0] in own))
    return " ".join(" ".join(map(text_of, blocks)).split())


def source_of(article: Article) -> str:
    parts = (part for p in article.passages for part in (p.plain, plain(p.cite)) if part)
    return " ".join(" ".join(parts).split())


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_source_stays_in_its_order(name: str) -> None:
    """What a draft tells, added headings aside, is the source's text from the first word to the last."""
    article, brief = example(name)
    assert told(Offline().rewrite(article, brief), article) == source_of(article)


@pytest.mark.parametrize("name", NAMES)
def test_passages_links_and_fixed_parts_are_all_there(name: str) -> None:
    """Every passage is named, every reference used and every fixed part placed once; composing loses nothing."""
    article, brief = example(name)
    draft = Offline().rewrite(article, brief)
    carried = {number for block in draft.blocks if block.kind not in HEADINGS for number in block.sources}
    assert {p.number for p in article.passages if p.kind != "heading" and not p.heading_line} <= carried
    used = [ref for block in draft.blocks for part in (block.text, *block.items) for ref in refs(part)]
    assert used == [ref for p in article.passages for part in (p.text, *p.items) for ref in refs(part)]
    assert [block.ref for block in draft.blocks if block.kind == "fixed"] == [part.ref for part in article.fixed]
    assert compose(article, draft, brief).lost == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_head_keeps_its_limits(name: str) -> None:
    """Three different titles within 60 characters and 580 pixels, a slug, a description of 155 characters at most."""
    article, brief = example(name)
    draft = Offline().rewrite(article, brief)
    assert len(set(draft.titles)) == 3
    assert all(fits(title) and len(title) >= 20 for title in draft.titles)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", draft.slug)
    assert len(draft.slug) <= 75
    assert 100 <= len(draft.meta_description) <= 155
    assert draft.focus_keyphrase
    assert 0 < words(draft.excerpt) <= 55


@pytest.mark.parametrize("name", NAMES)
def test_description_and_excerpt_are_the_sources_own_words(name: str) -> None:
    """Each sentence of both is the beginning of a sentence of the source."""
    article, brief = example(name)
    draft = Offline().rewrite(article, brief)
    source = re.sub(r"\W+", " ", source_of(article))
    for text in (draft.meta_description, draft.excerpt):
        for sentence in re.split(r"(?<=[.!?]) (?=[A-ZÀ-Ý])", text):
            assert re.sub(r"\W+", " ", sentence).strip() in source


@pytest.mark.parametrize("name", NAMES)
def test_every_block_names_its_sources(name: str) -> None:
    """Text blocks and headings all say which passages they are drawn from."""
    article, brief = example(name)
    assert all(block.sources for block in Offline().rewrite(article, brief).blocks if block.kind != "fixed")


def test_fixed_parts_stay_near_their_passage() -> None:
    """An image stands behind the passage it followed, a first one before all text."""
    article = parse('<p><img src="a.jpg" alt="a"></p><p>Un.</p><p><img src="b.jpg" alt="b"></p><p>Deux.</p>')
    draft = Offline().rewrite(article, Brief())
    assert [block.kind for block in draft.blocks] == ["fixed", "paragraph", "fixed", "paragraph"]


def test_two_runs_agree_whatever_the_hash_seed() -> None:
    """The draft does not depend on the order of sets and dicts."""
    script = (
        "from tests.writer.examples import *\n"
        "from bridge.writer.offline import Offline\n"
        "for name in NAMES: print(Offline().rewrite(*example(name)).model_dump_json())"
    )
    outs = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert outs[0]
    assert outs[0] == outs[1]


def test_progress_grows_to_the_whole_article() -> None:
    """Progress is told as blocks come, and ends at all words of the article."""
    article, brief = example(NAMES[0])
    seen: list[tuple[int, int]] = []
    Offline().rewrite(article, brief, lambda done, expected: seen.append((done, expected)))
    assert seen == sorted(seen)
    assert seen[-1] == (sum(words(p.plain) for p in article.passages),) * 2


def test_repair_changes_nothing() -> None:
    """There is no second way to write a draft offline."""
    article, brief = example(NAMES[0])
    draft = Offline().rewrite(article, brief)
    assert Offline().repair(article, brief, draft, ()) is draft


@pytest.mark.parametrize(
    "content", ["<p>Oui.</p>", "<p>!!!</p>", "<p>日本語のテキスト。</p>", "<ul><li>Un</li></ul>", "<h2>Titre</h2>"]
)
def test_the_thinnest_articles_are_written(content: str) -> None:
    """An article of a word, of signs, in another script, of a list or a heading alone makes a draft."""
    article = clean(parse(content))
    draft = Offline().rewrite(article, Brief())
    assert plain(compose(article, draft, Brief()).content).strip()


def test_the_briefs_keyphrase_is_kept() -> None:
    """An author's keyphrase is the draft's, and the slug has it."""
    article, brief = example("velo")
    draft = Offline().rewrite(article, brief.model_copy(update={"keyphrase": "câble de dérailleur"}))
    assert draft.focus_keyphrase == "câble de dérailleur"
    assert draft.slug.startswith("cable-derailleur")


def test_forbidden_words_stay_out_of_what_is_added() -> None:
    """A word that the brief forbids is in no title, heading, keyphrase or description, though the text keeps it."""
    article, brief = example("sommeil")
    draft = Offline().rewrite(article, brief.model_copy(update={"forbidden_words": ("sieste",)}))
    head = " ".join((*draft.titles, draft.focus_keyphrase, draft.meta_description))
    assert "sieste" not in head.lower()
    assert "sieste" in told(draft, article)


def test_a_forbidden_word_forbids_no_longer_one() -> None:
    """ "art" does not forbid "départ"."""
    article, brief = prose("Le départ est donné.", title="Le départ du tour est donné")
    assert Offline().rewrite(article, brief.model_copy(update={"forbidden_words": ("art",)})).title == brief.title


def test_the_head_is_typeset() -> None:
    """Titles and descriptions have French spaces by the brief."""
    article, brief = prose("La mairie répare les câbles du pont de Brest.", title="Brest : le pont est fermé")
    assert Offline().rewrite(article, brief).titles[0] == "Brest\u00a0: le pont est fermé"


def test_an_article_in_another_language_is_refused() -> None:
    """English text under a French title would be no rewrite: the author is told what to do instead."""
    article, brief = prose(
        "The town has decided to close the school after the vote of the council, but parents do not agree with this "
        "decision and have asked the mayor for more time.",
        title="A school closes",
    )
    with pytest.raises(CannotTranslate, match="'en'") as raised:
        Offline().rewrite(article, brief)
    assert "modèle" in raised.value.reason("fr")
    assert "model" in raised.value.reason("en")
