"""The author's panel in the real block editor, from the click to the saved post."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from devsite.wordpress import ADMIN, Site
from tests.editor.panel import (
    ARTICLE,
    PASSAGES,
    PROPOSED,
    SECTIONS,
    TITLE,
    TITLES,
    Panel,
    Window,
    english,
    paragraph,
    propose,
    sections,
    tell,
)
from tests.wordpress.played_bridge import PlayedBridge, Robot


@pytest.fixture
def author(browser: Browser, panel_site: Site, panel_bridge: PlayedBridge) -> Iterator[Window]:
    """An author's window; no console of it may have complained."""
    panel_site.create_user("lea", "author", display_name="Léa Auteure")
    window = Window.of(browser, panel_site, english(panel_site, "lea"))
    yield window
    window.context.close()
    assert window.complaints == []


def draft(site: Site, content: str = ARTICLE, *, user: str = "lea") -> int:
    """A new draft of this user's."""
    return site.create_post(user=user, content=content, title=TITLE)


def stored(site: Site, post_id: int) -> tuple[str, str]:
    """Title and content in the database."""
    row = site.get_post(post_id)
    assert row is not None
    return row["post_title"], row["post_content"]


def test_from_the_click_to_the_saved_post(
    author: Window, panel_site: Site, panel_bridge: PlayedBridge, panel_robot: Robot
) -> None:
    """An author asks, watches, closes the tab, comes back, compares, takes one section, undoes, applies and saves."""
    post_id = draft(panel_site)
    panel = author.edit(post_id)
    asks_and_watches(panel, panel_bridge, panel_site, post_id)
    panel.page.close()

    revision = propose(panel_robot, post_id)
    panel_bridge.job = {"state": "done"}
    panel = author.edit(post_id, opened=False)
    expect(panel.page.locator(".seo-bridge-icon.has-proposal")).to_be_visible()
    panel.open()
    reads(panel, revision)
    takes_sections_and_undoes(panel)
    applies_and_saves(panel, panel_site, post_id, revision)


def asks_and_watches(panel: Panel, bridge: PlayedBridge, site: Site, post_id: int) -> None:
    """The unsaved text is saved first; the wishes reach the bridge; stages and words are shown."""
    bridge.job = {"state": "queued"}
    panel.write("Une ligne de plus.")
    panel.says("Your changes are saved first.")
    panel.button("Options").click()
    panel.root.get_by_label("Focus keyphrase").fill("compost en ville")
    panel.root.get_by_label("Minimum length, in words").fill("800")
    panel.button("Rewrite for SEO").click()
    expect(panel.root.locator("[aria-current=step]")).to_be_visible()
    assert stored(site, post_id)[1] == ARTICLE + "\n\n" + paragraph("Une ligne de plus.")
    event = bridge.of(post_id)[-1].event
    assert event["type"] == "post.rewrite_requested"
    assert event["data"]["options"] == {"keyphrase": "compost en ville", "min_words": 800}

    tell(bridge, panel, "writing", words=120, expected=480)
    expect(panel.root.locator("[aria-current=step]")).to_have_text("Writing")
    expect(panel.root.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "25")
    panel.says("120 of about 480 words")
    tell(bridge, panel, "checking")
    expect(panel.root.locator("[aria-current=step]")).to_have_text("Checking every fact")
    # What the proposal is made from, for the rest of the story.
    site.update_post(post_id, user="lea", post_content=ARTICLE)


def reads(panel: Panel, revision: int) -> None:
    """Scores, remarks with a way to their passage, what was removed or is missing; WordPress's own comparison."""
    figures = panel.root.locator(".seo-bridge-figures")
    expect(figures).to_contain_text(re.compile("SEO.*41.*83.*Readability.*55.*74.*Words.*412.*768"))
    for text in ("To correct (1)", "To look at (1)", "Good to know (1)", "Removed (1)", "un lien vers le guide"):
        panel.says(text)
    panel.button("Show in the text").click()
    selected = "() => wp.data.select( 'core/block-editor' ).getSelectedBlock()?.attributes.content"
    assert "Un bac de 300 litres" in str(panel.page.evaluate(f"() => String( ( {selected} )() )"))
    with panel.page.context.expect_page() as opened:
        panel.root.get_by_role("link", name=re.compile("^Compare")).click()
    assert opened.value.url.endswith(f"/wp-admin/revision.php?revision={revision}")
    opened.value.close()


def takes_sections_and_undoes(panel: Panel) -> None:
    """One section is left out; the editor holds the mixture, and one undo brings all of the author's text back."""
    panel.button("Choose sections…").click()
    panel.page.get_by_role("checkbox", name="Combien de temps attendre ?").uncheck()
    panel.dialog_button("Apply the chosen sections (2 of 3)").click()
    panel.says("The proposal is in the editor.")
    panel.shows(TITLES[0], "\n\n".join([SECTIONS[0], PASSAGES[1], SECTIONS[2]]))
    panel.button("Undo").click()
    expect(panel.button("Undo")).to_have_count(0)
    panel.shows(TITLE, ARTICLE)
    assert not panel.editor()["undo"]


