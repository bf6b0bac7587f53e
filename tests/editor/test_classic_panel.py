"""The panel in the classic editor, from the click to the bytes in the database."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from devsite.wordpress import ADMIN, Site
from tests.editor.browser import logged_in
from tests.editor.panel import watched
from tests.wordpress.played_bridge import PlayedBridge, Robot, close, connect, listen, outbox

#: The author's two passages, and the two sections that were made of them.
PASSAGES = ("Le compost c'est facile. On y met les épluchures &amp; le marc de café.\n\n", "Il faut compter 6 mois.")
SECTIONS = (
    "Le compost est facile : on y met les épluchures &amp; le marc de café.\n\n",
    "<h2>Combien de temps attendre ?</h2>\nIl faut compter 6 mois.",
)
OWN = "".join(PASSAGES)
REWRITTEN = """<h2>Que mettre au compost ?</h2>
Le compost est facile : on y met les épluchures &amp; le marc de café, dans C:\\compost 🌱.

Comptez 6 mois."""

#: The classic editor, and of an SEO plugin what a form has: a hidden field that each save writes back.
EDITOR = """<?php
add_filter( 'use_block_editor_for_post', '__return_false' );
if ( get_option( 'stand_in_form' ) ) {
	define( 'WPSEO_VERSION', '99.0' );
	add_action( 'edit_form_after_editor', static function ( $post ) {
		$value = esc_attr( get_post_meta( $post->ID, '_yoast_wpseo_metadesc', true ) );
		echo '<input type="hidden" id="yoast_wpseo_metadesc" name="yoast_wpseo_metadesc" value="' . $value . '">';
	} );
	add_action( 'save_post', static function ( $post_id ) {
		if ( isset( $_POST['yoast_wpseo_metadesc'] ) && (int) $_POST['post_ID'] === $post_id ) {
			update_post_meta( $post_id, '_yoast_wpseo_metadesc', $_POST['yoast_wpseo_metadesc'] );
		}
	} );
}
"""

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

    def open(self, login: str = "camille") -> Page:
        """The post in a new window, once the panel knows its state."""
        page = logged_in(self.browser, self.site, login).new_page()
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
        answer = self.robot.propose(self.post_id, **{"job": "job-1", "content": REWRITTEN, **fields})
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


@contextmanager
def begun(site: Site, browser: Browser) -> Iterator[Story]:
    """A classic draft of Camille's on a site with a connected bridge, where only clicks ask for rewrites."""
    editor = site.wordpress / "wp-content" / "mu-plugins" / "classic-editor.php"
    editor.write_text(EDITOR)
    site.create_user("camille", "author", display_name="Camille Auteur")
    site.create_user("pont", "seo_bridge")
    bridge = PlayedBridge()
    server = listen(bridge)
    connect(site, bridge)
    site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    site.create_user("claire", "editor", display_name="Claire Éditrice")
    site.php("update_user_option( get_user_by( 'login', 'camille' )->ID, 'user-settings', '', false );")
    robot = Robot(site, ("pont", site.application_password("pont")))
    try:
        yield Story(site, browser, bridge, robot, site.create_post(user="camille", title="Le compost", content=OWN))
    finally:
        close(server)
        site.set_option("seo_bridge_secret", "")
        site.set_option("stand_in_form", "")
        editor.unlink()


@pytest.fixture
def story(browser: Browser, panel_site: Site) -> Iterator[Story]:
    """A story on one version of WordPress."""
    with begun(panel_site, browser) as told:
        yield told


@pytest.fixture
def every_site(site: Site) -> Iterator[Site]:
    """Each version's site; PHP must not have complained at the end."""
    yield from watched(site)


@pytest.fixture
def story_anywhere(browser: Browser, every_site: Site) -> Iterator[Story]:
    """A story on each version of WordPress."""
    with begun(every_site, browser) as told:
        yield told


def parted(base: str, at: str, proposal: str, proposed_at: str) -> dict[str, object]:
    """The sections of a proposal that are two, as its base is: where the second begins in each."""
    ends = [len(text.encode()) for text in (base.partition(at)[0], base, proposal.partition(proposed_at)[0], proposal)]
    entries = [
        {"group": 0, "heading": "", "level": 2, "start": 0, "end": ends[2], "sources": [[0, ends[0]]]},
        {"group": 1, "heading": "Combien de temps attendre ?", "level": 2, "start": ends[2], "end": ends[3],
         "sources": [[ends[0], ends[1]]]},
    ]  # fmt: skip
    return {"head": 0, "tail": 0, "list": entries}


def press(page: Page, selector: str) -> None:
    page.locator(f"#seo-bridge-panel {selector}").first.click()


