<?php
/**
 * Title, description and focus keyphrase for search engines as the site's SEO plugin keeps them: Yoast SEO, Rank Math and
 * SEOPress in post meta, All in One SEO in a table of its own.
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
 * @return array<string, string> Meta keys by field; empty for AIOSEO and for no plugin.
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
	if ( 'aioseo' === $plugin ) {
		return seo_bridge_aioseo_values( $post_id );
	}
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
 * Writes SEO fields into the active SEO plugin; into nothing where there is none.
 *
 * @param int                   $post_id Post id.
 * @param array<string, string> $values  The fields to write; others stay as they are.
 */
function seo_bridge_put_seo_values( int $post_id, array $values ): void {
	$plugin = seo_bridge_seo_plugin();
	if ( 'aioseo' === $plugin ) {
		seo_bridge_put_aioseo_values( $post_id, $values );
		return;
	}
	foreach ( array_intersect_key( seo_bridge_seo_keys( $plugin ), $values ) as $field => $key ) {
		update_post_meta( $post_id, $key, wp_slash( $values[ $field ] ) );
	}
}

/**
 * AIOSEO's record of a post.
 *
 * @param int $post_id Post id.
 * @return object|null Null when this version of AIOSEO has no such thing.
 */
function seo_bridge_aioseo_record( int $post_id ) {
	$record = is_callable( array( 'AIOSEO\Plugin\Common\Models\Post', 'getPost' ) ) ? \AIOSEO\Plugin\Common\Models\Post::getPost( $post_id ) : null;
	return is_object( $record ) && method_exists( $record, 'save' ) ? $record : null;
}

/**
 * AIOSEO's fields of a post.
 *
 * @param int $post_id Post id.
 * @return array<string, string> `title`, `meta_description`, `focus_keyphrase`.
 */
function seo_bridge_aioseo_values( int $post_id ): array {
	$record = seo_bridge_aioseo_record( $post_id );
	if ( ! $record ) {
		return seo_bridge_no_seo();
	}
	$keyphrase = $record->focus_keyword ?? seo_bridge_aioseo_keyphrases( $record )['focus']['keyphrase'] ?? '';
	return array(
		'title'            => (string) ( $record->title ?? '' ),
		'meta_description' => (string) ( $record->description ?? '' ),
		'focus_keyphrase'  => is_string( $keyphrase ) ? $keyphrase : '',
	);
}

/**
 * Writes AIOSEO's fields of a post. Not by its `savePost`, which until 4.9.8 empties every field that it is not given.
 *
 * @param int                   $post_id Post id.
 * @param array<string, string> $values  The fields to write.
 */
function seo_bridge_put_aioseo_values( int $post_id, array $values ): void {
	$record = seo_bridge_aioseo_record( $post_id );
	if ( ! $record ) {
		return;
	}
	$record->post_id     = $post_id;
	$record->title       = $values['title'] ?? $record->title ?? null;
	$record->description = $values['meta_description'] ?? $record->description ?? null;
	if ( isset( $values['focus_keyphrase'] ) ) {
		$keyphrases          = seo_bridge_aioseo_keyphrases( $record );
		$keyphrases['focus'] = array(
			'keyphrase' => $values['focus_keyphrase'],
			'score'     => 0,
			'analysis'  => (object) array(),
		);
		$record->keyphrases  = (string) wp_json_encode( $keyphrases + array( 'additional' => array() ) );
		if ( property_exists( $record, 'focus_keyword' ) ) {
			$record->focus_keyword = $values['focus_keyphrase'];
		}
	}
	$record->save();
}

/**
 * AIOSEO's keyphrases of a post, which some versions hold as JSON and others as an object.
 *
 * @param object $record See `seo_bridge_aioseo_record`.
 * @return array<string, mixed>
 */
function seo_bridge_aioseo_keyphrases( $record ): array {
	$keyphrases = $record->keyphrases ?? '';
	$decoded    = json_decode( is_string( $keyphrases ) ? $keyphrases : (string) wp_json_encode( $keyphrases ), true );
	return is_array( $decoded ) ? $decoded : array();
}
