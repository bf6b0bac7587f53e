<?php
/**
 * Notices that a draft copy is being published, on every way there is, and has it merged instead.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'wp_insert_post_data', 'seo_bridge_hold_copy', 1000, 2 );
add_action( 'wp_after_insert_post', 'seo_bridge_after_copy_saved', 990, 2 );
add_action( 'publish_future_post', 'seo_bridge_merge_scheduled_copy', 1 );
add_action( 'rest_api_init', 'seo_bridge_watch_rest_copies' );

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
	} elseif ( in_array( $data['post_status'], array( 'publish', 'future' ), true ) && seo_bridge_is_merged( $post_id ) ) {
		// An editor that did not hear of the merge publishes again: the same text would be online twice.
		$data['post_status'] = 'trash';
	}
	return $data;
}

/**
 * Whether a post is a copy that was merged, and still lies in the trash.
 *
 * @param int $post_id Post id, or 0.
 */
function seo_bridge_is_merged( int $post_id ): bool {
	return $post_id && 'trash' === get_post_status( $post_id ) && metadata_exists( 'post', $post_id, '_seo_bridge_merged_into' );
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
 * Merges a copy that was to be published, once its terms and meta are saved too, and notes who has saved one.
 *
 * @param int     $post_id Post id.
 * @param WP_Post $post    The post as saved.
 */
function seo_bridge_after_copy_saved( $post_id, $post ): void {
	$original = seo_bridge_original_of( (int) $post_id );
	if ( ! empty( seo_bridge_held_copies()[ $post_id ] ) ) {
		// It is saved again, into the trash.
		seo_bridge_held_copies( array( (int) $post_id => false ) );
		seo_bridge_merge_and_tell( get_post( $post_id ), get_current_user_id() );
	} elseif ( 'publish' === $post->post_status && $original ) {
		// Past `wp_insert_post`, as plugins do it that look after schedules which WP-Cron has missed.
		seo_bridge_merge_and_tell( $post, seo_bridge_last_saved_by( $post ) );
	} elseif ( 'publish' === $post->post_status && metadata_exists( 'post', $post_id, '_seo_bridge_copy_of' ) ) {
		// Public by itself, as its post is gone: it stays so, should that come back.
		seo_bridge_end_copy( (int) $post_id );
	} elseif ( $original && get_current_user_id() ) {
		update_post_meta( $post_id, '_seo_bridge_copy_saved_by', get_current_user_id() );
	}
}

/**
 * Who has saved a copy last, and answers for what is scheduled. Core's `_edit_last` does not tell: the block editor leaves it alone.
 *
 * @param WP_Post $copy The copy.
 */
function seo_bridge_last_saved_by( WP_Post $copy ): int {
	$user_id = (int) get_post_meta( $copy->ID, '_seo_bridge_copy_saved_by', true );
	return $user_id ? $user_id : (int) $copy->post_author;
}

/**
 * Merges a copy whose scheduled time has come, by the rights of whoever saved it last, instead of publishing it.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_merge_scheduled_copy( $post_id ): void {
	$copy = get_post( (int) $post_id );
	if ( $copy && 'future' === $copy->post_status && seo_bridge_original_of( $copy->ID ) ) {
		// Core's own callback comes next, for this and for other posts, and publishes what is scheduled still: a copy is not after this.
		seo_bridge_merge_and_tell( $copy, seo_bridge_last_saved_by( $copy ) );
	}
}

/**
 * Merges a copy, and leaves a note for the user about what came of it. A copy that cannot be merged stays, as a draft.
 *
 * @param WP_Post $copy    The copy.
 * @param int     $user_id Who publishes it.
 */
function seo_bridge_merge_and_tell( WP_Post $copy, int $user_id ): void {
	$original = seo_bridge_original_of( $copy->ID );
	if ( ! $original ) {
		// Another process has merged it since this one held it, and this one may have saved it out of the trash.
		if ( metadata_exists( 'post', $copy->ID, '_seo_bridge_merged_into' ) ) {
			wp_trash_post( $copy->ID );
		}
		return;
	}
	$merged = seo_bridge_merge_copy( $copy, $original, $user_id );
	if ( is_wp_error( $merged ) && 'draft' !== get_post_status( $copy->ID ) ) {
		wp_update_post(
			array(
				'ID'          => $copy->ID,
				'post_status' => 'draft',
			)
		);
	}
	seo_bridge_leave_note( $user_id, is_wp_error( $merged ) ? 'refused' : 'merged', $original->ID, is_wp_error( $merged ) ? $merged->get_error_message() : '' );
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
	$copy = ! is_wp_error( $prepared ) && 'publish' === ( $prepared->post_status ?? '' ) ? get_post( (int) ( $prepared->ID ?? 0 ) ) : null;
	if ( $copy && seo_bridge_is_merged( $copy->ID ) ) {
		return new WP_Error( 'seo_bridge_merged', __( 'This copy has been published already: its text is in the post that it was made of.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
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
