<?php
/**
 * Publishing a draft copy merges it into its post: new text, terms and meta under the post's own address, date and comments. The
 * old text is kept as a revision, and the copy goes to the trash without ever having been public.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'wp_insert_post_data', 'seo_bridge_hold_copy', 1000, 2 );
add_action( 'wp_after_insert_post', 'seo_bridge_merge_held_copy', 990 );
add_action( 'publish_future_post', 'seo_bridge_merge_scheduled_copy', 1 );
add_action( 'rest_api_init', 'seo_bridge_watch_rest_copies' );
add_filter( 'redirect_post_location', 'seo_bridge_lead_to_original', 10, 2 );
add_action( 'admin_notices', 'seo_bridge_tell_merged' );

/**
 * Keeps a copy that is being published a draft, to be merged once it is saved.
 *
 * @param array<string, mixed> $data    Fields of the post as they will be written.
 * @param array<string, mixed> $postarr Fields as they were given, with `ID`.
 * @return array<string, mixed>
 */
function seo_bridge_hold_copy( $data, $postarr ): array {
	$post_id = (int) ( $postarr['ID'] ?? 0 );
	if ( $post_id && 'publish' === $data['post_status'] && seo_bridge_original_of( $post_id ) ) {
		$data['post_status']   = 'draft';
		$data['post_date_gmt'] = '0000-00-00 00:00:00';
		seo_bridge_held_copies( array( $post_id => true ) );
	}
	return $data;
}

/**
 * Remembers which copies this request publishes.
 *
 * @param array<int, bool> $change Copies by id: true for one to be merged, false for one that has been.
 * @return array<int, bool>
 */
function seo_bridge_held_copies( array $change = array() ): array {
	static $held = array();
	$held        = $change + $held;
	return $held;
}

/**
 * Merges a copy that was to be published, once its terms and meta are saved too.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_merge_held_copy( $post_id ): void {
	if ( ! empty( seo_bridge_held_copies()[ $post_id ] ) ) {
		// It is saved again, into the trash.
		seo_bridge_held_copies( array( (int) $post_id => false ) );
		seo_bridge_merge_and_tell( get_post( $post_id ), get_current_user_id() );
	}
}

/**
 * Merges a copy whose scheduled time has come, by the rights of whoever saved it last, instead of publishing it.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_merge_scheduled_copy( $post_id ): void {
	$copy = get_post( (int) $post_id );
	if ( ! $copy || 'future' !== $copy->post_status || ! seo_bridge_original_of( $copy->ID ) ) {
		return;
	}
	$editor = (int) get_post_meta( $copy->ID, '_edit_last', true );
	// Core's own callback comes next, for this and for other posts, and publishes what is scheduled still: a copy is not after this.
	seo_bridge_merge_and_tell( $copy, $editor ? $editor : (int) $copy->post_author );
}

/**
 * Merges a copy, and leaves a note for the user about what came of it. A copy that cannot be merged stays, as a draft.
 *
 * @param WP_Post $copy    The copy.
 * @param int     $user_id Who publishes it.
 */
function seo_bridge_merge_and_tell( WP_Post $copy, int $user_id ): void {
	$original = seo_bridge_original_of( $copy->ID );
	$merged   = seo_bridge_merge_copy( $copy, $original, $user_id );
	if ( is_wp_error( $merged ) && 'draft' !== get_post_status( $copy->ID ) ) {
		wp_update_post(
			array(
				'ID'          => $copy->ID,
				'post_status' => 'draft',
			)
		);
	}
	set_transient(
		'seo_bridge_merged_' . $user_id,
		array(
			'copy'     => $copy->ID,
			'original' => $original->ID,
			'error'    => is_wp_error( $merged ) ? $merged->get_error_message() : '',
		),
		// A scheduled copy's time may come while nobody works.
		WEEK_IN_SECONDS
	);
}

/**
 * Writes a copy into its post.
 *
 * @param WP_Post $copy    The copy as it is now.
 * @param WP_Post $post    The published post.
 * @param int     $user_id Who publishes the copy.
 * @return true|WP_Error When that user may not, or the post has changed since the copy was made and nobody was told yet.
 */
