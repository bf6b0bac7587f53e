<?php
/**
 * The outbox as those who send from it see it: taking a row for oneself, noting how it ended, the log.
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

/** Seconds after which no retry is due: a row that seems so was put off by a clock that has been set back since. */
const SEO_BRIDGE_LONGEST_PAUSE = 3 * HOUR_IN_SECONDS;

/** How many ended deliveries are kept for the settings page. */
const SEO_BRIDGE_KEPT_DELIVERIES = 100;

/**
 * Takes the next due row for this process alone: fresh events before retries.
 *
 * @param int $id A row that alone is wanted, or 0.
 * @return object|null The row, its `attempts` counting the coming one; null when nothing is due.
 */
function seo_bridge_outbox_claim( int $id = 0 ) {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$now   = time();
	$rows  = $wpdb->get_results( $wpdb->prepare( "SELECT * FROM $table WHERE state IN ('waiting','sending') AND (due_at <= %d OR created_at > %d OR (attempts > 0 AND due_at > %d)) AND (id = %d OR 0 = %d) ORDER BY attempts, due_at, id LIMIT 10", $now, $now + SEO_BRIDGE_LONGEST_PAUSE, $now + SEO_BRIDGE_LONGEST_PAUSE, $id, $id ) );
	foreach ( $rows as $row ) {
		// Of several processes that saw the row so, one changes it.
		$claimed = seo_bridge_outbox_write( static fn() => $wpdb->query( $wpdb->prepare( "UPDATE $table SET state = 'sending', attempts = attempts + 1, due_at = %d WHERE id = %d AND state = %s AND attempts = %d", $now + SEO_BRIDGE_SENDING_SECONDS, $row->id, $row->state, $row->attempts ) ) );
		if ( 1 === $claimed ) {
			++$row->attempts;
			return $row;
		}
	}
	return null;
}

/**
 * Makes a row due at once, under the same webhook-id: one that waits, one that was given up, or one whose job the bridge has lost.
 *
 * @param int $id The row.
 * @return bool Whether there is such a row.
 */
function seo_bridge_outbox_redeliver( int $id ): bool {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$now   = time();
	return 1 === seo_bridge_outbox_write( static fn() => $wpdb->query( $wpdb->prepare( "UPDATE $table SET state = 'waiting', due_at = %d, give_up_at = %d, day = %d WHERE id = %d AND state IN ('waiting','failed','delivered')", $now, $now + SEO_BRIDGE_GIVE_UP, seo_bridge_day( $now ), $id ) ) );
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
		$newer = $wpdb->get_var( $wpdb->prepare( "SELECT id FROM $table WHERE post_id = %d AND (type = %s OR %s <> 'post.rewrite_requested') AND id > %d LIMIT 1", $row->post_id, $row->type, $row->type, $row->id ) );
		$state = $newer ? 'replaced' : $state;
	}
	// A row whose answer the table cannot hold would stay as it is, and be sent every minute.
	$answer = (string) json_decode( (string) wp_json_encode( $answer, JSON_INVALID_UTF8_SUBSTITUTE ) );
	$answer = (string) preg_replace( '/[\x{10000}-\x{10FFFF}]/u', '?', $answer );
	$ended  = array(
		'state'       => $state,
		'due_at'      => $due_at,
		'answered_at' => time(),
		'answer_code' => $code,
		'answer'      => $answer,
	);
	// As it was claimed: nobody has taken it back meanwhile.
	$claimed = array(
		'id'       => $row->id,
		'attempts' => $row->attempts,
		'state'    => 'sending',
	);
	seo_bridge_outbox_write( static fn() => $wpdb->update( $table, $ended, $claimed ) );
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
 * Whether events are overdue and nobody has tried to send any for some minutes.
 */
function seo_bridge_outbox_is_stuck(): bool {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$since = time() - 2 * SEO_BRIDGE_SENDING_SECONDS;
	$due   = seo_bridge_outbox_next_due();
	return $due && $due < $since && (int) $wpdb->get_var( "SELECT MAX(answered_at) FROM $table" ) < $since;
}

/**
 * One delivery.
 *
 * @param int $id The row.
 * @return object|null
 */
function seo_bridge_outbox_row( int $id ) {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	return $wpdb->get_row( $wpdb->prepare( "SELECT * FROM $table WHERE id = %d", $id ) );
}

/**
 * The latest deliveries.
 *
 * @param int    $limit How many.
 * @param string $state In which state alone; empty for any.
 * @return object[] Rows, newest first.
 */
function seo_bridge_outbox_latest( int $limit, string $state = '' ): array {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	return (array) $wpdb->get_results( $wpdb->prepare( "SELECT * FROM $table WHERE state = %s OR '' = %s ORDER BY id DESC LIMIT %d", $state, $state, $limit ) );
}

/**
 * Forgets all but the latest ended deliveries of past days. Those that were given up are kept by themselves, so that many good ones
 * do not hide them.
 */
function seo_bridge_outbox_prune(): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	foreach ( array( "state = 'failed'", "state NOT IN ('waiting','sending','failed')" ) as $ended ) {
		$oldest = (int) $wpdb->get_var( $wpdb->prepare( "SELECT id FROM $table WHERE $ended ORDER BY id DESC LIMIT 1 OFFSET %d", SEO_BRIDGE_KEPT_DELIVERIES ) );
		seo_bridge_outbox_write( static fn() => $wpdb->query( $wpdb->prepare( "DELETE FROM $table WHERE id <= %d AND day < %d AND $ended", $oldest, seo_bridge_day( time() ) ) ) );
	}
}
