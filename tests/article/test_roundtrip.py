"""Nothing that was not meant to change changes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from bridge.article import Article, clean, compose, draft_of, parse, plain, refs, render, writer_view
from bridge.article.model import Brief
from bridge.errors import ArticleError
from tests.article.strategies import any_text, block_posts
from tests.article.writers import PLAIN, POSTS, read, same, upper


def contents(article: Article) -> list[str]:
    """The bytes of the fixed parts, in order."""
    return [article.source[part.span.start : part.span.end] for part in article.fixed]


def assert_in_order(parts: list[str], content: str) -> None:
    """Every part stands in `content`, in order, without overlap."""
    at = 0
    for part in parts:
        at = content.index(part, at) + len(part)


@given(any_text)
@settings(max_examples=400, deadline=None)
def test_any_string_comes_back(text: str) -> None:
    """`render(parse(x)) == x` for any string."""
    assert render(parse(text)) == text


@given(any_text)
@settings(max_examples=400, deadline=None)
def test_the_parts_of_an_article_are_places_in_its_source(text: str) -> None:
    """Spans lie in the source, in order and apart; every reference has a mark; nothing readable is skipped."""
    article = parse(text)
    parts = sorted([*article.passages, *article.fixed], key=lambda part: part.span.start)
    assert all(0 <= part.span.start < part.span.end <= len(text) for part in parts)
    assert all(before.span.end <= after.span.start for before, after in pairwise(parts))
    marks = {mark.ref: mark for mark in article.marks}
    for passage in article.passages:
        assert passage.plain.strip()
        for piece in (passage.text, *passage.items, passage.cite):
            assert all(marks[ref].opening in text and marks[ref].closing in text for ref in refs(piece))
    at = article.frame.start
    for part in parts:
        assert not text[at : part.span.start].strip()
        at = part.span.end


@given(any_text)
@settings(max_examples=400, deadline=None)
def test_any_article_can_be_rewritten(text: str) -> None:
    """Whatever was read, a draft of it composes: fixed parts to the byte, in order, and no reference lost."""
    article = clean(parse(text))
    writer_view(article)
    try:
        composed = compose(article, upper(article), Brief())
    except ArticleError:
        assert not any(plain(p.text).strip() or p.items for p in article.passages)
        return
    assert_in_order(contents(article), composed.content)
    assert composed.lost == ()


@given(block_posts)
@settings(max_examples=200, deadline=None)
def test_a_draft_that_changes_nothing_gives_the_post_back(content: str) -> None:
    """Well-formed blocks whose texts are taken over come back to the byte."""
    article = parse(content)
    if article.passages:
        assert compose(article, same(article), PLAIN).content == content


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_posts_with_every_kind_of_content_come_back(path: Path) -> None:
    """Posts of blocks, classic ones, mixed ones, CRLF and a page builder's round-trip to the byte."""
    content = read(path)
    assert render(parse(content)) == content


@pytest.mark.parametrize("path", [p for p in POSTS if p.stem != "constructeur"], ids=lambda path: path.stem)
def test_rewriting_every_text_leaves_every_fixed_part(path: Path) -> None:
    """With all texts in capitals, fixed parts are byte-identical and in order, and the texts are in capitals."""
    article = parse(read(path))
    composed = compose(article, upper(article), PLAIN)
    assert_in_order(contents(article), composed.content)
    assert composed.lost == ()
    again = parse(composed.content)
    assert contents(again) == contents(article)
    assert [p.plain for p in again.passages] == [p.plain.upper() for p in article.passages]


@pytest.mark.parametrize(
    "path", [p for p in POSTS if p.stem not in ("constructeur", "mixte")], ids=lambda path: path.stem
)
def test_a_post_left_alone_keeps_its_bytes(path: Path) -> None:
    """A draft that takes every text over gives the post back, whatever its format."""
    content = read(path)
    article = parse(content)
    assert compose(article, same(article), PLAIN).content == content


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_finished_content_reads_as_a_draft(path: Path) -> None:
    """`draft_of` holds all texts and all fixed parts of finished content, in order, and no sources."""
    article = parse(read(path))
    draft = draft_of(read(path), title="Titre")
    assert [b.ref for b in draft.blocks if b.kind == "fixed"] == [part.ref for part in article.fixed]
    texts = [b for b in draft.blocks if b.kind != "fixed"]
    assert [(b.text, b.items) for b in texts] == [(p.text, p.items) for p in article.passages]
    assert not any(b.sources for b in draft.blocks)
