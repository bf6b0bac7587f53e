"""Windows onto the one site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from devsite.wordpress import Site
from tests.editor.browser import logged_in


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
