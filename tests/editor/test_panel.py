"""The author's panel in the real block editor of each version, from the click to the saved post."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from devsite.wordpress import Site
from tests.editor.panel import (
    ARTICLE,
    PASSAGES,
    PROPOSED,
    SECTIONS,
    TITLE,
    TITLES,
    Panel,
    Window,
    draft,
    paragraph,
    propose,
    sections,
    stored,
    tell,
    watched,
    window_of,
)
from tests.wordpress.played_bridge import PlayedBridge, Robot


@pytest.fixture
def panel_site(site: Site) -> Iterator[Site]:
    """Each version's site; PHP must not have complained at the end."""
    yield from watched(site)


@pytest.fixture(params=["author", "editor"])
def writer(
    request: pytest.FixtureRequest, browser: Browser, panel_site: Site, panel_bridge: PlayedBridge
) -> Iterator[Window]:
    """The window of the author of all posts here, or of an editor."""
    panel_site.create_user("lea", "author", display_name="Léa Auteure")
    with window_of(browser, panel_site, {"author": "lea", "editor": "claire"}[request.param], request.param) as window:
        yield window


def test_from_the_click_to_the_saved_post(
    writer: Window, panel_site: Site, panel_bridge: PlayedBridge, panel_robot: Robot
) -> None:
    """Asks, watches, closes the tab, comes back, compares, takes some sections, undoes, applies and saves."""
    post_id = draft(panel_site)
    panel = writer.edit(post_id)
    asks_and_watches(panel, panel_bridge, panel_site, post_id)
    panel.page.close()

    revision = propose(panel_robot, post_id)
    panel_bridge.job = {"state": "done"}
    # As the list of posts and the comparison link to it.
    panel = writer.edit(post_id, opened=False, place="#seo-bridge")
    expect(panel.page.locator(".seo-bridge-icon.has-proposal")).to_be_visible()
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
    for text in (
        "To correct (1)",
        "Good to know (1)",
        "For search engines (1)",
        "Removed (1)",
        "un lien vers le guide",
    ):
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
    panel.says("The suggestion is in the editor.")
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
    panel.says("The suggestion is in the editor.")
    panel.shows(TITLES[1], PROPOSED)
    assert stored(site, post_id) == (TITLE, ARTICLE)
    panel.save()
    panel.says("The suggestion is applied.")
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


def test_whose_text_has_changed_is_shown_what_would_be_overwritten(
    writer: Window, panel_site: Site, panel_robot: Robot
) -> None:
    """Unsaved words are kept if so wished; overwritten, they come back by one undo."""
    post_id = draft(panel_site)
    propose(panel_robot, post_id, sections=sections((0, 1, 1)))
    meets_a_conflict(writer.edit(post_id), panel_site, post_id)


def meets_a_conflict(panel: Panel, site: Site, post_id: int) -> None:
    """What the author or a colleague does."""
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
    panel.says("The suggestion is in the editor.")
    panel.shows(TITLES[0], PROPOSED)
    panel.button("Undo").click()
    expect(panel.button("Undo")).to_have_count(0)
    panel.shows(TITLE, mine)
    panel.page.evaluate("() => wp.data.dispatch( 'core/editor' ).redo()")
    panel.save()
    panel.says("The suggestion is applied.")
    assert stored(site, post_id) == (TITLES[0], PROPOSED)
    row = site.get_post(post_id)
    assert row is not None
    assert row["post_author"] == str(site.json("return get_user_by( 'login', 'lea' )->ID;"))


def test_a_bridge_that_is_down_and_comes_back(
    writer: Window, panel_site: Site, panel_bridge: PlayedBridge, panel_robot: Robot
) -> None:
    """The request is kept and its author told so; a rewrite that is under way is cancelled; the end of another is told
    beside a closed panel.
    """
    post_id = draft(panel_site)
    panel_bridge.status = 503
    panel = writer.edit(post_id)
    panel.button("Rewrite for SEO").click()
    panel.look()
    panel.says("Your request is kept.")
    panel.says("It is sent again at ")
    expect(panel.button("Withdraw the request")).to_be_enabled()

    panel_bridge.status = 202
    panel_bridge.received.clear()
    panel_bridge.job = {"state": "reading"}
    panel_site.php("global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = 0' );")
    panel_site.php("define( 'DOING_CRON', true ); do_action( 'seo_bridge_deliver' );")
    assert len(panel_bridge.of(post_id)) == 1
    panel.look()
    panel.button("Cancel the rewrite").click()
    panel.says("The rewrite was cancelled. Your text is as you left it.")
    assert [path for path in panel_bridge.asked if path.startswith("/jobs/job-1/cancel")]
    assert stored(panel_site, post_id) == (TITLE, ARTICLE)

    panel_bridge.answer = panel_bridge.answer.replace(b"job-1", b"job-2")
    panel_bridge.job = {"state": "writing"}
    panel.button("Rewrite again").click()
    panel_bridge.awaited(post_id, 2)
    panel.close()
    panel_bridge.job = {"state": "done"}
    propose(panel_robot, post_id, job="job-2")
    panel.look()
    snackbar = panel.page.locator(".components-snackbar", has_text="The rewrite for SEO is ready.")
    snackbar.get_by_role("button", name="Show").click()
    panel.says("To correct (1)")


def test_a_contributor_who_may_not_sees_nothing_of_it(
    browser: Browser, panel_bridge: PlayedBridge, panel_site: Site
) -> None:
    """Without the capability there is no panel, no icon and no script, and the site's route refuses the click."""
    with window_of(browser, panel_site, "louis", "contributor") as window:
        post_id = draft(panel_site, user="louis")
        panel = window.edit(post_id, opened=False)
        assert not panel.page.evaluate("() => Boolean( window.seoBridge )")
        assert panel.page.get_by_role("button", name="Rewrite for SEO").count() == 0
        asked = """( path ) => wp.apiFetch( { path, method: 'POST' } ).catch( ( error ) => error.data.status )"""
        assert panel.page.evaluate(asked, f"/seo-bridge/v1/posts/{post_id}/rewrite") == 403
    assert panel_bridge.of(post_id) == []
