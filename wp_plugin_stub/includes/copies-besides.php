<?php
/**
 * What a draft copy shares with its published post besides the text: terms and meta, the featured image among them.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Meta that belongs to one post alone, by the beginning of its key. */
const SEO_BRIDGE_NOT_COPIED = array( '_seo_bridge_', '_edit_', '_wp_old_', '_wp_trash_', '_wp_desired_', '_oembed_', '_pingme', '_encloseme' );

/**
 * Gives a copy the terms and the meta of its post, its featured image among them.
 *
 * @param WP_Post $post    The published post.
 * @param int     $copy_id The copy.
 */
function seo_bridge_carry_over( WP_Post $post, int $copy_id ): void {
	foreach ( seo_bridge_term_ids( $post ) as $taxonomy => $ids ) {
		wp_set_object_terms( $copy_id, $ids, $taxonomy );
	}
	foreach ( seo_bridge_copied_meta( $post->ID ) as $key => $values ) {
		delete_post_meta( $copy_id, $key );
		foreach ( $values as $value ) {
			add_post_meta( $copy_id, $key, wp_slash( maybe_unserialize( $value ) ) );
		}
	}
}

/**
 * A post's terms.
 *
 * @param WP_Post $post The post.
 * @return array<string, int[]> Term ids by taxonomy.
 */
function seo_bridge_term_ids( WP_Post $post ): array {
	$found = array();
	foreach ( get_object_taxonomies( $post->post_type ) as $taxonomy ) {
		$ids = wp_get_object_terms( $post->ID, $taxonomy, array( 'fields' => 'ids' ) );
		if ( is_array( $ids ) ) {
			sort( $ids );
			$found[ $taxonomy ] = array_map( 'intval', $ids );
		}
	}
	return $found;
}

/**
 * The meta that a copy shares with its post.
 *
 * @param int $post_id The post or the copy.
 * @return array<string, string[]> Serialized values by key.
 */
function seo_bridge_copied_meta( int $post_id ): array {
	$meta = array_filter(
		(array) get_post_meta( $post_id ),
		static function ( $key ) {
			foreach ( SEO_BRIDGE_NOT_COPIED as $beginning ) {
				if ( 0 === strpos( (string) $key, $beginning ) ) {
					return false;
				}
			}
			return true;
		},
		ARRAY_FILTER_USE_KEY
	);
	/**
	 * Filters the meta that a draft copy takes over from its published post, and gives back where the author has changed it.
	 *
	 * @param array<string, string[]> $meta    Serialized values by key.
	 * @param int                     $post_id The post or the copy.
	 */
	return (array) apply_filters( 'seo_bridge_copied_meta', $meta, $post_id );
}

/**
 * What post and copy are like now, so that merging can tell what their authors have changed since.
 *
 * @param WP_Post $post        The published post.
 * @param WP_Post $copy        The copy.
 * @param int     $revision_id The proposal.
 * @return array<string, mixed>
 */
function seo_bridge_copy_base( WP_Post $post, WP_Post $copy, int $revision_id ): array {
	return array(
		'copy'      => $copy->ID,
		'revision'  => $revision_id,
		'hash'      => seo_bridge_content_hash( $post ),
		'copy_hash' => seo_bridge_content_hash( $copy ),
		'excerpt'   => $copy->post_excerpt,
		'terms'     => (object) seo_bridge_term_ids( $copy ),
		'meta'      => (object) array_map( 'seo_bridge_fingerprint', seo_bridge_copied_meta( $copy->ID ) ),
	);
}

/**
 * A short form of a meta key's values, to tell whether they have changed.
 *
 * @param string[] $values Serialized values.
 */
function seo_bridge_fingerprint( array $values ): string {
	return md5( (string) wp_json_encode( $values, JSON_INVALID_UTF8_SUBSTITUTE ) );
}
