"""What the plugin makes on a site, and what uninstalling leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devsite.layout import copy_plugin
from devsite.pytest_plugin import SITES, new_site
from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, SECRET, PlayedBridge, close, connect, listen

#: What a site's database holds, by name: tables, options, meta keys, scheduled events; roles with their capabilities.
TRACES = """global $wpdb;
    wp_cache_flush();
    if ( $in['site'] ) { switch_to_blog( $in['site'] ); }
    $names = static function ( $column, $table, $where ) use ( $wpdb ) {
        return $wpdb->get_col( "SELECT DISTINCT $column FROM $table WHERE $where ORDER BY $column" );
    };
    $hooks = array();
    foreach ( _get_cron_array() as $events ) { $hooks = array_merge( $hooks, array_keys( $events ) ); }
    sort( $hooks );
    $tables = $wpdb->get_col( 'SHOW TABLES' );
    sort( $tables );
    return array(
        'tables' => $tables,
        'options' => array_values( array_filter( $names( 'option_name', $wpdb->options, '1 = 1' ), static function ( $o ) {
            return ! preg_match( '/^_(site_)?transient_(?!(timeout_)?seo)|^recently_activated$|^finished_|^category_children$/', $o );
        } ) ),
        'postmeta' => $names( 'meta_key', $wpdb->postmeta, '1 = 1' ),
        'usermeta' => $names( 'meta_key', $wpdb->usermeta, "meta_key NOT IN ('session_tokens')" ),
        'roles' => get_option( $wpdb->prefix . 'user_roles' ),
        'users' => array_map( static function ( $u ) { return $u->roles; }, get_users( array( 'orderby' => 'ID' ) ) ),
        'events' => array_values( array_unique( $hooks ) ) );"""
UNINSTALL = """require_once ABSPATH . 'wp-admin/includes/plugin.php';
    require_once ABSPATH . 'wp-admin/includes/file.php';
    deactivate_plugins( 'seo-bridge/seo-bridge.php' ); uninstall_plugin( 'seo-bridge/seo-bridge.php' );"""


STORY = """
    update_option( 'seo_bridge_url', "http://127.0.0.1:{$in['port']}" );
    update_option( 'seo_bridge_site', 'essai' );
    update_option( 'seo_bridge_secret', $in['secret'] );
    update_option( 'seo_bridge_lock_post_1', '1 x' );
    set_transient( 'seo_bridge_pong', array( 'pong' => true ), 60 );
    get_user_by( 'login', 'pont' )->add_role( 'seo_bridge' );
    $post_id = wp_insert_post( array( 'post_title' => 'Le compost', 'post_content' => 'Un texte.', 'post_status' => 'draft' ) );
    $post    = get_post( $post_id );
    $stored  = seo_bridge_store_suggestion( $post, array( 'job' => 'job-1', 'base_hash' => seo_bridge_content_hash( $post ),
        'title' => 'T', 'titles' => array(), 'slug' => '', 'excerpt' => '', 'content' => '<p>Un autre texte.</p>',
        'seo' => array(), 'report' => array(), 'sections' => array() ) );
    return array( $post_id, $stored[0]['revision'] );"""


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sites start without the plugin."""
    with monkeypatch.context() as patched:
        patched.setattr(Site, "install_plugin", lambda _: None)
        yield


