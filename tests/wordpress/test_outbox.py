"""Deliveries while the bridge is down, slow, busy or refusing: nothing is lost, and no save waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from devsite.errors import PhpFailed
from devsite.wordpress import Site

from .played_bridge import DRAFT, PlayedBridge, close, connect, listen, outbox


def age(site: Site, seconds: int) -> None:
    """Lets time pass for everything in the outbox."""
    site.php(
        "global $wpdb; $t = seo_bridge_outbox_table();"
        '$wpdb->query( $wpdb->prepare( "UPDATE $t SET due_at = due_at - %d, created_at = created_at - %d,'
        " give_up_at = give_up_at - %d\", $in['s'], $in['s'], $in['s'] ) );",
        s=seconds,
    )


def run_cron(site: Site) -> None:
    """What WP-Cron does at the scheduled time."""
    site.php("define( 'DOING_CRON', true ); do_action( 'seo_bridge_deliver' );")


def await_cron(site: Site, done: Callable[[], bool]) -> None:
    """Visits the site, which has WordPress run its due events beside the visit, until they are done."""
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline, "WP-Cron did not do it"
        site.php("delete_transient( 'doing_cron' );")  # Otherwise WordPress looks once a minute.
        requests.get(f"{site.url}/", timeout=60)


def due_in(site: Site, post_id: int) -> int:
    """Seconds from the last answer to the next attempt of a post's newest delivery."""
    rows: list[dict[str, Any]] = site.json("return seo_bridge_outbox_latest( 100 );")
    row = next(r for r in rows if int(r["post_id"]) == post_id)
    return int(row["due_at"]) - int(row["answered_at"])


def webhook_ids(site: Site, post_id: int) -> list[str]:
    rows: list[dict[str, Any]] = site.json("return array_reverse( seo_bridge_outbox_latest( 100 ) );")
    return [r["webhook_id"] for r in rows if int(r["post_id"]) == post_id]


@pytest.fixture
def down(quiet_site: Site) -> PlayedBridge:
    """A bridge that the plugin is connected to, and that does not run yet."""
    played = PlayedBridge()
    close(listen(played))
    connect(quiet_site, played)
    return played


