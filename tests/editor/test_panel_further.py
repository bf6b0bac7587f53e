"""What else the panel does in the block editor: cancelling, discarding, SEO plugins, long posts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from devsite.wordpress import ADMIN, Site
from tests.editor.panel import (
    ARTICLE,
    PROPOSED,
    REPORT,
    TITLE,
    TITLES,
    Window,
    draft,
    paragraph,
    propose,
    stored,
    window_of,
)
from tests.wordpress.played_bridge import Robot
from tests.wordpress.test_seo_fields import KEYS, STAND_INS
from tests.wordpress.test_seo_fields import TITLES as WRITTEN

#: Where the selected block stands: its place in each block around it, from the top, and in the last.
SELECTED = """() => {
    const { getSelectedBlockClientId, getBlockParents, getBlockIndex } = wp.data.select( 'core/block-editor' );
    const id = getSelectedBlockClientId();
    return [ ...getBlockParents( id ), id ].map( ( one ) => getBlockIndex( one ) );
}"""

#: The fields of each stand-in in the editor, and what they say where the author has filled nothing in.
READ = "( plugin ) => seoBridge.seoPlugin( plugin ).read()"
TEMPLATES = {
    "yoast": "%%title%% %%page%% %%sep%% %%sitename%% ",
    "rank-math": "%title% %sep% %sitename%",
    "seopress": "",
}


@pytest.fixture
def use(panel_site: Site) -> Iterator[Callable[[str], None]]:
    """Makes a plugin the site's SEO plugin."""
    installed = panel_site.wordpress / "wp-content" / "mu-plugins" / STAND_INS.name
    installed.write_text(STAND_INS.read_text())
    yield lambda plugin: panel_site.set_option("stand_in_seo", plugin)
    installed.unlink()


@pytest.mark.parametrize("plugin", TEMPLATES)
def test_an_seo_plugins_fields_follow_applying_and_undoing(
    plugin: str, author: Window, panel_site: Site, panel_robot: Robot, use: Callable[[str], None]
) -> None:
    """They become what applying writes, and the author's own again by the same undo; no later save writes old ones back."""
    use(plugin)
    post_id = draft(panel_site)
    seo = {"title": "Un titre à part", "meta_description": "Proposée.", "focus_keyphrase": "compost"}
    propose(panel_robot, post_id, seo=seo)
    panel = author.edit(post_id)
    mine = {"title": TEMPLATES[plugin], "meta_description": "", "focus_keyphrase": ""}
    assert panel.page.evaluate(READ, plugin) == mine
    panel.root.get_by_label("Meta description").fill("Le compost en ville, en six mois.")
    panel.button("Apply").click()
    panel.says("The suggestion is in the editor.")
    wanted = {
        "title": WRITTEN[plugin],
        "meta_description": "Le compost en ville, en six mois.",
        "focus_keyphrase": "compost",
    }
    assert panel.page.evaluate(READ, plugin) == wanted
    panel.button("Undo").click()
    expect(panel.button("Undo")).to_have_count(0)
    assert panel.page.evaluate(READ, plugin) == mine
    if plugin == "rank-math":
        # Its own note of the change has taken the place of what could be redone.
        panel.button("Apply").click()
        panel.says("The suggestion is in the editor.")
    else:
        panel.page.evaluate("() => wp.data.dispatch( 'core/editor' ).redo()")
    for _ in range(2):
        # What the plugin sends by itself: its form, or Rank Math's dirty fields.
        with panel.page.expect_response(lambda answer: re.search("meta-box-loader|updateMeta", answer.url) is not None):
            panel.save()
        meta = panel_site.meta(post_id)
        assert {name: meta[key] for name, key in zip(wanted, KEYS[plugin], strict=True)} == wanted
        panel.write("Encore un mot.")


def test_discarding(author: Window, panel_site: Site, panel_robot: Robot) -> None:
    """A proposal is discarded after a question, and the text stays."""
    post_id = draft(panel_site)
    propose(panel_robot, post_id)
    panel = author.edit(post_id)
    panel.button("Discard").click()
    panel.dialog_button("Cancel").click()
    panel.says("To correct")
    panel.button("Discard").click()
    panel.dialog_button("Discard").click()
    panel.says("You get a suggestion beside your text.")
    assert "_seo_bridge_pending" not in panel_site.meta(post_id)
    assert stored(panel_site, post_id) == (TITLE, ARTICLE)


#: A passage that stands in the text three times: at the top, in a group, and at the top again.
REPEATED = paragraph("Le marc de café.")
GROUP = '<!-- wp:group -->\n<div class="wp-block-group">%s</div>\n<!-- /wp:group -->'


def test_a_remark_leads_to_its_block(author: Window, panel_site: Site, panel_robot: Robot) -> None:
    """To the passage that it is about among several alike, and into a group to the paragraph there."""
    group = GROUP % f"{paragraph('Autre chose.')}\n\n{REPEATED}"
    post_id = draft(panel_site, "\n\n".join([REPEATED, group, paragraph("Autre chose."), REPEATED]))
    findings = [
        {
            "check": "x",
            "severity": "error",
            "message": f"Relisez {index}.",
            "block": None,
            "evidence": {},
            "at": {"block": None, "text": "", "source_block": index, "source_text": "Le marc de café."},
        }
        for index in (3, 1, 0)
    ]
    propose(panel_robot, post_id, sections={}, report={**REPORT, "findings": findings})
    panel = author.edit(post_id)
    panel.says("To correct (3)")
    clicked = []
    for button in panel.button("Show in the text").all():
        button.click()
        clicked.append(panel.page.evaluate(SELECTED))
    assert clicked == [[3], [1, 1], [0]]


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
    with window_of(browser, panel_site, ADMIN, "administrator") as window:
        panel = window.edit(post_id)
        panel.button("Apply").click()
        panel.says("The suggestion is in the editor.")
        panel.save()
        panel.says("The suggestion is applied.")
    assert stored(panel_site, post_id) == (TITLES[0], content)
