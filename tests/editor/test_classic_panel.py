"""The panel in the classic editor, from the click to the bytes in the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from devsite.wordpress import Site
from tests.editor.browser import logged_in
from tests.wordpress.played_bridge import PlayedBridge, Robot, close, connect, listen, outbox

OWN = "Le compost c'est facile. On y met les épluchures & le marc de café.\n\nIl faut compter 6 mois."
REWRITTEN = """<h2>Que mettre au compost ?</h2>
Le compost est facile : on y met les épluchures &amp; le marc de café, dans C:\\compost 🌱.

Il faut compter 6 mois."""

TEXT = "() => seoBridge.classicText.get()"
TITLE = "() => document.getElementById( 'title' ).value"


@dataclass
class Story:
    """A post, its author's windows, and the bridge."""

    site: Site
    browser: Browser
    bridge: PlayedBridge
    robot: Robot
    post_id: int

    def open(self) -> Page:
        """The post in a new window, once the panel knows its state."""
        page = logged_in(self.browser, self.site, "camille").new_page()
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{self.site.admin_url}post.php?post={self.post_id}&action=edit")
        self.wait(page)
        return page

    def wait(self, page: Page) -> None:
        page.wait_for_selector("#seo-bridge-panel .seo-bridge:not(.is-loading)")
        page.wait_for_function("() => tinymce.get( 'content' )?.initialized || getUserSetting( 'editor' ) === 'html'")

    def deliver(self) -> None:
        """Has the outbox sent, and waits until the bridge has the event."""
        self.site.php("do_action( 'seo_bridge_deliver' );")
        until = time.monotonic() + 30
        while not self.bridge.of(self.post_id) and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.bridge.of(self.post_id)) == 1

    def propose(self, **fields: object) -> int:
        answer = self.robot.propose(self.post_id, job="job-1", **{"content": REWRITTEN, **fields})
        assert answer.status_code == 201, answer.text
        return int(answer.json()["revision"])

    def ask(self) -> None:
        """A request of the author's, that the bridge has."""
        self.site.php("seo_bridge_request_rewrite( $in['id'] );", user="camille", id=self.post_id)
        self.deliver()

    def row(self) -> dict[str, str]:
        found = self.site.get_post(self.post_id)
        assert found is not None
        return found


@pytest.fixture
def story(browser: Browser, one_site: Site, classic_editor: None) -> Iterator[Story]:
    """A classic draft of Camille's; PHP must not have complained at the end."""
    one_site.create_user("camille", "author", display_name="Camille Auteur")
    one_site.create_user("pont", "seo_bridge")
    one_site.clear_debug_log()
    bridge = PlayedBridge()
    server = listen(bridge)
    connect(one_site, bridge)
    one_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    one_site.php("update_user_option( get_user_by( 'login', 'camille' )->ID, 'user-settings', '', false );")
    post_id = one_site.create_post(user="camille", title="Le compost", content=OWN)
    robot = Robot(one_site, ("pont", one_site.application_password("pont")))
    yield Story(one_site, browser, bridge, robot, post_id)
    close(server)
    one_site.set_option("seo_bridge_secret", "")
    assert one_site.debug_log() == ""


def press(page: Page, selector: str) -> None:
    page.locator(f"#seo-bridge-panel {selector}").first.click()


