<?php
/**
 * Tells the words that an author has added from those that a proposal, or the text that it was written from, has anyway.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Whether a text holds nothing of the author's that is in neither the proposal nor the text that it was written from: it is one
 * of them, or sections of both.
 *
 * @param WP_Post  $post     The post.
 * @param WP_Post  $revision The proposal.
 * @param string[] $current  `title` and `content`.
 * @param string   $title    A title that would be no loss either.
 */
function seo_bridge_is_known_text( WP_Post $post, WP_Post $revision, array $current, string $title = '' ): bool {
	$base   = seo_bridge_base( $post, $revision );
	$titles = array_merge(
		array( $title, $revision->post_title, (string) get_metadata( 'post', $revision->ID, '_seo_bridge_chosen_title', true ) ),
		seo_bridge_get_json( $revision->ID, '_seo_bridge_titles' ),
		$base ? array( $base->post_title ) : array()
	);
	if ( ! in_array( seo_bridge_title_as_read( $current['title'] ), array_map( 'seo_bridge_title_as_read', $titles ), true ) ) {
		return false;
	}
	$text = seo_bridge_bare( $current['content'] );
	if ( seo_bridge_bare( $revision->post_content ) === $text || ( $base && seo_bridge_bare( $base->post_content ) === $text ) ) {
		return true;
	}
	$sections = seo_bridge_sections( $post, $revision );
	return $sections && seo_bridge_is_composed( $sections, $revision->post_content, $text );
}

/**
 * A title as its readers see it. WordPress stores "Q&R" as "Q&amp;R" or as it is, by the rights of whoever saves it. One that names
 * a tag stays as it is stored: saved with the tag, it would lose it.
 *
 * @param string $title A title.
 */
function seo_bridge_title_as_read( string $title ): string {
	$read = html_entity_decode( $title, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	return wp_strip_all_tags( $read ) === trim( $read ) ? $read : $title;
}

/**
 * A title that is to become a post's, made safe. One that the post has already stays as it is stored.
 *
 * @param string  $title The title.
 * @param WP_Post $post  The post.
 */
function seo_bridge_title_to_store( string $title, WP_Post $post ): string {
	$safe = trim( wp_kses( $title, 'title_save_pre' ) );
	return '' === $safe || seo_bridge_title_as_read( $safe ) === seo_bridge_title_as_read( $post->post_title ) ? $post->post_title : $safe;
}

/**
 * Whether a text is a choice of sections.
 *
 * @param array{base: string, head: int, tail: int, list: array<array<string, mixed>>} $sections From `seo_bridge_sections`.
 * @param string                                                                       $proposal The proposed text.
 * @param string                                                                       $text     The text, bare.
 */
function seo_bridge_is_composed( array $sections, string $proposal, string $text ): bool {
	$head = seo_bridge_bare( substr( $sections['base'], 0, $sections['head'] ) );
	$tail = seo_bridge_bare( substr( $sections['base'], strlen( $sections['base'] ) - $sections['tail'] ) );
	// Everywhere that the entries so far can end in the text.
	$ends = 0 === strpos( $text, $head ) ? array( strlen( $head ) => true ) : array();
	foreach ( $sections['list'] as $entry ) {
		$sources = '';
		foreach ( $entry['sources'] as list( $start, $end ) ) {
			$sources .= seo_bridge_bare( substr( $sections['base'], $start, $end - $start ) );
		}
		$proposed = seo_bridge_bare( substr( $proposal, $entry['start'], $entry['end'] - $entry['start'] ) );
		$next     = array();
		foreach ( array_keys( $ends ) as $end ) {
			foreach ( array( $proposed, $sources ) as $bytes ) {
				if ( substr( $text, $end, strlen( $bytes ) ) === $bytes ) {
					$next[ $end + strlen( $bytes ) ] = true;
				}
			}
		}
		// A text that repeats itself so often is nobody's: to look at all its ends would hold a save up.
		$ends = array_slice( $next, 0, 200, true );
	}
	return isset( $ends[ strlen( $text ) - strlen( $tail ) ] ) && substr( $text, strlen( $text ) - strlen( $tail ) ) === $tail;
}

/**
 * Content without what an editor changes by merely opening it: spaces, paragraph tags, and characters written as entities.
 *
 * @param string $content Content or a part of it.
 */
function seo_bridge_bare( string $content ): string {
	$content = html_entity_decode( $content, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	$bare    = preg_replace( '%\s+|\x{00A0}|</?p>|<br\s*/?>%u', '', $content );
	// Bytes that are no UTF-8, as in some old posts: such texts would all be alike, and written over unasked.
	return is_string( $bare ) ? $bare : $content;
}
