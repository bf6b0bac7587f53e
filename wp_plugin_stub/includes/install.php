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
register_deactivation_hook( SEO_BRIDGE_FILE, 'seo_bridge_unschedule' );
add_action( 'init', 'seo_bridge_upgrade' );
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
	if ( ! wp_next_scheduled( 'seo_bridge_hourly' ) ) {
		wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', 'seo_bridge_hourly' );
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
 * Takes the scheduled events away. What waits in the outbox stays for the next activation.
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
