<?php
/**
 * The daily cap: how many rewrites the site asks for on one day of its own time zone.
 *
 * Every event counts on the day that its row in the outbox names. What a save queues beyond the cap is put off to the first day
 * that has room; a click is refused.
 *
 * @package seo-bridge
 */

// phpcs:disable WordPress.DB.DirectDatabaseQuery -- The plugin's own table, whose rows several processes claim: nothing to cache.
// phpcs:disable WordPress.DB.PreparedSQL -- Only the table's and its columns' names; %i is not in WordPress 6.1.

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * How many rewrites may still be asked for today.
 *
 * @return int|null Null without a cap.
 */
function seo_bridge_left_today(): ?int {
	global $wpdb;
	$cap = seo_bridge_setting( 'seo_bridge_daily_cap' );
	return $cap ? max( 0, $cap - (int) $wpdb->get_var( seo_bridge_places_taken( seo_bridge_day( time() ) ) ) ) : null;
}

/**
 * The refusal of a click on a day whose cap is used up.
 */
function seo_bridge_daily_cap_error(): WP_Error {
	$free_at = seo_bridge_next_day( time() );
	/* translators: 1: a number of rewrites, 2: a date and time. */
	$message = sprintf( __( 'The rewrites of today are used up (%1$d). You can ask for more from %2$s on.', 'seo-bridge' ), seo_bridge_setting( 'seo_bridge_daily_cap' ), seo_bridge_local_time( $free_at ) );
	return new WP_Error(
		'seo_bridge_daily_cap',
		$message,
		array(
			'status'   => 429,
			'retry_at' => $free_at,
		)
	);
}

/**
 * The question how many events count on a day: those that are to be sent, or were. One that a newer event about the same post is
 * about to replace does not.
 *
 * @param int    $day     See `seo_bridge_day`.
 * @param int    $post_id The newer event's post, or 0.
 * @param string $type    The newer event's type.
 * @return string SQL, ready to be run.
 */
function seo_bridge_places_taken( int $day, int $post_id = 0, string $type = '' ): string {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	return $wpdb->prepare( "SELECT COUNT(*) FROM $table WHERE day = %d AND state IN ('waiting','sending','delivered') AND NOT (post_id = %d AND (type = %s OR type <> 'post.rewrite_requested') AND state = 'waiting')", $day, $post_id, $type );
}

/**
 * Inserts a row into the outbox if its day has room. Asks and inserts in one statement, so that of several processes that want the
 * day's last place at the same time, one gets it.
 *
 * @param array<string, int|string> $row Values by column.
 * @return int|false 1, 0 when the day has no room, false when the database refused.
 */
function seo_bridge_take_place( array $row ) {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	$cap   = seo_bridge_setting( 'seo_bridge_daily_cap' );
	if ( ! $cap ) {
		return $wpdb->insert( $table, $row );
	}
	$columns = implode( ', ', array_keys( $row ) );
	$values  = $wpdb->prepare( implode( ', ', array_fill( 0, count( $row ), '%s' ) ), array_values( $row ) );
	$taken   = seo_bridge_places_taken( (int) $row['day'], (int) $row['post_id'], (string) $row['type'] );
	// Of the next statement alone: where a site has set less, InnoDB would count without seeing what others are inserting.
	$wpdb->query( 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ' );
	return $wpdb->query( "INSERT INTO $table ($columns) SELECT $values FROM DUAL WHERE ($taken) < $cap" );
}

/**
 * A day of the site's time zone.
 *
 * @param int $time Unix seconds.
 * @return int Such as 20260423.
 */
function seo_bridge_day( int $time ): int {
	return (int) wp_date( 'Ymd', $time );
}

/**
 * The beginning of the next day of the site's time zone.
 *
 * @param int $time Unix seconds.
 * @return int Unix seconds.
 */
function seo_bridge_next_day( int $time ): int {
	return ( new DateTimeImmutable( '@' . $time ) )->setTimezone( wp_timezone() )->modify( 'tomorrow' )->getTimestamp();
}
