<?php
/**
 * Where the site wants it so, a proposal for a published post also comes as a draft copy of the post, with its terms, featured
 * image and meta. Publishing the copy merges it into the post; see copies-merge.php.
 *
 * Post meta: `_seo_bridge_copy` on the post (id of its copy); on the copy `_seo_bridge_copy_of` (id of the post),
 * `_seo_bridge_copy_base` (JSON: the proposal, and what post and copy were like when it was made), `_seo_bridge_copy_saved_by` (who
 * saved it last), and `_seo_bridge_merged_into` (id of the post) in their place once it has been merged.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'seo_bridge_suggestion_stored', 'seo_bridge_copy_proposal', 20, 2 );
add_action( 'deleted_post_meta', 'seo_bridge_drop_unused_copy', 10, 3 );
add_filter( 'display_post_states', 'seo_bridge_name_copy', 10, 2 );

/**
 * Makes the copy of a published post, or brings the one that nobody has touched yet up to the new proposal.
 *
 * @param int $revision_id The proposal.
 * @param int $post_id     The post.
 */
function seo_bridge_copy_proposal( int $revision_id, int $post_id ): void {
	$post     = get_post( $post_id );
	$revision = get_post( $revision_id );
	if ( '' === seo_bridge_setting( 'seo_bridge_copies' ) || 'publish' !== $post->post_status || ! $revision ) {
		return;
	}
	$copy = seo_bridge_copy_of_post( $post_id );
	// One that an author works on stays; the new proposal lies beside the post, as every proposal does.
	if ( $copy && ! seo_bridge_is_untouched( $copy ) ) {
		return;
	}
	$copy_id = seo_bridge_put_copy( $post, $revision, $copy ? $copy->ID : 0 );
	if ( $copy_id ) {
		update_post_meta( $post_id, '_seo_bridge_copy', $copy_id );
		seo_bridge_put_json( $copy_id, '_seo_bridge_copy_base', seo_bridge_copy_base( $post, get_post( $copy_id ), $revision_id ) );
	}
}

/**
 * The copy that waits for its author.
 *
 * @param int $post_id Id of the published post.
 * @return WP_Post|null
 */
function seo_bridge_copy_of_post( int $post_id ): ?WP_Post {
	$copy = get_post( (int) get_post_meta( $post_id, '_seo_bridge_copy', true ) );
	$mine = $copy && (int) get_post_meta( $copy->ID, '_seo_bridge_copy_of', true ) === $post_id;
	return $mine && 'trash' !== $copy->post_status ? $copy : null;
}

/**
 * The published post that a copy is of.
 *
 * @param int $copy_id Id of any post.
 * @return WP_Post|null Null when it is no copy, or its post is gone or in the trash.
 */
function seo_bridge_original_of( int $copy_id ): ?WP_Post {
	$post_id = (int) get_post_meta( $copy_id, '_seo_bridge_copy_of', true );
	$post    = $post_id ? get_post( $post_id ) : null;
	// Plugins that duplicate posts take all meta along: what they make of a copy is a post of its own.
	$mine = $post && (int) ( seo_bridge_get_json( $copy_id, '_seo_bridge_copy_base' )['copy'] ?? 0 ) === $copy_id;
	return $mine && 'trash' !== $post->post_status ? $post : null;
}

/**
 * Whether a post is a copy or, in the trash now, has been one.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_is_copy( int $post_id ): bool {
	return metadata_exists( 'post', $post_id, '_seo_bridge_copy_of' ) || metadata_exists( 'post', $post_id, '_seo_bridge_merged_into' );
}

/**
 * Makes a copy a post like any other, which merges into nothing.
 *
 * @param int $copy_id The copy.
 */
function seo_bridge_end_copy( int $copy_id ): void {
	foreach ( array( '_seo_bridge_copy_of', '_seo_bridge_copy_base', '_seo_bridge_copy_warned', '_seo_bridge_copy_saved_by' ) as $key ) {
		delete_post_meta( $copy_id, $key );
	}
}

/**
 * Whether a copy is as it was made: a draft, its texts, its terms, and what it has in meta, such as a description for search engines.
 *
 * @param WP_Post $copy The copy.
 */
function seo_bridge_is_untouched( WP_Post $copy ): bool {
	$base = seo_bridge_get_json( $copy->ID, '_seo_bridge_copy_base' );
	$had  = (array) ( $base['meta'] ?? array() );
	$has  = array_map( 'seo_bridge_fingerprint', seo_bridge_copied_meta( $copy->ID ) );
	// Other plugins delete a meta and add it anew, in another order then.
	ksort( $had );
	ksort( $has );
	return array( 'draft', $base['copy_hash'] ?? '', $base['excerpt'] ?? '', $base['terms'] ?? array(), $had )
		=== array( $copy->post_status, seo_bridge_content_hash( $copy ), $copy->post_excerpt, seo_bridge_term_ids( $copy ), $has );
}

/**
 * Writes the copy's text, and into a new one all that the post has besides.
 *
 * @param WP_Post $post     The published post.
 * @param WP_Post $revision The proposal.
 * @param int     $copy_id  Id of the copy that is there, or 0.
 * @return int The copy's id, 0 when it could not be written.
 */
function seo_bridge_put_copy( WP_Post $post, WP_Post $revision, int $copy_id ): int {
	$fields = array(
		'ID'             => $copy_id,
		'post_type'      => $post->post_type,
		'post_status'    => 'draft',
		'post_author'    => $post->post_author,
		'post_parent'    => $post->post_parent,
		'menu_order'     => $post->menu_order,
		'comment_status' => $post->comment_status,
		'ping_status'    => $post->ping_status,
		'post_password'  => $post->post_password,
		'post_title'     => $revision->post_title,
		'post_content'   => $revision->post_content,
		'post_excerpt'   => $revision->post_excerpt,
		'meta_input'     => array( '_seo_bridge_copy_of' => $post->ID ),
	);
	// The proposal was sanitised when it was stored, and the rest is the post's own.
	$copy_id = seo_bridge_unfiltered(
		static function () use ( $fields ) {
			return $fields['ID'] ? wp_update_post( wp_slash( $fields ) ) : wp_insert_post( wp_slash( array_diff_key( $fields, array( 'ID' => 0 ) ) ) );
		}
	);
	if ( $copy_id ) {
		seo_bridge_carry_over( $post, $copy_id );
	}
	return $copy_id;
}

/**
 * Once a proposal has been applied or discarded on the post itself, a copy that nobody has touched goes to the trash.
 *
 * @param int[]  $meta_ids Ids of the meta.
 * @param int    $post_id  The post.
 * @param string $key      Meta key.
 */
function seo_bridge_drop_unused_copy( $meta_ids, $post_id, $key ): void {
	$copy = '_seo_bridge_pending' === $key ? seo_bridge_copy_of_post( (int) $post_id ) : null;
	if ( $copy && seo_bridge_is_untouched( $copy ) ) {
		wp_trash_post( $copy->ID );
	}
}

/**
 * Says in lists of posts which post a copy is of.
 *
 * @param string[] $states States of the post.
 * @param WP_Post  $post   The post.
 * @return string[]
 */
function seo_bridge_name_copy( $states, $post ): array {
	$original = seo_bridge_original_of( $post->ID );
	if ( $original ) {
		/* translators: %s: title of a post. */
		$states['seo_bridge_copy'] = esc_html( sprintf( __( 'rewritten copy of “%s”', 'seo-bridge' ), wp_strip_all_tags( $original->post_title ) ) );
	}
	return $states;
}
