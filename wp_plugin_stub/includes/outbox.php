<?php
/**
 * The outbox: every webhook is stored before it is sent, and stays until the bridge has answered.
 *
 * A row is `waiting` (for its due time), `sending` (until its due time, after which another process may take it over),
 * `delivered`, `failed` (refused, or given up), `replaced` (a newer event about the same post took over) or `cancelled`.
 *
 * @package seo-bridge
 */

// phpcs:disable WordPress.DB.DirectDatabaseQuery -- The plugin's own table, whose rows several processes claim: nothing to cache.
// phpcs:disable WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- Only the table's name; %i is not in WordPress 6.1.

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The table's name.
 */
function seo_bridge_outbox_table(): string {
	global $wpdb;
	return $wpdb->prefix . 'seo_bridge_outbox';
}

/**
 * Stores an event about a post. Older ones that still wait are replaced: see `seo_bridge_outbox_replace`.
 *
 * @param string       $type    `post.draft_saved`, `post.published` or `post.rewrite_requested`.
 * @param WP_Post      $post    The post as it is now.
 * @param array<mixed> $options What the author asked for; see `seo_bridge_request_rewrite`.
 * @param int          $delay   Seconds before it may be sent.
 * @return string The webhook-id, or empty when the day has no room for a click, or the database refused.
 */
function seo_bridge_outbox_add( string $type, WP_Post $post, array $options, int $delay ): string {
	global $wpdb;
	$now        = time();
	$webhook_id = 'msg_' . wp_generate_uuid4();
	$row        = array(
		'webhook_id' => $webhook_id,
		'post_id'    => $post->ID,
		'type'       => $type,
		'body'       => seo_bridge_event_body( $type, $post, $options, $now ),
		'state'      => 'waiting',
		'created_at' => $now,
		'answer'     => '',
	);
	$due_at     = $now + $delay;
	do {
		$day    = array(
			'due_at'     => $due_at,
			'give_up_at' => $due_at + SEO_BRIDGE_GIVE_UP,
			'day'        => seo_bridge_day( $due_at ),
		);
		$added  = seo_bridge_outbox_write( static fn() => seo_bridge_take_place( $row + $day ) );
		$due_at = seo_bridge_next_day( $due_at );
	} while ( 0 === $added && 'post.rewrite_requested' !== $type );
	if ( ! $added ) {
		return '';
	}
	seo_bridge_outbox_replace( $post->ID, $type, (int) $wpdb->insert_id );
	return $webhook_id;
}

/**
 * Writes to the table. Of processes that write at the same moment, InnoDB lets one through and has the others come again; where the
 * table is missing or of an older version, it is mended.
 *
 * @param callable $write Does it; false when the database refused.
 * @return int|false What it answered at last.
 */
function seo_bridge_outbox_write( callable $write ) {
	global $wpdb;
	$quiet = $wpdb->suppress_errors();
	$until = time() + 10;
	$tries = 8;
	do {
		$done = $write();
	} while ( false === $done && --$tries && time() < $until && null === usleep( wp_rand( 1000, 20000 ) ) );
	$wpdb->suppress_errors( $quiet );
	if ( false === $done ) {
		seo_bridge_create_outbox();
		$done = $write();
	}
	return $done;
}

/**
 * Marks what still waits as replaced by a newer event: events of the same type, and what saves have queued, since every event
 * is about the newest text.
 *
 * @param int    $post_id Post id.
 * @param string $type    Event type.
 * @param int    $by      Id of the newer row.
 */
function seo_bridge_outbox_replace( int $post_id, string $type, int $by ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	seo_bridge_outbox_write( static fn() => $wpdb->query( $wpdb->prepare( "UPDATE $table SET state = 'replaced' WHERE post_id = %d AND (type = %s OR type <> 'post.rewrite_requested') AND state = 'waiting' AND id < %d", $post_id, $type, $by ) ) );
}

/**
 * Takes back what a post's saves have queued and nobody has sent yet.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_outbox_withdraw( int $post_id ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	seo_bridge_outbox_write( static fn() => $wpdb->query( $wpdb->prepare( "DELETE FROM $table WHERE post_id = %d AND type <> 'post.rewrite_requested' AND state = 'waiting' AND attempts = 0", $post_id ) ) );
}

/**
 * Makes what a post's saves have queued due earlier.
 *
 * @param int $post_id Post id.
 * @param int $due_at  Unix seconds.
 * @return bool Whether anything was waiting for a later time.
 */
function seo_bridge_outbox_hasten( int $post_id, int $due_at ): bool {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	return 0 < (int) seo_bridge_outbox_write( static fn() => $wpdb->query( $wpdb->prepare( "UPDATE $table SET due_at = %d WHERE post_id = %d AND state = 'waiting' AND attempts = 0 AND due_at > %d AND day = %d", $due_at, $post_id, $due_at, seo_bridge_day( $due_at ) ) ) );
}
