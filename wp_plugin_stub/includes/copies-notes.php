<?php
/**
 * Tells users what came of the copies that they have published, and of those that they take out of the trash.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'redirect_post_location', 'seo_bridge_lead_to_original', 10, 2 );
add_action( 'untrashed_post', 'seo_bridge_after_copy_untrashed' );
add_action( 'admin_notices', 'seo_bridge_tell_of_copies' );

/**
 * Leaves a note for the next page that a user sees.
 *
 * @param int    $user_id  The user.
 * @param string $what     `merged`, `refused`, or `ordinary`: an old copy that is a draft like any other now.
 * @param int    $original Id of the published post.
 * @param string $said     Why a copy was refused, or an ordinary draft's title.
 */
function seo_bridge_leave_note( int $user_id, string $what, int $original, string $said ): void {
	$notes   = (array) get_transient( 'seo_bridge_copies_' . $user_id );
	$notes[] = compact( 'what', 'original', 'said' );
	// A scheduled copy's time may come while nobody works.
	set_transient( 'seo_bridge_copies_' . $user_id, array_filter( $notes ), WEEK_IN_SECONDS );
}

/**
 * Leads from a merged copy to its post, in the classic editor.
 *
 * @param string $location Where WordPress leads to.
 * @param int    $post_id  The post that was saved.
 */
function seo_bridge_lead_to_original( $location, $post_id ): string {
	$original = isset( seo_bridge_held_copies()[ $post_id ] ) ? (int) get_post_meta( (int) $post_id, '_seo_bridge_merged_into', true ) : 0;
	return $original && 'trash' === get_post_status( (int) $post_id ) ? seo_bridge_edit_url( $original ) : (string) $location;
}

/**
 * Has a copy that was merged come back from the trash as a draft like any other, and says so.
 *
 * @param int $post_id A post that was taken out of the trash.
 */
function seo_bridge_after_copy_untrashed( $post_id ): void {
	$original = (int) get_post_meta( $post_id, '_seo_bridge_merged_into', true );
	if ( $original ) {
		delete_post_meta( $post_id, '_seo_bridge_merged_into' );
		seo_bridge_leave_note( get_current_user_id(), 'ordinary', $original, get_the_title( $post_id ) );
	}
}

/**
 * Shows the notes once. The block editor shows them in the list that it leads to.
 */
function seo_bridge_tell_of_copies(): void {
	$notes = get_transient( 'seo_bridge_copies_' . get_current_user_id() );
	if ( is_array( $notes ) ) {
		delete_transient( 'seo_bridge_copies_' . get_current_user_id() );
		array_map( 'seo_bridge_show_note', $notes );
	}
}

/**
 * Shows one note.
 *
 * @param array<string, mixed> $note See `seo_bridge_leave_note`.
 */
function seo_bridge_show_note( array $note ): void {
	$looks = array(
		'merged'   => 'success',
		'refused'  => 'error',
		'ordinary' => 'info',
	);
	$text  = $note['said'];
	if ( 'merged' === $note['what'] ) {
		/* translators: %s: title of a post. */
		$text = sprintf( __( '“%s” has the text of its rewritten copy now, under its own address. Its earlier text is among its revisions, and the copy is in the trash.', 'seo-bridge' ), wp_strip_all_tags( get_the_title( $note['original'] ) ) );
	} elseif ( 'ordinary' === $note['what'] ) {
		/* translators: %s: title of a draft. */
		$text = sprintf( __( '“%s” is a draft like any other now: its text is in the published post already. Publishing it makes a new post, and changes nothing in that one.', 'seo-bridge' ), wp_strip_all_tags( $note['said'] ) );
	}
	printf( '<div class="notice notice-%1$s is-dismissible"><p>%2$s', esc_attr( $looks[ $note['what'] ] ), esc_html( $text ) );
	if ( current_user_can( 'edit_post', $note['original'] ) ) {
		printf( ' <a href="%1$s">%2$s</a>', esc_url( seo_bridge_edit_url( (int) $note['original'] ) ), esc_html__( 'Edit the published post', 'seo-bridge' ) );
	}
	echo '</p></div>';
}