def applies_and_saves(panel: Panel, site: Site, post_id: int, revision: int) -> None:
    """The chosen title, description and slug are saved with the text, which is the proposal to the byte."""
    panel.root.get_by_role("radio", name=re.compile("^" + TITLES[1])).check()
    panel.root.get_by_label("Meta description").fill("Le compost en ville, en six mois.")
    panel.root.get_by_label("Address (slug)").fill("compost-en-ville")
    panel.button("Apply").click()
    panel.says("The proposal is in the editor.")
    panel.shows(TITLES[1], PROPOSED)
    assert stored(site, post_id) == (TITLE, ARTICLE)
    panel.save()
    panel.says("The proposal is applied.")
    assert stored(site, post_id) == (TITLES[1], PROPOSED)
    row = site.get_post(post_id)
    assert row is not None
    assert (row["post_name"], row["post_excerpt"]) == ("compost-en-ville", "Le compost tient sur un balcon.")
    meta = site.meta(post_id)
    assert meta["_seo_bridge_applied"] == str(revision)
    assert "_seo_bridge_pending" not in meta
    seo = site.json("return seo_bridge_get_json( $in['id'], '_seo_bridge_seo' );", id=post_id)
    assert seo["meta_description"] == "Le compost en ville, en six mois."
    assert seo["focus_keyphrase"] == "compost en ville"


def test_text_that_changed_meanwhile_is_shown_before_it_is_overwritten(
    author: Window, panel_site: Site, panel_robot: Robot
) -> None:
    """Unsaved words are shown and kept when the author says so; overwritten, they come back by one undo."""
    post_id = draft(panel_site)
    propose(panel_robot, post_id, sections=sections((0, 1, 1)))
    panel = author.edit(post_id)
    panel.says("To correct (1)")
    panel.write("Une nouvelle de dernière minute.")
    mine = panel.editor()["content"]

    panel.button("Apply").click()
    expect(panel.page.get_by_role("dialog")).to_contain_text("Une nouvelle de dernière minute.")
    panel.dialog_button("Keep my text").click()
    expect(panel.page.get_by_role("dialog")).to_have_count(0)
    panel.shows(TITLE, mine)

    panel.button("Choose sections…").click()
    panel.page.get_by_role("checkbox", name="Composter sur un balcon").uncheck()
    expect(panel.page.get_by_role("checkbox", name="Combien de temps attendre ?")).not_to_be_checked()
    panel.page.get_by_role("checkbox", name="Composter sur un balcon").check()
    panel.dialog_button("Apply the chosen sections (3 of 3)").click()
    panel.dialog_button("Apply all the same").click()
    panel.says("The proposal is in the editor.")
    panel.shows(TITLES[0], PROPOSED)
    panel.button("Undo").click()
    expect(panel.button("Undo")).to_have_count(0)
    panel.shows(TITLE, mine)


#: An SEO plugin's memory in the editor, of which its form is filled in again when the post is saved.
YOAST = """() => {
    const fields = { title: 'Le mien', description: 'La mienne', keyphrase: 'bac' };
    const set = ( changed ) => ( { type: 'SET', changed } );
    wp.data.register( wp.data.createReduxStore( 'yoast-seo/editor', {
        reducer: ( state = fields, { type, changed } ) => ( type === 'SET' ? { ...state, ...changed } : state ),
        actions: { updateData: set, setFocusKeyword: ( keyphrase ) => set( { keyphrase } ) },
        selectors: { getSnippetEditorData: ( state ) => state, getFocusKeyphrase: ( state ) => state.keyphrase },
    } ) );
}"""
YOAST_FIELDS = "() => wp.data.select( 'yoast-seo/editor' ).getSnippetEditorData()"


def test_an_seo_plugins_memory_follows_applying_and_undoing(
    author: Window, panel_site: Site, panel_robot: Robot
) -> None:
    """Its fields become the proposal's, and the author's own again by the same undo."""
    post_id = draft(panel_site)
    propose(panel_robot, post_id)
    panel = author.edit(post_id)
    panel.page.evaluate(YOAST)
    mine = panel.page.evaluate(YOAST_FIELDS)
    panel.root.get_by_label("Meta description").fill("Le compost en ville, en six mois.")
    panel.button("Apply").click()
    panel.says("The proposal is in the editor.")
    wanted = {"title": TITLES[0], "description": "Le compost en ville, en six mois.", "keyphrase": "compost en ville"}
    assert panel.page.evaluate(YOAST_FIELDS) == wanted
    panel.button("Undo").click()
    expect(panel.button("Undo")).to_have_count(0)
    assert panel.page.evaluate(YOAST_FIELDS) == mine
    panel.page.evaluate("() => wp.data.dispatch( 'core/editor' ).redo()")
    panel.save()
    panel.says("The proposal is applied.")
    assert panel.page.evaluate(YOAST_FIELDS) == wanted


