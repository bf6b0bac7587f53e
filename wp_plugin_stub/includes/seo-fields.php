<?php
/**
 * Title, description and focus keyphrase for search engines: in the site's SEO plugin, or in a meta description of our own.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The site's SEO plugin.
 *
 * @return string `yoast`, `rank-math`, `seopress`, `aioseo`, or empty when none of them is active.
 */
function seo_bridge_seo_plugin(): string {
	$constants = array(
		'yoast'     => 'WPSEO_VERSION',
		'rank-math' => 'RANK_MATH_VERSION',
		'seopress'  => 'SEOPRESS_VERSION',
		'aioseo'    => 'AIOSEO_VERSION',
	);
	foreach ( $constants as $plugin => $constant ) {
		if ( defined( $constant ) ) {
			return $plugin;
		}
	}
	return '';
}

/**
 * SEO fields of which none is filled in.
 *
 * @return array<string, string>
 */
function seo_bridge_no_seo(): array {
	return array(
		'title'            => '',
		'meta_description' => '',
		'focus_keyphrase'  => '',
	);
}

/**
 * The post meta where an SEO plugin keeps its fields.
 *
 * @param string $plugin As `seo_bridge_seo_plugin`.
 * @return array<string, string> Meta keys by field; empty for AIOSEO, which has a table of its own.
 */
function seo_bridge_seo_keys( string $plugin ): array {
	$keys = array(
		'yoast'     => array( '_yoast_wpseo_title', '_yoast_wpseo_metadesc', '_yoast_wpseo_focuskw' ),
		'rank-math' => array( 'rank_math_title', 'rank_math_description', 'rank_math_focus_keyword' ),
		'seopress'  => array( '_seopress_titles_title', '_seopress_titles_desc', '_seopress_analysis_target_kw' ),
	);
	return isset( $keys[ $plugin ] ) ? array_combine( array_keys( seo_bridge_no_seo() ), $keys[ $plugin ] ) : array();
}

/**
 * A post's SEO fields as the active SEO plugin has them, or those of the proposal that was applied where there is none.
 *
 * @param int $post_id Post id.
 * @return array<string, string> `title`, `meta_description`, `focus_keyphrase`.
 */
function seo_bridge_seo_values( int $post_id ): array {
	$plugin = seo_bridge_seo_plugin();
	if ( '' === $plugin ) {
		return array_merge( seo_bridge_no_seo(), array_intersect_key( seo_bridge_get_json( $post_id, '_seo_bridge_seo' ), seo_bridge_no_seo() ) );
	}
	$values = array();
	foreach ( seo_bridge_seo_keys( $plugin ) as $field => $key ) {
		$values[ $field ] = (string) get_post_meta( $post_id, $key, true );
	}
	return $values;
}

/**
 * What a post has now, contract 3.
 *
 * @param WP_Post $post The post.
 * @return array<string, string>
 */
function seo_bridge_current_values( WP_Post $post ): array {
	$seo = seo_bridge_seo_values( $post->ID );
	return array(
		'title'            => $post->post_title,
		'slug'             => $post->post_name,
		'excerpt'          => $post->post_excerpt,
		'meta_description' => $seo['meta_description'],
		'focus_keyphrase'  => trim( explode( ',', $seo['focus_keyphrase'] )[0] ),
		'content_hash'     => seo_bridge_content_hash( $post ),
	);
}

/**
 * Whether a post has never been published, so that nobody can have its address.
 *
 * @param WP_Post $post The post.
 */
function seo_bridge_never_published( WP_Post $post ): bool {
	// WordPress gives a draft its date in GMT when it is published first, and leaves it there.
	return in_array( $post->post_status, array( 'draft', 'pending' ), true ) && '0000-00-00 00:00:00' === $post->post_date_gmt;
}
