"""A proposal is applied, wholly or in part, from the panel or by an editor; discarded; or replaced."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, REWRITTEN, PlayedBridge, Robot, as_user, nonce_of, outbox
from .revision_screen import baseline, restore, row

SCRIPT = "<!-- wp:html -->\n<script>if (a < b && c) { alert('C:\\\\é 😀'); }</script>\n<!-- /wp:html -->"


def paragraph(text: str) -> str:
    return f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"


@dataclass(frozen=True)
class Parted:
    """A text, a proposal for it, and the sections of both; `entries` are group, proposed and source passages."""

    entries: tuple[tuple[int, str, tuple[str, ...]], ...]
    head: str = ""
    tail: str = ""

    @property
    def base(self) -> str:
        return self.head + "".join(source for entry in self.entries for source in entry[2]) + self.tail

    @property
    def proposal(self) -> str:
        return self.head + "".join(entry[1] for entry in self.entries) + self.tail

    @property
    def sections(self) -> dict[str, Any]:
        at = source_at = len(self.head.encode())
        entries: list[dict[str, Any]] = []
        for group, proposed, sources in self.entries:
            spans = []
            for source in sources:
                spans.append([source_at, source_at + len(source.encode())])
                source_at = spans[-1][1]
            end = at + len(proposed.encode())
            heading = {"heading": f"Section {len(entries)}", "level": 2}
            entries.append({"group": group, **heading, "start": at, "end": end, "sources": spans})
            at = end
        return {"head": len(self.head.encode()), "tail": len(self.tail.encode()), "list": entries}


#: The second and the third section share a passage; the fourth is new; the last texts have no line break between.
ESSAY = Parted(
    (
        (0, paragraph("L’été à Lyon 😀.") + "\n\n", (paragraph("lété a lyon 😀") + "\n\n",)),
        (1, paragraph("Un chemin : C:\\temp.") + "\n\n", (paragraph("un chemin C:\\temp") + "\n\n",)),
        (1, paragraph("Encore ce chemin.") + "\n\n", (paragraph("et de nouveau ce chemin") + "\n\n",)),
        (2, paragraph("Que retenir\u202f?") + "\n\n", ()),
        (3, paragraph("La fin."), (paragraph("fin") + "\n\n", paragraph("fin de la fin"))),
    ),
    head="<!-- wp:group -->\n<div>",
    tail="</div>\n<!-- /wp:group -->",
)


@dataclass(frozen=True)
class Panel:
    """The author's panel for one post."""

    robot: Robot
    post_id: int
    revision: int = 0

    def call(self, method: str, route: str, **body: Any) -> requests.Response:
        return self.robot.call(method, f"posts/{self.post_id}/{route}", json=body or None)

    def suggestion(self) -> dict[str, Any]:
        found: dict[str, Any] = self.call("GET", "suggestion").json()
        return found

    def preview(self, sections: list[int] | None, title: str, content: str) -> dict[str, Any]:
        current = {"title": title, "content": content}
        answer = self.call("POST", "suggestion/preview", revision=self.revision, sections=sections, current=current)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def apply(self, expected_hash: str = "", **choices: Any) -> requests.Response:
        expected_hash = expected_hash or self.suggestion()["current"]["content_hash"]
        return self.call("POST", "suggestion/apply", revision=self.revision, expected_hash=expected_hash, **choices)


@pytest.fixture
def writer(quiet_site: Site, author: str) -> Robot:
    """The author, with an application password."""
    return Robot(quiet_site, (author, quiet_site.application_password(author)))


@pytest.fixture
def chief(quiet_site: Site) -> Robot:
    """An administrator, who may write scripts."""
    return Robot(quiet_site, (ADMIN, quiet_site.application_password(ADMIN)))


def proposed(robot: Robot, panel: Robot, *, user: str, content: str = DRAFT, **fields: Any) -> Panel:
    """A draft of that user's, with a proposal."""
    post = {name: fields.pop(name) for name in ("status", "post_excerpt", "post_name") if name in fields}
    post_id = robot.site.create_post(user=user, title="Le compost", content=content, **post)
    answer = robot.propose(post_id, **fields)
    assert answer.status_code == 201, answer.text
    return Panel(panel, post_id, answer.json()["revision"])


