"""The author's panel in the block editor, as an author uses it; and articles with proposals to use it on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from devsite.wordpress import Site
from tests.editor.browser import logged_in, open_block_editor
from tests.wordpress.played_bridge import PlayedBridge, Robot

# Half a megabyte takes its time on a busy machine.
expect.set_options(timeout=60_000)


def paragraph(text: str) -> str:
    return f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"


def heading(text: str) -> str:
    return f'<!-- wp:heading -->\n<h2 class="wp-block-heading">{text}</h2>\n<!-- /wp:heading -->'


#: Three passages each; a section of the proposal is drawn from the passage with its number.
PASSAGES = (
    paragraph("Le compost c'est facile. On y met les épluchures &amp; le marc de café \\o/ 🌱"),
    paragraph("Il faut compter 6 mois avant de s’en servir au pied des tomates."),
    paragraph("Un bac de 300 litres tient sur un balcon, dit Odile Ferrand."),
)
SECTIONS = (
    paragraph("Le compost est facile : on y met les épluchures &amp; le marc de café \\o/ 🌱"),
    heading("Combien de temps attendre ?")
    + "\n\n"
    + paragraph("Comptez 6 mois avant de vous en servir au pied des tomates."),
    heading("Composter sur un balcon")
    + "\n\n"
    + paragraph("Un bac de 300 litres tient sur un balcon, dit Odile Ferrand."),
)
HEADINGS = ("", "Combien de temps attendre ?", "Composter sur un balcon")
ARTICLE = "\n\n".join(PASSAGES)
PROPOSED = "\n\n".join(SECTIONS)
TITLE = "Le compost"
TITLES = (
    "Réussir son compost en ville : le guide pas à pas",
    "Le compost en ville, sans odeur et sans jardin",
    "Composter en appartement : tout ce qu’il faut savoir avant de se lancer cet automne",
)

REPORT = {
    "writer": "claude",
    "words_before": 412,
    "words_after": 768,
    "scores": {"before": {"seo": 41, "readability": 55}, "after": {"seo": 83, "readability": 74}},
    "removed": [{"text": "Voici l’article demandé :", "reason": "Phrase d’un assistant."}],
    "doubtful": [{"text": "N’hésitez pas à me dire.", "reason": "Ressemble à une phrase d’assistant."}],
    "lost": ["un lien vers le guide de la région"],
    "findings": [
        {
            "check": "fidelity.quotation",
            "severity": "error",
            "message": "La citation d’Odile Ferrand a changé.",
            "block": 4,
            "evidence": {},
            "at": {"block": 4, "source_block": 2, "text": "Un bac de 300 litres"},
        },
        {
            "check": "seo.internal_links",
            "severity": "warning",
            "message": "Aucun lien vers une autre page du site : ajoutez-en un.",
            "block": None,
            "evidence": {},
        },
        {
            "check": "structure.thin_source",
            "severity": "notice",
            "message": "La source est trop mince pour 700 mots. Rien n’a été inventé pour l’allonger.",
            "block": None,
            "evidence": {},
        },
    ],
}


def offsets(parts: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where each part begins and ends, in bytes, in the text that they make with empty lines between them."""
    ends, at = [], 0
    for index, part in enumerate(parts):
        end = at + len(part.encode()) + (2 if index < len(parts) - 1 else 0)
        ends.append((at, end))
        at = end
    return ends


def sections(groups: tuple[int, ...] = (0, 1, 2)) -> dict[str, Any]:
    """The sections of `PROPOSED` as the bridge tells of them."""
    drawn = zip(groups, HEADINGS, offsets(SECTIONS), offsets(PASSAGES), strict=True)
    return {
        "head": 0,
        "tail": 0,
        "list": [
            {"group": group, "heading": name, "level": 2, "start": start, "end": end, "sources": [list(source)]}
            for group, name, (start, end), source in drawn
        ],
    }


def propose(robot: Robot, post_id: int, **fields: Any) -> int:
    """Has the bridge hand a proposal in; the pending revision's id."""
    seo = {
        "title": TITLES[0],
        "meta_description": "Épluchures, marc de café, un bac de 300 litres : réussir son compost en ville.",
        "focus_keyphrase": "compost en ville",
    }
    given = {"title": TITLES[0], "titles": list(TITLES), "content": PROPOSED, "seo": seo, "report": REPORT}
    # It was asked about the post, whichever way.
    robot.site.php("seo_bridge_note_asked( $in['id'], 'post.rewrite_requested' );", id=post_id)
    answer = robot.propose(post_id, **{**given, "sections": sections(), **fields})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["revision"])


def draft(site: Site, content: str = ARTICLE, *, user: str = "lea") -> int:
    """A new draft of this user's."""
    return site.create_post(user=user, content=content, title=TITLE)


def stored(site: Site, post_id: int) -> tuple[str, str]:
    """Title and content in the database."""
    row = site.get_post(post_id)
    assert row is not None
    return row["post_title"], row["post_content"]