function seo_bridge_merge_copy( WP_Post $copy, WP_Post $post, int $user_id ) {
	return seo_bridge_locked(
		'post_' . $post->ID,
		static function () use ( $copy, $post, $user_id ) {
			clean_post_cache( $post->ID );
			$post     = get_post( $post->ID );
			$base     = seo_bridge_get_json( $copy->ID, '_seo_bridge_copy_base' );
			$refusal  = seo_bridge_may_not_merge( $copy, $post, $user_id );
			$baseline = is_wp_error( $refusal ) ? $refusal : seo_bridge_ensure_baseline( $post );
			$written  = is_wp_error( $baseline ) ? $baseline : seo_bridge_write_merged( $copy, $post );
			if ( is_wp_error( $written ) ) {
				return $written;
			}
			seo_bridge_give_back( $copy, $post, $base );
			seo_bridge_finish_apply( get_post( $post->ID ), (int) ( $base['revision'] ?? 0 ), array() );
			delete_post_meta( $post->ID, '_seo_bridge_copy' );
			wp_trash_post( $copy->ID );
			return true;
		}
	);
}

/**
 * Why a copy may not be merged now. That the post has changed is said once: who publishes the copy again has been told.
 *
 * @param WP_Post $copy    The copy.
 * @param WP_Post $post    The published post.
 * @param int     $user_id Who publishes the copy.
 * @return WP_Error|null
 */
function seo_bridge_may_not_merge( WP_Post $copy, WP_Post $post, int $user_id ): ?WP_Error {
	if ( ! user_can( $user_id, 'edit_post', $post->ID ) ) {
		return new WP_Error( 'seo_bridge_forbidden', __( 'You are not allowed to edit the published post that this is a copy of.', 'seo-bridge' ), array( 'status' => 403 ) );
	}
	$hash = seo_bridge_content_hash( $post );
	$base = seo_bridge_get_json( $copy->ID, '_seo_bridge_copy_base' );
	if ( ( $base['hash'] ?? '' ) === $hash || get_post_meta( $copy->ID, '_seo_bridge_copy_warned', true ) === $hash ) {
		return null;
	}
	update_post_meta( $copy->ID, '_seo_bridge_copy_warned', $hash );
	return new WP_Error( 'seo_bridge_changed', __( 'The published post has changed since this copy was made. Compare the two; to replace its text all the same, publish the copy once more. The present text will stay among its revisions.', 'seo-bridge' ), array( 'status' => 409 ) );
}

/**
 * Has the REST API, and with it the block editor, say why a copy cannot be merged, and that one has been.
 */
function seo_bridge_watch_rest_copies(): void {
	foreach ( seo_bridge_post_types() as $type ) {
		add_filter( "rest_pre_insert_$type", 'seo_bridge_refuse_rest_merge' );
		add_filter( "rest_prepare_$type", 'seo_bridge_answer_rest_merge', 10, 2 );
	}
}

/**
 * Refuses to publish a copy that cannot be merged, before anything of it is saved.
 *
 * @param stdClass|WP_Error $prepared The post's fields.
 * @return stdClass|WP_Error
 */
function seo_bridge_refuse_rest_merge( $prepared ) {
	$copy     = ! is_wp_error( $prepared ) && 'publish' === ( $prepared->post_status ?? '' ) ? get_post( (int) ( $prepared->ID ?? 0 ) ) : null;
	$original = $copy ? seo_bridge_original_of( $copy->ID ) : null;
	return ( $original ? seo_bridge_may_not_merge( $copy, $original, get_current_user_id() ) : null ) ?? $prepared;
}

/**
 * Tells that a merged copy is in the trash now. WordPress has read it before that.
 *
 * @param WP_REST_Response $response The answer.
 * @param WP_Post          $post     The post as WordPress has read it.
 */
