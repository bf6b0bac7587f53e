<?php
/**
 * The states of many posts at a glance: what they stand on is read at once, not post by post.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * What was read at once, for as long as it is to count.
 *
 * @param array<string, mixed>|null $taken `left` (see `seo_bridge_left_today`) and `deliveries` (the latest row of the outbox, or
 *                                         null, by post id); an empty array to read each anew; null to ask only.
 * @return array<string, mixed> The same; empty when nothing was read.
 */
function seo_bridge_glance( ?array $taken = null ): array {
	static $glance = array();
	$glance        = $taken ?? $glance;
	return $glance;
}

/**
 * Reads posts, their meta, their proposals and their deliveries.
 *
 * @param int[] $ids Post ids.
 */
function seo_bridge_glance_at( array $ids ): void {
	_prime_post_caches( $ids, false, false );
	// Of posts that are known already, WordPress 6.1 would not read the meta.
	update_meta_cache( 'post', $ids );
	$proposals = array();
	foreach ( $ids as $id ) {
		$proposals[] = (int) get_post_meta( $id, '_seo_bridge_pending', true );
		$proposals[] = (int) get_post_meta( $id, '_seo_bridge_applied', true );
	}
	$proposals = array_unique( array_filter( $proposals ) );
	_prime_post_caches( $proposals, false, false );
	update_meta_cache( 'post', $proposals );
	seo_bridge_glance(
		array(
			'left'       => seo_bridge_left_today(),
			'deliveries' => seo_bridge_latest_deliveries( $ids ),
		)
	);
}

/**
 * The latest event about each post that was not replaced by another.
 *
 * @param int[] $ids Post ids.
 * @return array<int, object|null> Rows of the outbox by post id.
 */
function seo_bridge_latest_deliveries( array $ids ): array {
	global $wpdb;
	if ( ! $ids ) {
		return array();
	}
	$table = seo_bridge_outbox_table();
	$list  = implode( ',', array_map( 'intval', $ids ) );
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- The plugin's own table; numbers.
	$rows = $wpdb->get_results( "SELECT * FROM $table WHERE id IN ( SELECT MAX(id) FROM $table WHERE post_id IN ($list) AND state <> 'replaced' GROUP BY post_id )" );
	return array_column( $rows, null, 'post_id' ) + array_fill_keys( $ids, null );
}
