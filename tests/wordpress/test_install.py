"""What the plugin makes on a site, and what uninstalling leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devsite.pytest_plugin import SITES, new_site
from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, PlayedBridge, Robot, close, connect, listen

TRACES = """global $wpdb;
    $role = get_role( 'seo_bridge' );
    return array(
        'role' => $role ? $role->capabilities : null,
        'options' => $wpdb->get_results( "SELECT option_name, autoload FROM $wpdb->options
            WHERE option_name LIKE '%seo_bridge%'
            AND option_name NOT IN ('cron') ORDER BY option_name", OBJECT_K ),
        'table' => (bool) $wpdb->get_var( "SHOW TABLES LIKE '{$wpdb->prefix}seo_bridge_outbox'" ),
        'meta' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->postmeta WHERE meta_key LIKE '%seo_bridge%'" ),
        'users' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM $wpdb->usermeta
            WHERE meta_value LIKE '%\\"seo_bridge\\"%'" ),
        'cron' => array( (bool) wp_next_scheduled( 'seo_bridge_deliver' ),
            (bool) wp_next_scheduled( 'seo_bridge_hourly' ) ) );"""
UNINSTALL = """require_once ABSPATH . 'wp-admin/includes/plugin.php';
    require_once ABSPATH . 'wp-admin/includes/file.php';
    deactivate_plugins( 'seo-bridge/seo-bridge.php' ); uninstall_plugin( 'seo-bridge/seo-bridge.php' );"""


@pytest.fixture(params=SITES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site of its own, which the test may take apart."""
    with new_site(request.param, tmp_path) as site:
        yield site
        assert site.debug_log() == ""


def test_uninstalling_removes_exactly_what_was_made(fresh: Site) -> None:
    """Role, table, options, events and notes go, after a whole story; posts, revisions and users stay."""
    made: dict[str, Any] = fresh.json(TRACES)
    assert made["role"] == {"read": True, "seo_bridge_propose": True}
    assert {name: row["autoload"] in {"no", "off"} for name, row in made["options"].items()} == {
        "seo_bridge_secret": True, "seo_bridge_site": True, "seo_bridge_triggers": True, "seo_bridge_url": True,
        "seo_bridge_version": False,
    }  # fmt: skip
    assert (made["table"], made["cron"][1]) == (True, True)

    played = PlayedBridge()
    server = listen(played)
    try:
        connect(fresh, played)
        fresh.create_user("camille", "author")
        fresh.create_user("pont", "seo_bridge")
        post_id = fresh.create_post(user="camille", title="Le compost", content=DRAFT)
        robot = Robot(fresh, ("pont", fresh.application_password("pont")))
        revision = robot.propose(post_id).json()["revision"]
    finally:
        close(server)
    fresh.php("update_option( 'seo_bridge_slow_until', 1, false ); add_option( 'seo_bridge_lock_post_1', '1 x' );")
    fresh.create_post(user="camille", title="Le bouturage", content=DRAFT)

    fresh.php(UNINSTALL)

    assert fresh.json(TRACES) == {
        "role": None,
        "options": [],
        "table": False,
        "meta": 0,
        "users": 0,
        "cron": [False, False],
    }
    assert fresh.get_post(post_id)
    assert fresh.get_post(revision)
    assert fresh.json("return get_user_by( 'login', 'pont' )->roles;") == []


def test_deactivating_keeps_settings_and_outbox(fresh: Site) -> None:
    """Only the scheduled events go; activating again brings them back and sends what waited."""
    played = PlayedBridge()
    close(listen(played))
    connect(fresh, played)
    post_id = fresh.create_post(user=ADMIN, title="Le compost", content=DRAFT)
    plugin = "require_once ABSPATH . 'wp-admin/includes/plugin.php'; {}( 'seo-bridge/seo-bridge.php' );"
    fresh.php(plugin.format("deactivate_plugins"))
    assert fresh.json(
        "return array( wp_next_scheduled( 'seo_bridge_deliver' ), wp_next_scheduled( 'seo_bridge_hourly' ) );"
    ) == [False, False]
    fresh.php(plugin.format("activate_plugin"))
    server = listen(played)
    try:
        fresh.php(
            "global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = 1' );"
            "do_action( 'seo_bridge_hourly' );"
        )
    finally:
        close(server)
    assert len(played.of(post_id)) == 1