def test_the_whole_story(story: Story) -> None:
    """Click (which saves first), progress, closing, coming back, comparing, a conflict, one undo step, saving."""
    page = story.open()
    page.evaluate("() => { tinymce.get( 'content' ).insertContent( 'Tout simplement : ' ); }")
    page.wait_for_timeout(500)
    press(page, ".seo-bridge-request__button")
    page.wait_for_selector("#seo-bridge-panel .is-working")
    mine = str(story.row()["post_content"])
    assert mine.startswith("Tout simplement : Le compost c'est facile.")
    assert not page.evaluate("() => wp.autosave.server.postChanged()"), "the page would warn of unsaved changes"
    story.bridge.job = {"state": "writing", "words": 120, "expected": 400}
    story.deliver()
    page.wait_for_selector('#seo-bridge-panel [role="progressbar"][aria-valuenow="30"]')
    page.close()

    revision = story.propose()
    page = story.open()
    page.wait_for_selector("#seo-bridge-panel .is-result")
    with page.expect_popup() as popup:
        page.click("#seo-bridge-panel a[href*='revision.php']")
    compare = popup.value
    compare.wait_for_selector('.revisions-diff td.diff-addedline:has-text("Que mettre au compost")')
    assert "SEO Bridge" in compare.inner_text(".diff-meta-to .author-name")
    assert compare.get_attribute(f".wrap a[href*='post={story.post_id}']", "href").endswith("#seo-bridge")
    compare.close()

    page.evaluate("() => { tinymce.get( 'content' ).insertContent( 'Encore une phrase. ' ); }")
    page.fill("#title", "Mon compost à moi")
    typed = page.evaluate(TEXT)
    press(page, ".seo-bridge-actions__main .is-primary")
    page.wait_for_selector(".seo-bridge-dialog td.diff-addedline:has-text('Encore une phrase')")
    page.click(".seo-bridge-dialog__buttons .is-primary")
    assert page.evaluate(TEXT) == typed, "keeping one's text must keep it"
    press(page, ".seo-bridge-actions__main .is-primary")
    page.click(".seo-bridge-dialog__buttons .is-destructive")
    page.wait_for_function("() => document.getElementById( 'title' ).value === 'Réussir son compost en ville'")
    applied = page.evaluate(TEXT)
    assert "Que mettre au compost" in applied
    page.evaluate("() => tinymce.get( 'content' ).undoManager.undo()")
    assert (page.evaluate(TEXT), page.evaluate(TITLE)) == (typed, "Mon compost à moi")
    assert page.input_value("#seo-bridge-apply") == ""
    page.evaluate("() => tinymce.get( 'content' ).undoManager.redo()")
    assert (page.evaluate(TEXT), page.evaluate(TITLE)) == (applied, "Réussir son compost en ville")
    press(page, ".seo-bridge-standing button")
    assert page.evaluate(TEXT) == typed
    page.evaluate("() => tinymce.get( 'content' ).undoManager.redo()")
    story.site.set_option("seo_bridge_triggers", {"draft_saved": True, "published": False})
    with page.expect_navigation():
        page.click("#save-post")
    story.wait(page)
    row = story.row()
    assert row["post_content"] == REWRITTEN
    assert row["post_title"] == "Réussir son compost en ville"
    assert row["post_name"] == "reussir-son-compost-en-ville"
    assert row["post_excerpt"] == "Le compost tient sur un balcon."
    assert story.site.meta(story.post_id)["_seo_bridge_applied"] == str(revision)
    assert mine in [r["post_content"] for r in story.site.revisions(story.post_id)]
    assert [event for event, *_ in outbox(story.site, story.post_id)] == ["post.rewrite_requested"]


def test_applying_without_unsaved_changes(story: Story) -> None:
    """Nothing is unsaved: it is applied on the server, to the byte, and the post opens anew with a word about it."""
    story.ask()
    revision = story.propose()
    page = story.open()
    page.wait_for_selector("#seo-bridge-panel .is-result")
    with page.expect_navigation():
        press(page, ".seo-bridge-actions__main .is-primary")
    story.wait(page)
    page.wait_for_selector("#seo-bridge-notice")
    assert story.row()["post_content"] == REWRITTEN
    assert story.site.meta(story.post_id)["_seo_bridge_applied"] == str(revision)
    assert not page.evaluate("() => wp.autosave.server.postChanged()")
    assert "seo_bridge" not in page.url


def test_text_mode(story: Story) -> None:
    """In text mode the same: unsaved words, applying as one step, undo, redo by applying again, and the bytes."""
    story.ask()
    story.propose()
    page = story.open()
    page.click("#content-html")
    page.wait_for_selector("#seo-bridge-panel .is-result")
    page.focus("#content")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Dernier mot. ")
    typed = page.input_value("#content")
    press(page, ".seo-bridge-actions__main .is-primary")
    page.click(".seo-bridge-dialog__buttons .is-destructive")
    page.wait_for_function("() => document.getElementById( 'title' ).value === 'Réussir son compost en ville'")
    assert page.input_value("#content") == REWRITTEN
    page.focus("#content")
    page.keyboard.press("Control+z")
    assert (page.input_value("#content"), page.evaluate(TITLE)) == (typed, "Le compost")
    page.keyboard.press("Control+Shift+z")
    assert (page.input_value("#content"), page.input_value("#title")) == (REWRITTEN, "Réussir son compost en ville")
    with page.expect_navigation():
        page.click("#save-post")
    assert story.row()["post_content"] == REWRITTEN


def test_words_after_applying_are_the_authors(story: Story) -> None:
    """What the author writes into an applied proposal is saved as written."""
    story.ask()
    story.propose()
    page = story.open()
    page.click("#content-html")
    page.wait_for_selector("#seo-bridge-panel .is-result")
    page.fill("#title", "Le compost, encore")
    press(page, ".seo-bridge-actions__main .is-primary")
    page.click(".seo-bridge-dialog__buttons .is-destructive")
    page.wait_for_function("() => document.getElementById( 'title' ).value === 'Réussir son compost en ville'")
    page.focus("#content")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Et c'est tout.")
    with page.expect_navigation():
        page.click("#save-post")
    content = str(story.row()["post_content"]).replace("\r\n", "\n")
    assert content == REWRITTEN + "\n\nEt c'est tout."
