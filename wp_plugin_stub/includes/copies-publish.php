<?php
/**
 * Notices that a draft copy is being published, on every way there is, has it merged instead, and tells what came of it.
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