def test_a_bridge_that_was_down_gets_the_event_later(quiet_site: Site, down: PlayedBridge, author: str) -> None:
    """The save goes through, WP-Cron delivers under the same webhook-id once the bridge is back, and only once."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "waiting", 1, 0)]
    assert quiet_site.json("return wp_next_scheduled( 'seo_bridge_deliver' ) - time();") <= 60

    server = listen(down)
    try:
        age(quiet_site, 60)
        quiet_site.php(
            "wp_clear_scheduled_hook( 'seo_bridge_deliver' );"
            "wp_schedule_single_event( time() - 1, 'seo_bridge_deliver' );"
        )
        await_cron(quiet_site, lambda: outbox(quiet_site, post_id)[0][1] == "delivered")
        (received,) = down.of(post_id)
        assert [received.id] == webhook_ids(quiet_site, post_id)
        assert received.event["type"] == "post.draft_saved"
        age(quiet_site, 60)
        run_cron(quiet_site)
        assert len(down.of(post_id)) == 1
    finally:
        close(server)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "delivered", 2, 202)]


def test_thirty_posts_saved_while_the_bridge_is_down(quiet_site: Site, down: PlayedBridge, author: str) -> None:
    """Each is delivered once it is back, once, under the webhook-id that its save has given it."""
    ids: list[int] = quiet_site.json(
        "for ( $i = 0; $i < 30; $i++ ) { $ids[] = wp_insert_post( array( 'post_title' => \"Jet $i\","
        " 'post_content' => 'Un texte.', 'post_status' => 'draft' ) ); } return $ids;",
        user=author,
    )
    server = listen(down)
    try:
        for _ in range(3):
            age(quiet_site, 120)
            run_cron(quiet_site)
    finally:
        close(server)
    assert [[r.id for r in down.of(post_id)] for post_id in ids] == [
        webhook_ids(quiet_site, post_id) for post_id in ids
    ]


def test_thirty_saves_while_the_bridge_is_down(quiet_site: Site, down: PlayedBridge, author: str) -> None:
    """Of one draft's saves the newest alone is delivered; another draft's stays what it is."""
    other = quiet_site.create_post(user=author, title="Le bouturage", content=DRAFT)
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.php(
        "for ( $i = 0; $i < 30; $i++ ) { wp_update_post( array( 'ID' => $in['id'], 'post_content' => \"Jet $i\" ) ); }",
        user=author, id=post_id,
    )  # fmt: skip
    states = [state for _, state, _, _ in outbox(quiet_site, post_id)]
    assert states == ["replaced"] * 30 + ["waiting"]
    server = listen(down)
    try:
        age(quiet_site, 120)
        run_cron(quiet_site)
    finally:
        close(server)
    assert [r.id for r in down.of(post_id)] == webhook_ids(quiet_site, post_id)[-1:]
    assert len(down.of(other)) == 1


def test_a_failed_attempt_keeps_its_id_and_signs_anew(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """After a 500 the same body comes again under the same webhook-id, after a growing pause."""
    bridge.status, bridge.answer = 500, b"Internal Server Error"
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    pauses = [due_in(quiet_site, post_id)]
    for _ in range(3):
        age(quiet_site, 3600)
        run_cron(quiet_site)
        pauses.append(due_in(quiet_site, post_id))
    bridge.status, bridge.answer = 200, b'{"job": "job-1"}'
    age(quiet_site, 3600)
    run_cron(quiet_site)
    attempts = bridge.of(post_id)
    assert len(attempts) == 5
    assert len({r.id for r in attempts}) == 1
    assert len({r.body for r in attempts}) == 1
    assert all(r.event for r in attempts)
    bounds = [(24, 36), (48, 72), (96, 144), (240, 360)]
    assert [low <= pause <= high for pause, (low, high) in zip(pauses, bounds, strict=True)] == [True] * 4, pauses
    assert outbox(quiet_site, post_id)[-1] == ("post.draft_saved", "delivered", 5, 200)


def test_pauses_differ(quiet_site: Site, down: PlayedBridge, author: str) -> None:
    """Events that fail together do not all come again together."""
    down.status = 500
    server = listen(down)
    try:
        ids: list[int] = quiet_site.json(
            "for ( $i = 0; $i < 9; $i++ ) { $ids[] = wp_insert_post( array( 'post_title' => \"Jet $i\","
            " 'post_content' => 'Un texte.', 'post_status' => 'draft' ) ); } return $ids;",
            user=author,
        )
        age(quiet_site, 60)
        run_cron(quiet_site)
    finally:
        close(server)
    first = [due_in(quiet_site, post_id) for post_id in ids if outbox(quiet_site, post_id)[0][2] == 1]
    assert len(first) > 4
    assert len(set(first)) > 1


def test_the_bridge_says_when_to_come_again(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Retry-After puts the next attempt off, by an hour at most."""
    bridge.status, bridge.headers = 503, {"retry-after": "600"}
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert due_in(quiet_site, post_id) == 600
    bridge.headers = {"retry-after": "999999"}
    other = quiet_site.create_post(user=author, title="Le bouturage", content=DRAFT)
    assert due_in(quiet_site, other) == 3600


@pytest.mark.parametrize("status", [301, 302, 401, 404, 429, 500, 502])
def test_what_somebody_may_mend_is_tried_again(
    quiet_site: Site, bridge: PlayedBridge, author: str, status: int
) -> None:
    """These answers leave the delivery waiting, with the status shown; a redirect is not followed."""
    bridge.status, bridge.headers = status, {"location": f"http://127.0.0.1:{bridge.port}/elsewhere"}
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "waiting", 1, status)]
    assert [r.path for r in bridge.received] == ["/webhooks/essai"]


def test_html_with_status_200_is_no_acknowledgement(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """A proxy's or stranger's page does not count as delivered."""
    bridge.status, bridge.answer = 200, b"<html>Bienvenue</html>"
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "waiting", 1, 200)]


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_a_refused_event_is_not_repeated(quiet_site: Site, bridge: PlayedBridge, author: str, status: int) -> None:
    """The same bytes would be refused again; the next save of the same text may try anew."""
    bridge.status, bridge.answer = status, b'{"error": {"field": "data.post_id", "message": "no"}}'
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "failed", 1, status)]
    bridge.status, bridge.answer = 202, b'{"job": "job-2"}'
    quiet_site.update_post(post_id, user=author, post_excerpt="Encore")
    assert outbox(quiet_site, post_id)[-1] == ("post.draft_saved", "delivered", 1, 202)


