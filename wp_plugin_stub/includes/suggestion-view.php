<?php
/**
 * A proposal as its author sees it, contract 3.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The proposal that waits for the author.
 *
 * @param int $post_id Post id.
 * @return int Revision id, or 0.
 */
function seo_bridge_pending_id( int $post_id ): int {
	return seo_bridge_proposal_id( $post_id, '_seo_bridge_pending' );
}

/**
 * The proposal that the author applied last.
 *
 * @param int $post_id Post id.
 * @return int Revision id, or 0.
 */
function seo_bridge_applied_id( int $post_id ): int {
	return seo_bridge_proposal_id( $post_id, '_seo_bridge_applied' );
}

/**
 * A proposal that is noted on its post and has not been deleted since.
 *
 * @param int    $post_id Post id.
 * @param string $key     `_seo_bridge_pending` or `_seo_bridge_applied`.
 * @return int Revision id, or 0.
 */
function seo_bridge_proposal_id( int $post_id, string $key ): int {
	$revision_id = (int) get_post_meta( $post_id, $key, true );
	return $revision_id && wp_is_post_revision( $revision_id ) === $post_id ? $revision_id : 0;
}

/**
 * The proposal of a post: the one that waits, or else the one that was applied last.
 *
 * @param WP_Post $post The post.
 * @return array<string, mixed>|WP_Error Contract 3; an error `seo_bridge_no_suggestion` (404) when there is none.
 */
function seo_bridge_suggestion( WP_Post $post ) {
	$pending  = seo_bridge_pending_id( $post->ID );
	$revision = get_post( $pending ? $pending : seo_bridge_applied_id( $post->ID ) );
	if ( ! $revision || 'revision' !== $revision->post_type ) {
		return seo_bridge_no_suggestion();
	}
	$base_hash = (string) get_metadata( 'post', $revision->ID, '_seo_bridge_base_hash', true );
	return array(
		'revision'        => $revision->ID,
		'job'             => (string) get_metadata( 'post', $revision->ID, '_seo_bridge_job', true ),
		'created_at'      => (int) strtotime( $revision->post_modified_gmt . ' +0000' ),
		'changed'         => seo_bridge_content_hash( $post ) !== $base_hash,
		'applied'         => ! $pending,
		'title'           => $revision->post_title,
		'titles'          => array_values( seo_bridge_get_json( $revision->ID, '_seo_bridge_titles' ) ),
		'excerpt'         => seo_bridge_proposed_excerpt( $revision ),
		'excerpt_applies' => '' === trim( $post->post_excerpt ),
		'slug'            => (string) get_metadata( 'post', $revision->ID, '_seo_bridge_slug', true ),
		'slug_applies'    => seo_bridge_never_published( $post ),
		'seo'             => (object) array_merge( seo_bridge_no_seo(), array_intersect_key( seo_bridge_get_json( $revision->ID, '_seo_bridge_seo' ), seo_bridge_no_seo() ) ),
		'seo_plugin'      => seo_bridge_seo_plugin(),
		'current'         => seo_bridge_current_values( $post ),
		'content'         => $revision->post_content,
		'base_hash'       => $base_hash,
		'report'          => (object) seo_bridge_get_json( $revision->ID, '_seo_bridge_report' ),
		'sections'        => seo_bridge_sections_for_reading( $post, $revision ),
		'compare_url'     => admin_url( 'revision.php?revision=' . $revision->ID ),
	);
}
