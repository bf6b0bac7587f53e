<?php
/**
 * Stores a proposal that was applied in the classic editor to the byte.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'wp_insert_post_data', 'seo_bridge_save_untouched', 1000, 2 );

/**
 * A form sends other line ends, and TinyMCE writes some things its own way: where the author has not touched the text since it
 * was applied, it is stored as it was proposed.
 *
 * @param array<string, mixed> $data    The post's fields, slashed.
 * @param array<string, mixed> $postarr What was to be saved.
 * @return array<string, mixed>
 */
function seo_bridge_save_untouched( $data, $postarr ): array {
	$post_id = (int) ( $postarr['ID'] ?? 0 );
	$choices = $post_id && 'revision' !== $data['post_type'] ? seo_bridge_submitted_choices( $post_id ) : array();
	if ( empty( $choices['untouched'] ) ) {
		return $data;
	}
	$post     = get_post( $post_id );
	$revision = seo_bridge_proposal( $post, (int) $choices['revision'] );
	$content  = is_wp_error( $revision ) ? $revision : seo_bridge_chosen_content( $post, $revision, $choices['sections'] ?? null );
	if ( is_wp_error( $content ) || seo_bridge_bare( wp_unslash( $data['post_content'] ) ) !== seo_bridge_bare( $content ) ) {
		return $data;
	}
	if ( ! current_user_can( 'unfiltered_html' ) ) {
		$content = seo_bridge_sanitize_content( $content, $post->post_content );
	}
	$data['post_content'] = wp_slash( $content );
	return $data;
}
