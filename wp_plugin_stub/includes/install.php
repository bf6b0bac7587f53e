<?php
/**
 * What the plugin makes on a site (role, table, options, scheduled events) and takes away again.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

register_activation_hook( SEO_BRIDGE_FILE, 'seo_bridge_install' );
register_deactivation_hook( SEO_BRIDGE_FILE, 'seo_bridge_deactivate' );
add_action( 'init', 'seo_bridge_upgrade' );
add_action( 'admin_init', 'seo_bridge_keep_scheduled' );
add_action( 'wp_initialize_site', 'seo_bridge_install_new_site', 100 );
add_filter( 'wpmu_drop_tables', 'seo_bridge_drop_with_site' );
add_action( 'init', 'seo_bridge_load_textdomain' );

/**
 * Makes the role, the table and the options; a second call changes nothing.
 */
function seo_bridge_install(): void {
	add_role(
		'seo_bridge',
		'SEO Bridge',
		array(
			'read'               => true,
			'seo_bridge_propose' => true,
		)
	);
	seo_bridge_create_outbox();
	foreach ( seo_bridge_options() as $option => $known ) {
		add_option( $option, $known['default'], '', false );
	}
	update_option( 'seo_bridge_version', SEO_BRIDGE_VERSION );
	seo_bridge_keep_scheduled();
}

/**
 * Schedules what ought to be: WordPress loses events when two processes change the list of them at the same time.
 */
function seo_bridge_keep_scheduled(): void {
	if ( ! wp_next_scheduled( 'seo_bridge_hourly' ) ) {
		wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', 'seo_bridge_hourly' );
	}
	$due = wp_next_scheduled( 'seo_bridge_deliver' ) ? 0 : seo_bridge_outbox_next_due();
	if ( $due ) {
		seo_bridge_schedule( max( $due, time() + 1 ) );
	}
}

/**
 * Makes the outbox's table, or brings an older one up to date. Times are Unix seconds.
 */
function seo_bridge_create_outbox(): void {
	global $wpdb;
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	$table   = seo_bridge_outbox_table();
	$collate = $wpdb->get_charset_collate();
	dbDelta(
		"CREATE TABLE $table (
			id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
			webhook_id varchar(64) NOT NULL,
			post_id bigint(20) unsigned NOT NULL,
			type varchar(40) NOT NULL,
			body longtext NOT NULL,
			state varchar(20) NOT NULL,
			attempts int(11) NOT NULL DEFAULT 0,
			created_at bigint(20) NOT NULL,
			due_at bigint(20) NOT NULL,
			give_up_at bigint(20) NOT NULL DEFAULT 0,
			day int(11) NOT NULL DEFAULT 0,
			answered_at bigint(20) NOT NULL DEFAULT 0,
			answer_code int(11) NOT NULL DEFAULT 0,
			answer text NOT NULL,
			PRIMARY KEY  (id),
			UNIQUE KEY webhook_id (webhook_id),
			KEY state_due (state,due_at),
			KEY post_type_state (post_id,type,state),
			KEY day_state (day,state)
		) $collate;"
	);
}

/**
 * Installs what a new version brings, and everything on a site of a network where the plugin was never activated singly.
 */
function seo_bridge_upgrade(): void {
	if ( get_option( 'seo_bridge_version' ) !== SEO_BRIDGE_VERSION ) {
		seo_bridge_install();
	}
}

/**
 * Installs everything on a new site of a network whose sites all have the plugin.
 *
 * @param WP_Site $site The new site.
 */
function seo_bridge_install_new_site( $site ): void {
	if ( array_key_exists( plugin_basename( SEO_BRIDGE_FILE ), (array) get_site_option( 'active_sitewide_plugins' ) ) ) {
		switch_to_blog( $site->id );
		seo_bridge_install();
		restore_current_blog();
	}
}

/**
 * Has the outbox go with its site, when a site of a network is deleted.
 *
 * @param string[] $tables Tables that go.
 * @return string[]
 */
function seo_bridge_drop_with_site( $tables ): array {
	return array_merge( (array) $tables, array( seo_bridge_outbox_table() ) );
}

/**
 * Takes the scheduled events away, on every site when the plugin goes from the whole network.
 *
 * @param bool $network_wide Whether it does.
 */
function seo_bridge_deactivate( $network_wide ): void {
	$everywhere = array(
		'fields' => 'ids',
		'number' => 0,
	);
	foreach ( $network_wide ? get_sites( $everywhere ) : array( get_current_blog_id() ) as $site_id ) {
		if ( is_multisite() ) {
			switch_to_blog( $site_id );
			seo_bridge_unschedule();
			restore_current_blog();
		} else {
			seo_bridge_unschedule();
		}
	}
}

/**
 * Takes a site's scheduled events away. What waits in the outbox stays for the next activation.
 */
function seo_bridge_unschedule(): void {
	wp_clear_scheduled_hook( 'seo_bridge_deliver' );
	wp_clear_scheduled_hook( 'seo_bridge_hourly' );
	// Makes the next activation, or the next page on a network, schedule them again.
	delete_option( 'seo_bridge_version' );
}

/**
 * Loads the translation that comes with the plugin.
 */
function seo_bridge_load_textdomain(): void {
	load_plugin_textdomain( 'seo-bridge', false, dirname( plugin_basename( SEO_BRIDGE_FILE ) ) . '/languages' );
}
