<?php
/**
 * Removes what the plugin made, and nothing else. Revisions are posts of the site and stay; what the plugin noted on them goes.
 *
 * @package seo-bridge
 */

if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
	exit;
}

/**
 * Clears one site.
 */
function seo_bridge_uninstall_site(): void {
	global $wpdb;

	wp_clear_scheduled_hook( 'seo_bridge_deliver' );
	wp_clear_scheduled_hook( 'seo_bridge_hourly' );
	foreach ( get_users( array( 'role' => 'seo_bridge' ) ) as $user ) {
		$user->remove_role( 'seo_bridge' );
	}
	remove_role( 'seo_bridge' );
	// phpcs:disable WordPress.DB.DirectDatabaseQuery -- Once, for all posts; no API removes by prefix, and the caches go below.
	foreach ( array( 'seo_bridge_', '_transient_seo_bridge_', '_transient_timeout_seo_bridge_' ) as $prefix ) {
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) );
	}
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->postmeta} WHERE meta_key LIKE %s", $wpdb->esc_like( '_seo_bridge_' ) . '%' ) );
	$wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}seo_bridge_outbox" );
	// phpcs:enable
	wp_cache_flush();
}

if ( is_multisite() ) {
	foreach ( get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	) as $seo_bridge_blog ) {
		switch_to_blog( $seo_bridge_blog );
		seo_bridge_uninstall_site();
		restore_current_blog();
	}
} else {
	seo_bridge_uninstall_site();
}
