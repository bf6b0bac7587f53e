"""What a site's owner can choose: which saves are events, how long they wait, how many a day, and who may ask."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, REWRITTEN, PlayedBridge, Robot, outbox
from .revision_screen import baseline, restore, row


@pytest.fixture
def choose(quiet_site: Site) -> Iterator[Any]:
    """Sets options of the plugin; afterwards they are as on a new site."""

    def set_options(**values: Any) -> None:
        for name, value in values.items():
            quiet_site.set_option(f"seo_bridge_{name}", value)

    yield set_options
    quiet_site.php("foreach ( seo_bridge_options() as $o => $k ) { update_option( $o, $k['default'] ); }")


def asked(site: Site, post_id: int, user: str) -> dict[str, Any]:
    """The data of the error that a click gets; empty when the rewrite was asked for."""
    answer: dict[str, Any] = site.json(
        "$r = seo_bridge_request_rewrite( $in['id'] );"
        "return is_wp_error( $r ) ? array( 'code' => $r->get_error_code() ) + $r->get_error_data() : (object) array();",
        user=user,
        id=post_id,
    )
    return answer


def test_only_chosen_authors_and_categories(quiet_site: Site, bridge: PlayedBridge, author: str, choose: Any) -> None:
    """Saves of others are no events, and a category stands for those below it too; a page has none, and a click always may."""
    code = """$top = wp_insert_term( 'Jardin', 'category' )['term_id'];
        $below = wp_insert_term( 'Potager', 'category', array( 'parent' => $top ) )['term_id'];
        return array( $top, $below, get_user_by( 'login', 'camille' )->ID );"""
    top, below, camille = quiet_site.json(code)
    choose(categories=[top], authors=[camille])
    inside = quiet_site.create_post(user=author, title="Le compost", content=DRAFT, post_category=[below])
    outside = quiet_site.create_post(user=author, title="Le train", content=DRAFT)
    page = quiet_site.create_post(user=ADMIN, title="Contact", content=DRAFT, post_type="page", post_author=camille)
    others = quiet_site.create_post(user=ADMIN, title="Le train", content=DRAFT, post_category=[top])
    assert [len(bridge.of(post_id)) for post_id in (inside, outside, page, others)] == [1, 0, 1, 0]
    assert asked(quiet_site, others, ADMIN) == {}
    assert len(bridge.of(others)) == 1


def test_only_chosen_types(quiet_site: Site, bridge: PlayedBridge, choose: Any) -> None:
    """What is not ticked is rewritten neither by itself nor with a click."""
    choose(types=["page"])
    post_id = quiet_site.create_post(user=ADMIN, title="Le compost", content=DRAFT)
    assert bridge.received == []
    assert asked(quiet_site, post_id, ADMIN)["status"] == 404


RECIPES = """<?php add_action( 'init', static function () {
    register_post_type( 'recette', array( 'label' => 'Recettes', 'public' => true, 'show_in_rest' => true,
        'supports' => array( 'title', 'editor' ) ) );
} );"""


def test_a_type_of_the_sites_own(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, choose: Any
) -> None:
    """Ticked, it is rewritten like posts: saves, list, comparison and applying, though it keeps no revisions by itself."""
    installed = quiet_site.wordpress / "wp-content" / "mu-plugins" / "recipes.php"
    installed.write_text(RECIPES)
    try:
        post_id = quiet_site.create_post(user=author, title="La soupe", content="Un poireau.", post_type="recette")
        assert bridge.of(post_id) == []
        session = quiet_site.session(ADMIN)
        settings = session.get(f"{quiet_site.admin_url}options-general.php?page=seo-bridge", timeout=60).text
        assert 'value="recette"' in settings
        choose(types=["post", "recette"])
        quiet_site.update_post(post_id, user=author, post_content=DRAFT)
        assert [received.event["data"]["post_type"] for received in bridge.of(post_id)] == ["recette"]
        revision = robot.propose(post_id, job="job-1").json()["revision"]
        listed = session.get(f"{quiet_site.admin_url}edit.php?post_type=recette", timeout=60).text
        assert "seo-bridge-state is-ready" in listed
        assert f"action=seo_bridge_rewrite&#038;post={post_id}" in listed
        assert '<option value="seo_bridge_rewrite">' in listed
        before = row(quiet_site, post_id)
        restore(quiet_site.session(author), quiet_site, revision)
        assert row(quiet_site, post_id)["post_content"] == REWRITTEN
        assert baseline(quiet_site, post_id, before)
    finally:
        installed.unlink()


def test_saves_within_the_quiet_time_are_one_event(
    quiet_site: Site, bridge: PlayedBridge, author: str, choose: Any
) -> None:
    """The last save counts, that long after it; a click in between takes the place of what waits."""
    choose(quiet=300)
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.update_post(post_id, user=author, post_content="Un deuxième jet.")
    assert bridge.received == []
    states = outbox(quiet_site, post_id)
    assert states == [("post.draft_saved", "replaced", 0, 0), ("post.draft_saved", "waiting", 0, 0)]
    due, scheduled = quiet_site.json(
        "return array( seo_bridge_outbox_next_due() - time(), wp_next_scheduled( 'seo_bridge_deliver' ) - time() );"
    )
    assert 200 < due <= 300
    assert scheduled <= 300
    assert asked(quiet_site, post_id, author) == {}
    assert [r.event["type"] for r in bridge.of(post_id)] == ["post.rewrite_requested"]
    assert [state for _, state, _, _ in outbox(quiet_site, post_id)] == ["replaced", "replaced", "delivered"]


def test_the_daily_cap(quiet_site: Site, bridge: PlayedBridge, author: str, choose: Any) -> None:
    """Beyond it a click is refused until midnight, and a save waits for the first day that has room; a replaced one takes none."""
    choose(daily_cap=2)
    first = quiet_site.create_post(user=author, title="Un", content=DRAFT)
    assert quiet_site.json("return seo_bridge_left_today();") == 1
    second = quiet_site.create_post(user=author, title="Deux", content=DRAFT)
    assert quiet_site.json("return seo_bridge_left_today();") == 0
    midnight = quiet_site.json("return ( new DateTime( 'tomorrow', wp_timezone() ) )->getTimestamp();")
    refusal = asked(quiet_site, first, author)
    assert (refusal["code"], refusal["status"], refusal["retry_at"]) == ("seo_bridge_daily_cap", 429, midnight)
    waiting = [quiet_site.create_post(user=author, title=title, content=DRAFT) for title in ("Trois", "Quatre", "Cinq")]
    quiet_site.update_post(waiting[0], user=author, post_content="Un autre jet.")
    rows = quiet_site.json("return array_reverse( seo_bridge_outbox_latest( 100, 'waiting' ) );")
    days = [(int(row["post_id"]), round((int(row["due_at"]) - midnight) / 86400)) for row in rows]
    assert days == [(waiting[1], 0), (waiting[2], 1), (waiting[0], 0)]
    assert [len(bridge.of(post_id)) for post_id in (first, second, *waiting)] == [1, 1, 0, 0, 0]
    choose(daily_cap=0)
    assert quiet_site.json("return seo_bridge_left_today();") is None


def test_who_may_ask(quiet_site: Site, bridge: PlayedBridge, author: str, choose: Any) -> None:
    """Users of the chosen roles, for posts that they may edit; the bridge's user may not, whatever is ticked."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.create_user("dominique", "author")
    quiet_site.create_user("relectrice", "editor")
    quiet_site.create_user("pont", "seo_bridge")
    may = "return seo_bridge_user_may_rewrite( $in['id'] );"
    logins = (author, "dominique", "relectrice", ADMIN, "pont")
    assert [quiet_site.json(may, user=login, id=post_id) for login in logins] == [True, False, True, True, False]
    choose(roles=["editor", "seo_bridge"])
    assert [quiet_site.json(may, user=login, id=post_id) for login in logins] == [False, False, True, False, False]


