<?php
/**
 * How long the bridge's user may read a post and propose for it: from an event about it until some time after its end.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Seconds after an event in which the bridge may read the post and hand a proposal back. */
const SEO_BRIDGE_ASKED_SECONDS = 30 * DAY_IN_SECONDS;

/** Seconds after the author has dealt with a proposal, in which a bridge that did not get the answer may still hand it in again. */
const SEO_BRIDGE_ASKED_AFTER = HOUR_IN_SECONDS;

/**
 * Whether the bridge has been asked about a post, and not too long ago.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_is_asked( int $post_id ): bool {
	$asked = seo_bridge_get_json( $post_id, '_seo_bridge_requested' );
	// Plugins that duplicate posts take all meta along: nobody has asked about what they make.
	return $asked && (int) ( $asked['post'] ?? $post_id ) === $post_id && time() < (int) ( $asked['until'] ?? ( (int) ( $asked['time'] ?? 0 ) + SEO_BRIDGE_ASKED_SECONDS ) );
}

/**
 * Notes that the bridge is asked about a post.
 *
 * @param int          $post_id Post id.
 * @param string       $type    Event type, or `backfill`.
 * @param array<mixed> $options What the author asked for.
 */
function seo_bridge_note_asked( int $post_id, string $type, array $options = array() ): void {
	seo_bridge_put_json(
		$post_id,
		'_seo_bridge_requested',
		array(
			'post'    => $post_id,
			'type'    => $type,
			'time'    => time(),
			'options' => (object) $options,
		)
	);
}

/**
 * Notes that the bridge is asked again what it was asked before.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_renew_asked( int $post_id ): void {
	$asked = seo_bridge_get_json( $post_id, '_seo_bridge_requested' );
	seo_bridge_note_asked( $post_id, (string) ( $asked['type'] ?? '' ), (array) ( $asked['options'] ?? array() ) );
}

/**
 * Ends what a proposal was asked for, soon. An event since then has a rewrite of its own under way.
 *
 * @param int     $post_id  Post id.
 * @param WP_Post $revision The proposal that the author has dealt with.
 */
function seo_bridge_end_asked( int $post_id, WP_Post $revision ): void {
	$asked = seo_bridge_get_json( $post_id, '_seo_bridge_requested' );
	if ( $asked && (int) ( $asked['time'] ?? 0 ) <= strtotime( $revision->post_modified_gmt . ' +0000' ) ) {
		$asked['options'] = (object) ( $asked['options'] ?? array() );
		$asked['until']   = time() + SEO_BRIDGE_ASKED_AFTER;
		seo_bridge_put_json( $post_id, '_seo_bridge_requested', $asked );
	}
}