def test_a_delivery_is_given_up_after_two_days(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """What could not be delivered in two days is failed, though not before many tries; the settings page shows it."""
    bridge.status = 500
    post_id = quiet_site.create_post(user=author, title="Un brouillon sans pont", content=DRAFT)
    age(quiet_site, 2 * 86400 + 60)
    for _ in range(7):
        run_cron(quiet_site)
        age(quiet_site, 3 * 3600)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "waiting", 8, 500)]
    run_cron(quiet_site)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "failed", 9, 500)]
    page = quiet_site.session("admin").get(f"{quiet_site.admin_url}options-general.php?page=seo-bridge").text
    assert "Un brouillon sans pont" in page


def test_a_bridge_that_is_down_for_a_day(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """An event that was tried again and again for thirty hours is delivered when the bridge is back."""
    bridge.status = 503
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.php(
        "define( 'DOING_CRON', true ); global $wpdb; $t = seo_bridge_outbox_table();"
        'for ( $i = 0; $i < 12; $i++ ) { $wpdb->query( "UPDATE $t SET due_at = due_at - 9000,'
        " created_at = created_at - 9000, give_up_at = give_up_at - 9000\" ); do_action( 'seo_bridge_deliver' ); }"
    )
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "waiting", 13, 503)]
    bridge.status = 202
    age(quiet_site, 9000)
    run_cron(quiet_site)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "delivered", 14, 202)]
    assert len({r.id for r in bridge.of(post_id)}) == 1


def saved_by_browser(site: Site, login: str, title: str) -> int:
    """A draft that the block editor saves; its id."""
    draft = {"title": title, "content": DRAFT, "status": "draft"}
    answer = site.rest_session(login).post(f"{site.url}/wp-json/wp/v2/posts", json=draft, timeout=60)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def test_a_hanging_bridge_holds_one_process_and_no_save(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """While the bridge hangs, saves end without its answer; one process waits for it, and the rest goes once it is back."""
    bridge.hold.clear()
    ids = [saved_by_browser(quiet_site, author, f"Brouillon {n}") for n in range(4)]
    assert len(bridge.received) <= 1
    assert {state for n in ids for _, state, _, _ in outbox(quiet_site, n)} <= {"waiting", "sending"}
    bridge.hold.set()
    age(quiet_site, 60)
    await_cron(quiet_site, lambda: all(outbox(quiet_site, n)[0][1] == "delivered" for n in ids))
    assert [len({r.id for r in bridge.of(n)}) for n in ids] == [1, 1, 1, 1]


#: Where a process is killed, and what it leaves.
KILLS = {
    "in mid-send": ("pre_http_request", "sending", 1),
    "between claim and send": ("http_request_args", "sending", 1),
    "between insert and send": ("shutdown", "waiting", 0),
}


@pytest.mark.parametrize("where", KILLS)
def test_a_killed_process(quiet_site: Site, bridge: PlayedBridge, author: str, where: str) -> None:
    """Another process delivers after a minute, under the same webhook-id, and WP-Cron knows of it."""
    hook, state, attempts = KILLS[where]
    code = f"""add_filter( '{hook}', static function () {{ posix_kill( getmypid(), SIGKILL ); }} );
        wp_insert_post( array( 'post_title' => 'Tué {where}', 'post_content' => 'Un texte.',
            'post_status' => 'draft' ) );"""
    with pytest.raises(PhpFailed):
        quiet_site.php(code, user=author)
    find = "return get_posts( array( 'title' => $in['title'], 'post_status' => 'any' ) )[0]->ID;"
    post_id = quiet_site.json(find, title=f"Tué {where}")
    assert outbox(quiet_site, post_id) == [("post.draft_saved", state, attempts, 0)]
    assert 0 < quiet_site.json("return wp_next_scheduled( 'seo_bridge_deliver' ) - time();") <= 60
    if state == "sending":
        run_cron(quiet_site)
        assert bridge.of(post_id) == []
    age(quiet_site, 60)
    run_cron(quiet_site)
    assert [r.id for r in bridge.of(post_id)] == webhook_ids(quiet_site, post_id)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "delivered", attempts + 1, 202)]


