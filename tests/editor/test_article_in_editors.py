"""What the article engine writes, in WordPress's real editors: valid, and saved without changing a byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bridge.article import compose, parse
from bridge.article.model import Brief, Draft, DraftBlock
from devsite.wordpress import ADMIN, Site
from tests.article.fixtures import wordpress_fixtures
from tests.article.test_hostile import HOSTILE
from tests.article.writers import POSTS, draft, read, upper
from tests.editor.browser import CHECK, open_block_editor, save_in_block_editor, save_in_classic_editor

BLOCK_POSTS = [path for path in POSTS if parse(read(path)).format == "blocks"]
CLASSIC_POSTS = [path for path in POSTS if parse(read(path)).format == "classic" and path.stem != "constructeur"]

#: Core blocks that only live inside others, or that the editor keeps for its own use.
ELSEWHERE = {
    "core/freeform",
    "core/missing",
    "core/text-columns",
    "core/home-link",
    "core/navigation-link",
    "core/navigation-submenu",
    "core/page-list-item",
    "core/comment-author-avatar",
    "core/post-comment",
    "core/post-comments",
    "core/legacy-widget",
    "core/widget-group",
}

#: A draft that uses every kind of block, and none of the source's shells.
ANEW = draft(
    DraftBlock(kind="h2", text="Un titre &amp; un autre"),
    DraftBlock(kind="paragraph", text='Un <strong>début</strong> : 10 000 personnes, "dit-on" !<br/>Oui & non.'),
    DraftBlock(kind="h3", text="Plus bas"),
    DraftBlock(kind="list", items=("un <em>bac</em>", "deux < trois")),
    DraftBlock(kind="list", items=("un", "deux"), ordered=True),
    DraftBlock(kind="h4", text="Encore plus bas"),
    DraftBlock(kind="quote", text="Un.\n\nDeux.", cite="Odile Ferrand"),
    DraftBlock(kind="paragraph", text="Entre deux."),
    DraftBlock(kind="quote", text="Seul."),
)


def composed(content: str, site: Site, rewrite: Draft | None = None) -> str:
    """`content` rewritten for the site's version; in capitals unless a draft is given."""
    article = parse(content)
    return compose(article, rewrite or upper(article), Brief(wp_version=site.wp_version)).content


def stored(site: Site, post_id: int) -> str:
    """The post's content in the database."""
    row = site.get_post(post_id)
    assert row is not None
    return str(row["post_content"])


def assert_valid_and_saved_unchanged(page: Page, site: Site, content: str) -> None:
    """Opens a new post with `content` in the block editor, and saves what the editor makes of its blocks."""
    post_id = site.create_post(user=ADMIN, content=content, title="À relire")
    assert [block for block in open_block_editor(page, site, post_id) if not block["valid"]] == []
    save_in_block_editor(page)
    assert stored(site, post_id) == content


@pytest.mark.parametrize("path", BLOCK_POSTS, ids=lambda path: path.stem)
def test_block_posts_in_capitals_are_valid_and_saved_unchanged(page: Page, one_site: Site, path: Path) -> None:
    """With every text rewritten, the block editor finds every block valid, and its own save changes no byte."""
    assert_valid_and_saved_unchanged(page, one_site, composed(read(path).rstrip("\n"), one_site))


@pytest.mark.parametrize("path", [p for p in BLOCK_POSTS if p.stem != "dynamiques"], ids=lambda path: path.stem)
def test_new_blocks_are_what_the_editor_would_save(page: Page, one_site: Site, path: Path) -> None:
    """Headings, paragraphs, lists and quotations that a draft adds are valid and saved unchanged."""
    assert_valid_and_saved_unchanged(page, one_site, composed(read(path).rstrip("\n"), one_site, ANEW))


def test_hostile_answers_that_render_are_valid(page: Page, one_site: Site) -> None:
    """Whatever hostile models managed to have rendered is made of valid core blocks, and runs nothing."""
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    source = '<!-- wp:paragraph -->\n<p>Le <a href="https://a.example/">pont</a> ferme.</p>\n<!-- /wp:paragraph -->'
    content = "\n\n".join(composed(source, one_site, draft(*blocks)) for blocks in HOSTILE.values())
    post_id = one_site.create_post(user=ADMIN, content=content, title="À relire")
    found = open_block_editor(page, one_site, post_id)
    assert len(found) >= len(HOSTILE)
    assert [block for block in found if not block["valid"] or block["name"] in ("core/html", "core/missing")] == []
    page.wait_for_timeout(200)
    assert alerts == []


def test_the_posts_hold_every_core_block(page: Page, one_site: Site) -> None:
    """The example posts leave out no core block that an author can insert into a post."""
    post_id = one_site.create_post(user=ADMIN, content="<!-- wp:paragraph -->\n<p>x</p>\n<!-- /wp:paragraph -->")
    open_block_editor(page, one_site, post_id)
    names = page.evaluate("() => wp.blocks.getBlockTypes().map( ( type ) => type.name )")
    used = {
        name if "/" in name else f"core/{name}"
        for path in POSTS
        for name in re.findall(r"<!-- wp:([a-z0-9/-]+)", read(path))
    }
    assert {name for name in names if name.startswith("core/")} - used - ELSEWHERE == set()


def test_wordpress_fixtures_in_capitals_are_valid(page: Page, one_site: Site) -> None:
    """The fixtures of WordPress's own tests are still valid after every text was rewritten."""
    post_id = one_site.create_post(user=ADMIN, content="<!-- wp:paragraph -->\n<p>x</p>\n<!-- /wp:paragraph -->")
    open_block_editor(page, one_site, post_id)
    posts = {name: content for name, content in wordpress_fixtures().items() if parse(content).passages}
    faults = {name: page.evaluate(CHECK, composed(content, one_site))["invalid"] for name, content in posts.items()}
    assert len(faults) >= 20
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.usefixtures("classic_editor")
@pytest.mark.parametrize("rewrite", [None, ANEW], ids=["capitals", "anew"])
@pytest.mark.parametrize("path", CLASSIC_POSTS, ids=lambda path: path.stem)
def test_classic_posts_are_saved_unchanged(page: Page, one_site: Site, path: Path, rewrite: Draft | None) -> None:
    """A rewritten classic post goes through the visual editor unchanged, but for the form's own CRLF line endings."""
    content = composed(read(path), one_site, rewrite)
    post_id = one_site.create_post(user=ADMIN, content=content, title="À relire")
    save_in_classic_editor(page, one_site, post_id)
    assert stored(one_site, post_id).replace("\r\n", "\n") == content.replace("\r\n", "\n")