def test_any_choice_of_sections(quiet_site: Site, bridge: PlayedBridge, chief: Robot, robot: Robot) -> None:
    """All make the proposal and none the author's text, to the byte; others keep each passage that is not replaced."""
    post_id = quiet_site.create_post(user=ADMIN, title="Le compost", content=ESSAY.base)
    revision = robot.propose(post_id, content=ESSAY.proposal, sections=ESSAY.sections).json()["revision"]
    panel = Panel(chief, post_id, revision)
    before = row(quiet_site, post_id)

    def made(*chosen: int) -> str:
        return str(panel.preview(list(chosen), "Le compost", ESSAY.base)["content"])

    assert panel.preview(None, "Le compost", ESSAY.base)["content"] == ESSAY.proposal
    assert made(0, 1, 2, 3, 4) == ESSAY.proposal
    assert made() == ESSAY.base
    assert made(2) == made(1) == made(1, 2)
    sources = ["".join(entry[2]) for entry in ESSAY.entries]
    texts = [entry[1] for entry in ESSAY.entries]
    assert made(1) == ESSAY.head + sources[0] + texts[1] + texts[2] + sources[4] + ESSAY.tail
    assert made(3) == ESSAY.head + "".join(sources[:3]) + texts[3] + sources[4] + ESSAY.tail
    assert row(quiet_site, post_id) == before

    shown = panel.suggestion()["sections"]
    assert [(s["index"], s["group"], s["heading"], s["level"]) for s in shown[:2]] == [
        (0, 0, "Section 0", 2),
        (1, 1, "Section 1", 2),
    ]
    assert shown[0]["proposed"] == "<p>L’été à Lyon 😀.</p>"
    assert shown[4]["sources"].split() == ["<p>fin</p>", "<p>fin", "de", "la", "fin</p>"]

    answer = panel.apply(sections=[0, 4])
    assert answer.status_code == 200, answer.text
    assert row(quiet_site, post_id)["post_content"] == made(0, 4)
    assert baseline(quiet_site, post_id, before)
    assert [entry[0] for entry in outbox(quiet_site, post_id)] == ["post.draft_saved"]


def test_sections_that_do_not_fit(quiet_site: Site, bridge: PlayedBridge, chief: Robot, robot: Robot) -> None:
    """Offsets that leave a byte out, or take one twice, let nothing be chosen; the whole can be applied all the same."""
    whole = ESSAY.sections
    entry = whole["list"][1]
    post_id = quiet_site.create_post(user=ADMIN, title="Le compost", content=ESSAY.base)
    for wrong in (
        {**whole, "head": whole["head"] + 1},
        {**whole, "tail": 0},
        {**whole, "list": whole["list"][1:]},
        {**whole, "list": [whole["list"][0], {**entry, "sources": []}, *whole["list"][2:]]},
        {**whole, "list": [whole["list"][0], {**entry, "start": entry["start"] - 1}, *whole["list"][2:]]},
    ):
        revision = robot.propose(post_id, content=ESSAY.proposal).json()["revision"]
        quiet_site.php(
            "seo_bridge_put_json( $in['id'], '_seo_bridge_sections', $in['sections'] );", id=revision, sections=wrong
        )
        panel = Panel(chief, post_id, revision)
        assert panel.suggestion()["sections"] == []
        assert panel.apply(sections=[0]).json()["code"] == "seo_bridge_no_sections"
    assert panel.apply().status_code == 200


