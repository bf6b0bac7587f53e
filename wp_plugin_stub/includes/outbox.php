<?php
/**
 * The outbox: every webhook is stored before it is sent, and stays until the bridge has answered.
 *
 * A row is `waiting` (for its due time), `sending` (until its due time, after which another process may take it over),
 * `delivered`, `failed` (refused, or given up) or `replaced` (a newer event of the same kind for the same post took over).
 *
 * @package seo-bridge
 */

// phpcs:disable WordPress.DB.DirectDatabaseQuery -- The plugin's own table, whose rows several processes claim: nothing to cache.
// phpcs:disable WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- Only the table's name; %i is not in WordPress 6.1.

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Seconds that one sending process has a row for itself. */
const SEO_BRIDGE_SENDING_SECONDS = 60;

/** How many ended deliveries are kept for the settings page. */
const SEO_BRIDGE_KEPT_DELIVERIES = 100;

/**
 * The table's name.
 */
function seo_bridge_outbox_table(): string {
	global $wpdb;
	return $wpdb->prefix . 'seo_bridge_outbox';
}

/**
 * Stores an event about a post. An older one of the same type for the same post that still waits is replaced.
 *
 * @param string       $type    `post.draft_saved`, `post.published` or `post.rewrite_requested`.
 * @param WP_Post      $post    The post as it is now.
 * @param array<mixed> $options What the author asked for; see `seo_bridge_request_rewrite`.
 * @param int          $delay   Seconds before it may be sent.
 * @return string The webhook-id, or empty when the database refused.
 */
function seo_bridge_outbox_add( string $type, WP_Post $post, array $options, int $delay ): string {
	global $wpdb;
	$now        = time();
	$due_at     = seo_bridge_free_time( $now + $delay, $post->ID, $type );
	$webhook_id = 'msg_' . wp_generate_uuid4();
	$added      = $wpdb->insert(
		seo_bridge_outbox_table(),
		array(
			'webhook_id' => $webhook_id,
			'post_id'    => $post->ID,
			'type'       => $type,
			'body'       => seo_bridge_event_body( $type, $post, $options, $now ),
			'state'      => 'waiting',
			'created_at' => $now,
			'due_at'     => $due_at,
			'give_up_at' => $due_at + SEO_BRIDGE_GIVE_UP,
			'day'        => seo_bridge_day( $due_at ),
			'answer'     => '',
		)
	);
	if ( ! $added ) {
		return '';
	}
	seo_bridge_outbox_replace( $post->ID, $type, (int) $wpdb->insert_id );
	return $webhook_id;
}

/**
 * How many events count on a day: those that are to be sent, or were. One that a newer event about the same post is about to
 * replace does not.
 *
 * @param int    $day     See `seo_bridge_day`.
 * @param int    $post_id The newer event's post, or 0.
 * @param string $type    The newer event's type.
 */
function seo_bridge_outbox_count( int $day, int $post_id = 0, string $type = '' ): int {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	return (int) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM $table WHERE day = %d AND state IN ('waiting','sending','delivered') AND NOT (post_id = %d AND type = %s AND state = 'waiting')", $day, $post_id, $type ) );
}

/**
 * Marks what still waits as replaced by a newer event.
 *
 * @param int    $post_id Post id.
 * @param string $type    Event type.
 * @param int    $by      Id of the newer row.
 */
function seo_bridge_outbox_replace( int $post_id, string $type, int $by ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$wpdb->query( $wpdb->prepare( "UPDATE $table SET state = 'replaced' WHERE post_id = %d AND type = %s AND state = 'waiting' AND id < %d", $post_id, $type, $by ) );
}

/**
 * Takes back what a post's saves have queued and nobody has sent yet.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_outbox_withdraw( int $post_id ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$wpdb->query( $wpdb->prepare( "DELETE FROM $table WHERE post_id = %d AND type <> 'post.rewrite_requested' AND state = 'waiting' AND attempts = 0", $post_id ) );
}

/**
 * Makes what a post's saves have queued due at once.
 *
 * @param int $post_id Post id.
 * @return bool Whether anything was waiting for a later time.
 */
function seo_bridge_outbox_hasten( int $post_id ): bool {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$now   = time();
	return 0 < (int) $wpdb->query( $wpdb->prepare( "UPDATE $table SET due_at = %d WHERE post_id = %d AND state = 'waiting' AND attempts = 0 AND due_at > %d", $now, $post_id, $now ) );
}

/**
 * Takes the next due row for this process alone: fresh events before retries.
 *
 * @return object|null The row, its `attempts` counting the coming one; null when nothing is due.
 */
function seo_bridge_outbox_claim() {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$now   = time();
	$rows  = $wpdb->get_results( $wpdb->prepare( "SELECT * FROM $table WHERE state IN ('waiting','sending') AND due_at <= %d ORDER BY attempts, due_at, id LIMIT 10", $now ) );
	foreach ( $rows as $row ) {
		// Of several processes that saw the row so, one changes it.
		$claimed = $wpdb->query( $wpdb->prepare( "UPDATE $table SET state = 'sending', attempts = attempts + 1, due_at = %d WHERE id = %d AND state = %s AND attempts = %d", $now + SEO_BRIDGE_SENDING_SECONDS, $row->id, $row->state, $row->attempts ) );
		if ( 1 === $claimed ) {
			++$row->attempts;
			return $row;
		}
	}
	return null;
}

/**
 * Notes how an attempt ended.
 *
 * @param object $row    A claimed row.
 * @param string $state  `delivered`, `failed` or `waiting`.
 * @param int    $due_at When a waiting row is due again.
 * @param int    $code   HTTP status, 0 without an answer.
 * @param string $answer What the bridge, or the connection, said.
 */
function seo_bridge_outbox_settle( $row, string $state, int $due_at, int $code, string $answer ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	if ( 'waiting' === $state ) {
		$newer = $wpdb->get_var( $wpdb->prepare( "SELECT id FROM $table WHERE post_id = %d AND type = %s AND id > %d LIMIT 1", $row->post_id, $row->type, $row->id ) );
		$state = $newer ? 'replaced' : $state;
	}
	$wpdb->update(
		$table,
		array(
			'state'       => $state,
			'due_at'      => $due_at,
			'answered_at' => time(),
			'answer_code' => $code,
			'answer'      => $answer,
		),
		array(
			'id'       => $row->id,
			'attempts' => $row->attempts,
		)
	);
}

/**
 * When the next row is due.
 *
 * @return int Unix seconds; 0 when nothing waits.
 */
function seo_bridge_outbox_next_due(): int {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	return (int) $wpdb->get_var( "SELECT MIN(due_at) FROM $table WHERE state IN ('waiting','sending')" );
}

/**
 * The latest deliveries.
 *
 * @param int $limit How many.
 * @return object[] Rows, newest first.
 */
function seo_bridge_outbox_latest( int $limit ): array {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	return (array) $wpdb->get_results( $wpdb->prepare( "SELECT * FROM $table ORDER BY id DESC LIMIT %d", $limit ) );
}

/**
 * Forgets all but the latest ended deliveries.
 */
function seo_bridge_outbox_prune(): void {
	global $wpdb;
	$table  = seo_bridge_outbox_table();
	$oldest = (int) $wpdb->get_var( $wpdb->prepare( "SELECT id FROM $table WHERE state NOT IN ('waiting','sending') ORDER BY id DESC LIMIT 1 OFFSET %d", SEO_BRIDGE_KEPT_DELIVERIES ) );
	$wpdb->query( $wpdb->prepare( "DELETE FROM $table WHERE id <= %d AND state NOT IN ('waiting','sending')", $oldest ) );
}