@pytest.fixture(params=SITES)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site of its own, which the test may take apart."""
    with new_site(request.param, tmp_path) as site:
        yield site
        assert site.debug_log() == ""


@pytest.fixture
def down() -> PlayedBridge:
    """A bridge that does not run: what is sent waits."""
    played = PlayedBridge()
    close(listen(played))
    return played


def traces(site: Site, blog: int = 0) -> dict[str, Any]:
    """`TRACES` of one site of a network, or of the only one."""
    found: dict[str, Any] = site.json(TRACES, site=blog)
    return found


def added(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """What is new, by kind."""
    return {kind: sorted(set(after[kind]) - set(before[kind])) for kind in before if kind != "users"}


@pytest.mark.parametrize("name", SITES)
def test_uninstalling_removes_exactly_what_was_made(bare: None, tmp_path: Path, down: PlayedBridge, name: str) -> None:
    """The database of before the installation is that of after the removal, with a whole story between; texts and users stay."""
    with new_site(name, tmp_path) as site:
        site.create_user("pont", "subscriber")
        site.application_password("pont")
        site.create_post(user=ADMIN, title="Avant", content=DRAFT, status="publish")
        before = traces(site)
        install(site)
        made = added(before, traces(site))
        assert made["tables"] == ["wp_seo_bridge_outbox"]
        assert made["roles"] == ["seo_bridge"]
        assert made["events"] == ["seo_bridge_hourly"]
        assert made["options"] == sorted(
            [*site.json("return array_keys( seo_bridge_options() );"), "seo_bridge_version"]
        )
        assert (made["postmeta"], made["usermeta"]) == ([], [])
        kept = site.json(STORY, user=ADMIN, port=down.port, secret=SECRET)
        assert any("pending" in key for key in added(before, traces(site))["postmeta"])

        site.php(UNINSTALL)

        assert traces(site) == before
        assert all(site.get_post(post_id) for post_id in kept)
        assert site.debug_log() == ""


def install(site: Site) -> None:
    """Copies the plugin in and activates it."""
    copy_plugin(site.root)
    site.php(
        "require_once ABSPATH . 'wp-admin/includes/plugin.php';"
        "$done = activate_plugin( 'seo-bridge/seo-bridge.php' );"
        "if ( is_wp_error( $done ) ) { throw new Exception( $done->get_error_message() ); }"
    )


def test_a_network_of_sites(bare: None, tmp_path: Path, down: PlayedBridge) -> None:
    """Activated for one site it touches no other; activated for all, each has its own, a new one too, and nothing stays."""
    activate = """require_once ABSPATH . 'wp-admin/includes/plugin.php';
        if ( $in['site'] ) { switch_to_blog( $in['site'] ); }
        $done = activate_plugin( 'seo-bridge/seo-bridge.php', '', ! $in['site'] );
        if ( is_wp_error( $done ) ) { throw new Exception( $done->get_error_message() ); }"""
    new = """return wp_insert_site( array( 'domain' => DOMAIN_CURRENT_SITE, 'path' => $in['path'], 'title' => 'Annexe',
        'user_id' => 1 ) );"""
    on = "switch_to_blog( $in['blog'] );"
    with new_site("6.5-sqlite", tmp_path) as site:
        site.create_user("pont", "subscriber")
        site.make_network()
        second = site.json(new, path="/annexe/")
        site.php(on + "add_user_to_blog( $in['blog'], get_user_by( 'login', 'pont' )->ID, 'subscriber' );", blog=second)
        site.php(on + "wp_schedule_single_event( time() + 9999, 'anything_else' );", blog=second)
        before = [traces(site), traces(site, second)]
        copy_plugin(site.root)

        site.php(activate, site=second)
        alone = [traces(site), traces(site, second)]
        assert added(before[0], alone[0])["options"] == []
        assert added(before[1], alone[1])["tables"] == [f"wp_{second}_seo_bridge_outbox"]
        plugins = "require_once ABSPATH . 'wp-admin/includes/plugin.php';"
        site.php(on + plugins + "deactivate_plugins( 'seo-bridge/seo-bridge.php' );", blog=second)

        site.php(activate, site=0)
        third = site.json(new, path="/tierce/")
        assert "seo_bridge" in traces(site, third)["roles"]
        assert f"wp_{third}_seo_bridge_outbox" in traces(site, third)["tables"]
        for blog in (1, second):
            site.json(on + "seo_bridge_upgrade();" + STORY, user=ADMIN, blog=blog, port=down.port, secret=SECRET)
        count = on + "return count( seo_bridge_outbox_latest( 9 ) );"
        assert [site.json(count, blog=blog) for blog in (1, second, third)] == [1, 1, 0]

        site.php(
            "require_once ABSPATH . 'wp-admin/includes/ms.php'; wpmu_delete_blog( $in['blog'], true );", blog=third
        )
        assert [t for t in traces(site)["tables"] if f"wp_{third}_" in t] == []
        site.php(UNINSTALL.replace("seo-bridge.php' );", "seo-bridge.php', false, true );", 1))
        for blog, was in ((0, before[0]), (second, before[1])):
            now = traces(site, blog)
            assert (added(was, now), added(now, was)) == (added(was, was), added(was, was))
            assert now["roles"] == was["roles"]
            assert now["users"] == was["users"]
        assert site.debug_log() == ""


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
