"""The lists of posts and pages: the column, the row's link, and many rewrites at once. None of it needs JavaScript."""

from __future__ import annotations

import re
import time
from html import unescape
from urllib.parse import urljoin

import pytest
import requests

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, PlayedBridge, Robot, outbox


@pytest.fixture
def quiet_bridge(quiet_site: Site, bridge: PlayedBridge) -> PlayedBridge:
    """A bridge that saves alone tell nothing."""
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    return bridge


def deliver(site: Site, bridge: PlayedBridge, post_id: int) -> None:
    """Has the outbox sent, which pages leave to the background, and waits until the bridge has the event."""
    site.php("do_action( 'seo_bridge_deliver' );")
    until = time.monotonic() + 30
    while not bridge.of(post_id) and time.monotonic() < until:
        time.sleep(0.05)


def page_of(session: requests.Session, site: Site, **args: str) -> str:
    """The list, with all posts on one page."""
    return unescape(
        session.get(f"{site.admin_url}edit.php", params={"s": "Compost", "all_posts": "1", **args}, timeout=60).text
    )


def row(page: str, post_id: int) -> str:
    found = re.search(rf'<tr id="post-{post_id}".*?</tr>', page, re.DOTALL)
    assert found, page[:2000]
    return found.group(0)


def look(page: str, post_id: int) -> str:
    """What the column says: none, busy, ready, failed, applied or ended."""
    found = re.search(r"seo-bridge-state is-(\w+)", row(page, post_id))
    return found.group(1) if found else ""


def link(page: str, post_id: int) -> str:
    """Where the row's "Rewrite for SEO" leads; empty when it is not there."""
    found = re.search(r'<a href="([^"]*action=seo_bridge_rewrite[^"]*)"', row(page, post_id))
    return found.group(1) if found else ""


def notice(page: str) -> str:
    """`success`, `warning` or nothing."""
    found = re.search(r'id="seo-bridge-notice" class="notice notice-(\w+)', page)
    return found.group(1) if found else ""


