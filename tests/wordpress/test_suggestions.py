"""A proposal lies beside the post as a pending revision, and the post stays as it is."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xmlrpc.client import ServerProxy

import pytest

from bridge.article.model import Brief
from bridge.pipeline import rewrite_content
from bridge.report import sections_of
from bridge.writer.offline import Offline
from devsite.wordpress import ADMIN, Site
from tests.writer.test_recorded import Unwatched

from .played_bridge import DRAFT, REWRITTEN, PlayedBridge, Robot, proposal
from .revision_screen import baseline, restore, row

ARTICLE = Path(__file__).parents[1] / "claude_articles" / "howto.html"


@pytest.mark.parametrize("saves", [1, 2, 3])
def test_author_compares_and_restores(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, saves: int
) -> None:
    """The draft is the same to the byte; the revision can be restored, gives the rewritten text, and starts no job."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    for _ in range(saves - 1):
        quiet_site.php("sleep( 1 );")
        quiet_site.update_post(post_id, user=author, post_title="Le compost")
    before = row(quiet_site, post_id)

    answer = robot.propose(post_id)

    assert answer.status_code == 201, answer.text
    assert row(quiet_site, post_id) == before
    revision = answer.json()["revision"]
    assert answer.json() == {
        "revision": revision, "stale": False, "edit_url": f"{quiet_site.admin_url}post.php?post={post_id}&action=edit",
        "compare_url": f"{quiet_site.admin_url}revision.php?revision={revision}",
    }  # fmt: skip

    session = quiet_site.session(author)
    # WordPress tells the current revision by its second; nobody saves and restores within one.
    quiet_site.php("sleep( 1 );")
    restore(session, quiet_site, revision)
    after = row(quiet_site, post_id)
    assert after["post_content"] == REWRITTEN
    assert after["post_title"] == "Réussir son compost en ville"
    assert after["post_excerpt"] == "Le compost tient sur un balcon."
    quiet_site.update_post(post_id, user=author, post_content=REWRITTEN)
    assert len(bridge.of(post_id)) == 1

    restore(session, quiet_site, int(baseline(quiet_site, post_id, before)["ID"]))
    assert row(quiet_site, post_id)["post_content"] == before["post_content"]
    assert len(bridge.of(post_id)) == 1


