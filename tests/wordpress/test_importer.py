"""Feeds and importers publish many posts at once: they are paced and capped, in order, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devsite.wordpress import Site

from .played_bridge import PlayedBridge, outbox

POSTS, CAP = 50, 20

#: What an importer does in one process; the ids of the posts.
IMPORT = """
define( 'WP_IMPORTING', true );
$ids = array();
for ( $number = 1; $number <= $in['posts']; $number++ ) {
    $ids[] = wp_insert_post( array( 'post_status' => 'publish', 'post_title' => "Article $number",
        'post_content' => "<p>Le texte de l’article $number, tel que le flux l’apporte.</p>" ) );
}
return $ids;
"""
DELIVER = "for ( $round = 0; $round < 5; $round++ ) { seo_bridge_deliver_due( 10, 20 ); }"
#: From here on no process delivers in the background, not even one that a page of an earlier test has asked to.
ALONE = """
while ( ! seo_bridge_take_lock( 'seo_bridge_lock_delivery', ( time() + HOUR_IN_SECONDS ) . ' test' ) ) { usleep( 50000 ); }
"""
#: A day goes by, for the outbox.
TOMORROW = """
global $wpdb;
$wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = due_at - 86400, created_at = created_at - 86400' );
"""


@pytest.fixture
def capped(quiet_site: Site, bridge: PlayedBridge) -> Iterator[Site]:
    """A site that sends what is published, so many a day."""
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": True})
    quiet_site.set_option("seo_bridge_daily_cap", CAP)
    quiet_site.php(ALONE)
    yield quiet_site
    quiet_site.php("delete_option( 'seo_bridge_lock_delivery' );")
    quiet_site.set_option("seo_bridge_daily_cap", 0)


def test_an_import_starts_no_more_than_the_cap_and_loses_none(capped: Site, bridge: PlayedBridge) -> None:
    """Fifty posts at a cap of twenty: twenty on each of two days and ten on the third, in order."""
    ids = capped.json(IMPORT, posts=POSTS)
    waiting = capped.json("return array_map( 'intval', array_column( seo_bridge_outbox_latest( 100 ), 'post_id' ) );")
    assert sorted(waiting) == ids
    for day in range(1, 4):
        capped.php(DELIVER)
        sent = [received.event["data"]["post_id"] for received in bridge.received]
        assert sent == ids[: CAP * day]
        capped.php(TOMORROW)
    assert len({received.id for received in bridge.received}) == POSTS


def test_an_import_of_drafts_starts_nothing(capped: Site, bridge: PlayedBridge) -> None:
    """Only what is published counts: an archive of drafts is nobody's new writing."""
    capped.set_option("seo_bridge_triggers", {"draft_saved": True, "published": True})
    ids = capped.json(IMPORT.replace("'publish'", "'draft'"), posts=2)
    capped.php(DELIVER)
    assert [outbox(capped, post_id) for post_id in ids] == [[], []]
    assert bridge.received == []
