<?php
/**
 * What applying a proposal would make of the text, and what of the author's it would overwrite. Writes nothing.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The text that an author's choice makes.
 *
 * @param WP_Post    $post     The post.
 * @param WP_Post    $revision The proposal.
 * @param int[]|null $chosen   Indices of sections; null for the whole proposal.
 * @return string|WP_Error 409 when the sections cannot be chosen, 400 when there is no such section.
 */
function seo_bridge_chosen_content( WP_Post $post, WP_Post $revision, ?array $chosen ) {
	if ( null === $chosen ) {
		return $revision->post_content;
	}
	$sections = seo_bridge_sections( $post, $revision );
	if ( ! $sections ) {
		return new WP_Error( 'seo_bridge_no_sections', __( 'The sections of this suggestion cannot be chosen one by one. Apply it as a whole.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
	if ( array_diff( $chosen, array_keys( $sections['list'] ) ) ) {
		return new WP_Error( 'rest_invalid_param', __( 'There is no such section.', 'seo-bridge' ), array( 'status' => 400 ) );
	}
	return seo_bridge_compose( $sections, $revision->post_content, $chosen );
}

/**
 * A preview, contract 3.
 *
 * @param WP_Post    $post     The post.
 * @param WP_Post    $revision The proposal.
 * @param int[]|null $chosen   Indices of sections; null for the whole proposal.
 * @param string     $title    The title that the author chose; empty for the proposal's.
 * @param string[]   $current  `title` and `content` that the editor holds.
 * @param string[]   $seo      The SEO fields that the author chose.
 * @return array<string, mixed>|WP_Error
 */
function seo_bridge_preview( WP_Post $post, WP_Post $revision, ?array $chosen, string $title, array $current, array $seo ) {
	$content = seo_bridge_chosen_content( $post, $revision, $chosen );
	if ( is_wp_error( $content ) ) {
		return $content;
	}
	$suggestion = array(
		'excerpt' => '' === trim( $post->post_excerpt ) ? seo_bridge_proposed_excerpt( $revision ) : '',
		'slug'    => seo_bridge_never_published( $post ) ? (string) get_metadata( 'post', $revision->ID, '_seo_bridge_slug', true ) : '',
	);
	$title      = '' !== $title ? $title : $revision->post_title;
	$applied    = new WP_Post( (object) array_merge( $post->to_array(), array( 'post_title' => $title ) ) );
	$changed    = ! seo_bridge_is_known_text( $post, $revision, $current, $title );
	return array(
		'title'       => $title,
		'content'     => $content,
		'changed'     => $changed,
		'overwritten' => $changed ? seo_bridge_overwritten( $post, $revision, $current ) : '',
		// An editor fills them into the SEO plugin's own form, which is saved besides.
		'seo_plugin'  => seo_bridge_seo_plugin(),
		'seo_fields'  => (object) seo_bridge_seo_to_write( $applied, $revision, $seo ),
	) + $suggestion;
}

/**
 * What of the author's would be overwritten: the difference between the text that the proposal was written from and the
 * text as it is now.
 *
 * @param WP_Post  $post     The post.
 * @param WP_Post  $revision The proposal.
 * @param string[] $current  `title` and `content`.
 * @return string HTML.
 */
function seo_bridge_overwritten( WP_Post $post, WP_Post $revision, array $current ): string {
	$base   = seo_bridge_base( $post, $revision );
	$before = $base ? array( $base->post_title, $base->post_content ) : array( '', '' );
	$now    = array( $current['title'], $current['content'] );
	// Where no words differ, what differs is in the notation: a link's address, a picture, the kind of a block.
	$shown = seo_bridge_as_read( $before ) === seo_bridge_as_read( $now ) ? 'seo_bridge_as_stored' : 'seo_bridge_as_read';
	$diff  = wp_text_diff(
		$shown( $before ),
		$shown( $now ),
		array(
			// What is the same would stand before what is not, over many pages.
			'leading_context_lines'  => 1,
			'trailing_context_lines' => 1,
			'title_left'             => __( 'The text that the suggestion was written from', 'seo-bridge' ),
			'title_right'            => __( 'Your text now', 'seo-bridge' ),
		)
	);
	return is_string( $diff ) ? $diff : '';
}

/**
 * A text as its readers see it, a paragraph a line.
 *
 * @param string[] $text Title and content.
 */
function seo_bridge_as_read( array $text ): string {
	$content = (string) preg_replace( array( '/<!--.*?-->/s', '%</(?:p|h[1-6]|li|td|pre|div|figcaption|blockquote)>|<br\s*/?>%i' ), array( '', "\n" ), $text[1] );
	$content = html_entity_decode( wp_strip_all_tags( $content ), ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	return $text[0] . "\n" . trim( (string) preg_replace( '/\s*\n\s*/', "\n", $content ) );
}

/**
 * A text as it is stored.
 *
 * @param string[] $text Title and content.
 */
function seo_bridge_as_stored( array $text ): string {
	return implode( "\n\n", $text );
}
