<?php
/**
 * The daily cap: how many rewrites the site asks for on one day of its own time zone.
 *
 * Every event counts on the day that its row in the outbox names. What a save queues beyond the cap is put off to the first day
 * that has room; a click is refused. Of two processes that take the day's last place at the very same time, both get it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * How many rewrites may still be asked for today.
 *
 * @return int|null Null without a cap.
 */
function seo_bridge_left_today(): ?int {
	$cap = seo_bridge_setting( 'seo_bridge_daily_cap' );
	return $cap ? max( 0, $cap - seo_bridge_outbox_count( seo_bridge_day( time() ) ) ) : null;
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
 * The first time, from a given one on, whose day has room for an event that a save has caused.
 *
 * @param int    $time    Unix seconds.
 * @param int    $post_id The event's post; what still waits about it will be replaced and takes no room.
 * @param string $type    The event's type.
 * @return int Unix seconds: the given time, or the beginning of a later day.
 */
function seo_bridge_free_time( int $time, int $post_id, string $type ): int {
	$cap = seo_bridge_setting( 'seo_bridge_daily_cap' );
	while ( $cap && seo_bridge_outbox_count( seo_bridge_day( $time ), $post_id, $type ) >= $cap ) {
		$time = seo_bridge_next_day( $time );
	}
	return $time;
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