def test_two_crons_at_once(quiet_site: Site, down: PlayedBridge, author: str) -> None:
    """Of several processes that find the same thirty events due, each event is sent by one."""
    quiet_site.php(
        "for ( $i = 0; $i < 30; $i++ ) { wp_insert_post( array( 'post_title' => \"Double $i\","
        " 'post_content' => 'Un texte.', 'post_status' => 'draft' ) ); }",
        user=author,
    )
    age(quiet_site, 120)
    server = listen(down)
    # Without the lock that lets one process in: what a row's claim is worth by itself.
    code = "seo_bridge_deliver_due( 10, 20 );"
    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(quiet_site.php, [code] * 3))
        # Whoever loses ten rows in a row to the others takes the outbox for empty; cron comes again.
        quiet_site.php(code)
    finally:
        close(server)
    assert len(down.received) == 30
    assert len({r.id for r in down.received}) == 30


def test_one_process_at_a_time_waits_for_the_bridge(quiet_site: Site, down: PlayedBridge, author: str) -> None:
    """While one delivers in the background another leaves at once; a dead one's place is free after a minute."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    age(quiet_site, 60)
    take = "seo_bridge_take_lock( 'seo_bridge_lock_delivery', ( time() - $in['age'] ) . ' x' );"
    server = listen(down)
    try:
        quiet_site.php(take, age=0)
        run_cron(quiet_site)
        assert down.of(post_id) == []
        quiet_site.php("delete_option( 'seo_bridge_lock_delivery' ); " + take, age=61)
        run_cron(quiet_site)
    finally:
        close(server)
    assert len(down.of(post_id)) == 1


@pytest.mark.parametrize("hours", [-24 * 365, -1, 1, 24 * 365])
def test_a_clock_that_is_set(quiet_site: Site, down: PlayedBridge, author: str, hours: int) -> None:
    """Set back or forward by an hour or a year while an event waits, the clock loses nothing: it is delivered within hours."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    age(quiet_site, hours * 3600)
    server = listen(down)
    try:
        for _ in range(2):
            run_cron(quiet_site)
            age(quiet_site, 5400)
    finally:
        close(server)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "delivered", 2, 202)]
    assert len(down.of(post_id)) == 1


def test_a_missing_table_is_made_again(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """A save finds no outbox, as after a restored backup: it makes one, and its event is delivered."""
    quiet_site.php("global $wpdb; $wpdb->query( 'DROP TABLE ' . seo_bridge_outbox_table() );")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "delivered", 1, 202)]


#: Has every write into the outbox refused when it comes the first time, as InnoDB does with one of two that wait for each other.
DEADLOCKS = """<?php
add_filter( 'query', static function ( $query ) {
    global $wpdb;
    static $refused = '';
    if ( $query === $refused || ! preg_match( '/^(INSERT INTO|UPDATE|DELETE FROM) .?' . seo_bridge_outbox_table() . '/', $query ) ) {
        return $query;
    }
    $refused = $query;
    file_put_contents( __DIR__ . '/deadlocks.log', strtok( $query, ' ' ) . "\\n", FILE_APPEND );
    $deadlock = "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found when trying to get lock'";
    return $wpdb->dbh instanceof mysqli ? $deadlock : 'UPDATE nowhere SET a = 1';
} );
"""


@pytest.fixture
def deadlocks(quiet_site: Site) -> Iterator[Path]:
    """The kinds of writes that the site's database has refused for once, a line each."""
    plugin = quiet_site.wordpress / "wp-content" / "mu-plugins" / "deadlocks.php"
    plugin.parent.mkdir(exist_ok=True)
    plugin.write_text(DEADLOCKS)
    log = plugin.with_suffix(".log")
    yield log
    plugin.unlink()
    log.unlink(missing_ok=True)


def test_writes_that_the_database_refuses_once(
    quiet_site: Site, bridge: PlayedBridge, author: str, deadlocks: Path
) -> None:
    """Whatever two processes' locks make the database refuse is written again: nothing is lost, sent twice or complained of."""
    bridge.status = 500
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.update_post(post_id, user=author, post_content="Un autre jet.")
    replaced = ("post.draft_saved", "replaced", 1, 500)
    assert outbox(quiet_site, post_id) == [replaced, ("post.draft_saved", "waiting", 1, 500)]
    bridge.status = 202
    quiet_site.php("seo_bridge_outbox_redeliver( seo_bridge_outbox_latest( 1 )[0]->id );")
    run_cron(quiet_site)
    delivered = ("post.draft_saved", "delivered", 2, 202)
    assert outbox(quiet_site, post_id) == [replaced, delivered]
    bridge.status = 500
    quiet_site.update_post(post_id, user=author, post_content="Un troisième jet.")
    quiet_site.php("seo_bridge_cancel( get_post( $in['id'] ) );", user=author, id=post_id)
    assert outbox(quiet_site, post_id) == [replaced, delivered, ("post.draft_saved", "cancelled", 1, 500)]
    assert len(bridge.of(post_id)) == 4
    assert set(deadlocks.read_text().split()) == {"INSERT", "UPDATE"}


