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
add_action( 'seo_bridge_deliver', 'seo_bridge_deliver_by_cron' );
add_action( 'seo_bridge_hourly', 'seo_bridge_deliver_by_cron' );
add_action( 'seo_bridge_hourly', 'seo_bridge_outbox_prune' );

/** Seconds that a process whose response is out waits for the bridge. */
const SEO_BRIDGE_PAGE_TIMEOUT = 1.5;

/** Seconds that a process of its own waits for the bridge. */
const SEO_BRIDGE_BACKGROUND_TIMEOUT = 10;

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
		seo_bridge_note_asked( $post->ID, $type, $options );
		seo_bridge_deliver_soon( $delay );
	}
	return $webhook_id;
}

/**
 * Has what this page queued sent: at the page's end, or by WP-Cron should it be due later or this process die before.
 *
 * @param int $delay Seconds before it may be sent.
 */
function seo_bridge_deliver_soon( int $delay ): void {
	if ( seo_bridge_is_pulled() ) {
		return;
	}
	seo_bridge_deliver_on_shutdown( 0 === $delay );
	$at_once = seo_bridge_can_close_response() || seo_bridge_loopback_works();
	seo_bridge_schedule( time() + ( $at_once ? max( $delay, SEO_BRIDGE_SENDING_SECONDS ) : $delay ) );
}

/**
 * Remembers that this page queued something that is due.
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
 * Once the page is out, sends what it has queued; where the server cannot end the response before, another process does.
 */
function seo_bridge_deliver_after_response(): void {
	if ( ! seo_bridge_deliver_on_shutdown() ) {
		return;
	}
	ignore_user_abort( true );
	if ( seo_bridge_can_close_response() ) {
		seo_bridge_close_response();
		seo_bridge_deliver_due( SEO_BRIDGE_PAGE_TIMEOUT, 3 );
	} else {
		flush();
		seo_bridge_deliver_elsewhere();
	}
}

/**
 * Whether this process can go on without anybody waiting for it.
 */
function seo_bridge_can_close_response(): bool {
	return 'cli' === PHP_SAPI || function_exists( 'fastcgi_finish_request' ) || function_exists( 'litespeed_finish_request' );
}

/**
 * Lets the browser go on.
 */
function seo_bridge_close_response(): void {
	foreach ( array( 'fastcgi_finish_request', 'litespeed_finish_request' ) as $finish ) {
		if ( function_exists( $finish ) ) {
			$finish();
		}
	}
}

/**
 * Sends what is due when WP-Cron says so. The visit that has started WP-Cron waits for it up to a second where the response cannot be
 * ended first, so that there, too, another process sends.
 */
function seo_bridge_deliver_by_cron(): void {
	if ( seo_bridge_can_close_response() || ! seo_bridge_loopback_works() ) {
		seo_bridge_deliver_in_background();
	} elseif ( seo_bridge_outbox_is_stuck() ) {
		// Something answers the knocks, such as a password that guards the whole site, but it is not this plugin.
		seo_bridge_give_loopback_up( HOUR_IN_SECONDS );
		seo_bridge_deliver_in_background();
	} else {
		seo_bridge_deliver_elsewhere();
		seo_bridge_schedule( time() + SEO_BRIDGE_SENDING_SECONDS );
	}
}

/**
 * Sends what is due, unless another process is at it: a bridge that hangs holds one process, not one for each save.
 */
function seo_bridge_deliver_in_background(): void {
	for ( $round = 0; $round < 3; $round++ ) {
		$mine = seo_bridge_lock_mark();
		if ( ! seo_bridge_take_lock( 'seo_bridge_lock_delivery', $mine ) ) {
			return;
		}
		$answered = seo_bridge_deliver_due( SEO_BRIDGE_BACKGROUND_TIMEOUT, 20 );
		seo_bridge_release_lock( 'seo_bridge_lock_delivery', $mine );
		// Who queued something just before the lock was free has found it taken.
		$due = seo_bridge_outbox_next_due();
		if ( ! $answered || ! $due || $due > time() ) {
			return;
		}
	}
}

/**
 * Sends what is due, and schedules the rest. Stops at the first delivery that gets no answer.
 *
 * @param float $timeout Seconds per delivery.
 * @param int   $limit   How many at most.
 * @return bool Whether the bridge answered, or there was nothing to send.
 */
function seo_bridge_deliver_due( float $timeout, int $limit ): bool {
	if ( seo_bridge_is_pulled() ) {
		return true;
	}
	$answered = seo_bridge_is_connected();
	while ( $answered && $limit-- > 0 ) {
		$row = seo_bridge_outbox_claim();
		if ( ! $row ) {
			break;
		}
		$answered = seo_bridge_deliver( $row, $timeout );
	}
	$due = seo_bridge_outbox_next_due();
	if ( $due ) {
		seo_bridge_schedule( max( $due, time() + 1 ) );
	}
	return $answered;
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
