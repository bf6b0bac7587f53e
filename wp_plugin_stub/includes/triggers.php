<?php
/**
 * What makes the plugin tell the bridge: a saved draft, a publication, an author's request.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

// Late, so that the post's terms and other plugins' changes are in.
add_action( 'wp_after_insert_post', 'seo_bridge_after_insert_post', 1000, 4 );
// The hook above fires before this one, and cannot know that it is a restore.
add_action( 'wp_restore_post_revision', 'seo_bridge_after_restore', 10, 2 );

/** Seconds of quiet after an autosave that wrote to the draft itself, before it counts as a save. */
const SEO_BRIDGE_AUTOSAVE_QUIET = 120;

/**
 * Queues an event for a save that brought new text.
 *
 * The hook fires for revisions, auto-drafts, trash, quick edit and restores too, twice where there are meta boxes, and
 * after an autosave has written the text already: the text is compared with the last one sent, not with `$before`.
 *
 * @param int          $post_id Post id.
 * @param WP_Post      $post    The post as saved.
 * @param bool         $update  Whether it existed.
 * @param WP_Post|null $before  The post before the save.
 */
function seo_bridge_after_insert_post( $post_id, $post, $update, $before ): void {
	$type = seo_bridge_event_type( $post, $before );
	if ( '' === $type || ! seo_bridge_is_connected() || ! seo_bridge_get_post( $post_id ) ) {
		return;
	}
	$hash     = seo_bridge_content_hash( $post );
	$autosave = defined( 'DOING_AUTOSAVE' ) && DOING_AUTOSAVE;
	$quiet    = max( seo_bridge_setting( 'seo_bridge_quiet' ), $autosave ? SEO_BRIDGE_AUTOSAVE_QUIET : 0 );
	if ( get_post_meta( $post_id, '_seo_bridge_sent_hash', true ) === $hash ) {
		if ( ! $autosave && seo_bridge_outbox_hasten( $post_id, time() + $quiet ) ) {
			seo_bridge_deliver_soon( $quiet );
		}
		return;
	}
	if ( in_array( $hash, seo_bridge_get_json( $post_id, '_seo_bridge_own_hashes' ), true ) || seo_bridge_is_applied_text( $post ) ) {
		return;
	}
	if ( '' !== seo_bridge_queue( $type, $post, array(), $quiet ) ) {
		update_post_meta( $post_id, '_seo_bridge_sent_hash', $hash );
	}
}

/**
 * Whether a post holds what was applied to it last, be it that an editor has written it its own way: the classic one's form
 * sends other line ends with every save.
 *
 * @param WP_Post $post The post as saved.
 */
function seo_bridge_is_applied_text( WP_Post $post ): bool {
	$applied  = seo_bridge_applied_id( $post->ID );
	$revision = $applied ? get_post( $applied ) : null;
	$current  = array(
		'title'   => $post->post_title,
		'content' => $post->post_content,
	);
	return $revision && seo_bridge_is_known_text( $post, $revision, $current );
}

/**
 * The event that a save is, by the post's status and the site's settings.
 *
 * @param WP_Post      $post   The post as saved.
 * @param WP_Post|null $before The post before the save.
 * @return string Event type, or empty when the save is none.
 */
function seo_bridge_event_type( WP_Post $post, ?WP_Post $before ): string {
	$untrashed = $before && 'trash' === $before->post_status;
	if ( $untrashed || seo_bridge_is_copy( $post->ID ) || '' === trim( $post->post_content ) || ! seo_bridge_is_chosen( $post ) ) {
		return '';
	}
	$on = seo_bridge_setting( 'seo_bridge_triggers' );
	if ( in_array( $post->post_status, array( 'draft', 'pending' ), true ) ) {
		$importing = defined( 'WP_IMPORTING' ) && WP_IMPORTING;
		return $on['draft_saved'] && ! $importing && ! seo_bridge_is_quick_edit() ? 'post.draft_saved' : '';
	}
	$published = 'publish' === $post->post_status && ( ! $before || 'publish' !== $before->post_status );
	return $published && $on['published'] ? 'post.published' : '';
}

/**
 * Whether a post's saves are events by its author and its categories. Types without categories are not limited by them.
 *
 * @param WP_Post $post The post.
 */
function seo_bridge_is_chosen( WP_Post $post ): bool {
	$authors = seo_bridge_setting( 'seo_bridge_authors' );
	if ( $authors && ! in_array( (int) $post->post_author, $authors, true ) ) {
		return false;
	}
	$categories = seo_bridge_setting( 'seo_bridge_categories' );
	if ( ! $categories || ! is_object_in_taxonomy( $post->post_type, 'category' ) ) {
		return true;
	}
	foreach ( $categories as $category ) {
		$categories = array_merge( $categories, array_map( 'intval', get_term_children( $category, 'category' ) ) );
	}
	return has_term( $categories, 'category', $post );
}

/**
 * Whether this is the posts list's quick edit or bulk edit, which do not touch the text.
 */
function seo_bridge_is_quick_edit(): bool {
	// phpcs:ignore WordPress.Security.NonceVerification -- Core has verified it; nothing is done but to stay silent.
	return isset( $_REQUEST['bulk_edit'] ) || ( wp_doing_ajax() && isset( $_REQUEST['action'] ) && 'inline-save' === $_REQUEST['action'] );
}

/**
 * Asks the bridge for a rewrite, whatever was sent before.
 *
 * @param int          $post_id Post id.
 * @param array<mixed> $options Any of `keyphrase` (string), `tone` (string) and `min_words` (int).
 * @return string|WP_Error The webhook-id, or why nothing was asked.
 */
function seo_bridge_request_rewrite( int $post_id, array $options = array() ) {
	$post = seo_bridge_get_post( $post_id );
	if ( ! $post || 'trash' === $post->post_status ) {
		return new WP_Error( 'seo_bridge_no_post', __( 'There is no such post, or it is of a kind that is not rewritten.', 'seo-bridge' ), array( 'status' => 404 ) );
	}
	if ( ! seo_bridge_is_connected() ) {
		return new WP_Error( 'seo_bridge_not_connected', seo_bridge_unconnected(), array( 'status' => 409 ) );
	}
	if ( '' === trim( $post->post_content ) ) {
		return new WP_Error( 'seo_bridge_empty', __( 'The post has no text yet. Write and save it first.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
	$webhook_id = seo_bridge_queue( 'post.rewrite_requested', $post, $options );
	if ( '' === $webhook_id ) {
		return 0 === seo_bridge_left_today() ? seo_bridge_daily_cap_error() : new WP_Error( 'seo_bridge_outbox', __( 'The request could not be stored. Try again.', 'seo-bridge' ), array( 'status' => 503 ) );
	}
	// The request covers this text: saving it again must not ask twice.
	update_post_meta( $post_id, '_seo_bridge_sent_hash', seo_bridge_content_hash( $post ) );
	return $webhook_id;
}

/**
 * Going back to an earlier text, or on to a proposed one, is no new writing: takes its event back and remembers the text.
 *
 * @param int $post_id     Post id.
 * @param int $revision_id Revision id.
 */
function seo_bridge_after_restore( $post_id, $revision_id ): void {
	$post = seo_bridge_get_post( (int) $post_id );
	if ( ! $post ) {
		return;
	}
	seo_bridge_remember_own( $post->ID, seo_bridge_content_hash( $post ) );
	seo_bridge_outbox_withdraw( $post->ID );
	if ( metadata_exists( 'post', (int) $revision_id, '_seo_bridge_job' ) ) {
		seo_bridge_finish_apply( $post, (int) $revision_id, array() );
	}
}