function seo_bridge_answer_rest_merge( $response, $post ): WP_REST_Response {
	$held = array_key_exists( $post->ID, seo_bridge_held_copies() );
	if ( $held && isset( $response->data['status'] ) ) {
		$response->data['status'] = get_post_status( $post->ID );
	}
	return $response;
}

/**
 * Writes the copy's text into the post, which keeps everything else.
 *
 * @param WP_Post $copy The copy.
 * @param WP_Post $post The published post.
 * @return int|WP_Error
 */
function seo_bridge_write_merged( WP_Post $copy, WP_Post $post ) {
	$fields = array(
		'ID'           => $post->ID,
		'post_title'   => $copy->post_title,
		'post_content' => $copy->post_content,
		'post_excerpt' => $copy->post_excerpt,
	);
	// No new writing, so that it starts nothing.
	seo_bridge_remember_own( $post->ID, seo_bridge_content_hash( $copy ) );
	// Whoever saved the copy was filtered then, and what is the post's own stays its own.
	return seo_bridge_unfiltered(
		static function () use ( $fields ) {
			return wp_update_post( wp_slash( $fields ), true );
		}
	);
}

/**
 * Gives the post those terms and meta that the author has changed on the copy; what was changed on the post meanwhile stays.
 *
 * @param WP_Post              $copy The copy.
 * @param WP_Post              $post The published post.
 * @param array<string, mixed> $base See `seo_bridge_copy_base`.
 */
function seo_bridge_give_back( WP_Post $copy, WP_Post $post, array $base ): void {
	foreach ( seo_bridge_term_ids( $copy ) as $taxonomy => $ids ) {
		if ( ( $base['terms'][ $taxonomy ] ?? array() ) !== $ids ) {
			wp_set_object_terms( $post->ID, $ids, $taxonomy );
		}
	}
	$before = (array) ( $base['meta'] ?? array() );
	$now    = seo_bridge_copied_meta( $copy->ID );
	foreach ( array_keys( $before + $now ) as $key ) {
		if ( isset( $now[ $key ] ) && seo_bridge_fingerprint( $now[ $key ] ) === ( $before[ $key ] ?? '' ) ) {
			continue;
		}
		delete_post_meta( $post->ID, (string) $key );
		foreach ( $now[ $key ] ?? array() as $value ) {
			add_post_meta( $post->ID, (string) $key, wp_slash( maybe_unserialize( $value ) ) );
		}
	}
}

/**
 * Leads from a merged copy to its post, in the classic editor.
 *
 * @param string $location Where WordPress leads to.
 * @param int    $post_id  The post that was saved.
 */
function seo_bridge_lead_to_original( $location, $post_id ): string {
	$original = isset( seo_bridge_held_copies()[ $post_id ] ) ? seo_bridge_original_of( (int) $post_id ) : null;
	return $original && 'trash' === get_post_status( (int) $post_id ) ? seo_bridge_edit_url( $original->ID ) : (string) $location;
}

/**
 * Says on the next page what came of publishing a copy. The block editor shows it in the list that it leads to.
 */
function seo_bridge_tell_merged(): void {
	$note = get_transient( 'seo_bridge_merged_' . get_current_user_id() );
	if ( ! is_array( $note ) ) {
		return;
	}
	delete_transient( 'seo_bridge_merged_' . get_current_user_id() );
	$title = get_the_title( $note['original'] );
	/* translators: %s: title of a post. */
	$merged = sprintf( __( '“%s” has the text of its rewritten copy now, under its own address. Its earlier text is among its revisions, and the copy is in the trash.', 'seo-bridge' ), wp_strip_all_tags( $title ) );
	printf(
		'<div class="notice notice-%1$s is-dismissible"><p>%2$s',
		'' === $note['error'] ? 'success' : 'error',
		esc_html( '' === $note['error'] ? $merged : $note['error'] )
	);
	if ( current_user_can( 'edit_post', $note['original'] ) ) {
		printf( ' <a href="%1$s">%2$s</a>', esc_url( seo_bridge_edit_url( (int) $note['original'] ) ), esc_html__( 'Edit the published post', 'seo-bridge' ) );
	}
	echo '</p></div>';
}
