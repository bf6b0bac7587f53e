<?php
/**
 * What belongs to applying a proposal besides its text, however that came into the post.
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
