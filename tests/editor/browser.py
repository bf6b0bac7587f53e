"""The real WordPress editors in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from devsite.wordpress import ADMIN, Site

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = re.compile(r"^(?:https?://127\.0\.0\.1[:/]|data:|blob:|about:)")

#: Every block of the post that is open, with its inner blocks: name, validity, what the editor found fault with.
BLOCKS = """() => {
    const walk = ( blocks ) => blocks.flatMap( ( block ) => [
        { name: block.name, valid: block.isValid !== false,
          issues: ( block.validationIssues || [] ).map( ( issue ) => issue.args.map( String ).join( ' ' ) ) },
        ...walk( block.innerBlocks ) ] );
    return walk( wp.data.select( 'core/block-editor' ).getBlocks() );
}"""

#: What the editor's own parser says of some content: the names of invalid blocks.
CHECK = """( content ) => {
    const walk = ( blocks ) => blocks.flatMap( ( block ) =>
        [ ...( block.isValid ? [] : [ block.name ] ), ...walk( block.innerBlocks ) ] );
    return { invalid: walk( wp.blocks.parse( content ) ) };
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with an empty profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def logged_in(browser: Browser, site: Site, login: str = ADMIN) -> BrowserContext:
    """A window in which `login` is logged in, and which reaches this machine alone."""
    context = browser.new_context(locale="fr-FR")
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": k, "value": v, "url": site.url} for k, v in site.login_cookies(login).items()])
    context.route(lambda url: not LOCAL.match(url), _refuse)
    return context


def _refuse(route: Route) -> None:
    route.abort()


def open_block_editor(page: Page, site: Site, post_id: int, *, place: str = "") -> list[dict[str, Any]]:
    """Opens a post in the block editor, at a `place` like "#here"; its blocks as the editor sees them."""
    page.goto(f"{site.admin_url}post.php?post={post_id}&action=edit{place}")
    page.wait_for_function("() => window.wp?.data?.select( 'core/editor' )?.__unstableIsEditorReady?.()")
    page.wait_for_function("() => wp.data.select( 'core/block-editor' ).getBlocks().length > 0")
    blocks: list[dict[str, Any]] = page.evaluate(BLOCKS)
    return blocks


def save_in_block_editor(page: Page) -> None:
    """Has the editor write the post anew from its blocks, and saves that."""
    page.evaluate(
        """async () => {
            const blocks = wp.data.select( 'core/block-editor' ).getBlocks();
            await wp.data.dispatch( 'core/editor' ).editPost( { content: wp.blocks.serialize( blocks ) } );
            await wp.data.dispatch( 'core/editor' ).savePost();
        }"""
    )
    assert page.evaluate("() => wp.data.select( 'core/editor' ).didPostSaveRequestSucceed()")


def save_in_classic_editor(page: Page, site: Site, post_id: int) -> None:
    """Opens a post in the classic editor's visual mode and presses Save."""
    page.goto(f"{site.admin_url}post.php?post={post_id}&action=edit")
    page.wait_for_function("() => window.tinymce?.get( 'content' )?.initialized")
    assert page.evaluate("() => ! tinymce.get( 'content' ).isHidden()")
    with page.expect_navigation():
        page.click("#save-post")