def test_to_the_byte(quiet_site: Site, bridge: PlayedBridge, chief: Robot, robot: Robot) -> None:
    """Half a megabyte of backslashes, emoji, block attributes and scripts is what was proposed, with its title or another."""
    block = (
        '<!-- wp:acme/x {"a":"é \\u0022 \\\\ 😀"} -->\n<p>Un \\ chemin C:\\temp 😀 R&amp;D</p>\n<!-- /wp:acme/x -->\n\n'
    )
    content = (block * 20 + SCRIPT + "\n\n") * 240
    assert len(content.encode()) > 500_000
    for title in ("", "Un titre \\ « à moi » 😀"):
        post_id = quiet_site.create_post(user=ADMIN, title="Le compost", content=SCRIPT)
        panel = Panel(chief, post_id, robot.propose(post_id, content=content).json()["revision"])
        before = row(quiet_site, post_id)
        answer = panel.apply(title=title)
        assert answer.status_code == 200, answer.text[:300]
        after = row(quiet_site, post_id)
        assert after["post_content"] == content
        assert after["post_title"] == (title or "Réussir son compost en ville")
        assert baseline(quiet_site, post_id, before)


def test_an_author_keeps_the_scripts_of_the_post(
    quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot
) -> None:
    """What an administrator put into an author's post stays; what neither may write is not applied by the author."""
    post_id = quiet_site.create_post(user=ADMIN, title="Le compost", content=f"{DRAFT}\n\n{SCRIPT}")
    quiet_site.php("global $wpdb; $wpdb->update( $wpdb->posts, array( 'post_author' => get_user_by( 'login', $in['author'] )->ID ), array( 'ID' => $in['id'] ) );", author=author, id=post_id)  # fmt: skip
    panel = Panel(writer, post_id, robot.propose(post_id, content=f"{REWRITTEN}\n\n{SCRIPT}").json()["revision"])
    smuggled = REWRITTEN + "<script>alert(1)</script>" + SCRIPT
    quiet_site.php("global $wpdb; $wpdb->update( $wpdb->posts, array( 'post_content' => $in['content'] ), array( 'ID' => $in['id'] ) );", content=smuggled, id=panel.revision)  # fmt: skip
    assert panel.apply(title="<b>Titre</b><script>x</script>").status_code == 200
    after = row(quiet_site, post_id)
    assert after["post_content"] == REWRITTEN + SCRIPT
    assert after["post_title"] == "<b>Titre</b>x"


def test_what_has_changed_is_not_overwritten(
    quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot
) -> None:
    """409 for another text than the author has seen, 423 while somebody else edits; nothing is written."""
    panel = proposed(robot, writer, user=author)
    seen = panel.suggestion()["current"]["content_hash"]
    quiet_site.update_post(panel.post_id, user=author, post_content="Tout est neuf.")
    before = row(quiet_site, panel.post_id)
    answer = panel.apply(seen)
    assert (answer.status_code, answer.json()["code"]) == (409, "seo_bridge_changed")
    assert panel.suggestion()["changed"] is True
    code = """require_once ABSPATH . 'wp-admin/includes/post.php'; wp_set_post_lock( $in['id'] );"""
    quiet_site.php(code, user=ADMIN, id=panel.post_id)
    answer = panel.apply()
    assert (answer.status_code, answer.json()["code"]) == (423, "seo_bridge_edited")
    assert row(quiet_site, panel.post_id) == before
    quiet_site.php(code, user=author, id=panel.post_id)
    assert panel.apply().status_code == 200
    assert baseline(quiet_site, panel.post_id, before)


def test_what_would_be_overwritten(quiet_site: Site, bridge: PlayedBridge, chief: Robot, robot: Robot) -> None:
    """Only words that are in neither the proposal nor its base are changes, and they are shown."""
    post_id = quiet_site.create_post(user=ADMIN, title="Le compost", content=ESSAY.base)
    revision = robot.propose(post_id, content=ESSAY.proposal, sections=ESSAY.sections).json()["revision"]
    panel = Panel(chief, post_id, revision)
    half = panel.preview([0, 4], "Le compost", ESSAY.base)["content"]
    reopened = ESSAY.base.replace("\n\n", "\n\n\n").replace("😀", "&#128512;")
    for known in (ESSAY.base, ESSAY.proposal, half, reopened):
        seen = panel.preview(None, "Le compost", known)
        assert (seen["changed"], seen["overwritten"]) == (False, "")
    for title, content in (("Le compost", ESSAY.base + paragraph("Une idée à moi.")), ("Une idée à moi.", ESSAY.base)):
        seen = panel.preview([0], title, content)
        assert seen["changed"] is True
        assert "Une idée à moi." in seen["overwritten"]