def test_what_is_noted_on_the_revision(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """Job, base, SEO fields, titles and report are the revision's meta; the bridge's user is its author."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    base_hash = robot.fetch(post_id)["content_hash"]
    report = {
        "writer": "offline",
        "findings": [{"check": "links", "evidence": {"quote": 'C:\\temp "é" <b>'}}],
        "lost": [],
        "words_before": 3,
    }
    answer = robot.propose(
        post_id, job="job-7", report=report, slug="Été à Lyon", seo={"meta_description": "Une <b>description</b>\\"}
    )
    (revision,) = [r for r in quiet_site.revisions(post_id) if r["ID"] == answer.json()["revision"]]
    meta = revision["meta"]
    assert (meta["_seo_bridge_job"], meta["_seo_bridge_base_hash"], meta["_seo_bridge_stale"]) == (
        "job-7",
        base_hash,
        "",
    )
    assert json.loads(meta["_seo_bridge_report"]) == report
    assert json.loads(meta["_seo_bridge_titles"])[1] == "Le compost en ville"
    assert json.loads(meta["_seo_bridge_seo"]) == {"meta_description": "Une description\\"}
    assert meta["_seo_bridge_slug"] == "ete-a-lyon"
    assert int(revision["post_author"]) == quiet_site.json("return get_user_by( 'login', 'pont' )->ID;")
    mine = baseline(quiet_site, post_id, row(quiet_site, post_id))
    assert mine["post_author"] == row(quiet_site, post_id)["post_author"]


def test_the_sections_of_a_rewrite_are_kept(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """They are the revision's meta as sent, and fit what is stored: the French of a rewrite passes as it is."""
    post_id = quiet_site.create_post(user=author, title="Le radiateur", content=ARTICLE.read_text("utf-8"))
    brief = Brief(title="Le radiateur")
    done = rewrite_content(robot.fetch(post_id)["content"], brief, Offline(), Unwatched())
    sections = sections_of(done)
    assert len(sections["list"]) > 2
    revision = robot.propose(post_id, content=done.composed.content, sections=sections).json()["revision"]
    assert json.loads(meta_of(quiet_site, post_id, revision)["_seo_bridge_sections"]) == sections


@pytest.mark.parametrize("sections", [{}, {"head": 0, "tail": 0, "list": []}], ids=["none", "places that lie"])
def test_sections_that_do_not_fit_are_not_kept(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, sections: dict[str, Any]
) -> None:
    """Nothing is stored for a proposal without any, nor where making the proposal safe has moved its bytes."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    content = REWRITTEN + ("<script>alert(1)</script>" if sections else "")
    revision = robot.propose(post_id, content=content, sections=sections).json()["revision"]
    assert "_seo_bridge_sections" not in meta_of(quiet_site, post_id, revision)


def test_sections_that_cut_a_tag_are_not_kept(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """Sections that would put the proposal's plain text into a tag of the author's are refused, those beside them are kept."""
    link = '<p><a href="https://example.org/">Le compost</a></p>'
    words = "x onmouseover=alert(1) "
    post_id = quiet_site.create_post(user=author, title="Le compost", content=link)
    for at, kept in ((len("<p><a "), False), (len("<p>"), True)):
        spans = [(0, 0, [[0, at]]), (0, len(words), []), (len(words), len(words), [[at, len(link)]])]
        entries = [
            {"group": group, "heading": "", "level": 2, "start": start, "end": end, "sources": sources}
            for group, (start, end, sources) in enumerate(spans)
        ]
        sections = {"head": 0, "tail": 0, "list": entries}
        revision = robot.propose(post_id, content=words, sections=sections, job=f"job-{at}").json()["revision"]
        assert ("_seo_bridge_sections" in meta_of(quiet_site, post_id, revision)) is kept


def meta_of(site: Site, post_id: int, revision_id: int) -> dict[str, str]:
    """The meta of a revision."""
    (found,) = [revision["meta"] for revision in site.revisions(post_id) if revision["ID"] == revision_id]
    return found


def test_restoring_makes_the_seo_fields_the_posts(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """Until the author restores the proposal the post has none; then it has the proposal's."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id, seo={"meta_description": "L’été\\"}).json()["revision"]
    assert "_seo_bridge_seo" not in quiet_site.meta(post_id)
    restore(quiet_site.session(author), quiet_site, revision)
    meta = quiet_site.meta(post_id)
    assert json.loads(meta["_seo_bridge_seo"]) == {"meta_description": "L’été\\"}
    assert meta["_seo_bridge_applied"] == str(revision)
    assert "_seo_bridge_pending" not in meta


def test_an_authors_excerpt_stays(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """Restoring the proposal does not overwrite it."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT, post_excerpt="De ma main.")
    restore(quiet_site.session(author), quiet_site, robot.propose(post_id).json()["revision"])
    assert row(quiet_site, post_id)["post_excerpt"] == "De ma main."


def test_restoring_over_xml_rpc(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """It gives the rewritten text too, and starts no job."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    with ServerProxy(f"{quiet_site.url}/xmlrpc.php") as server:
        assert server.wp.restoreRevision(1, author, quiet_site.password(author), revision) is True
    assert row(quiet_site, post_id)["post_content"] == REWRITTEN
    assert len(bridge.of(post_id)) == 1


@pytest.mark.parametrize("way", ["screen", "xml-rpc"])
def test_what_only_an_autosave_has_is_kept(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, way: str
) -> None:
    """Words that an autosave wrote to the draft, without a revision, are one before the proposal replaces them."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    address = f"{quiet_site.url}/wp-json/wp/v2/posts/{post_id}/autosaves"
    saved = quiet_site.rest_session(author).post(address, json={"content": "Deux heures de plus."}, timeout=60)
    assert saved.status_code == 200
    assert row(quiet_site, post_id)["post_content"] == "Deux heures de plus."
    if way == "screen":
        restore(quiet_site.session(author), quiet_site, revision)
    else:
        with ServerProxy(f"{quiet_site.url}/xmlrpc.php") as server:
            assert server.wp.restoreRevision(1, author, quiet_site.password(author), revision) is True
    assert row(quiet_site, post_id)["post_content"] == REWRITTEN
    assert "Deux heures de plus." in [r["post_content"] for r in quiet_site.revisions(post_id)]


def test_a_save_without_new_text_leaves_the_proposal_restorable(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """WordPress makes no revision of it, and the proposal is not taken for the post's own text."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    quiet_site.php("sleep( 1 );")
    quiet_site.update_post(post_id, user=author, post_title="Le compost")
    restore(quiet_site.session(author), quiet_site, revision)
    assert row(quiet_site, post_id)["post_content"] == REWRITTEN


def test_the_same_job_twice_is_one_revision(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """The repeat is answered 200 with the first receipt, even when the post has changed meanwhile."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    base_hash = robot.fetch(post_id)["content_hash"]
    first = robot.propose(post_id, job="job-1", base_hash=base_hash)
    quiet_site.update_post(post_id, user=author, post_title="Un autre titre")
    again = robot.propose(post_id, job="job-1", base_hash=base_hash)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert [r["meta"].get("_seo_bridge_job") for r in quiet_site.revisions(post_id)].count("job-1") == 1


def test_a_job_that_starts_anew_proposes_anew(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """A stale job that is retried has read the changed text: its new proposal is stored, and is not stale."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    first = robot.propose(post_id, job="job-1", base_hash="sha256:" + "1" * 64)
    again = robot.propose(post_id, job="job-1", content="<p>Relu.</p>")
    assert (first.json()["stale"], again.status_code, again.json()["stale"]) == (True, 201, False)
    (revision,) = [r for r in quiet_site.revisions(post_id) if r["ID"] == again.json()["revision"]]
    assert revision["post_content"] == "<p>Relu.</p>"


def test_a_title_of_which_nothing_is_left_is_none(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """Restoring a proposal cannot empty the title."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id, title="<script></script>").json()["revision"]
    assert [r["post_title"] for r in quiet_site.revisions(post_id) if r["ID"] == revision] == ["Le compost"]


def test_what_was_cut_short_is_stored_again(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """A process that died before the proposal was complete leaves the next try to store it, report and all."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    dying = quiet_site.wordpress / "wp-content" / "mu-plugins" / "dying.php"
    dying.write_text(
        "<?php add_action( 'added_post_meta', static function ( $id, $post_id, $key ) {"
        " if ( '_seo_bridge_titles' === $key ) { exit( 'cut' ); } }, 10, 3 );"
    )
    try:
        assert robot.propose(post_id, job="job-1").text == "cut"
    finally:
        dying.unlink()
    quiet_site.php("delete_option( 'seo_bridge_lock_post_' . $in['id'] );", id=post_id)
    again = robot.propose(post_id, job="job-1")
    assert again.status_code == 201
    (revision,) = [r for r in quiet_site.revisions(post_id) if r["ID"] == again.json()["revision"]]
    assert json.loads(revision["meta"]["_seo_bridge_report"])["writer"] == "offline"


def test_the_same_job_at_once_is_one_revision(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """Of eight identical requests at the same time one makes the revision, and all are told its number."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    body = proposal(base_hash=robot.fetch(post_id)["content_hash"])
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: robot.call("POST", f"posts/{post_id}/suggestions", json=body), range(8)))
    assert sorted(a.status_code for a in answers) == [200] * 7 + [201]
    assert len({a.json()["revision"] for a in answers}) == 1
    assert [r["meta"].get("_seo_bridge_job") for r in quiet_site.revisions(post_id)].count(body["job"]) == 1
    assert (
        quiet_site.json(
            "global $wpdb;"
            "return $wpdb->get_col( \"SELECT 1 FROM $wpdb->options WHERE option_name LIKE 'seo_bridge_lock%'\" );"
        )
        == []
    )


def test_a_lock_left_behind_is_taken_over(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """A process that died while it stored a proposal does not keep later ones out."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.php(
        "add_option( 'seo_bridge_lock_post_' . $in['id'], ( time() - 61 ) . ' dead', '', false );", id=post_id
    )
    assert robot.propose(post_id).status_code == 201
    assert quiet_site.option(f"seo_bridge_lock_post_{post_id}") is False


def test_a_changed_post_gets_a_stale_proposal(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """It is stored all the same, says so, and the baseline is the text as it is now."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    base_hash = robot.fetch(post_id)["content_hash"]
    quiet_site.update_post(post_id, user=author, post_content="Tout est changé.")
    before = row(quiet_site, post_id)
    answer = robot.propose(post_id, base_hash=base_hash)
    assert (answer.status_code, answer.json()["stale"]) == (201, True)
    assert row(quiet_site, post_id) == before
    assert baseline(quiet_site, post_id, before)["post_content"] == "Tout est changé."


def test_a_second_proposal_and_a_later_save(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """Each stays restorable while the author goes on saving and a newer proposal comes."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    first = robot.propose(post_id).json()["revision"]
    quiet_site.update_post(post_id, user=author, post_content="Une phrase de plus.")
    second = robot.propose(post_id, content="<p>Deuxième version.</p>").json()["revision"]
    session = quiet_site.session(author)
    restore(session, quiet_site, first)
    assert row(quiet_site, post_id)["post_content"] == REWRITTEN
    restore(session, quiet_site, second)
    assert row(quiet_site, post_id)["post_content"] == "<p>Deuxième version.</p>"


def test_scripts_of_the_post_stay_and_new_ones_go(quiet_site: Site, bridge: PlayedBridge, robot: Robot) -> None:
    """An administrator's script block survives proposal, baseline and restore to the byte; a smuggled one does not."""
    script = "<!-- wp:html -->\n<script>if (a < b && c) { alert('C:\\\\é 😀'); }</script>\n<!-- /wp:html -->"
    content = f"{DRAFT}\n\n{script}"
    post_id = quiet_site.create_post(user=ADMIN, title="Le compost", content=content)
    before = row(quiet_site, post_id)
    assert before["post_content"] == content
    smuggled = "<!-- wp:html -->\n<script>alert(2)</script>\n<!-- /wp:html -->"
    answer = robot.propose(post_id, content=f"{REWRITTEN}\n\n{script}\n\n{smuggled}")
    assert row(quiet_site, post_id) == before
    assert baseline(quiet_site, post_id, before)["post_content"] == content
    restore(quiet_site.session(ADMIN), quiet_site, answer.json()["revision"])
    assert (
        row(quiet_site, post_id)["post_content"] == f"{REWRITTEN}\n\n{script}\n\n<!-- wp:html -->\n\n<!-- /wp:html -->"
    )
    assert len(bridge.of(post_id)) == 1


def test_half_a_megabyte_comes_back_to_the_byte(quiet_site: Site, bridge: PlayedBridge, robot: Robot) -> None:
    """Backslashes, emoji, block attributes and scripts survive proposal and restore."""
    block = (
        '<!-- wp:acme/x {"a":"é \\u0022 \\\\ 😀"} -->\n<p>Un \\ chemin C:\\temp 😀 R&amp;D</p>\n<!-- /wp:acme/x -->\n\n'
    )
    fixed = "<!-- wp:html -->\n<script>var a = 'x' && \"\\n\";</script>\n<!-- /wp:html -->\n\n"
    content = (block * 20 + fixed) * 240
    assert len(content.encode()) > 500_000
    post_id = quiet_site.create_post(user=ADMIN, title="Long", content=fixed)
    answer = robot.propose(post_id, content=content)
    assert answer.status_code == 201, answer.text[:300]
    restore(quiet_site.session(ADMIN), quiet_site, answer.json()["revision"])
    assert row(quiet_site, post_id)["post_content"] == content