def test_cancelling_and_discarding(
    author: Window, panel_site: Site, panel_bridge: PlayedBridge, panel_robot: Robot
) -> None:
    """A rewrite under way is cancelled at the bridge; a proposal is discarded after a question; both leave the text."""
    post_id = draft(panel_site)
    panel_bridge.job = {"state": "reading"}
    panel = author.edit(post_id)
    panel.button("Rewrite for SEO").click()
    panel.look()
    panel.button("Cancel the rewrite").click()
    panel.says("The rewrite was cancelled. Your text is as you left it.")
    assert [path for path in panel_bridge.asked if path.startswith("/jobs/job-1/cancel")]
    expect(panel.button("Rewrite again")).to_be_enabled()

    propose(panel_robot, post_id)
    panel.page.close()
    panel = author.edit(post_id)
    panel.button("Discard").click()
    panel.dialog_button("Cancel").click()
    panel.says("To correct")
    panel.button("Discard").click()
    panel.dialog_button("Discard").click()
    panel.says("You get a proposal beside your text.")
    assert "_seo_bridge_pending" not in panel_site.meta(post_id)
    assert stored(panel_site, post_id) == (TITLE, ARTICLE)


def test_a_bridge_that_is_down_and_comes_back(
    author: Window, panel_site: Site, panel_bridge: PlayedBridge, panel_robot: Robot
) -> None:
    """The request is kept and the author told so; once the bridge has done it, the editor says so beside a closed panel."""
    post_id = draft(panel_site)
    panel_bridge.status = 503
    panel = author.edit(post_id)
    panel.button("Rewrite for SEO").click()
    panel.look()
    panel.says("Your request is kept.")
    panel.says("It is sent again at ")
    expect(panel.button("Withdraw the request")).to_be_enabled()
    panel.close()

    panel_bridge.status = 202
    panel_bridge.received.clear()
    panel_bridge.job = {"state": "writing"}
    panel_site.php("global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = 0' );")
    panel_site.php("define( 'DOING_CRON', true ); do_action( 'seo_bridge_deliver' );")
    assert len(panel_bridge.of(post_id)) == 1
    panel_bridge.job = {"state": "done"}
    propose(panel_robot, post_id, job="job-1")
    panel.look()
    snackbar = panel.page.locator(".components-snackbar", has_text="The rewrite for SEO is ready.")
    snackbar.get_by_role("button", name="Show").click()
    panel.says("To correct (1)")


def test_a_contributor_who_may_not_sees_nothing_of_it(browser: Browser, panel_site: Site, panel_robot: Robot) -> None:
    """Without the capability there is no panel, no icon and no script."""
    panel_site.create_user("louis", "contributor")
    window = Window.of(browser, panel_site, english(panel_site, "louis"))
    panel = window.edit(draft(panel_site, user="louis"), opened=False)
    assert not panel.page.evaluate("() => Boolean( window.seoBridge )")
    assert panel.page.get_by_role("button", name="Rewrite for SEO").count() == 0
    window.context.close()


def test_a_large_post_with_scripts_is_saved_to_the_byte(browser: Browser, panel_site: Site, panel_robot: Robot) -> None:
    """500 KB with backslashes, emoji and a script reach the database as they were proposed, by the editor's own save."""
    script = '<!-- wp:html -->\n<script>var a = "C:\\\\temp\\n"; // <b> &amp;\n</script>\n<!-- /wp:html -->'
    long = "\n\n".join(paragraph(f"Ligne {i} \\o/ 🌱 d’un très long article. " * 95) for i in range(120))
    mixed = '<!-- wp:image {"id":7,"sizeSlug":"large"} -->\n<figure class="wp-block-image size-large">'
    mixed += '<img src="https://images.example/a.jpg" alt="" class="wp-image-7"/></figure>\n<!-- /wp:image -->\n\nUn texte nu\n\n'
    content = "\n\n".join([PROPOSED, script, long, mixed])
    assert len(content.encode()) > 500_000
    post_id = draft(panel_site, content.replace(PROPOSED, ARTICLE), user=ADMIN)
    propose(panel_robot, post_id, content=content, sections={})
    window = Window.of(browser, panel_site, english(panel_site, ADMIN))
    panel = window.edit(post_id)
    panel.button("Apply").click()
    panel.says("The proposal is in the editor.")
    panel.save()
    panel.says("The proposal is applied.")
    assert stored(panel_site, post_id) == (TITLES[0], content)
    window.context.close()
    assert window.complaints == []
