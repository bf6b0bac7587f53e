"""axe-core finds nothing to mend in what the plugin shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from devsite.wordpress import ADMIN, Site
from tests.editor.axe import NOTHING, Answers, faults
from tests.editor.browser import logged_in, open_block_editor
from tests.editor.panel import draft, propose
from tests.wordpress.played_bridge import PlayedBridge, Robot, close, connect, listen

WRITING = NOTHING | {"state": "writing", "label": "Writing: 120 of about 400 words", "words": 120, "expected": 400}
#: Stages by the class of what they show first.
STAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    (".seo-bridge-bar:not(.is-indeterminate)", WRITING),
    (".seo-bridge-work .is-warning", WRITING | {"state": "undelivered", "message": "Busy.", "retry_at": 1900000000}),
    (".seo-bridge-request", WRITING | {"state": "unknown", "message": "It does not say.", "can_request": True}),
)
OPEN_ALL = """( node ) => {
    node.querySelectorAll( '.components-panel__body:not(.is-opened) > h2 button' ).forEach( ( button ) => button.click() );
    node.querySelectorAll( 'details' ).forEach( ( details ) => { details.open = true; } );
}"""
DIALOG = ".seo-bridge-dialog"


@dataclass
class Audit:
    """One editor's panel, and what axe has found in it: the stage, the rule and the element."""

    page: Page
    robot: Robot
    post_id: int
    found: list[str]

    @property
    def panel(self) -> Locator:
        return self.page.locator(".seo-bridge").first

    def look_at(self, stage: str, selector: str = ".seo-bridge") -> None:
        self.found += [f"{stage}: {fault}" for fault in faults(self.page, selector)]

    def stages(self) -> None:
        """Asking, each stage of the work, no answer, and a failure."""
        answers = Answers(self.page, state=NOTHING)
        expect(self.page.locator(".is-request")).to_be_visible()
        self.panel.evaluate(OPEN_ALL)
        self.look_at("ask")
        answers.state = WRITING | {"busy": True, "can_cancel": True}
        self.panel.locator(".seo-bridge-request__button").click()
        for shown, state in STAGES:
            answers.state = state | {"busy": True, "can_cancel": True}
            answers.look()
            expect(self.panel.locator(shown)).to_be_visible()
            self.look_at(state["state"])
        answers.down = True
        answers.look()
        expect(self.panel.locator(".components-notice.is-error")).to_be_visible()
        self.look_at("no answer")
        answers.down = False
        answers.state = NOTHING | {"state": "failed", "message": "Try again later."}
        answers.look()
        expect(self.page.locator(".is-request")).to_be_visible()
        self.look_at("failed")
        answers.state = WRITING | {"busy": True}
        self.panel.locator(".seo-bridge-request__button").click()
        expect(self.page.locator(".is-working")).to_be_visible()
        propose(self.robot, self.post_id)
        answers.state = None
        answers.look()

    def result(self, write: str) -> None:
        """The suggestion with everything opened, its dialogs, and the suggestion in the editor."""
        main = self.panel.locator(".seo-bridge-actions__main button")
        expect(main.nth(1)).to_be_visible()
        self.panel.evaluate(OPEN_ALL)
        self.look_at("result")
        for stage, button in (
            ("sections", main.nth(1)),
            ("discard", self.panel.locator(".seo-bridge-actions .is-destructive")),
        ):
            button.click()
            expect(self.page.locator(DIALOG)).to_be_visible()
            self.look_at(stage, DIALOG)
            self.page.keyboard.press("Escape")
        self.page.evaluate(write)
        main.first.click()
        expect(self.page.locator(f"{DIALOG} td.diff-addedline")).to_be_visible()
        self.look_at("conflict", DIALOG)
        self.page.locator(f"{DIALOG} button.is-destructive").click()
        expect(self.panel.locator(".seo-bridge-standing")).to_be_visible()
        self.look_at("applied")


@pytest.fixture
def robot(site: Site) -> Iterator[Robot]:
    """The bridge's user, on a site that is connected to a played bridge."""
    bridge = PlayedBridge()
    server = listen(bridge)
    connect(site, bridge)
    site.create_user("pont", "seo_bridge")
    yield Robot(site, ("pont", site.application_password("pont")))
    close(server)
    site.set_option("seo_bridge_secret", "")


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A window of the administrator's in which nothing moves: colours are not looked at half-way."""
    site.without_tour(ADMIN)
    context = logged_in(browser, site)
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    yield page
    context.close()


@pytest.fixture
def classic_editor(site: Site) -> Iterator[Callable[[], object]]:
    """Has the site open posts in the classic editor from the call on."""
    plugin = site.wordpress / "wp-content" / "mu-plugins" / "classic-editor.php"
    text = "<?php add_filter( 'use_block_editor_for_post', '__return_false' );\n"
    yield partial(plugin.write_text, text)
    plugin.unlink(missing_ok=True)


def test_axe_finds_nothing(page: Page, site: Site, robot: Robot, classic_editor: Callable[[], object]) -> None:
    """In the block editor every stage and every dialog, in the classic one what its own styles can change, and the
    settings page, keep all of axe's rules.
    """
    audit = Audit(page, robot, draft(site, user=ADMIN), [])
    open_block_editor(page, site, audit.post_id, place="#seo-bridge")
    audit.stages()
    audit.result(
        "() => wp.data.dispatch( 'core/block-editor' ).insertBlocks("
        "wp.blocks.createBlock( 'core/paragraph', { content: 'Un mot.' } ) )"
    )

    classic_editor()
    page.on("dialog", lambda dialog: dialog.accept())
    post_id = draft(site, user=ADMIN)
    propose(robot, post_id)
    page.goto(f"{site.admin_url}post.php?post={post_id}&action=edit")
    page.wait_for_function("() => tinymce.get( 'content' )?.initialized")
    audit.result("() => tinymce.get( 'content' ).insertContent( 'Un mot. ' )")

    page.goto(f"{site.admin_url}options-general.php?page=seo-bridge")
    audit.look_at("settings", "#wpbody-content .wrap")
    assert audit.found == []