def choose(session: requests.Session, site: Site, posts: list[int], **args: str) -> requests.Response:
    """Ticks posts in the list and applies the bulk action, as the form without JavaScript does."""
    nonce = re.search(r'name="_wpnonce" value="(\w+)"', session.get(f"{site.admin_url}edit.php", params=args).text)
    assert nonce
    fields = {**args, "post[]": [str(p) for p in posts], "action": "seo_bridge_rewrite", "_wpnonce": nonce.group(1)}
    referer = {"referer": f"{site.admin_url}edit.php"}
    return session.get(f"{site.admin_url}edit.php", params=fields, headers=referer, timeout=60)


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of the form that confirms; empty when there is nothing to confirm."""
    form = page[page.index('class="wrap"') :]
    fields = re.findall(r'<input type="hidden"[^>]* name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in fields}


def left_out(page: str) -> dict[str, int]:
    """How many are left out, by reason."""
    return {k: int(n) for k, n in re.findall(r'class="seo-bridge-left-(\w+)">[^<]*\((\d+)\)', page)}


def confirm(session: requests.Session, site: Site, page: str) -> requests.Response:
    return session.post(f"{site.admin_url}admin-post.php", data=form_of(page), timeout=60)


def test_a_row_from_the_link_to_the_applied_suggestion(
    quiet_site: Site, quiet_bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """The link asks once and says so; the column goes from nothing over progress and suggestion to applied."""
    post_id = quiet_site.create_post(user=author, title="Compost à suivre", content=DRAFT)
    session = quiet_site.session(author)
    before = page_of(session, quiet_site)
    assert look(before, post_id) == "none"
    after = session.get(link(before, post_id), headers={"referer": f"{quiet_site.admin_url}edit.php?s=Compost"})
    assert notice(after.text) == "success"
    assert "seo_bridge_asked=1" in after.url
    deliver(quiet_site, quiet_bridge, post_id)
    assert len(quiet_bridge.of(post_id)) == 1
    busy = page_of(session, quiet_site)
    assert (look(busy, post_id), link(busy, post_id)) == ("busy", "")
    revision = robot.propose(post_id, job="job-1").json()["revision"]
    ready = page_of(session, quiet_site)
    assert look(ready, post_id) == "ready"
    assert f"post.php?post={post_id}&action=edit#seo-bridge" in row(ready, post_id)
    quiet_site.json("wp_restore_post_revision( $in['id'] ); return 1;", user=author, id=revision)
    assert look(page_of(session, quiet_site), post_id) == "applied"


def test_the_link_is_only_for_those_who_may(quiet_site: Site, quiet_bridge: PlayedBridge, author: str) -> None:
    """Another author's row has none, an empty post has none; a forged link and a contributor's are refused."""
    quiet_site.create_user("denis", "author")
    quiet_site.create_user("zoe", "contributor")
    own = quiet_site.create_post(user=author, title="Compost à moi", content=DRAFT)
    empty = quiet_site.create_post(user=author, title="Compost vide", content="")
    strangers = quiet_site.create_post(user="denis", title="Compost de Denis", content=DRAFT)
    contributors = quiet_site.create_post(user="zoe", title="Compost de Zoé", content=DRAFT)
    session = quiet_site.session(author)
    page = page_of(session, quiet_site)
    mine = link(page, own)
    assert mine
    assert [link(page, post_id) for post_id in (empty, strangers)] == ["", ""]
    forged = session.get(re.sub(r"_wpnonce=\w+", "_wpnonce=0123456789", mine))
    borrowed = session.get(mine.replace(f"post={own}", f"post={strangers}"))
    theirs = page_of(quiet_site.session("zoe"), quiet_site)
    assert (forged.status_code, borrowed.status_code) == (403, 403)
    assert "seo_bridge" not in row(theirs, contributors)
    assert 'value="seo_bridge_rewrite"' not in theirs
    assert quiet_bridge.received == []


def test_many_at_once_with_an_estimate_first(quiet_site: Site, quiet_bridge: PlayedBridge, author: str) -> None:
    """Nothing is sent before the confirmation, which says what is left out and why, how many words, how long, how much."""
    quiet_site.create_user("denis", "author")
    good = [quiet_site.create_post(user=author, title=f"Compost {n}", content=DRAFT) for n in range(2)]
    empty = quiet_site.create_post(user=author, title="Compost vide", content="")
    trash = quiet_site.create_post(user=author, title="Compost jeté", content=DRAFT, status="trash")
    busy = quiet_site.create_post(user=author, title="Compost en cours", content=DRAFT)
    strangers = quiet_site.create_post(user="denis", title="Compost secret", content=DRAFT, status="private")
    quiet_site.json("return seo_bridge_request_rewrite( $in['id'] );", user=author, id=busy)
    deliver(quiet_site, quiet_bridge, busy)
    quiet_bridge.job = {"state": "writing"}
    quiet_bridge.received.clear()
    quiet_bridge.status = 200
    quiet_bridge.answer = b'{"pong": true, "writer": "claude", "model": "m", "usd_per_1000_words": 5.0}'
    quiet_site.php("delete_transient( 'seo_bridge_pong' );")
    session = quiet_site.session(author)
    page = choose(session, quiet_site, [*good, empty, trash, busy, strangers]).text
    assert left_out(page) == {"right": 1, "trash": 1, "empty": 1, "busy": 1}
    assert "Compost secret" not in page
    assert form_of(page)["posts"] == ",".join(map(str, good))
    # Articles, words and minutes.
    assert re.findall(r"<td>\D*(\d+[.,]?\d*)", page[page.index('class="wrap"') :])[:3] == ["2", "38", "1"]
    assert re.search(r"0[.,]\s*19", unescape(page))
    assert [r.event["type"] for r in quiet_bridge.received] == ["ping"]
    quiet_bridge.status, quiet_bridge.answer = 202, PlayedBridge().answer
    done = confirm(session, quiet_site, page)
    assert "seo_bridge_asked=2" in done.url
    assert notice(done.text) == "success"
    assert [outbox(quiet_site, p)[0][0] for p in good] == ["post.rewrite_requested"] * 2
    assert outbox(quiet_site, strangers) == []


def test_the_daily_cap_is_kept(quiet_site: Site, quiet_bridge: PlayedBridge, author: str) -> None:
    """Of five, the first three of the day go; two are named as over the limit, also when the day fills up meanwhile."""
    posts = [quiet_site.create_post(user=author, title=f"Compost {n}", content=DRAFT) for n in range(5)]
    session = quiet_site.session(author)
    quiet_site.set_option("seo_bridge_daily_cap", 3)
    try:
        page = choose(session, quiet_site, posts).text
        assert left_out(page) == {"cap": 2}
        quiet_site.set_option("seo_bridge_daily_cap", 2)
        done = confirm(session, quiet_site, page)
        assert "seo_bridge_asked=2" in done.url
        assert "seo_bridge_cap=1" in done.url
        assert sum(len(outbox(quiet_site, p)) for p in posts) == 2
        assert left_out(choose(session, quiet_site, posts[2:]).text) == {"cap": 3}
    finally:
        quiet_site.set_option("seo_bridge_daily_cap", 0)


def test_confirming_needs_nonce_and_right(quiet_site: Site, quiet_bridge: PlayedBridge, author: str) -> None:
    """A forged form is refused, and posts that are slipped into a real one are left out."""
    quiet_site.create_user("denis", "author")
    own = quiet_site.create_post(user=author, title="Compost", content=DRAFT)
    strangers = quiet_site.create_post(user="denis", title="Compost de Denis", content=DRAFT)
    session = quiet_site.session(author)
    form = form_of(choose(session, quiet_site, [own]).text)
    url = urljoin(quiet_site.admin_url, "admin-post.php")
    assert session.post(url, data={**form, "_wpnonce": "0123456789"}).status_code == 403
    done = session.post(url, data={**form, "posts": str(strangers), "back": "https://ailleurs.example.org/"})
    assert done.url.startswith(quiet_site.url)
    assert "seo_bridge_right=1" in done.url
    assert quiet_bridge.received == []


def test_pages_and_a_column_that_can_be_hidden(quiet_site: Site, quiet_bridge: PlayedBridge) -> None:
    """Pages have column, link and action too; the column is among the screen's options; media and trash have none."""
    page_id = quiet_site.create_post(user=ADMIN, title="Compost, la page", content=DRAFT, post_type="page")
    session = quiet_site.session(ADMIN)
    tree = page_of(session, quiet_site, post_type="page", s="")
    assert look(tree, page_id) == "none"
    assert link(tree, page_id)
    assert 'value="seo_bridge-hide"' in tree or 'id="seo_bridge-hide"' in tree
    assert form_of(choose(session, quiet_site, [page_id], post_type="page").text)["posts"] == str(page_id)
    assert "seo_bridge_rewrite" not in session.get(f"{quiet_site.admin_url}upload.php?mode=list").text


def test_queries_do_not_grow_with_the_list(quiet_site: Site, quiet_bridge: PlayedBridge, robot: Robot) -> None:
    """Twelve rows with deliveries and suggestions take as many queries for the column as two."""
    posts = [quiet_site.create_post(user=ADMIN, title=f"Compost {n}", content=DRAFT) for n in range(12)]
    for post_id in posts:
        quiet_site.json("return seo_bridge_request_rewrite( $in['id'] );", user=ADMIN, id=post_id)
    for post_id in posts[::2]:
        assert robot.propose(post_id).status_code == 201
    quiet_site.set_option("seo_bridge_daily_cap", 1000)
    code = """global $wpdb;
        wp_cache_flush();
        $posts  = array_map( 'get_post', $in['ids'] );
        seo_bridge_is_connected();
        $before = $wpdb->num_queries;
        seo_bridge_glance_at( $in['ids'] );
        foreach ( $posts as $post ) { seo_bridge_state( $post, false ); }
        return $wpdb->num_queries - $before;"""
    few, many = (quiet_site.json(code, user=ADMIN, ids=ids) for ids in (posts[:2], posts))
    quiet_site.set_option("seo_bridge_daily_cap", 0)
    assert many == few
