"""Windows onto the one site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from devsite.wordpress import Site
from tests.editor.browser import logged_in
from tests.editor.panel import Window, watched, window_of
from tests.wordpress.played_bridge import PlayedBridge, Robot, close, connect, listen


@pytest.fixture
def page(browser: Browser, one_site: Site) -> Iterator[Page]:
    """A new window in which the administrator is logged in."""
    context = logged_in(browser, one_site)
    yield context.new_page()
    context.close()


@pytest.fixture
def classic_editor(one_site: Site) -> Iterator[None]:
    """The site opens posts in the classic editor, as the Classic Editor plugin makes it."""
    plugin = one_site.wordpress / "wp-content" / "mu-plugins" / "classic-editor.php"
    plugin.parent.mkdir(exist_ok=True)
    plugin.write_text("<?php add_filter( 'use_block_editor_for_post', '__return_false' );\n")
    yield
    plugin.unlink()


@pytest.fixture
def panel_site(one_site: Site) -> Iterator[Site]:
    """The site on which the stories of the author's panel are played; PHP must not have complained at the end."""
    yield from watched(one_site)


@pytest.fixture
def panel_bridge(panel_site: Site) -> Iterator[PlayedBridge]:
    """A played bridge that the site of the stories is connected to; only the author's click asks it."""
    played = PlayedBridge()
    server = listen(played)
    connect(panel_site, played)
    panel_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    yield played
    close(server)
    panel_site.set_option("seo_bridge_secret", "")


@pytest.fixture
def panel_robot(panel_site: Site) -> Robot:
    """The bridge's user."""
    panel_site.create_user("pont", "seo_bridge")
    return Robot(panel_site, ("pont", panel_site.application_password("pont")))


@pytest.fixture
def author(browser: Browser, panel_site: Site, panel_bridge: PlayedBridge) -> Iterator[Window]:
    """An author's window."""
    with window_of(browser, panel_site, "lea", "author") as window:
        yield window