@pytest.mark.parametrize("login", ["camille", "claire"], ids=["author", "editor"])
def test_the_whole_story(story_anywhere: Story, login: str) -> None:
    """Click (which saves first), no bridge, the bridge back, progress, cancelling, closing, coming back, comparing, chosen
    sections, a conflict, one undo step, saving.
    """
    story = story_anywhere
    page = story.open(login)
    page.evaluate("() => { tinymce.get( 'content' ).insertContent( 'Tout simplement : ' ); }")
    page.wait_for_timeout(500)
    mine = asks_and_cancels(story, page)
    page.close()

    story.bridge.received.clear()
    revision = story.propose(job="job-2", sections=parted(mine, "Il faut", REWRITTEN, "Comptez"))
    page = story.open(login)
    page.wait_for_selector("#seo-bridge-panel .is-result")
    compares(story, page)
    takes_a_section_and_undoes(page)

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
    # The cancelled request and the one that was carried out: the save that applied the proposal is no new one.
    assert [event for event, *_ in outbox(story.site, story.post_id)] == ["post.rewrite_requested"] * 2


def asks_and_cancels(story: Story, page: Page) -> str:
    """A request that waits for the bridge, is cancelled while it is carried out, and made again; the text that was saved first."""
    story.bridge.status = 503
    press(page, ".seo-bridge-request__button")
    page.wait_for_selector("#seo-bridge-panel .seo-bridge-work .components-notice.is-warning")
    mine = str(story.row()["post_content"])
    assert mine.startswith("Tout simplement : Le compost c'est facile.")
    assert not page.evaluate("() => wp.autosave.server.postChanged()"), "the page would warn of unsaved changes"
    story.bridge.status = 202
    story.bridge.received.clear()
    story.bridge.job = {"state": "writing", "words": 120, "expected": 400}
    story.site.php("global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = 0' );")
    story.deliver()
    page.wait_for_selector('#seo-bridge-panel [role="progressbar"][aria-valuenow="30"]')
    press(page, ".seo-bridge-work .components-button")
    page.wait_for_selector("#seo-bridge-panel .is-request")
    assert [path for path in story.bridge.asked if path.startswith("/jobs/job-1/cancel")]

    story.bridge.received.clear()
    story.bridge.answer = story.bridge.answer.replace(b"job-1", b"job-2")
    story.bridge.job = {"state": "reading"}
    press(page, ".seo-bridge-request__button")
    page.wait_for_selector("#seo-bridge-panel .is-working")
    story.deliver()
    return mine


def compares(story: Story, page: Page) -> None:
    """WordPress's own comparison names the proposal, and leads back."""
    with page.expect_popup() as popup:
        page.click("#seo-bridge-panel a[href*='revision.php']")
    compare = popup.value
    compare.wait_for_selector('.revisions-diff td.diff-addedline:has-text("Que mettre au compost")')
    assert "SEO Bridge" in compare.inner_text(".diff-meta-to .author-name")
    assert compare.locator(f".wrap a[href*='post={story.post_id}'][href$='#seo-bridge']").count() > 0
    compare.close()


def takes_a_section_and_undoes(page: Page) -> None:
    """With something unsaved the chosen section comes into the editor, and goes from it again."""
    page.fill("#new-tag-post_tag", "jardin")
    before = page.evaluate(TEXT)
    press(page, ".seo-bridge-actions__main .is-secondary")
    page.locator(".seo-bridge-dialog input[type=checkbox]").last.uncheck()
    page.click(".seo-bridge-dialog__buttons .is-primary")
    page.wait_for_function("() => document.getElementById( 'title' ).value === 'Réussir son compost en ville'")
    mixed = page.evaluate(TEXT)
    assert "Que mettre au compost" in mixed
    assert "Il faut compter 6 mois." in mixed
    assert "Comptez" not in mixed
    press(page, ".seo-bridge-standing button")
    assert (page.evaluate(TEXT), page.evaluate(TITLE)) == (before, "Le compost")


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


def test_a_published_post_changes_when_its_author_updates_it(story: Story) -> None:
    """Applying fills the editor in and says so; what visitors read changes with the form's own button, to the byte."""
    story.ask()
    story.propose()
    story.site.update_post(story.post_id, user="camille", post_status="publish")
    page = story.open()
    page.wait_for_selector("#seo-bridge-panel .is-result")
    assert "sans enregistrer" in page.inner_text("#seo-bridge-panel .seo-bridge-actions")
    press(page, ".seo-bridge-actions__main .is-primary")
    page.wait_for_selector("#seo-bridge-panel .seo-bridge-standing button")
    assert story.row()["post_content"] == OWN
    with page.expect_navigation():
        page.click("#publish")
    assert story.row()["post_content"] == REWRITTEN


