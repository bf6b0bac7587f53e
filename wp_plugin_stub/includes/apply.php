<?php
/**
 * Applies a proposal on the server: writes its text, or the chosen sections of it, into the post.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Applies a proposal on the server, where no editor holds unsaved text.
 *
 * @param int                  $post_id Post id.
 * @param array<string, mixed> $choices See `seo_bridge_apply_args`.
 * @return WP_Post|WP_Error The post after it; otherwise 404, 409 (changed, replaced or discarded), 423 (somebody else edits it).
 */
function seo_bridge_apply( int $post_id, array $choices ) {
	return seo_bridge_locked(
		'post_' . $post_id,
		static function () use ( $post_id, $choices ) {
			clean_post_cache( $post_id );
			$post     = get_post( $post_id );
			$revision = seo_bridge_proposal( $post, (int) $choices['revision'] );
			$refusal  = is_wp_error( $revision ) ? $revision : seo_bridge_may_not_apply( $post, (string) $choices['expected_hash'] );
			$content  = is_wp_error( $refusal ) ? $refusal : seo_bridge_chosen_content( $post, $revision, $choices['sections'] ?? null );
			$baseline = is_wp_error( $content ) ? $content : seo_bridge_ensure_baseline( $post );
			$written  = is_wp_error( $baseline ) ? $baseline : seo_bridge_write_applied( $post, $revision, $content, (string) $choices['title'] );
			if ( is_wp_error( $written ) ) {
				return $written;
			}
			seo_bridge_finish_apply( get_post( $post_id ), $revision->ID, $choices );
			return get_post( $post_id );
		}
	);
}

/**
 * Why a proposal may not be applied now.
 *
 * @param WP_Post $post          The post.
 * @param string  $expected_hash Content hash of the text that the author has seen.
 * @return WP_Error|null
 */
function seo_bridge_may_not_apply( WP_Post $post, string $expected_hash ): ?WP_Error {
	$edited = seo_bridge_edited_by_another( $post );
	if ( $edited ) {
		return $edited;
	}
	if ( seo_bridge_content_hash( $post ) !== $expected_hash ) {
		return new WP_Error(
			'seo_bridge_changed',
			__( 'The text has changed meanwhile. Look at it again before you apply the suggestion.', 'seo-bridge' ),
			array(
				'status'       => 409,
				'content_hash' => seo_bridge_content_hash( $post ),
			)
		);
	}
	return null;
}

/**
 * That another user is editing a post: what was written into it would be overwritten by that user's next save.
 *
 * @param WP_Post $post The post.
 * @return WP_Error|null
 */
function seo_bridge_edited_by_another( WP_Post $post ): ?WP_Error {
	require_once ABSPATH . 'wp-admin/includes/post.php';
	$editor = wp_check_post_lock( $post->ID );
	if ( ! $editor ) {
		return null;
	}
	$user = get_userdata( $editor );
	/* translators: %s: name of a user. */
	return new WP_Error( 'seo_bridge_edited', sprintf( __( '%s is editing this post at the moment. Apply the suggestion when the post is free.', 'seo-bridge' ), $user ? $user->display_name : '#' . $editor ), array( 'status' => 423 ) );
}

/**
 * Writes the applied text into the post. Users without `unfiltered_html` write what they may, and what the post has already:
 * WordPress alone would take scripts out that an administrator had put there.
 *
 * @param WP_Post $post     The post as it is now.
 * @param WP_Post $revision The proposal.
 * @param string  $content  The chosen text.
 * @param string  $title    The chosen title; empty for the proposal's.
 * @return int|WP_Error
 */
function seo_bridge_write_applied( WP_Post $post, WP_Post $revision, string $content, string $title ) {
	$excerpt = '' === trim( $post->post_excerpt ) ? seo_bridge_proposed_excerpt( $revision ) : $post->post_excerpt;
	if ( ! current_user_can( 'unfiltered_html' ) ) {
		$content = seo_bridge_sanitize_content( $content, $post->post_content );
	}
	$fields  = array(
		'post_title'   => seo_bridge_title_to_store( '' === trim( $title ) ? $revision->post_title : $title, $post ),
		'post_content' => $content,
		'post_excerpt' => $excerpt,
	);
	$applied = new WP_Post( (object) array_merge( $post->to_array(), $fields ) );
	// Before it is saved: the save must not count as new writing.
	seo_bridge_remember_own( $post->ID, seo_bridge_content_hash( $applied ) );
	// Those finish what was applied without choices; these have some.
	remove_action( 'wp_restore_post_revision', 'seo_bridge_after_restore' );
	remove_action( 'wp_after_insert_post', 'seo_bridge_after_save', 900 );
	try {
		$written = seo_bridge_unfiltered(
			static function () use ( $post, $revision, $fields ) {
				$whole = array( $revision->post_title, $revision->post_content, $revision->post_excerpt ) === array_values( $fields );
				return $whole ? seo_bridge_restore_text( $revision ) : wp_update_post( wp_slash( array( 'ID' => $post->ID ) + $fields ), true );
			}
		);
	} finally {
		add_action( 'wp_restore_post_revision', 'seo_bridge_after_restore', 10, 2 );
		add_action( 'wp_after_insert_post', 'seo_bridge_after_save', 900, 2 );
	}
	return $written ? $written : new WP_Error( 'seo_bridge_not_written', __( 'The post could not be saved.', 'seo-bridge' ), array( 'status' => 500 ) );
}

/**
 * Restores a proposal's text. WordPress would take back, too, what it keeps with a revision besides, such as the footnotes as they
 * were when the proposal came: their author may have changed them since, which no comparison of texts has shown.
 *
 * @param WP_Post $revision The proposal.
 * @return int|false|WP_Error|null As `wp_restore_post_revision`.
 */
function seo_bridge_restore_text( WP_Post $revision ) {
	$removed = array();
	foreach ( array( 'wp_restore_post_revision_meta', 'wp_restore_footnotes_from_revision' ) as $restore ) {
		$priority = has_action( 'wp_restore_post_revision', $restore );
		if ( false !== $priority ) {
			$removed[ $restore ] = (int) $priority;
			remove_action( 'wp_restore_post_revision', $restore, (int) $priority );
		}
	}
	$written = wp_restore_post_revision( $revision->ID );
	foreach ( $removed as $restore => $priority ) {
		add_action( 'wp_restore_post_revision', $restore, $priority, 2 );
	}
	return $written;
}
