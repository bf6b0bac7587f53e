"""The panel by keyboard alone, and as a screen reader is told of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from devsite.wordpress import Site
from tests.editor.panel import ARTICLE, HEADINGS, PASSAGES, SECTIONS, TITLE, TITLES, Panel, Window, draft, propose, tell
from tests.wordpress.played_bridge import PlayedBridge, Robot

#: A control that the accessibility tree has no name for.
NAMELESS = re.compile(
    r"^\s*- (?:button|checkbox|combobox|dialog|group|link|progressbar|radio|spinbutton|textbox)(?: \[.*)?:?$",
    re.MULTILINE,
)


def focused(page: Page) -> str:
    """Role and name of what has the focus; "" when nothing has."""
    held = page.locator(":focus")
    return held.aria_snapshot().splitlines()[0].removeprefix("- ").strip("'") if held.count() else ""


def tab_to(page: Page, wanted: str, *, key: str = "Tab") -> list[str]:
    """Presses the key until what is `wanted` has the focus; what had it on the way."""
    met: list[str] = []
    for _ in range(40):
        page.keyboard.press(key)
        met.append(focused(page))
        if met[-1].startswith(wanted):
            return met
    pytest.fail(f"{wanted} cannot be reached: {met}")


def named(root: Locator) -> str:
    """The accessibility tree, once every control in it has a name."""
    tree = root.aria_snapshot()
    assert NAMELESS.findall(tree) == [], tree
    return tree


#: Some of the controls of a proposal on the way down.
STOPS = ('textbox "Meta description"', 'textbox "Focus keyphrase"', 'button "Removed', 'button "Another rewrite"')


def in_sight(panel: Panel, met: list[str]) -> list[str]:
    """The same, once what has the focus is seen to end above the bar of buttons that stays at the bottom."""
    bar = panel.root.locator(".seo-bridge-actions").bounding_box()
    held = panel.root.locator(":focus").bounding_box()
    assert bar is not None
    assert held is not None
    assert held["y"] + held["height"] <= bar["y"] + 1, met[-1]
    return met


def heard(page: Page, text: str) -> None:
    """Asserts that this is what a screen reader was told last."""
    expect(page.locator("#a11y-speak-polite")).to_contain_text(text)


def test_by_keyboard_alone(author: Window, panel_site: Site, panel_bridge: PlayedBridge, panel_robot: Robot) -> None:
    """Asking, choosing sections, undoing and discarding need no mouse; the focus never gets lost, and stages are spoken."""
    post_id = draft(panel_site)
    panel = author.edit(post_id, opened=False)
    page = panel.page
    tab_to(page, 'button "Rewrite for SEO"')
    page.keyboard.press("Enter")
    expect(panel.root).to_be_visible()
    tab_to(page, 'region "Editor settings"', key="Control+Backquote")
    asks(panel, panel_bridge, post_id)

    propose(panel_robot, post_id)
    tell(panel_bridge, panel, "done")
    heard(page, "Done")
    assert focused(page).startswith('group "Rewrite for SEO"')
    reads(panel)
    chooses_sections(panel)
    discards(panel)


def asks(panel: Panel, bridge: PlayedBridge, post_id: int) -> None:
    """The options and the button; each stage is spoken, and the way out is the next thing that Tab reaches."""
    page = panel.page
    bridge.job = {"state": "queued"}
    tab_to(page, 'button "Rewrite for SEO"')
    page.keyboard.press("Tab")
    assert focused(page) == 'button "Options"'
    page.keyboard.press("Enter")
    for field, text in (("textbox", "compost"), ("combobox", "Ne"), ("spinbutton", "800")):
        page.keyboard.press("Tab")
        assert focused(page).startswith(field)
        page.keyboard.type(text)
    named(panel.root)
    tab_to(page, 'button "Rewrite for SEO"', key="Shift+Tab")
    page.keyboard.press("Enter")
    wanted = {"keyphrase": "compost", "tone": "neutral and factual", "min_words": 800}
    assert bridge.awaited(post_id, 1)[0].event["data"]["options"] == wanted
    for state, words in (("reading", "Reading the article"), ("writing", "Writing"), ("checking", "Checking against")):
        tell(bridge, panel, state)
        heard(page, words)
    named(panel.root)
    assert focused(page).startswith('group "Rewrite for SEO"')
    page.keyboard.press("Tab")
    assert focused(page) == 'button "Cancel the rewrite"'


def reads(panel: Panel) -> None:
    """Severities are words, not colours; arrow keys choose a title; everything is within reach of Tab, and in sight."""
    tree = named(panel.root)
    for severity in ("To correct (1)", "Good to know (1)"):
        assert f'heading "{severity}"' in tree
    tab_to(panel.page, f'radio "{TITLES[0]}')
    panel.page.keyboard.press("ArrowDown")
    assert focused(panel.page).startswith(f'radio "{TITLES[1]}')
    panel.page.set_viewport_size({"width": 1280, "height": 520})
    met = [one for stop in STOPS for one in in_sight(panel, tab_to(panel.page, stop))]
    panel.page.set_viewport_size({"width": 1280, "height": 900})
    met += tab_to(panel.page, 'button "Discard"')
    for stop in ('button "Apply"', 'button "Choose sections…"', 'link "Compare'):
        assert any(one.startswith(stop) for one in met), (stop, met)


def chooses_sections(panel: Panel) -> None:
    """The dialog keeps the focus until Escape, and gives it back; a tick is one key; what was applied can be undone."""
    page = panel.page
    tab_to(page, 'button "Choose sections…"', key="Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Choose sections")
    expect(dialog).to_be_visible()
    named(dialog)
    once = tab_to(page, 'button "Apply the chosen sections (3 of 3)"')
    assert sum(stop.startswith("checkbox") for stop in once) == len(HEADINGS)
    around = tab_to(page, 'button "Apply the chosen sections (3 of 3)"')
    assert not [stop for stop in around if "Rewrite for SEO" in stop or "Discard" in stop]
    assert dialog.locator(":focus").count() == 1
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert focused(page) == 'button "Choose sections…"'

    page.keyboard.press("Enter")
    tab_to(page, f'checkbox "{HEADINGS[1]}"')
    page.keyboard.press("Space")
    tab_to(page, 'button "Apply the chosen sections (2 of 3)"')
    page.keyboard.press("Enter")
    heard(page, "The suggestion is in the editor.")
    panel.shows(TITLES[1], "\n\n".join([SECTIONS[0], PASSAGES[1], SECTIONS[2]]))
    assert panel.root.locator(":focus").count() == 1
    tab_to(page, 'button "Undo"', key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(panel.button("Undo")).to_have_count(0)
    panel.shows(TITLE, ARTICLE)
    assert focused(page).startswith('group "Rewrite for SEO"')


def discards(panel: Panel) -> None:
    """Escape answers no, and one is back at the button; after yes one is in the panel, where one can ask again."""
    page = panel.page
    tab_to(page, 'button "Discard"')
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Discard the suggestion?")
    expect(dialog).to_be_visible()
    named(dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert focused(page) == 'button "Discard"'
    page.keyboard.press("Enter")
    tab_to(page, 'button "Discard"')
    page.keyboard.press("Enter")
    panel.says("You get a suggestion beside your text.")
    assert focused(page).startswith('group "Rewrite for SEO"')
    page.keyboard.press("Tab")
    assert focused(page).startswith('button "Rewrite')
