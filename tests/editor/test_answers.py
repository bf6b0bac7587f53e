"""Whatever the site's routes answer, the panel stands, shows what there is, and says in a sentence what there is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, expect

from devsite.wordpress import ADMIN, Site
from tests.editor.axe import NOTHING, Answers
from tests.editor.browser import logged_in
from tests.editor.panel import REPORT, TITLES, draft, english

#: Puts a panel of its own into the page, with an editor in which nothing is.
MOUNT = """( postId ) => {
    const node = document.createElement( 'div' );
    node.id = 'probe';
    document.body.append( node );
    window.applied = null;
    const adapter = {
        current: () => ( { title: '', content: '' } ),
        isDirty: () => false, isEmpty: () => false, isPublic: () => false,
        save: async () => {}, jump: () => true,
        apply: async ( result ) => { window.applied = result; },
    };
    window.probe = seoBridge.mount( node, { postId, adapter } );
}"""
UNMOUNT = """() => {
    window.probe.dispose();
    wp.element.unmountComponentAtNode( document.getElementById( 'probe' ) );
    document.getElementById( 'probe' ).remove();
}"""
OPEN_ALL = """( node ) => {
    node.querySelectorAll( '.components-panel__body:not(.is-opened) > h2 button' ).forEach( ( button ) => button.click() );
    node.querySelectorAll( '.seo-bridge-jump' ).forEach( ( button ) => button.click() );
}"""

SECTION = {"index": 0, "group": 0, "heading": "Un", "level": 2, "proposed": "<p>Neuf</p>", "sources": "<p>Vieux</p>"}
SUGGESTION: dict[str, Any] = {
    "revision": 7, "job": "job-1", "created_at": 1, "changed": False, "applied": False, "title": TITLES[0],
    "titles": list(TITLES), "excerpt": "", "excerpt_applies": True, "slug": "compost", "slug_applies": True,
    "seo": {"title": TITLES[0], "meta_description": "En ville.", "focus_keyphrase": "compost"}, "seo_plugin": "",
    "current": {"title": "", "slug": "", "excerpt": "", "meta_description": "", "focus_keyphrase": "", "content_hash": ""},
    "content": "", "base_hash": "", "report": REPORT, "sections": [SECTION, SECTION | {"index": 1, "group": 1}],
    "compare_url": "/wp-admin/revision.php?revision=7",
}  # fmt: skip

PARTLY = "Part of the remarks on this suggestion could not be read."
NOT_AT_ALL = "This site’s answer could not be read."
HOSTILE = (None, 5, "x", True, [], [[]], {"a": {}}, -1, 1e300)
LONG = "mot " * 1_250


def with_report(**fields: Any) -> dict[str, Any]:
    return SUGGESTION | {"report": REPORT | fields}


#: A suggestion, and a text that the panel has all the same; and, of those behind the dash, one that it has not.
CASES: dict[str, tuple[Any, str, str]] = {
    "as it should be": (SUGGESTION, "To correct (1)", PARTLY),
    "no report": (SUGGESTION | {"report": None}, PARTLY, "Remarks"),
    "a report that is a list": (SUGGESTION | {"report": [REPORT]}, PARTLY, "Remarks"),
    "findings that are no list": (with_report(findings={"message": "x"}), PARTLY, "Remarks"),
    "a finding among others": (
        with_report(findings=[*HOSTILE, {"message": {"a": 1}}, {"severity": "fatal", "message": "Relisez.", "at": "up"}]),
        "Good to know (1)",
        "fatal",
    ),
    "places of another kind": (
        with_report(findings=[{"message": "Relisez.", "at": {"block": one, "source_block": one}} for one in HOSTILE]),
        f"Good to know ({len(HOSTILE)})",
        PARTLY,
    ),
    "texts of another kind": (with_report(removed=HOSTILE, doubtful="x", lost=[{"text": []}, "un lien"]), "un lien", "Doubtful"),
    "no scores": (with_report(scores=None, words_after={}), "Apply", "Readability"),
    "half of the scores": (with_report(scores={"before": {"seo": 4}, "after": {"seo": None}}), "Words", "SEO→"),
    "scores as texts": (with_report(scores={"before": {"seo": "41"}, "after": {"seo": "83"}}), "83", "Readability"),
    "counts of another kind": (with_report(left_out=HOSTILE, words_before="many"), "Remarks (3)", PARTLY),
    "titles of another kind": (SUGGESTION | {"titles": [*HOSTILE, "Un titre"]}, "Un titre", "[object"),
    "no head": (SUGGESTION | dict.fromkeys(("title", "titles", "slug", "seo", "current", "seo_plugin")), "Apply", "null"),
    "an SEO plugin of that name": (SUGGESTION | {"seo_plugin": "constructor"}, "the description goes into", "native code"),
    "sections of the same number": (SUGGESTION | {"sections": [SECTION, SECTION]}, "Apply", "Choose sections"),
    "sections out of range": (SUGGESTION | {"sections": [SECTION, SECTION | {"index": -3}]}, "Apply", "Choose sections"),
    "sections without texts": (
        SUGGESTION | {"sections": [{"index": 0, "group": 0}, {"index": 1, "group": 1, "proposed": {"a": 1}}]},
        "Choose sections",
        NOT_AT_ALL,
    ),
    "an address that runs": (SUGGESTION | {"compare_url": "javascript:alert(1)"}, "Apply", "Compare"),
    "very much": (
        with_report(findings=[{"message": LONG, "severity": "error"}] * 300) | {"title": LONG, "titles": [LONG] * 300},
        "To correct (200)",
        NOT_AT_ALL,
    ),
    **{
        f"{one!r} for a suggestion": (one, "Rewrite for SEO", "Your suggestion is ready")
        for one in (*HOSTILE[1:], SUGGESTION | {"revision": "next"})
    },
}  # fmt: skip

#: What the panel says of a State.
STATES: tuple[tuple[Any, str], ...] = (
    *((one, NOT_AT_ALL) for one in HOSTILE[1:]),
    ({"state": 5}, NOT_AT_ALL),
    (NOTHING | {"state": "dancing", "busy": True, "label": {"a": 1}, "words": "x"}, "The rewrite is under way"),
    (NOTHING | {"state": "writing", "busy": True, "words": [], "expected": -4, "message": LONG}, "Checking every fact"),
    (NOTHING | {"state": "undelivered", "busy": True, "retry_at": 1e300}, "Your request is kept."),
    (dict.fromkeys(NOTHING) | {"state": "constructor"}, "A rewrite cannot be asked for now."),
)


@dataclass
class Probe:
    """Panels that are put into one page, one after the other."""

    answers: Answers
    post_id: int
    complaints: list[str]

    @property
    def root(self) -> Locator:
        return self.answers.page.locator("#probe .seo-bridge")

    def put(self, state: Any, suggestion: Any = None) -> None:
        self.answers.state, self.answers.suggestion = state, suggestion
        self.answers.page.evaluate(MOUNT, self.post_id)

    def take_out(self) -> None:
        self.answers.page.evaluate(UNMOUNT)

    def heard(self, message: ConsoleMessage) -> None:
        # That WordPress itself uses an old way, and that a picture elsewhere was not loaded, is no complaint about us.
        if message.type == "error" and "Failed to load resource" not in message.text and "ReactDOM" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def probe(browser: Browser, one_site: Site, classic_editor: None) -> Iterator[Probe]:
    """A page of the classic editor in English, in which nothing may be complained about."""
    context = logged_in(browser, one_site)
    with english(one_site, ADMIN):
        page = context.new_page()
        post_id = draft(one_site, user=ADMIN)
        probe = Probe(Answers(page), post_id, [])
        page.on("pageerror", lambda error: probe.complaints.append(str(error)))
        page.on("console", probe.heard)
        page.goto(f"{one_site.admin_url}post.php?post={post_id}&action=edit")
        page.wait_for_function("() => window.seoBridge?.mount")
        yield probe
    context.close()


def test_any_answer_is_shown_or_explained(probe: Probe) -> None:
    """Of each suggestion what can be read is shown, of each state its stage or a sentence; nothing breaks."""
    for name, (suggestion, wanted, unwanted) in CASES.items():
        probe.put(NOTHING | {"state": "done", "suggestion": 7}, suggestion)
        expect(probe.root, name).not_to_have_class("seo-bridge is-loading")
        probe.root.evaluate(OPEN_ALL)
        expect(probe.root, name).to_contain_text(wanted)
        expect(probe.root, name).not_to_contain_text(unwanted)
        assert probe.complaints == [], name
        probe.take_out()
    for state, wanted in STATES:
        probe.put(state)
        expect(probe.root, str(state)[:80]).to_contain_text(wanted)
        assert probe.complaints == [], state
        probe.take_out()


def test_no_text_is_applied_that_is_none(probe: Probe) -> None:
    """A preview without a text leaves the editor alone and says so; one that does not say what would be lost asks."""
    for preview in (*HOSTILE[1:], {"title": "Un", "content": {"a": 1}}):
        probe.answers.preview = preview
        probe.put(NOTHING | {"state": "done", "suggestion": 7}, SUGGESTION)
        probe.root.get_by_role("button", name="Apply", exact=True).click()
        expect(probe.root).to_contain_text(NOT_AT_ALL)
        assert probe.answers.page.evaluate("() => window.applied") is None
        probe.take_out()
    probe.answers.preview = {"title": "Un", "content": "<p>Neuf</p>", "overwritten": 5}
    probe.put(NOTHING | {"state": "done", "suggestion": 7}, SUGGESTION)
    probe.root.get_by_role("button", name="Apply", exact=True).click()
    expect(probe.answers.page.get_by_role("dialog")).to_be_visible()
    assert probe.complaints == []


def test_a_fault_of_the_panel_is_a_sentence(probe: Probe) -> None:
    """Should a part of it break all the same, its place has a sentence in it, and the page its other parts."""
    probe.answers.page.evaluate("() => { seoBridge.Scores = () => { throw new Error( 'broken' ); }; }")
    probe.put(NOTHING | {"state": "done", "suggestion": 7}, SUGGESTION)
    expect(probe.answers.page.locator("#probe")).to_contain_text(
        "The panel cannot be shown. Your text is as you left it"
    )
    expect(probe.answers.page.locator("#seo-bridge-panel")).to_be_attached()
