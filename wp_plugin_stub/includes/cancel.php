<?php
/**
 * Takes a rewrite back.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Takes a rewrite back: out of the outbox as long as it waits there, else at the bridge.
 *
 * @param WP_Post $post The post.
 * @return array<string, mixed> The state after it.
 */
function seo_bridge_cancel( WP_Post $post ): array {
	seo_bridge_outbox_cancel( $post->ID );
	$state = seo_bridge_state( $post, false );
	$known = seo_bridge_get_json( $post->ID, '_seo_bridge_progress' );
	$row   = seo_bridge_latest_delivery( $post->ID );
	if ( ! $state['busy'] || ( $row && 'delivered' !== $row->state ) ) {
		return $state;
	}
	$known = $row ? seo_bridge_known_of( $row, $known ) : $known;
	if ( seo_bridge_is_pulled() ) {
		seo_bridge_ask_cancel( $post->ID, (string) ( $known['job'] ?? '' ) );
		return seo_bridge_state( $post, false );
	}
	if ( '' !== ( $known['path'] ?? '' ) ) {
		$known = seo_bridge_heard( $known, seo_bridge_cancel_job( $known['path'] ) );
		if ( 'unknown' !== $known['state'] ) {
			seo_bridge_put_json( $post->ID, '_seo_bridge_progress', $known );
		}
	}
	return seo_bridge_state_of( $post, $known );
}

/**
 * Takes back what nobody has sent yet, or what is still being tried; also what a bridge that asks has not answered yet, whose
 * answer then says what to cancel.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_outbox_cancel( int $post_id ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$given = seo_bridge_is_pulled() ? 'sending' : 'waiting';
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- The plugin's own table.
	seo_bridge_outbox_write( static fn() => $wpdb->query( $wpdb->prepare( "UPDATE $table SET state = 'cancelled' WHERE post_id = %d AND state IN ('waiting',%s)", $post_id, $given ) ) );
}
