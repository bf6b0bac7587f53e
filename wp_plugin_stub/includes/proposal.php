<?php
/**
 * The proposals of a post: the one that waits for its author, the one that was applied last, and those that are over.
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
 * The proposal that an author speaks of.
 *
 * @param WP_Post $post        The post.
 * @param int     $revision_id Revision id.
 * @return WP_Post|WP_Error The revision; otherwise 404 when there is none, 409 when it was discarded or replaced.
 */
function seo_bridge_proposal( WP_Post $post, int $revision_id ) {
	$pending  = seo_bridge_pending_id( $post->ID );
	$revision = get_post( $revision_id );
	$ours     = $revision && wp_is_post_revision( $revision ) === $post->ID && metadata_exists( 'post', $revision_id, '_seo_bridge_job' );
	if ( $ours && in_array( $revision_id, array( $pending, seo_bridge_applied_id( $post->ID ) ), true ) ) {
		return $revision;
	}
	if ( $ours && metadata_exists( 'post', $revision_id, '_seo_bridge_discarded' ) ) {
		return new WP_Error( 'seo_bridge_discarded', __( 'This suggestion was discarded. It is still among the revisions of the post.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
	if ( $pending && ( $ours || ! $revision ) ) {
		return new WP_Error(
			'seo_bridge_replaced',
			__( 'A newer suggestion has taken the place of this one.', 'seo-bridge' ),
			array(
				'status'     => 409,
				'suggestion' => $pending,
			)
		);
	}
	return seo_bridge_no_suggestion();
}

/**
 * The answer about a proposal that is not there.
 */
function seo_bridge_no_suggestion(): WP_Error {
	return new WP_Error( 'seo_bridge_no_suggestion', __( 'There is no suggestion for this post.', 'seo-bridge' ), array( 'status' => 404 ) );
}

/**
 * The excerpt that the bridge proposed. The revision itself has the author's, where there was one.
 *
 * @param WP_Post $revision The proposal.
 */
function seo_bridge_proposed_excerpt( WP_Post $revision ): string {
	return metadata_exists( 'post', $revision->ID, '_seo_bridge_excerpt' ) ? (string) get_metadata( 'post', $revision->ID, '_seo_bridge_excerpt', true ) : $revision->post_excerpt;
}

/**
 * Discards a proposal: it stays among the post's revisions, as one like any other.
 *
 * @param WP_Post $post        The post.
 * @param int     $revision_id The proposal.
 * @return true|WP_Error
 */
function seo_bridge_discard( WP_Post $post, int $revision_id ) {
	$revision = seo_bridge_proposal( $post, $revision_id );
	if ( is_wp_error( $revision ) ) {
		return $revision;
	}
	if ( seo_bridge_pending_id( $post->ID ) !== $revision_id ) {
		return new WP_Error( 'seo_bridge_applied', __( 'This suggestion has been applied already. Its text is undone in the editor, or by restoring an earlier revision.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
	update_metadata( 'post', $revision_id, '_seo_bridge_discarded', (string) time() );
	delete_post_meta( $post->ID, '_seo_bridge_pending', (string) $revision_id );
	seo_bridge_end_asked( $post->ID, $revision );
	return true;
}
