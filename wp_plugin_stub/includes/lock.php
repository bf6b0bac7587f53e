<?php
/**
 * A lock that holds between PHP processes, on MySQL and on SQLite alike: a row of the options table, whose names are unique.
 *
 * @package seo-bridge
 */

// phpcs:disable WordPress.DB.DirectDatabaseQuery -- A lock must be seen by all processes at once: no cache may stand between.

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Seconds after which a lock counts as left behind by a process that died. */
const SEO_BRIDGE_LOCK_SECONDS = 60;

/**
 * Does something while no other process does anything under the same name.
 *
 * @param string   $name Short name of the lock.
 * @param callable $work What to do, without arguments.
 * @return mixed|WP_Error What `$work` returns, or an error (status 503) when the lock was not to be had in 15 seconds.
 */
function seo_bridge_locked( string $name, callable $work ) {
	$option = 'seo_bridge_lock_' . $name;
	$mine   = seo_bridge_lock_mark();
	$until  = time() + 15;
	while ( ! seo_bridge_take_lock( $option, $mine ) ) {
		if ( time() > $until ) {
			return new WP_Error( 'seo_bridge_busy', __( 'Another suggestion for this post is being stored. Try again in a moment.', 'seo-bridge' ), array( 'status' => 503 ) );
		}
		usleep( 50000 );
	}
	try {
		return $work();
	} finally {
		seo_bridge_release_lock( $option, $mine );
	}
}

/**
 * A process's mark in a lock: its time and an id.
 */
function seo_bridge_lock_mark(): string {
	return time() . ' ' . wp_generate_uuid4();
}

/**
 * Takes a lock that is free or was left behind.
 *
 * @param string $option Option name.
 * @param string $mine   This process's mark: its time and an id.
 */
function seo_bridge_take_lock( string $option, string $mine ): bool {
	global $wpdb;
	$quiet = $wpdb->suppress_errors();
	$taken = 1 === $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %s, 'no')", $option, $mine ) );
	if ( ! $taken ) {
		$holder = (string) $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", $option ) );
		$dead   = '' !== $holder && (int) $holder < time() - SEO_BRIDGE_LOCK_SECONDS;
		$taken  = $dead && 1 === $wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->options} SET option_value = %s WHERE option_name = %s AND option_value = %s", $mine, $option, $holder ) );
	}
	$wpdb->suppress_errors( $quiet );
	return $taken;
}

/**
 * Gives a lock back, unless another process has taken it over since.
 *
 * @param string $option Option name.
 * @param string $mine   This process's mark.
 */
function seo_bridge_release_lock( string $option, string $mine ): void {
	global $wpdb;
	$wpdb->delete(
		$wpdb->options,
		array(
			'option_name'  => $option,
			'option_value' => $mine,
		)
	);
}
