<?php
/**
 * Takes note when an editor saves a proposal that its author has applied there.
 *
 * The block editor sends the author's choices as the field `seo_bridge_apply` of the post, the classic one as a hidden input of
 * the same name, in JSON, with a nonce. A save of exactly the proposed text counts too.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'rest_api_init', 'seo_bridge_register_apply_field' );
add_action( 'pre_post_update', 'seo_bridge_before_save', 10, 2 );
// After all of the other plugins' meta boxes, and before the triggers.
add_action( 'wp_after_insert_post', 'seo_bridge_after_save', 900, 2 );
add_action( 'load-post.php', 'seo_bridge_forget_before' );
add_filter( 'redirect_post_location', 'seo_bridge_mark_form_answer' );

/**
 * Registers the field. It reads as null: there is nothing to know about it, and the editor's copy is cleared by saving.
 */
function seo_bridge_register_apply_field(): void {
	register_rest_field(
		seo_bridge_post_types(),
		'seo_bridge_apply',
		array(
			'get_callback'    => '__return_null',
			'update_callback' => 'seo_bridge_save_field',
			'schema'          => array(
				'description' => __( 'The suggestion that this save applies, and what was chosen of it.', 'seo-bridge' ),
				'type'        => array( 'object', 'null' ),
				'context'     => array( 'edit' ),
				'properties'  => seo_bridge_applied_properties(),
			),
		)
	);
}

/**
 * After the block editor has saved an applied proposal.
 *
 * @param mixed   $choices See `seo_bridge_applied_properties`.
 * @param WP_Post $post    The post as saved.
 */
function seo_bridge_save_field( $choices, WP_Post $post ): void {
	if ( ! is_array( $choices ) || empty( $choices['revision'] ) || ! seo_bridge_user_may_rewrite( $post->ID ) ) {
		return;
	}
	$before = seo_bridge_seo_values( $post->ID );
	$noted  = seo_bridge_get_json( $post->ID, '_seo_bridge_seo_before' );
	seo_bridge_finish_apply( get_post( $post->ID ), (int) $choices['revision'], $choices );
	seo_bridge_put_json(
		$post->ID,
		'_seo_bridge_seo_before',
		array(
			// What a form does not know since a proposal applied before this one, it still has from before that.
			'before' => array_merge( $before, array_intersect_key( $noted['before'] ?? array(), $noted['after'] ?? array() ) ),
			'after'  => seo_bridge_seo_values( $post->ID ),
		)
	);
}

/**
 * Keeps the words that an autosave has put into the post itself, without a revision, before a save replaces them.
 *
 * @param int                  $post_id Post id.
 * @param array<string, mixed> $data    The fields to be saved, unslashed.
 */
function seo_bridge_before_save( $post_id, $data ): void {
	if ( ( defined( 'DOING_AUTOSAVE' ) && DOING_AUTOSAVE ) || ! seo_bridge_pending_id( (int) $post_id ) ) {
		return;
	}
	$post = get_post( $post_id );
	if ( ( $data['post_content'] ?? '' ) !== $post->post_content ) {
		seo_bridge_ensure_baseline( $post );
	}
}

/**
 * After any save: the classic editor's choices, a save of exactly the proposed text, and meta boxes that the block editor
 * submits after the post.
 *
 * @param int     $post_id Post id.
 * @param WP_Post $post    The post as saved.
 */
function seo_bridge_after_save( $post_id, $post ): void {
	if ( ! seo_bridge_get_post( (int) $post_id ) ) {
		return;
	}
	$choices = seo_bridge_submitted_choices( (int) $post_id );
	// An autosave writes what is in the editor into an author's own draft, and the author may still undo it.
	$pending = defined( 'DOING_AUTOSAVE' ) && DOING_AUTOSAVE ? 0 : seo_bridge_pending_id( (int) $post_id );
	if ( $choices ) {
		seo_bridge_finish_apply( $post, (int) $choices['revision'], $choices );
	} elseif ( $pending && seo_bridge_content_hash( $post ) === seo_bridge_content_hash( get_post( $pending ) ) ) {
		seo_bridge_finish_apply( $post, $pending, array() );
	}
	// phpcs:ignore WordPress.Security.NonceVerification -- Core has verified it.
	if ( isset( $_REQUEST['meta-box-loader'] ) ) {
		seo_bridge_undo_old_forms( (int) $post_id );
	}
}

