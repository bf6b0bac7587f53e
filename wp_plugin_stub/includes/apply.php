<?php
/**
 * Applies a proposal, or discards it.
 *
 * Revision meta: `_seo_bridge_discarded` (Unix seconds; its author did not want it), `_seo_bridge_chosen_title` (the title that
 * it was applied with). See posts.php for the post's.
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
	$title   = '' === trim( $title ) ? $revision->post_title : trim( wp_kses( $title, 'title_save_pre' ) );
	$excerpt = '' === trim( $post->post_excerpt ) ? seo_bridge_proposed_excerpt( $revision ) : $post->post_excerpt;
	if ( ! current_user_can( 'unfiltered_html' ) ) {
		$content = seo_bridge_sanitize_content( $content, $post->post_content );
	}
	$fields  = array(
		'post_title'   => '' !== $title ? $title : $post->post_title,
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

/**
 * Does what belongs to applying a proposal once its text is the post's, in whichever way it got there: the screen for
 * revisions, XML-RPC, the panel or an editor.
 *
 * @param WP_Post              $post        The post as saved.
 * @param int                  $revision_id The proposal.
 * @param array<string, mixed> $choices     `title`, `slug` and `seo` (by field) as the author chose them; what is missing is the
 *                                          proposal's.
 */
function seo_bridge_finish_apply( WP_Post $post, int $revision_id, array $choices ): void {
	$revision = get_post( $revision_id );
	if ( ! $revision || wp_is_post_revision( $revision ) !== $post->ID || ! metadata_exists( 'post', $revision_id, '_seo_bridge_job' ) ) {
		return;
	}
	seo_bridge_remember_own( $post->ID, seo_bridge_content_hash( $post ) );
	seo_bridge_outbox_withdraw( $post->ID );
	seo_bridge_apply_slug( $post, $revision, (string) ( $choices['slug'] ?? '' ) );
	seo_bridge_apply_seo( $post, $revision, (array) ( $choices['seo'] ?? array() ) );
	update_post_meta( $post->ID, '_seo_bridge_applied', $revision_id );
	delete_post_meta( $post->ID, '_seo_bridge_pending', (string) $revision_id );
	delete_metadata( 'post', $revision_id, '_seo_bridge_discarded' );
	if ( '' !== ( $choices['title'] ?? '' ) ) {
		update_metadata( 'post', $revision_id, '_seo_bridge_chosen_title', wp_slash( $choices['title'] ) );
	}
	seo_bridge_end_asked( $post->ID, $revision );

	/**
	 * Fires when a proposal has been applied.
	 *
	 * @param int $revision_id The proposal.
	 * @param int $post_id     The post.
	 */
	do_action( 'seo_bridge_suggestion_applied', $revision_id, $post->ID );
}

/**
 * Gives a post that was never published its slug: the chosen one, or the proposed one where it has none.
 *
 * @param WP_Post $post     The post.
 * @param WP_Post $revision The proposal.
 * @param string  $chosen   The author's choice, or empty.
 */
function seo_bridge_apply_slug( WP_Post $post, WP_Post $revision, string $chosen ): void {
	$slug = sanitize_title( $chosen );
	if ( '' === $slug && '' === $post->post_name ) {
		$slug = (string) get_metadata( 'post', $revision->ID, '_seo_bridge_slug', true );
	}
	if ( '' === $slug || $slug === $post->post_name || ! seo_bridge_never_published( $post ) ) {
		return;
	}
	global $wpdb;
	// Not wp_update_post, which would filter the text by this user's rights and date the post anew.
	$wpdb->update( $wpdb->posts, array( 'post_name' => $slug ), array( 'ID' => $post->ID ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- The cache goes next.
	clean_post_cache( $post->ID );
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
