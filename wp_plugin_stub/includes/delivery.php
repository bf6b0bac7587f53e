<?php
/**
 * Sends what the outbox holds: at the end of the page that queued it, and by WP-Cron with growing pauses.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'shutdown', 'seo_bridge_deliver_after_response', 1000 );
add_action( 'seo_bridge_deliver', 'seo_bridge_deliver_in_background' );
add_action( 'seo_bridge_hourly', 'seo_bridge_deliver_in_background' );
add_action( 'seo_bridge_hourly', 'seo_bridge_outbox_prune' );

/** Seconds that a page, whose response may still be open, waits for the bridge. */
const SEO_BRIDGE_PAGE_TIMEOUT = 1.5;

/** Seconds that WP-Cron waits for the bridge. */
const SEO_BRIDGE_CRON_TIMEOUT = 10;

/**
 * Queues an event. It leaves when the page has been sent; see `seo_bridge_deliver_after_response`.
 *
 * @param string       $type    Event type.
 * @param WP_Post      $post    The post as it is now.
 * @param array<mixed> $options What the author asked for.
 * @param int          $delay   Seconds before it may be sent.
 * @return string The webhook-id, or empty when the database refused.
 */
function seo_bridge_queue( string $type, WP_Post $post, array $options = array(), int $delay = 0 ): string {
	$webhook_id = seo_bridge_outbox_add( $type, $post, $options, $delay );
	if ( '' !== $webhook_id ) {
		seo_bridge_put_json(
			$post->ID,
			'_seo_bridge_requested',
			array(
				'type'    => $type,
				'time'    => time(),
				'options' => (object) $options,
			)
		);
		seo_bridge_deliver_on_shutdown( true );
		// Should this process die before it has sent.
		seo_bridge_schedule( time() + max( $delay, SEO_BRIDGE_SENDING_SECONDS ) );
	}
	return $webhook_id;
}

/**
 * Remembers that this page queued something.
 *
 * @param bool $queued True to remember.
 * @return bool Whether something was queued.
 */
function seo_bridge_deliver_on_shutdown( bool $queued = false ): bool {
	static $waiting = false;
	$waiting        = $waiting || $queued;
	return $waiting;
}

/**
 * Sends once the page is out. Where the response cannot be closed first, a bridge that was slow is left to WP-Cron for a minute.
 */
function seo_bridge_deliver_after_response(): void {
	if ( ! seo_bridge_deliver_on_shutdown() ) {
		return;
	}
	$closed = seo_bridge_close_response();
	if ( ! $closed && time() < (int) get_option( 'seo_bridge_slow_until', 0 ) ) {
		return;
	}
	$started = microtime( true );
	seo_bridge_deliver_due( SEO_BRIDGE_PAGE_TIMEOUT, 3 );
	if ( microtime( true ) - $started > SEO_BRIDGE_PAGE_TIMEOUT / 2 ) {
		update_option( 'seo_bridge_slow_until', time() + MINUTE_IN_SECONDS, false );
	}
}

/**
 * Lets the browser go on, where the server can.
 *
 * @return bool Whether the response is complete for the browser.
 */
function seo_bridge_close_response(): bool {
	ignore_user_abort( true );
	foreach ( array( 'fastcgi_finish_request', 'litespeed_finish_request' ) as $finish ) {
		if ( function_exists( $finish ) ) {
			return (bool) $finish();
		}
	}
	flush();
	return false;
}

/**
 * Sends what is due, for at most a page's worth of time, as WP-Cron does.
 */
function seo_bridge_deliver_in_background(): void {
	seo_bridge_deliver_due( SEO_BRIDGE_CRON_TIMEOUT, 20 );
}

/**
 * Sends what is due, and schedules the rest. Stops at the first delivery that gets no answer.
 *
 * @param float $timeout Seconds per delivery.
 * @param int   $limit   How many at most.
 */
function seo_bridge_deliver_due( float $timeout, int $limit ): void {
	while ( $limit-- > 0 && seo_bridge_is_connected() ) {
		$row = seo_bridge_outbox_claim();
		if ( ! $row || ! seo_bridge_deliver( $row, $timeout ) ) {
			break;
		}
	}
	$due = seo_bridge_outbox_next_due();
	if ( $due ) {
		seo_bridge_schedule( max( $due, time() + 1 ) );
	}
}

/**
 * Has WP-Cron deliver at this time, unless it does so earlier anyway.
 *
 * @param int $time Unix seconds.
 */
function seo_bridge_schedule( int $time ): void {
	$next = wp_next_scheduled( 'seo_bridge_deliver' );
	if ( $next && $next <= $time ) {
		return;
	}
	// Cleared first: WordPress refuses a second event of a kind within ten minutes of the first.
	wp_clear_scheduled_hook( 'seo_bridge_deliver' );
	wp_schedule_single_event( $time, 'seo_bridge_deliver' );
}