/**
 * What the classic editor's form says about an applied proposal.
 *
 * @param int $post_id The post that is being saved.
 * @return array<string, mixed> Choices with a `revision`, or empty.
 */
function seo_bridge_submitted_choices( int $post_id ): array {
	$nonce = isset( $_POST['seo_bridge_apply_nonce'] ) ? sanitize_key( wp_unslash( $_POST['seo_bridge_apply_nonce'] ) ) : '';
	$mine  = isset( $_POST['post_ID'], $_POST['seo_bridge_apply'] ) && (int) $_POST['post_ID'] === $post_id && is_string( $_POST['seo_bridge_apply'] );
	if ( ! $mine || ! wp_verify_nonce( $nonce, 'seo_bridge_apply_' . $post_id ) || ! seo_bridge_user_may_rewrite( $post_id ) ) {
		return array();
	}
	$choices = json_decode( wp_unslash( $_POST['seo_bridge_apply'] ), true ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- Validated next.
	$schema  = array(
		'type'       => 'object',
		'properties' => seo_bridge_applied_properties(),
	);
	return is_array( $choices ) && ! empty( $choices['revision'] ) && true === rest_validate_value_from_schema( $choices, $schema, 'seo_bridge_apply' ) ? $choices : array();
}

/**
 * In the block editor, an SEO plugin's form was filled in before the proposal was applied, and submits the old values after it,
 * with every save until the page is loaded anew: All in One SEO's, whose script (4.7 to 4.9) fills it from a memory that no other
 * can reach, and any that the panel could not fill in. What such a form has set back is set right. A field that it has sent with
 * another value is known to it, and what it sends there from then on is the author's.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_undo_old_forms( int $post_id ): void {
	$noted = seo_bridge_get_json( $post_id, '_seo_bridge_seo_before' );
	$now   = seo_bridge_seo_values( $post_id );
	$right = array();
	foreach ( $noted['after'] ?? array() as $field => $value ) {
		if ( is_string( $value ) && ( $noted['before'][ $field ] ?? null ) === ( $now[ $field ] ?? '' ) && $value !== $now[ $field ] ) {
			$right[ $field ] = $value;
		}
	}
	if ( $noted ) {
		$noted['after'] = $right;
		seo_bridge_put_json( $post_id, '_seo_bridge_seo_before', $noted );
	}
	if ( $right && '' !== seo_bridge_seo_plugin() ) {
		seo_bridge_put_seo_values( $post_id, $right );
	}
}

/**
 * Marks the page that answers a meta box of the block editor: it is loaded in the background, and is no editor.
 *
 * @param string $location Address of that page.
 */
function seo_bridge_mark_form_answer( $location ): string {
	// phpcs:ignore WordPress.Security.NonceVerification -- Core has verified it.
	return isset( $_REQUEST['meta-box-loader'] ) ? add_query_arg( 'seo_bridge_form_answer', 1, (string) $location ) : (string) $location;
}

/**
 * A newly loaded editor has the present values in all its forms.
 */
function seo_bridge_forget_before(): void {
	// phpcs:disable WordPress.Security.NonceVerification -- Nothing is done but to forget, and by those who may edit the post.
	$answer  = isset( $_GET['meta-box-loader'] ) || isset( $_GET['seo_bridge_form_answer'] );
	$opened  = isset( $_GET['post'], $_GET['action'] ) && 'edit' === $_GET['action'] && ! $answer;
	$post_id = $opened ? absint( $_GET['post'] ) : 0;
	// phpcs:enable
	// Core looks at the user's rights only after this.
	if ( $post_id && current_user_can( 'edit_post', $post_id ) ) {
		delete_post_meta( $post_id, '_seo_bridge_seo_before' );
	}
}
