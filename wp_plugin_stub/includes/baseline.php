<?php
/**
 * Writes revisions: the author's text before anything else takes its place, and proposals.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Makes a revision of the author's text as it is now, if there is none.
 *
 * Its date must be the post's own: where no revision has that date, revision.php takes the newest for the current one, and
 * would not let the proposal be restored.
 *
 * @param WP_Post $post The post.
 * @return int|WP_Error Revision id.
 */
function seo_bridge_ensure_baseline( WP_Post $post ) {
	foreach ( wp_get_post_revisions( $post->ID, array( 'check_enabled' => false ) ) as $revision ) {
		$same_text = array( $post->post_title, $post->post_content, $post->post_excerpt ) === array( $revision->post_title, $revision->post_content, $revision->post_excerpt );
		if ( $same_text && $revision->post_modified_gmt === $post->post_modified_gmt && ! wp_is_post_autosave( $revision ) ) {
			return $revision->ID;
		}
	}
	$last_editor = (int) get_post_meta( $post->ID, '_edit_last', true );
	$revision_id = seo_bridge_put_revision( $post->to_array(), $last_editor ? $last_editor : (int) $post->post_author );
	if ( ! is_wp_error( $revision_id ) ) {
		// WordPress gives a draft that was never saved twice no GMT date, but its revision one.
		global $wpdb;
		$wpdb->update( $wpdb->posts, array( 'post_modified_gmt' => $post->post_modified_gmt ), array( 'ID' => $revision_id ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- wp_update_post sets dates of its own.
		clean_post_cache( $revision_id );
	}
	return $revision_id;
}

/**
 * Writes a revision in the name of a user, whoever is logged in. Its texts are safe or the author's own by now: nobody's lack of
 * `unfiltered_html` may have the baseline's scripts filtered out.
 *
 * @param array<string, mixed> $fields  A post's fields, unslashed.
 * @param int                  $user_id The revision's author.
 * @return int|WP_Error Revision id.
 */
function seo_bridge_put_revision( array $fields, int $user_id ) {
	$name = static function ( $data ) use ( $user_id ) {
		$data['post_author'] = $user_id;
		return $data;
	};
	add_filter( 'wp_insert_post_data', $name );
	try {
		$revision_id = seo_bridge_unfiltered(
			static function () use ( $fields ) {
				return _wp_put_post_revision( $fields, false );
			}
		);
	} finally {
		remove_filter( 'wp_insert_post_data', $name );
	}
	if ( ! is_wp_error( $revision_id ) && ! $revision_id ) {
		return new WP_Error( 'seo_bridge_revision', __( 'The revision could not be stored.', 'seo-bridge' ), array( 'status' => 500 ) );
	}
	return $revision_id;
}