def test_proposals_of_a_post_do_not_pile_up(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Where revisions have no limit either, the pending and the applied proposal and the last few are kept, and every text of the
    author's."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.update_post(post_id, user=author, post_content="Un autre jet.")
    own = [r["ID"] for r in quiet_site.revisions(post_id)]
    code = """for ( $i = 0; $i < 9; $i++ ) {
            $post = get_post( $in['id'] );
            $fields = array( 'job' => "job-$i", 'base_hash' => seo_bridge_content_hash( $post ), 'title' => "T$i",
                'titles' => array(), 'slug' => '', 'excerpt' => '', 'content' => "<p>Proposition $i</p>", 'seo' => array(),
                'report' => array(), 'sections' => array() );
            $made[] = seo_bridge_store_suggestion( $post, $fields )[0]['revision'];
            if ( 1 === $i ) { update_post_meta( $post->ID, '_seo_bridge_applied', $made[1] ); }
        }
        return $made;"""
    made = quiet_site.json(code, user=author, id=post_id)
    kept = [r["ID"] for r in quiet_site.revisions(post_id)]
    assert [one for one in made if one in kept] == [made[1], *made[5:]]
    assert set(own) <= set(kept)


#: Asks for a rewrite as one of several processes that are all about to write into the outbox before any does; on MariaDB slowly,
#: and with less isolation than WordPress's default.
AT_ONCE = """
global $wpdb;
$is_mysql = $wpdb->dbh instanceof mysqli;
$is_mysql && $wpdb->query( 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED' );
add_filter( 'query', static function ( $query ) use ( $in, $is_mysql ) {
    static $met = false;
    if ( 0 !== strpos( $query, 'INSERT INTO' ) || ! strpos( $query, seo_bridge_outbox_table() ) ) { return $query; }
    touch( "{$in['meeting']}/{$in['id']}" );
    for ( $i = 0; ! $met && $i < 1000 && count( glob( "{$in['meeting']}/*" ) ) < $in['processes']; $i++ ) { usleep( 10000 ); }
    $met = true;
    return $is_mysql ? str_replace( 'WHERE (', 'WHERE SLEEP( 0.3 ) = 0 AND (', $query ) : $query;
} );
$made = seo_bridge_request_rewrite( $in['id'] );
return is_wp_error( $made ) ? $made->get_error_code() : 'asked';
"""


def test_the_last_place_of_a_day_is_taken_once(
    quiet_site: Site, bridge: PlayedBridge, author: str, choose: Any, tmp_path: Path
) -> None:
    """Of four processes that are about to take the two places left, at once, two get them, and the others are refused."""
    drafts = [
        quiet_site.create_post(user=author, title=f"Un {n}", content=DRAFT, post_status="private") for n in range(4)
    ]
    choose(daily_cap=2)

    def ask(post_id: int) -> Any:
        return quiet_site.json(AT_ONCE, user=author, id=post_id, meeting=str(tmp_path), processes=len(drafts))

    with ThreadPoolExecutor(len(drafts)) as pool:
        answers = sorted(pool.map(ask, drafts))
    assert answers == ["asked", "asked", "seo_bridge_daily_cap", "seo_bridge_daily_cap"]
    assert quiet_site.json("return seo_bridge_left_today();") == 0