def test_the_block_editor_saves(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """A save with the author's choices applies the proposal, tells the bridge nothing, and reads the field as null."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    choices = {
        "revision": revision, "sections": [0], "title": "Mon titre", "slug": "mon-titre",
        "seo": {"meta_description": "La mienne\\ 😀.", "focus_keyphrase": ""},
    }  # fmt: skip
    session = quiet_site.rest_session(author)
    address = f"{quiet_site.url}/wp-json/wp/v2/posts/{post_id}"
    text = {"title": "Mon titre", "content": "<p>Un mélange.</p>"}
    assert session.post(address, json={**text, "seo_bridge_apply": {"revision": "x"}}, timeout=60).status_code == 400
    saved = session.post(address, json={**text, "seo_bridge_apply": choices}, timeout=60)
    assert saved.status_code == 200, saved.text
    assert saved.json()["seo_bridge_apply"] is None
    meta = quiet_site.meta(post_id)
    assert (meta["_seo_bridge_applied"], meta.get("_seo_bridge_pending")) == (str(revision), None)
    assert json.loads(meta["_seo_bridge_seo"])["meta_description"] == "La mienne\\ 😀."
    assert row(quiet_site, post_id)["post_name"] == "mon-titre"
    assert [entry[0] for entry in outbox(quiet_site, post_id)] == ["post.draft_saved"]


def test_choices_that_do_not_count(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """With a save by somebody who may not apply, with a forged form, or about another post's proposal, no choice is taken."""
    quiet_site.create_user("zoe", "contributor")
    zoes = quiet_site.create_post(user="zoe", title="Le compost", content=DRAFT)
    mine = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revisions = {post_id: robot.propose(post_id).json()["revision"] for post_id in (zoes, mine)}

    def save(login: str, post_id: int, revision: int) -> None:
        choices = {"revision": revision, "slug": "mon-titre"}
        address = f"{quiet_site.url}/wp-json/wp/v2/posts/{post_id}"
        body = {"content": f"<p>Pour {revision}.</p>", "seo_bridge_apply": choices}
        assert quiet_site.rest_session(login).post(address, json=body, timeout=60).status_code == 200

    def submit(login: str, post_id: int, right: bool) -> None:
        nonce, session = as_user(quiet_site, login, f"update-post_{post_id}")
        form = {"action": "editpost", "post_ID": post_id, "post_type": "post", "_wpnonce": nonce, "content": "Autre."}
        form["seo_bridge_apply"] = json.dumps({"revision": revisions[post_id], "slug": "mon-titre"})
        form["seo_bridge_apply_nonce"] = (
            nonce_of(quiet_site, login, session, f"seo_bridge_apply_{post_id}") if right else "0123456789"
        )
        where = f"{quiet_site.admin_url}post.php?post={post_id}&action=edit"
        assert session.post(where, data=form, allow_redirects=False, timeout=60).status_code == 302

    save("zoe", zoes, revisions[zoes])
    submit("zoe", zoes, right=True)
    submit(author, mine, right=False)
    save(author, mine, revisions[zoes])
    for post_id, revision in revisions.items():
        meta = quiet_site.meta(post_id)
        assert (meta.get("_seo_bridge_applied"), meta["_seo_bridge_pending"]) == (None, str(revision))
        assert row(quiet_site, post_id)["post_name"] == ""
    submit(author, mine, right=True)
    assert quiet_site.meta(mine)["_seo_bridge_applied"] == str(revisions[mine])


@pytest.mark.parametrize("way", ["panel", "save"])
def test_words_of_an_autosave(
    quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot, way: str
) -> None:
    """What an autosave put into the draft itself is a revision before the proposal takes its place."""
    panel = proposed(robot, writer, user=author)
    session = quiet_site.rest_session(author)
    address = f"{quiet_site.url}/wp-json/wp/v2/posts/{panel.post_id}"
    assert session.post(f"{address}/autosaves", json={"content": "Deux heures."}, timeout=60).status_code == 200
    assert row(quiet_site, panel.post_id)["post_content"] == "Deux heures."
    if way == "panel":
        assert panel.apply().status_code == 200
    else:
        quiet_site.update_post(panel.post_id, user=author, post_title="Réussir son compost en ville", post_content=REWRITTEN)  # fmt: skip
    assert row(quiet_site, panel.post_id)["post_content"] == REWRITTEN
    assert "Deux heures." in [r["post_content"] for r in quiet_site.revisions(panel.post_id)]
    assert panel.suggestion()["applied"] is True


def test_footnotes(quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot) -> None:
    """What the author has written in the footnotes since the proposal came stays when it is applied as a whole."""
    panel = proposed(robot, writer, user=author, post_excerpt="À moi.")
    note = json.dumps([{"id": "a1", "content": "Ma source."}], separators=(",", ":"))
    quiet_site.php("update_post_meta( $in['id'], 'footnotes', wp_slash( $in['note'] ) );", id=panel.post_id, note=note)
    assert panel.apply().status_code == 200
    assert quiet_site.json("return get_post_meta( $in['id'], 'footnotes', true );", id=panel.post_id) == note
    assert row(quiet_site, panel.post_id)["post_content"] == REWRITTEN


def test_an_import_keeps_its_scripts(quiet_site: Site, bridge: PlayedBridge, chief: Robot, robot: Robot) -> None:
    """A process that saves without WordPress's filter, as imports do, still does after the plugin has kept a text."""
    panel = proposed(robot, chief, user=ADMIN)
    saved = quiet_site.json(
        "kses_remove_filters(); global $wpdb;"
        "$wpdb->update( $wpdb->posts, array( 'post_content' => 'Gardé.' ), array( 'ID' => $in['id'] ) ); clean_post_cache( $in['id'] );"
        "foreach ( array( 'Un.', 'Deux.' ) as $text ) { wp_update_post( wp_slash( array( 'ID' => $in['id'], 'post_content' => $text . $in['script'] ) ) ); }"
        "return get_post( $in['id'] )->post_content;",
        id=panel.post_id,
        script=SCRIPT,
    )
    assert saved == "Deux." + SCRIPT
    assert "Gardé." in [revision["post_content"] for revision in quiet_site.revisions(panel.post_id)]


def test_slug_and_excerpt(quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot) -> None:
    """The slug is for what was never published and the excerpt for what has none, unless the author chose a slug."""

    def applied(**post: Any) -> tuple[str, str, bool, bool]:
        choices = post.pop("choices", {})
        panel = proposed(robot, writer, user=author, **post)
        seen = panel.suggestion()
        assert panel.apply(**choices).status_code == 200
        after = row(quiet_site, panel.post_id)
        return after["post_name"], after["post_excerpt"], seen["slug_applies"], seen["excerpt_applies"]

    new = ("reussir-son-compost-en-ville", "Le compost tient sur un balcon.")
    assert applied() == (*new, True, True)
    assert applied(post_excerpt="De ma main.") == (new[0], "De ma main.", True, False)
    assert applied(post_name="mon-adresse")[0] == "mon-adresse"
    assert applied(post_name="mon-adresse", choices={"slug": "Une Autre !"})[0] == "une-autre"
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": True, "published": True})
    published = applied(status="publish", choices={"slug": "une-autre"})
    assert published[0].startswith("le-compost")
    assert published[2] is False
    withdrawn = proposed(robot, writer, user=author, status="publish")
    quiet_site.update_post(withdrawn.post_id, user=author, post_status="draft")
    assert withdrawn.apply(slug="une-autre").status_code == 200
    assert row(quiet_site, withdrawn.post_id)["post_name"].startswith("le-compost")


def test_a_newer_one_and_a_discarded_one(
    quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot
) -> None:
    """What is no longer pending says why; a discarded proposal can still be restored as any revision."""
    first = proposed(robot, writer, user=author)
    second = Panel(writer, first.post_id, robot.propose(first.post_id, content="<p>Autre.</p>").json()["revision"])
    current = {"title": "", "content": ""}
    for answer in (
        first.apply(),
        first.call("DELETE", "suggestion", revision=first.revision),
        first.call("POST", "suggestion/preview", revision=first.revision, current=current),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "seo_bridge_replaced")
        assert answer.json()["data"]["suggestion"] == second.revision
    discarded = second.call("DELETE", "suggestion", revision=second.revision)
    assert (discarded.status_code, discarded.json()["suggestion"]) == (200, 0)
    assert second.call("GET", "suggestion").status_code == 404
    content_hash = robot.fetch(second.post_id)["content_hash"]
    assert second.apply(content_hash).json()["code"] == "seo_bridge_discarded"
    restore(quiet_site.session(author), quiet_site, second.revision)
    assert row(quiet_site, second.post_id)["post_content"] == "<p>Autre.</p>"
    assert (second.suggestion()["applied"], second.suggestion()["revision"]) == (True, second.revision)
    assert second.call("DELETE", "suggestion", revision=second.revision).json()["code"] == "seo_bridge_applied"


def test_how_long_the_bridge_may_read(
    quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot
) -> None:
    """Until a while after the author has dealt with the proposal, so that a repeat is still answered; 30 days at most."""
    panel = proposed(robot, writer, user=author, job="job-9")
    later = """$asked = seo_bridge_get_json( $in['id'], '_seo_bridge_requested' );
        foreach ( array( 'time', 'until' ) as $key ) {
            if ( isset( $asked[ $key ] ) ) { $asked[ $key ] -= $in['by']; } }
        seo_bridge_put_json( $in['id'], '_seo_bridge_requested', $asked );"""
    base_hash = panel.suggestion()["base_hash"]
    quiet_site.php(later, id=panel.post_id, by=29 * 86400)
    assert panel.apply().status_code == 200
    assert robot.propose(panel.post_id, job="job-9", base_hash=base_hash).status_code == 200
    quiet_site.php(later, id=panel.post_id, by=3601)
    assert robot.call("GET", f"posts/{panel.post_id}").status_code == 403

    waiting = proposed(robot, writer, user=author)
    quiet_site.php(later, id=waiting.post_id, by=30 * 86400 + 1)
    assert robot.call("GET", f"posts/{waiting.post_id}").status_code == 403
    assert waiting.call("POST", "rewrite").status_code == 202
    assert robot.call("GET", f"posts/{waiting.post_id}").status_code == 200


def test_a_title_with_an_ampersand(
    quiet_site: Site, bridge: PlayedBridge, chief: Robot, writer: Robot, author: str, robot: Robot
) -> None:
    """However WordPress stores "Q&R" for a user, it is one title: kept as it is, offered as people write it, no change."""
    for user, panel_user, stored in ((ADMIN, chief, "Q&R"), (author, writer, "Q&amp;R")):
        post_id = quiet_site.create_post(user=user, title="Q&R", content=DRAFT)
        revision = robot.propose(post_id, title="Q&R", titles=["Q&R", "R&D"]).json()["revision"]
        panel = Panel(panel_user, post_id, revision)
        assert [row(quiet_site, one)["post_title"] for one in (post_id, revision)] == [stored, stored]
        assert panel.suggestion()["title"] == "Q&R"
        assert not panel.preview(None, "Q&amp;R" if stored == "Q&R" else "Q&R", DRAFT)["changed"]
        assert panel.apply(title="R&D").status_code == 200
        assert not panel.suggestion()["changed"]


def test_a_title_that_names_a_tag_keeps_it(
    quiet_site: Site, bridge: PlayedBridge, writer: Robot, author: str, robot: Robot
) -> None:
    """Offered as it is stored, previewed and applied, it loses nothing."""
    stored = "Utiliser &lt;br&gt; en HTML"
    post_id = quiet_site.create_post(user=author, title=stored, content=DRAFT)
    panel = Panel(writer, post_id, robot.propose(post_id, title=stored).json()["revision"])
    assert panel.suggestion()["title"] == stored
    assert panel.apply(title=panel.suggestion()["title"]).status_code == 200
    assert row(quiet_site, post_id)["post_title"] == stored