def test_text_mode(story: Story) -> None:
    """In text mode the same: a remark's passage, unsaved words, applying as one step, undo, redo, and the bytes."""
    story.ask()
    place = {"block": 0, "text": "Le compost est facile", "source_block": 0, "source_text": "facile. On y met les…"}
    finding = {"check": "x", "severity": "error", "message": "Relisez.", "block": 1, "evidence": {}, "at": place}
    story.propose(report={"findings": [finding]})
    page = story.open()
    page.wait_for_selector("#seo-bridge-panel .is-result")
    press(page, ".seo-bridge-jump")
    assert page.evaluate("() => tinymce.get( 'content' ).selection.getContent()") == "facile. On y met les"
    page.click("#content-html")
    press(page, ".seo-bridge-jump")
    selected = "() => { const c = document.getElementById( 'content' ); return [ c.selectionStart, c.selectionEnd ]; }"
    assert page.evaluate(selected) == [OWN.index("facile"), OWN.index(" épluchures")]
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


def test_a_large_post_with_scripts_is_saved_to_the_byte(story: Story) -> None:
    """500 KB with backslashes, emoji and a script go through the visual editor and its form as they were proposed."""
    script = '<script>var a = "C:\\\\temp\\n"; // <b> &amp;\nif (a &lt; 1) { b(); }</script>'
    lines = "\n\n".join(f"Ligne {i} \\o/ 🌱 d’un très long article. " * 95 for i in range(120))
    content = f"<h2>Un titre</h2>\n{script}\n\n{lines}"
    assert len(content.encode()) > 500_000
    story.post_id = story.site.create_post(user=ADMIN, title="Le compost", content=f"Un texte.\n\n{script}")
    story.site.php("seo_bridge_note_asked( $in['id'], 'post.rewrite_requested' );", id=story.post_id)
    story.propose(content=content)
    page = story.open(ADMIN)
    page.wait_for_selector("#seo-bridge-panel .is-result")
    page.fill("#new-tag-post_tag", "jardin")
    press(page, ".seo-bridge-actions__main .is-primary")
    page.wait_for_function("() => document.getElementById( 'title' ).value === 'Réussir son compost en ville'")
    with page.expect_navigation():
        page.click("#save-post")
    assert story.row()["post_content"] == content


def test_a_contributor_who_may_not_sees_nothing_of_it(story_anywhere: Story) -> None:
    """Without the capability there is no box and no script."""
    site = story_anywhere.site
    site.create_user("louis", "contributor")
    post_id = site.create_post(user="louis", title="Le compost", content=OWN)
    page = logged_in(story_anywhere.browser, site, "louis").new_page()
    page.goto(f"{site.admin_url}post.php?post={post_id}&action=edit")
    page.wait_for_function("() => window.tinymce?.get( 'content' )?.initialized")
    assert "seo-bridge" not in page.content()
    assert not page.evaluate("() => Boolean( window.seoBridge )")


def test_an_editor_chooses_sections(story: Story) -> None:
    """One ticked section is applied, the other passage stays the author's; the SEO plugin's own form keeps no old value."""
    story.site.set_option("stand_in_form", "1")
    story.site.php("update_post_meta( $in['id'], '_yoast_wpseo_metadesc', 'Ancienne.' );", id=story.post_id)
    story.ask()
    story.propose(content="".join(SECTIONS), sections=parted(OWN, PASSAGES[1], "".join(SECTIONS), SECTIONS[1]))
    page = story.open("claire")
    page.wait_for_selector("#seo-bridge-panel .is-result")
    page.check("#in-category-1")
    page.fill("#new-tag-post_tag", "jardin")
    press(page, ".seo-bridge-actions__main .is-secondary")
    page.locator(".seo-bridge-dialog input[type=checkbox]").first.uncheck()
    page.click(".seo-bridge-dialog__buttons .is-primary")
    page.wait_for_function("() => document.getElementById( 'title' ).value === 'Réussir son compost en ville'")
    assert page.input_value("#yoast_wpseo_metadesc") == "Tout sur le compost."
    story.site.set_option("seo_bridge_triggers", {"draft_saved": True, "published": False})
    chosen = PASSAGES[0] + SECTIONS[1]
    for _ in range(2):
        with page.expect_navigation():
            page.click("#save-post")
        # The second save has the form's line ends and TinyMCE's empty lines, which is no new writing.
        assert story.row()["post_content"].split() == chosen.split()
        assert story.site.meta(story.post_id)["_yoast_wpseo_metadesc"] == "Tout sur le compost."
    assert [event for event, *_ in outbox(story.site, story.post_id)] == ["post.rewrite_requested"]


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
