<?php
/**
 * Posts as the bridge knows them: which may be rewritten, their content hash, what was noted on them.
 *
 * Post meta: `_seo_bridge_requested` (JSON: the post, the last event sent for it and its options, or that a backfill took
 * it; see asked.php), `_seo_bridge_sent_hash` (the content hash of the last event that a save caused), `_seo_bridge_own_hashes` (JSON
 * list: texts that came from the bridge or from the post's own history), `_seo_bridge_pending` and `_seo_bridge_applied`
 * (revision ids), `_seo_bridge_seo` (JSON: the SEO fields of the proposal that was applied), `_seo_bridge_cancel` (jobs that
 * the bridge is to cancel; see news.php).
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The post types that can be rewritten: public ones with an editor.
 *
 * @return string[]
 */
function seo_bridge_post_types(): array {
	/**
	 * Filters the post types that can be rewritten. Types that are not public or have no editor are left out anyway.
	 *
	 * @param string[] $types Names of post types.
	 */
	$types = apply_filters( 'seo_bridge_post_types', seo_bridge_setting( 'seo_bridge_types' ) );
	return array_values(
		array_filter(
			array_intersect( get_post_types( array( 'public' => true ) ), (array) $types ),
			static function ( $type ) {
				return 'attachment' !== $type && post_type_supports( $type, 'editor' );
			}
		)
	);
}

/**
 * A post that may be rewritten, read past filters.
 *
 * @param int $post_id Post id.
 * @return WP_Post|null Null when there is none or its type or status is not for rewriting.
 */
function seo_bridge_get_post( int $post_id ): ?WP_Post {
	$post = get_post( $post_id );
	if ( ! $post || ! in_array( $post->post_type, seo_bridge_post_types(), true ) ) {
		return null;
	}
	return 'auto-draft' === $post->post_status ? null : $post;
}

/**
 * The content hash of contract 1 and 2: SHA-256 over title, newline and content as they are in the database.
 *
 * @param WP_Post $post A post or a revision.
 */
function seo_bridge_content_hash( WP_Post $post ): string {
	return 'sha256:' . hash( 'sha256', $post->post_title . "\n" . $post->post_content );
}

/**
 * When a post or a revision was last modified. A draft that was never saved twice has the date in local time only.
 *
 * @param WP_Post $post A post or a revision.
 * @return string `Y-m-d H:i:s` in GMT.
 */
function seo_bridge_modified_gmt( WP_Post $post ): string {
	return '0000-00-00 00:00:00' === $post->post_modified_gmt ? get_gmt_from_date( $post->post_modified ) : $post->post_modified_gmt;
}

/**
 * Stores data as JSON in the meta of a post or of a revision.
 *
 * @param int    $post_id Post or revision id; `update_post_meta` would write a revision's to its post.
 * @param string $key     Meta key.
 * @param mixed  $data    Anything that JSON can hold.
 */
function seo_bridge_put_json( int $post_id, string $key, $data ): void {
	// Plain ASCII, and invalid UTF-8 replaced: WordPress stores nothing of a value of which its table cannot hold a character, as in old
	// databases an emoji. Metadata is unslashed on its way in.
	update_metadata( 'post', $post_id, $key, wp_slash( (string) wp_json_encode( $data, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE ) ) );
}

/**
 * Reads what `seo_bridge_put_json` stored.
 *
 * @param int    $post_id Post or revision id.
 * @param string $key     Meta key.
 * @return array<mixed> Empty when there is nothing.
 */
function seo_bridge_get_json( int $post_id, string $key ): array {
	$data = json_decode( (string) get_metadata( 'post', $post_id, $key, true ), true );
	return is_array( $data ) ? $data : array();
}

/**
 * Notes that the text with this hash is no new writing of an author's, so that saving it starts nothing.
 *
 * @param int    $post_id Post id.
 * @param string $hash    Content hash.
 */
function seo_bridge_remember_own( int $post_id, string $hash ): void {
	$hashes   = array_diff( seo_bridge_get_json( $post_id, '_seo_bridge_own_hashes' ), array( $hash ) );
	$hashes[] = $hash;
	seo_bridge_put_json( $post_id, '_seo_bridge_own_hashes', array_slice( $hashes, -20 ) );
}

/**
 * The post's focus keyphrase as the author's SEO plugin has it, or that of the last applied proposal.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_focus_keyphrase( int $post_id ): string {
	foreach ( array( '_yoast_wpseo_focuskw', 'rank_math_focus_keyword', '_seopress_analysis_target_kw' ) as $key ) {
		// Rank Math and SEOPress keep several, the main one first.
		$keyphrase = trim( explode( ',', (string) get_post_meta( $post_id, $key, true ) )[0] );
		if ( '' !== $keyphrase ) {
			return $keyphrase;
		}
	}
	$keyphrase = seo_bridge_seo_values( $post_id )['focus_keyphrase'];
	return '' !== $keyphrase ? $keyphrase : (string) ( seo_bridge_get_json( $post_id, '_seo_bridge_seo' )['focus_keyphrase'] ?? '' );
}

/**
 * Where a post is edited. `get_edit_post_link` answers only users who may edit it, which the bridge's user may not.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_edit_url( int $post_id ): string {
	return admin_url( 'post.php?post=' . $post_id . '&action=edit' );
}

/**
 * The slugs of a post's public terms, for the rules of its site.
 *
 * @param WP_Post $post The post.
 * @return array<string, string[]>|object By taxonomy; an object when the type has none, so that JSON has one shape.
 */
function seo_bridge_terms( WP_Post $post ) {
	$slugs = array();
	foreach ( get_object_taxonomies( $post->post_type, 'objects' ) as $taxonomy ) {
		$terms = $taxonomy->public ? get_the_terms( $post, $taxonomy->name ) : false;
		if ( is_array( $terms ) ) {
			$slugs[ $taxonomy->name ] = array_values( wp_list_pluck( $terms, 'slug' ) );
		}
	}
	return $slugs ? $slugs : (object) array();
}

/**
 * The language that a translation plugin has for a post.
 *
 * @param int $post_id Post id.
 * @return string A code such as `en`; empty where there is no such plugin or it does not say.
 */
function seo_bridge_language( int $post_id ): string {
	if ( function_exists( 'pll_get_post_language' ) ) {
		return (string) pll_get_post_language( $post_id );
	}
	// phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WPML's own hook.
	$details = apply_filters( 'wpml_post_language_details', null, $post_id );
	return is_array( $details ) ? (string) ( $details['language_code'] ?? '' ) : '';
}