def test_a_lost_cron_event_is_scheduled_again(quiet_site: Site, down: PlayedBridge, author: str) -> None:
    """The next page of wp-admin sees that something waits, and that WP-Cron does not know."""
    quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.php("wp_clear_scheduled_hook( 'seo_bridge_deliver' ); wp_clear_scheduled_hook( 'seo_bridge_hourly' );")
    quiet_site.session(author).get(f"{quiet_site.admin_url}profile.php", timeout=60)
    assert quiet_site.json(
        "return array( (bool) wp_next_scheduled( 'seo_bridge_deliver' ), (bool) wp_next_scheduled( 'seo_bridge_hourly' ) );"
    ) == [True, True]


def test_a_site_that_cannot_reach_itself(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Where the response cannot be closed and the site's own address does not answer, WP-Cron delivers, and knocks stop."""
    code = """add_filter( 'admin_url', static function () { return 'http://127.0.0.1:9/wp-admin/admin-ajax.php'; } );
        seo_bridge_deliver_elsewhere();
        return array( seo_bridge_loopback_works(), (bool) get_option( '_transient_seo_bridge_no_loopback' ) );"""
    assert quiet_site.json(code) == [False, True]
    post_id = saved_by_browser(quiet_site, author, "Sans écho")
    assert bridge.of(post_id) == []
    await_cron(quiet_site, lambda: len(bridge.of(post_id)) == 1)
    quiet_site.php("delete_transient( 'seo_bridge_no_loopback' );")
    forged = requests.post(f"{quiet_site.admin_url}admin-ajax.php?action=seo_bridge_deliver&key=faux", timeout=60)
    assert forged.status_code == 403


def test_two_processes_never_send_the_same_row(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """A row that one process has claimed is not to be had by another."""
    bridge.status = 500
    quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    age(quiet_site, 60)
    claimed = quiet_site.json("return array( seo_bridge_outbox_claim(), seo_bridge_outbox_claim() );")
    assert claimed[0]["attempts"] == 2
    assert claimed[1] is None


def test_old_deliveries_are_forgotten(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """The hourly sweep keeps the latest hundred that have ended, and all that have not."""
    bridge.status = 500
    waiting = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.php(
        "global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET day = 20200101' );"
        " for ( $i = 0; $i < 105; $i++ ) { $wpdb->insert( seo_bridge_outbox_table(), array("
        " 'webhook_id' => \"msg_$i\","
        " 'post_id' => 1, 'type' => 'post.draft_saved', 'body' => '{}', 'state' => 'delivered',"
        " 'created_at' => 1, 'due_at' => 0,"
        " 'answer' => '' ) ); } seo_bridge_outbox_prune();"
    )
    rows = quiet_site.json("return seo_bridge_outbox_latest( 500 );")
    assert len(rows) == 101
    assert rows[0]["webhook_id"] == "msg_104"
    assert rows[-1]["post_id"] == str(waiting)


def test_a_database_without_emoji(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Where tables are as old WordPress made them, emoji in a wish and bytes of any kind in an answer lose and repeat nothing."""
    tables = """global $wpdb; if ( $wpdb->dbh instanceof mysqli ) { foreach ( array( $wpdb->postmeta, seo_bridge_outbox_table() ) as $t ) {
        $wpdb->query( "ALTER TABLE $t CONVERT TO CHARACTER SET {$in['set']}" ); } }"""
    ask = "return is_string( seo_bridge_request_rewrite( $in['id'], array( 'tone' => 'gai 🌱' ) ) );"
    bridge.status, bridge.answer = 422, b"<p>\xff " + "🌱</p>".encode()
    quiet_site.php(tables, set="utf8")
    try:
        post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT, status="private")
        assert quiet_site.json(ask, user=author, id=post_id)
        wishes = quiet_site.json("return seo_bridge_get_json( $in['id'], '_seo_bridge_requested' );", id=post_id)
        assert wishes["options"] == {"tone": "gai 🌱"}
        assert outbox(quiet_site, post_id) == [("post.rewrite_requested", "failed", 1, 422)]
    finally:
        quiet_site.php(tables, set="utf8mb4")
