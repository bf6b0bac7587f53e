<?php
/**
 * Whether the sections that came with a proposal can be trusted: they cover both texts, and are cut between tags.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Whether sections cover both texts, each byte once.
 *
 * @param array<mixed> $sections From the revision's meta.
 * @param int          $proposed Bytes of the proposal.
 * @param int          $written  Bytes of the author's text.
 */
function seo_bridge_sections_fit( array $sections, int $proposed, int $written ): bool {
	if ( ! is_int( $sections['head'] ?? null ) || ! is_int( $sections['tail'] ?? null ) || ! is_array( $sections['list'] ?? null ) || ! $sections['list'] ) {
		return false;
	}
	$ranges  = array();
	$sources = array();
	foreach ( $sections['list'] as $entry ) {
		if ( ! is_array( $entry ) || ! is_int( $entry['group'] ?? null ) || ! is_array( $entry['sources'] ?? null ) ) {
			return false;
		}
		$ranges[] = array( $entry['start'] ?? null, $entry['end'] ?? null );
		$sources  = array_merge( $sources, array_values( $entry['sources'] ) );
	}
	return seo_bridge_covers( $ranges, $sections['head'], $proposed - $sections['tail'] )
		&& seo_bridge_covers( $sources, $sections['head'], $written - $sections['tail'] );
}

/**
 * Whether ranges cover a stretch, each byte once.
 *
 * @param array<mixed> $ranges Pairs of start and end, in any order.
 * @param int          $from   Where the stretch begins.
 * @param int          $until  Where it ends.
 */
function seo_bridge_covers( array $ranges, int $from, int $until ): bool {
	foreach ( $ranges as $range ) {
		if ( ! is_array( $range ) || ! is_int( $range[0] ?? null ) || ! is_int( $range[1] ?? null ) || $range[1] < $range[0] ) {
			return false;
		}
	}
	sort( $ranges );
	foreach ( $ranges as list( $start, $end ) ) {
		if ( $start !== $from ) {
			return false;
		}
		$from = $end;
	}
	return $from >= 0 && $from === $until;
}

/**
 * Whether an author can choose among the sections that came with a proposal.
 *
 * @param WP_Post      $post     The post.
 * @param WP_Post      $revision The proposal.
 * @param array<mixed> $sections Its sections, as `seo_bridge_sections_arg` has them.
 */
function seo_bridge_sections_can_be_chosen( WP_Post $post, WP_Post $revision, array $sections ): bool {
	$base = seo_bridge_base( $post, $revision );
	return $base
		&& seo_bridge_sections_fit( $sections, strlen( $revision->post_content ), strlen( $base->post_content ) )
		&& seo_bridge_sections_are_whole( $sections, $revision->post_content, $base->post_content );
}

/**
 * Whether the bytes at both ends are the same in both texts, and no section begins within a tag, a comment, an element such as
 * a script, or a character. Joined in another way, parts of tags that are harmless each in its own text could make a script,
 * which nobody would take out of the text of a user who may write some.
 *
 * @param array{head: int, tail: int, list: array<array<string, mixed>>} $sections Sections that fit both texts.
 * @param string                                                         $proposal The proposed text, made safe.
 * @param string                                                         $base     The author's text.
 */
function seo_bridge_sections_are_whole( array $sections, string $proposal, string $base ): bool {
	$head   = $sections['head'];
	$tail   = $sections['tail'];
	$shared = substr( $proposal, 0, $head ) === substr( $base, 0, $head )
		&& substr( $proposal, strlen( $proposal ) - $tail ) === substr( $base, strlen( $base ) - $tail );
	$starts = array( $head, strlen( $proposal ) - $tail );
	$parts  = array( $head, strlen( $base ) - $tail );
	foreach ( $sections['list'] as $entry ) {
		$starts[] = $entry['start'];
		$parts    = array_merge( $parts, ...array_values( $entry['sources'] ) );
	}
	return $shared && seo_bridge_cuts_nothing( $proposal, $starts ) && seo_bridge_cuts_nothing( $base, $parts );
}

/**
 * Whether places in a text lie between its tokens, or between the characters of plain text.
 *
 * @param string $content Content.
 * @param int[]  $places  Offsets in bytes.
 */
function seo_bridge_cuts_nothing( string $content, array $places ): bool {
	sort( $places );
	$begin = 0;
	$next  = 0;
	foreach ( seo_bridge_tokens( $content ) as list( $kind, $bytes ) ) {
		// What never closes would swallow whatever is put behind it.
		if ( 'open' === $kind ) {
			return false;
		}
		$end = $begin + strlen( $bytes );
		for ( ; isset( $places[ $next ] ) && $places[ $next ] < $end; ++$next ) {
			$within = $places[ $next ] > $begin;
			if ( $within && ( 'text' !== $kind || 0x80 === ( ord( $content[ $places[ $next ] ] ) & 0xC0 ) ) ) {
				return false;
			}
		}
		$begin = $end;
	}
	return true;
}
