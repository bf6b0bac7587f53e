<?php
/**
 * A proposal as its author sees it, contract 3.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The proposal of a post: the one that waits, or else the one that was applied last.
 *
 * @param WP_Post $post The post.
 * @return array<string, mixed>|WP_Error Contract 3; an error `seo_bridge_no_suggestion` (404) when there is none.
 */
function seo_bridge_suggestion( WP_Post $post ) {
	$pending  = seo_bridge_pending_id( $post->ID );
	$revision = get_post( $pending ? $pending : seo_bridge_applied_id( $post->ID ) );
	if ( ! $revision || 'revision' !== $revision->post_type ) {
		return seo_bridge_no_suggestion();
	}
	$base_hash = (string) get_metadata( 'post', $revision->ID, '_seo_bridge_base_hash', true );
	return array(
		'revision'        => $revision->ID,
		'job'             => (string) get_metadata( 'post', $revision->ID, '_seo_bridge_job', true ),
		'created_at'      => (int) strtotime( $revision->post_modified_gmt . ' +0000' ),
		'changed'         => ! seo_bridge_is_known_text(
			$post,
			$revision,
			array(
				'title'   => $post->post_title,
				'content' => $post->post_content,
			)
		),
		'applied'         => ! $pending,
		'title'           => seo_bridge_title_as_read( $revision->post_title ),
		'titles'          => array_values( seo_bridge_get_json( $revision->ID, '_seo_bridge_titles' ) ),
		'excerpt'         => seo_bridge_proposed_excerpt( $revision ),
		'excerpt_applies' => '' === trim( $post->post_excerpt ),
		'slug'            => (string) get_metadata( 'post', $revision->ID, '_seo_bridge_slug', true ),
		'slug_applies'    => seo_bridge_never_published( $post ),
		'seo'             => (object) array_merge( seo_bridge_no_seo(), array_intersect_key( seo_bridge_get_json( $revision->ID, '_seo_bridge_seo' ), seo_bridge_no_seo() ) ),
		'seo_plugin'      => seo_bridge_seo_plugin(),
		'current'         => seo_bridge_current_values( $post ),
		'content'         => $revision->post_content,
		'base_hash'       => $base_hash,
		'report'          => (object) seo_bridge_get_json( $revision->ID, '_seo_bridge_report' ),
		'sections'        => seo_bridge_sections_for_reading( $post, $revision ),
		'compare_url'     => admin_url( 'revision.php?revision=' . $revision->ID ),
	);
}

/**
 * The sections as an author reads them, beside the passages that they were drawn from.
 *
 * @param WP_Post $post     The post.
 * @param WP_Post $revision The proposal.
 * @return array<array<string, mixed>> Contract 3; empty when sections cannot be chosen.
 */
function seo_bridge_sections_for_reading( WP_Post $post, WP_Post $revision ): array {
	$sections = seo_bridge_sections( $post, $revision );
	$shown    = array();
	foreach ( $sections['list'] ?? array() as $index => $entry ) {
		$sources = '';
		foreach ( $entry['sources'] as list( $start, $end ) ) {
			$sources .= substr( $sections['base'], $start, $end - $start ) . "\n\n";
		}
		$shown[] = array(
			'index'    => $index,
			'group'    => $entry['group'],
			'heading'  => sanitize_text_field( is_string( $entry['heading'] ?? null ) ? $entry['heading'] : '' ),
			'level'    => (int) ( $entry['level'] ?? 2 ),
			'proposed' => seo_bridge_for_reading( substr( $revision->post_content, $entry['start'], $entry['end'] - $entry['start'] ) ),
			'sources'  => seo_bridge_for_reading( $sources ),
		);
	}
	return $shown;
}

/**
 * Content as safe HTML to read: no comments, no scripts, paragraphs where a classic text has none.
 *
 * @param string $content Content or a part of it.
 */
function seo_bridge_for_reading( string $content ): string {
	$blocks = has_blocks( $content );
	$html   = '';
	foreach ( seo_bridge_tokens( $content ) as list( $kind, $bytes ) ) {
		if ( 'text' === $kind || 'tag' === $kind ) {
			$html .= $bytes;
		}
	}
	return trim( wp_kses_post( $blocks ? $html : wpautop( $html ) ) );
}
