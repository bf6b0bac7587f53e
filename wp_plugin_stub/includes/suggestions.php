<?php
/**
 * Stores a proposal as a pending revision: beside the post, which stays as it is, to be compared and restored by its author.
 *
 * Revision meta: `_seo_bridge_job`, `_seo_bridge_base_hash`, `_seo_bridge_stale` ("1" or ""), `_seo_bridge_slug`, `_seo_bridge_excerpt`, and as
 * JSON `_seo_bridge_seo`, `_seo_bridge_report`, `_seo_bridge_titles`, `_seo_bridge_sections`.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Stores a proposal once, however often and however simultaneously it arrives.
 *
 * @param WP_Post              $post     The post.
 * @param array<string, mixed> $proposal Contract 2, validated by `seo_bridge_suggestion_args`.
 * @return array{0: array<string, mixed>, 1: bool}|WP_Error The receipt, and whether the proposal is new.
 */
function seo_bridge_store_suggestion( WP_Post $post, array $proposal ) {
	return seo_bridge_locked(
		'post_' . $post->ID,
		static function () use ( $post, $proposal ) {
			$revision_id = seo_bridge_revision_of_job( $post->ID, $proposal['job'], $proposal['base_hash'] );
			if ( $revision_id ) {
				return array( seo_bridge_receipt( $post->ID, $revision_id ), false );
			}
			// Whoever held the lock may have had the post for some seconds.
			clean_post_cache( $post->ID );
			$revision_id = seo_bridge_put_suggestion( get_post( $post->ID ), $proposal );
			return is_wp_error( $revision_id ) ? $revision_id : array( seo_bridge_receipt( $post->ID, $revision_id ), true );
		}
	);
}

/**
 * The revision that a job has made already from the same text. A job that is started anew after the text has changed makes another.
 *
 * @param int    $post_id   Post id.
 * @param string $job       Job id.
 * @param string $base_hash Content hash of the text that the proposal was written from.
 * @return int Revision id, or 0.
 */
function seo_bridge_revision_of_job( int $post_id, string $job, string $base_hash ): int {
	global $wpdb;
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- Past the caches, which another process's revision is not in.
	return (int) $wpdb->get_var( $wpdb->prepare( "SELECT p.ID FROM {$wpdb->posts} p JOIN {$wpdb->postmeta} j ON j.post_id = p.ID JOIN {$wpdb->postmeta} b ON b.post_id = p.ID WHERE p.post_parent = %d AND p.post_type = 'revision' AND j.meta_key = '_seo_bridge_job' AND j.meta_value = %s AND b.meta_key = '_seo_bridge_base_hash' AND b.meta_value = %s LIMIT 1", $post_id, $job, $base_hash ) );
}

/**
 * What the bridge is told about a stored proposal.
 *
 * @param int $post_id     Post id.
 * @param int $revision_id Revision id.
 * @return array<string, mixed>
 */
function seo_bridge_receipt( int $post_id, int $revision_id ): array {
	return array(
		'revision'    => $revision_id,
		'stale'       => (bool) get_metadata( 'post', $revision_id, '_seo_bridge_stale', true ),
		'compare_url' => admin_url( 'revision.php?revision=' . $revision_id ),
		'edit_url'    => seo_bridge_edit_url( $post_id ),
	);
}

/**
 * Writes the baseline and the pending revision.
 *
 * @param WP_Post              $post     The post as it is now.
 * @param array<string, mixed> $proposal Validated proposal.
 * @return int|WP_Error Revision id.
 */
function seo_bridge_put_suggestion( WP_Post $post, array $proposal ) {
	$baseline    = seo_bridge_ensure_baseline( $post );
	$revision_id = is_wp_error( $baseline ) ? $baseline : seo_bridge_put_revision( seo_bridge_pending_fields( $post, $proposal ), get_current_user_id() );
	if ( is_wp_error( $revision_id ) ) {
		return $revision_id;
	}
	$meta = array(
		'_seo_bridge_base_hash' => $proposal['base_hash'],
		'_seo_bridge_stale'     => seo_bridge_content_hash( $post ) === $proposal['base_hash'] ? '' : '1',
		'_seo_bridge_slug'      => sanitize_title( $proposal['slug'] ),
		'_seo_bridge_excerpt'   => trim( wp_kses_post( $proposal['excerpt'] ) ),
	);
	foreach ( $meta as $key => $value ) {
		// Not update_post_meta, which would write to the post itself.
		update_metadata( 'post', $revision_id, $key, wp_slash( $value ) );
	}
	seo_bridge_put_json( $revision_id, '_seo_bridge_seo', array_map( 'seo_bridge_clean_seo_field', $proposal['seo'] ) );
	seo_bridge_put_json( $revision_id, '_seo_bridge_titles', array_map( 'sanitize_text_field', $proposal['titles'] ) );
	seo_bridge_put_json( $revision_id, '_seo_bridge_report', $proposal['report'] );
	// Places in a text that was made safe meanwhile would be others.
	$stored = get_post( $revision_id );
	if ( $stored->post_content === $proposal['content'] && seo_bridge_sections_can_be_chosen( $post, $stored, $proposal['sections'] ) ) {
		seo_bridge_put_json( $revision_id, '_seo_bridge_sections', $proposal['sections'] );
	}
	update_post_meta( $post->ID, '_seo_bridge_pending', $revision_id );
	seo_bridge_remember_own( $post->ID, seo_bridge_content_hash( get_post( $revision_id ) ) );
	// Last: what was cut short before this is stored again by the next try, and whole.
	update_metadata( 'post', $revision_id, '_seo_bridge_job', $proposal['job'] );

	/**
	 * Fires when a proposal lies beside its post.
	 *
	 * @param int $revision_id The pending revision.
	 * @param int $post_id     The post.
	 */
	do_action( 'seo_bridge_suggestion_stored', $revision_id, $post->ID );
	return $revision_id;
}

/**
 * The fields of the pending revision.
 *
 * @param WP_Post              $post     The post as it is now.
 * @param array<string, mixed> $proposal Validated proposal.
 * @return array<string, mixed> For `_wp_put_post_revision`.
 */
function seo_bridge_pending_fields( WP_Post $post, array $proposal ): array {
	$now = time();
	// A revision with the post's own date would count as its current text, and could not be restored.
	while ( gmdate( 'Y-m-d H:i:s', $now ) === $post->post_modified_gmt ) {
		++$now;
	}
	return array_merge(
		$post->to_array(),
		array(
			'post_title'        => seo_bridge_title_to_store( $proposal['title'], $post ),
			'post_content'      => seo_bridge_sanitize_content( $proposal['content'], $post->post_content ),
			// An author's excerpt stays: restoring the revision would overwrite it.
			'post_excerpt'      => '' !== trim( $post->post_excerpt ) ? $post->post_excerpt : trim( wp_kses_post( $proposal['excerpt'] ) ),
			'post_modified'     => get_date_from_gmt( gmdate( 'Y-m-d H:i:s', $now ) ),
			'post_modified_gmt' => gmdate( 'Y-m-d H:i:s', $now ),
		)
	);
}
