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
 * The proposal that an author speaks of.
 *
 * @param WP_Post $post        The post.
 * @param int     $revision_id Revision id.
 * @return WP_Post|WP_Error The revision; otherwise 404 when there is none, 409 when it was discarded or replaced.
 */
function seo_bridge_proposal( WP_Post $post, int $revision_id ) {
	$pending  = seo_bridge_pending_id( $post->ID );
	$revision = get_post( $revision_id );
	$ours     = $revision && wp_is_post_revision( $revision ) === $post->ID && metadata_exists( 'post', $revision_id, '_seo_bridge_job' );
	if ( $ours && in_array( $revision_id, array( $pending, seo_bridge_applied_id( $post->ID ) ), true ) ) {
		return $revision;
	}
	if ( $ours && metadata_exists( 'post', $revision_id, '_seo_bridge_discarded' ) ) {
		return new WP_Error( 'seo_bridge_discarded', __( 'This proposal was discarded. It is still among the revisions of the post.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
	if ( $pending && ( $ours || ! $revision ) ) {
		return new WP_Error(
			'seo_bridge_replaced',
			__( 'A newer proposal has taken the place of this one.', 'seo-bridge' ),
			array(
				'status'     => 409,
				'suggestion' => $pending,
			)
		);
	}
	return seo_bridge_no_suggestion();
}

/**
 * The answer about a proposal that is not there.
 */
function seo_bridge_no_suggestion(): WP_Error {
	return new WP_Error( 'seo_bridge_no_suggestion', __( 'There is no proposal for this post.', 'seo-bridge' ), array( 'status' => 404 ) );
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
		return new WP_Error( 'seo_bridge_no_sections', __( 'The sections of this proposal cannot be chosen one by one. Apply it as a whole.', 'seo-bridge' ), array( 'status' => 409 ) );
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
 * @return array<string, mixed>|WP_Error
 */
function seo_bridge_preview( WP_Post $post, WP_Post $revision, ?array $chosen, string $title, array $current ) {
	$content = seo_bridge_chosen_content( $post, $revision, $chosen );
	if ( is_wp_error( $content ) ) {
		return $content;
	}
	$suggestion = array(
		'excerpt' => '' === trim( $post->post_excerpt ) ? seo_bridge_proposed_excerpt( $revision ) : '',
		'slug'    => seo_bridge_never_published( $post ) ? (string) get_metadata( 'post', $revision->ID, '_seo_bridge_slug', true ) : '',
	);
	$changed    = ! seo_bridge_is_known_text( $post, $revision, $current );
	return array(
		'title'       => '' !== $title ? $title : $revision->post_title,
		'content'     => $content,
		'changed'     => $changed,
		'overwritten' => $changed ? seo_bridge_overwritten( $post, $revision, $current ) : '',
	) + $suggestion;
}

/**
 * The excerpt that the bridge proposed. The revision itself has the author's, where there was one.
 *
 * @param WP_Post $revision The proposal.
 */
function seo_bridge_proposed_excerpt( WP_Post $revision ): string {
	return metadata_exists( 'post', $revision->ID, '_seo_bridge_excerpt' ) ? (string) get_metadata( 'post', $revision->ID, '_seo_bridge_excerpt', true ) : $revision->post_excerpt;
}

/**
 * Whether a text holds nothing of the author's that is in neither the proposal nor the text that it was written from: it is one
 * of them, or sections of both.
 *
 * @param WP_Post  $post     The post.
 * @param WP_Post  $revision The proposal.
 * @param string[] $current  `title` and `content`.
 */
function seo_bridge_is_known_text( WP_Post $post, WP_Post $revision, array $current ): bool {
	$base   = seo_bridge_base( $post, $revision );
	$titles = array_merge( array( $revision->post_title ), seo_bridge_get_json( $revision->ID, '_seo_bridge_titles' ), $base ? array( $base->post_title ) : array() );
	if ( ! in_array( $current['title'], $titles, true ) ) {
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
		$ends = $next;
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
	return (string) preg_replace( '%\s+|\x{00A0}|</?p>|<br\s*/?>%u', '', $content );
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
	$base = seo_bridge_base( $post, $revision );
	$diff = wp_text_diff(
		$base ? $base->post_title . "\n\n" . $base->post_content : '',
		$current['title'] . "\n\n" . $current['content'],
		array(
			'title_left'  => __( 'The text that the proposal was written from', 'seo-bridge' ),
			'title_right' => __( 'Your text now', 'seo-bridge' ),
		)
	);
	return is_string( $diff ) ? $diff : '';
}
