"""The posts that WordPress's own tests are made of."""

from __future__ import annotations

import pytest

from bridge.article import compose, parse, render
from bridge.errors import BadDraft
from tests.article.fixtures import wordpress_fixtures
from tests.article.test_roundtrip import assert_in_order, contents
from tests.article.writers import PLAIN, same, upper


@pytest.fixture(scope="module")
def posts() -> dict[str, str]:
    """The fixtures; an error says what to do when they cannot be had."""
    return wordpress_fixtures()


def test_every_fixture_comes_back_to_the_byte(posts: dict[str, str]) -> None:
    """More than a hundred serialized blocks of WordPress's own round-trip."""
    assert len(posts) > 100
    assert {name for name, content in posts.items() if render(parse(content)) != content} == set()


def test_rewriting_leaves_every_fixed_block(posts: dict[str, str]) -> None:
    """With all text blocks in capitals, every fixed block is byte-identical and in order."""
    rewritten = 0
    for content in posts.values():
        article = parse(content)
        if article.passages:
            composed = compose(article, upper(article), PLAIN)
            assert_in_order(contents(article), composed.content)
            assert composed.lost == ()
            rewritten += 1
    assert rewritten >= 20


def test_the_large_post_left_alone_only_changes_lists_of_old(posts: dict[str, str]) -> None:
    """A draft that takes all over changes nothing but the form of lists that the editor itself would convert."""
    article = parse(posts["large-post.html"])
    again = parse(compose(article, same(article), PLAIN).content)
    assert [p.plain for p in again.passages] == [p.plain for p in article.passages]
    assert contents(again) == contents(article)
    old = [p for p in article.passages if p.kind == "list"]
    new = [p for p in again.passages if p.kind == "list"]
    assert old
    assert all("<!-- wp:list-item -->" in again.source[p.inner.start : p.inner.end] for p in new)


def test_posts_without_text_of_their_own_are_refused(posts: dict[str, str]) -> None:
    """A post of fixed blocks alone has nothing to rewrite, and an empty draft of it is an error, not an empty post."""
    article = parse(posts["core__image.serialized.html"])
    assert article.passages == ()
    with pytest.raises(BadDraft):
        compose(article, upper(article), PLAIN)