def watched(site: Site) -> Iterator[Site]:
    """The site; PHP must not have complained when it is given back."""
    site.clear_debug_log()
    yield site
    # Two visits at once run WP-Cron at once, and core says that one of them could not write the list of events.
    said = site.debug_log().splitlines()
    assert [line for line in said if "Cron reschedule event error" not in line] == []


@contextmanager
def english(site: Site, login: str) -> Iterator[None]:
    """Has this user's screens in English, the language of the texts that tests look for, for as long as they are used."""
    set_locale = "update_user_meta( get_user_by( 'login', $in['l'] )->ID, 'locale', $in['to'] );"
    site.json(set_locale, l=login, to="en_US")
    try:
        yield
    finally:
        site.json(set_locale, l=login, to="")


@dataclass
class Window:
    """A browser window of one user. `complaints` is what its consoles said."""

    site: Site
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def edit(self, post_id: int, *, opened: bool = True, place: str = "") -> Panel:
        """A new tab in which the post is being edited, with the panel open."""
        page = self.context.new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        open_block_editor(page, self.site, post_id, place=place)
        panel = Panel(page)
        if opened:
            panel.open()
        return panel

    def _heard(self, kind: str, text: str) -> None:
        # Old blocks of core's are deprecated by core itself, and pictures of other hosts are not loaded.
        if kind in ("error", "warning") and re.search(
            r"seo-bridge|wp\.(components|data|editPost|editor|element)\.", text
        ):
            self.complaints.append(text)


@contextmanager
def window_of(browser: Browser, site: Site, login: str, role: str) -> Iterator[Window]:
    """A window of a user who is made if need be; no console of it may have complained in the end."""
    if role != "administrator":
        site.create_user(login, role)
    site.without_tour(login)
    with english(site, login):
        window = Window(site, logged_in(browser, site, login))
        yield window
        window.context.close()
    assert window.complaints == []


@dataclass
class Panel:
    """The panel of one tab."""

    page: Page

    @property
    def root(self) -> Locator:
        return self.page.locator(".seo-bridge-sidebar .seo-bridge").first

    def open(self) -> None:
        """Opens the sidebar by its button, unless it is open."""
        if not self.root.is_visible():
            self.page.get_by_role("button", name="Rewrite for SEO", exact=True).first.click()
        expect(self.root).to_be_visible()

    def close(self) -> None:
        self.page.get_by_role("button", name="Rewrite for SEO", exact=True).first.click()
        expect(self.root).to_have_count(0)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.root.get_by_role("button", name=name, exact=isinstance(name, str))

    def dialog_button(self, name: str | re.Pattern[str]) -> Locator:
        dialog = self.page.get_by_role("dialog")
        return dialog.get_by_role("button", name=name, exact=isinstance(name, str))

    def look(self) -> None:
        """What coming back to the tab does: the panel asks for the state at once."""
        self.page.evaluate("() => document.dispatchEvent( new Event( 'visibilitychange' ) )")

    def says(self, text: str) -> None:
        expect(self.root).to_contain_text(text)

    def editor(self) -> dict[str, Any]:
        """`title`, `content` and `slug` as they would be saved, `dirty`, and whether there is anything to undo."""
        state: dict[str, Any] = self.page.evaluate(
            """() => {
                const editor = wp.data.select( 'core/editor' );
                return {
                    title: editor.getEditedPostAttribute( 'title' ),
                    slug: editor.getEditedPostAttribute( 'slug' ),
                    content: editor.getEditedPostContent(),
                    dirty: editor.isEditedPostDirty(),
                    undo: editor.hasEditorUndo(),
                };
            }"""
        )
        return state

    def shows(self, title: str, content: str) -> None:
        """Asserts what the editor holds, and that its blocks are those of that content."""
        now = self.editor()
        assert (now["title"], now["content"]) == (title, content)
        names = self.page.evaluate("() => wp.data.select( 'core/block-editor' ).getBlocks().map( ( b ) => b.name )")
        assert names == [f"core/{name}" for name in re.findall(r"<!-- wp:(\w+)", content)]

    def write(self, text: str) -> None:
        """Adds a paragraph to the post."""
        self.page.evaluate(
            """( content ) => wp.data.dispatch( 'core/block-editor' ).insertBlocks(
                wp.blocks.createBlock( 'core/paragraph', { content } ) )""",
            text,
        )

    def save(self) -> None:
        """Saves the post as its button does, and waits until the panel knows."""
        with self.page.expect_response(lambda answer: "/progress" in answer.url):
            self.page.evaluate("() => wp.data.dispatch( 'core/editor' ).savePost()")
        assert self.page.evaluate("() => wp.data.select( 'core/editor' ).didPostSaveRequestSucceed()")


def tell(bridge: PlayedBridge, panel: Panel, state: str, **more: Any) -> None:
    """Has the bridge say where the job stands, and the panel ask for it."""
    bridge.job = {"state": state, **more}
    panel.look()
