<?php
/**
 * A proposal section by section: which of the author's passages each was drawn from, and the text that a choice of them makes.
 *
 * Revision meta `_seo_bridge_sections` (JSON, all offsets in bytes): `head` and `tail`, the bytes that both texts share at
 * their ends, and `list` of `{group, heading, level, start, end, sources: [[start, end], …]}`. The entries' `start`–`end` cover
 * the proposal, and all their `sources` cover the author's text, each byte once: no choice can lose any of it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The sections of a proposal.
 *
 * @param WP_Post $post     The post.
 * @param WP_Post $revision The proposal.
 * @return array{base: string, head: int, tail: int, list: array<array<string, mixed>>}|null Null when they cannot be chosen singly: there
 *         are none, they do not fit the texts, or the text that they refer to is no longer there.
 */
function seo_bridge_sections( WP_Post $post, WP_Post $revision ): ?array {
	$sections = seo_bridge_get_json( $revision->ID, '_seo_bridge_sections' );
	$base     = $sections ? seo_bridge_base( $post, $revision ) : null;
	if ( ! $base || ! seo_bridge_sections_fit( $sections, strlen( $revision->post_content ), strlen( $base->post_content ) ) ) {
		return null;
	}
	return array( 'base' => $base->post_content ) + $sections;
}

/**
 * The text that a proposal was written from: the post, or the revision of it that has that text.
 *
 * @param WP_Post $post     The post.
 * @param WP_Post $revision The proposal.
 */
function seo_bridge_base( WP_Post $post, WP_Post $revision ): ?WP_Post {
	$hash = get_metadata( 'post', $revision->ID, '_seo_bridge_base_hash', true );
	if ( seo_bridge_content_hash( $post ) === $hash ) {
		return $post;
	}
	foreach ( wp_get_post_revisions( $post->ID, array( 'check_enabled' => false ) ) as $earlier ) {
		if ( seo_bridge_content_hash( $earlier ) === $hash ) {
			return $earlier;
		}
	}
	return null;
}

/**
 * The text that a choice of sections makes: the chosen ones as proposed, for each other one the author's own passages.
 *
 * @param array{base: string, head: int, tail: int, list: array<array<string, mixed>>} $sections From `seo_bridge_sections`.
 * @param string                                                                       $proposal The proposed text.
 * @param int[]                                                                        $chosen   Indices; what shares a group is chosen together.
 */
function seo_bridge_compose( array $sections, string $proposal, array $chosen ): string {
	$groups = array();
	foreach ( $sections['list'] as $index => $entry ) {
		if ( in_array( $index, $chosen, true ) ) {
			$groups[ $entry['group'] ] = true;
		}
	}
	$texts  = array(
		'proposal' => $proposal,
		'base'     => $sections['base'],
	);
	$pieces = array( array( 'base', 0, $sections['head'] ) );
	foreach ( $sections['list'] as $entry ) {
		if ( isset( $groups[ $entry['group'] ] ) ) {
			$pieces[] = array( 'proposal', $entry['start'], $entry['end'] );
			continue;
		}
		foreach ( $entry['sources'] as list( $start, $end ) ) {
			$pieces[] = array( 'base', $start, $end );
		}
	}
	$pieces[] = array( 'base', strlen( $sections['base'] ) - $sections['tail'], strlen( $sections['base'] ) );
	return seo_bridge_join( $texts, $pieces, $sections['head'], strlen( $proposal ) - $sections['tail'] );
}

/**
 * Joins pieces of two texts. Where two meet that are no neighbours in their text, an empty line keeps them apart: in a classic
 * text a line break alone would make one paragraph of both.
 *
 * @param array<string, string>                   $texts  By name.
 * @param array<array{0: string, 1: int, 2: int}> $pieces Name of the text, start and end.
 * @param int                                     $head   Where the proposal goes on after the first piece.
 * @param int                                     $tail   Where the proposal goes on with the last piece.
 */
function seo_bridge_join( array $texts, array $pieces, int $head, int $tail ): string {
	$joined = '';
	$before = null;
	$last   = count( $pieces ) - 1;
	foreach ( $pieces as $index => list( $name, $start, $end ) ) {
		$bytes = substr( $texts[ $name ], $start, $end - $start );
		if ( '' === $bytes ) {
			continue;
		}
		$neighbours = null === $before
			|| ( $before[0] === $name && $before[2] === $start )
			// Head and tail are the same bytes in both texts.
			|| ( 0 === $before[3] && 'proposal' === $name && $start === $head )
			|| ( $last === $index && 'proposal' === $before[0] && $before[2] === $tail );
		if ( ! $neighbours && substr_count( $joined, "\n", strlen( rtrim( $joined ) ) ) < 2 ) {
			$joined .= "\n" === substr( $joined, -1 ) ? "\n" : "\n\n";
		}
		$joined .= $bytes;
		$before  = array( $name, $start, $end, $index );
	}
	return $joined;
}
