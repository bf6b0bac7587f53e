<?php
/**
 * Where the rewrite of a post stands, in words for its author: from the outbox until the bridge has the event, then from the bridge.
 *
 * Post meta `_seo_bridge_progress` (JSON: `delivery`, `job`, `path`, `requested_at`, `state`, `message`, `words`, `expected`, `stage`)
 * is the last that the bridge said; nobody asks again about a state that is final.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'seo_bridge_suggestion_stored', 'seo_bridge_note_brought', 10, 2 );

/** The states in which nothing more happens by itself. */
const SEO_BRIDGE_FINAL_STATES = array( 'none', 'done', 'failed', 'cancelled', 'stale' );

/** The states that the bridge knows. */
const SEO_BRIDGE_JOB_STATES = array( 'queued', 'reading', 'writing', 'checking', 'repairing', 'delivering', 'done', 'failed', 'cancelled', 'stale' );

/**
 * Where the rewrite of a post stands, contract 3.
 *
 * @param WP_Post $post       The post.
 * @param bool    $ask_bridge Whether the bridge may be asked, which can take some seconds; otherwise its last word counts.
 * @return array<string, mixed> See `seo_bridge_state_of`.
 */
function seo_bridge_state( WP_Post $post, bool $ask_bridge = true ): array {
	$known    = seo_bridge_get_json( $post->ID, '_seo_bridge_progress' );
	$delivery = seo_bridge_latest_delivery( $post->ID );
	// The log of deliveries is cut at some length, and what the bridge said about one outlives it.
	if ( $delivery && ( ( $known['requested_at'] ?? 0 ) <= (int) $delivery->created_at ) ) {
		$known = seo_bridge_known_of( $delivery, $known );
		if ( 'delivered' !== $delivery->state ) {
			return seo_bridge_state_of( $post, array_merge( $known, seo_bridge_undelivered( $delivery ) ) );
		}
	}
	if ( ! $known ) {
		return seo_bridge_state_of( $post, array( 'state' => seo_bridge_pending_id( $post->ID ) ? 'done' : 'none' ) );
	}
	if ( ! in_array( $known['state'], SEO_BRIDGE_FINAL_STATES, true ) ) {
		$known = seo_bridge_follow( $post, $known, $ask_bridge );
	}
	return seo_bridge_state_of( $post, $known );
}

/**
 * The latest event about a post that was not replaced by another.
 *
 * @param int $post_id Post id.
 * @return object|null A row of the outbox.
 */
function seo_bridge_latest_delivery( int $post_id ) {
	global $wpdb;
	$glance = seo_bridge_glance();
	if ( array_key_exists( $post_id, $glance['deliveries'] ?? array() ) ) {
		return $glance['deliveries'][ $post_id ];
	}
	$table = seo_bridge_outbox_table();
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- The plugin's own table.
	return $wpdb->get_row( $wpdb->prepare( "SELECT * FROM $table WHERE post_id = %d AND state <> 'replaced' ORDER BY id DESC LIMIT 1", $post_id ) );
}

/**
 * What is known of a job before the bridge has been asked about it.
 *
 * @param object $delivery A row of the outbox.
 * @return array<string, mixed>
 */
function seo_bridge_begun( $delivery ): array {
	$answer = json_decode( $delivery->answer, true );
	return array(
		'delivery'     => $delivery->webhook_id,
		'job'          => is_string( $answer['job'] ?? null ) ? $answer['job'] : '',
		'path'         => seo_bridge_status_path( $answer['status_url'] ?? '' ),
		'requested_at' => (int) $delivery->created_at,
		'state'        => 'queued',
		'message'      => '',
	);
}

/**
 * What is known of the job that an event became. A bridge that has lost its jobs makes another of a repeated event.
 *
 * @param object               $delivery A row of the outbox.
 * @param array<string, mixed> $known    From the post's meta.
 * @return array<string, mixed>
 */
function seo_bridge_known_of( $delivery, array $known ): array {
	$begun = seo_bridge_begun( $delivery );
	return array( $known['delivery'] ?? '', $known['job'] ?? '' ) === array( $begun['delivery'], $begun['job'] ) ? $known : $begun;
}

/**
 * What is known of the job that the bridge has for a post.
 *
 * @param int $post_id Post id.
 * @return array<string, mixed> Empty when it has none.
 */
function seo_bridge_known_job( int $post_id ): array {
	$known    = seo_bridge_get_json( $post_id, '_seo_bridge_progress' );
	$delivery = seo_bridge_latest_delivery( $post_id );
	return $delivery && 'delivered' === $delivery->state ? seo_bridge_known_of( $delivery, $known ) : $known;
}

/**
 * State, message and next try of an event that the bridge does not have.
 *
 * @param object $delivery A row of the outbox.
 * @return array<string, mixed>
 */
function seo_bridge_undelivered( $delivery ): array {
	if ( 'failed' === $delivery->state || 'cancelled' === $delivery->state ) {
		return array(
			'state'   => $delivery->state,
			'message' => 'failed' === $delivery->state ? seo_bridge_refusal( $delivery ) : '',
		);
	}
	$tried = (int) $delivery->answered_at > 0;
	return array(
		'state'    => $tried ? 'undelivered' : 'waiting',
		'message'  => $tried ? seo_bridge_refusal( $delivery ) : seo_bridge_silence(),
		'retry_at' => (int) $delivery->due_at,
	);
}

/**
 * Why the bridge does not have an event.
 *
 * @param object $delivery A row of the outbox.
 */
function seo_bridge_refusal( $delivery ): string {
	if ( 0 === (int) $delivery->answer_code ) {
		return __( 'The rewriting service cannot be reached at the moment. Your text is safe; nothing needs to be done.', 'seo-bridge' );
	}
	if ( 429 === (int) $delivery->answer_code || (int) $delivery->answer_code >= 500 ) {
		return __( 'The rewriting service is busy at the moment. Your text is safe; nothing needs to be done.', 'seo-bridge' );
	}
	/* translators: 1: an HTTP status, 2: what the service said. */
	return sprintf( __( 'The rewriting service answered with an error (%1$d): %2$s', 'seo-bridge' ), $delivery->answer_code, seo_bridge_answer_text( $delivery ) );
}

/**
 * Finds out how a job goes on, and notes it when it has changed.
 *
 * @param WP_Post              $post       The post.
 * @param array<string, mixed> $known      What is known of the job.
 * @param bool                 $ask_bridge Whether the bridge may be asked.
 * @return array<string, mixed>
 */
function seo_bridge_follow( WP_Post $post, array $known, bool $ask_bridge ): array {
	if ( seo_bridge_is_pulled() ) {
		return seo_bridge_awaited( $post, $known );
	}
	if ( ! $ask_bridge ) {
		return $known;
	}
	$now = seo_bridge_heard( $known, '' === $known['path'] ? new WP_Error( 'seo_bridge_no_answer' ) : seo_bridge_ask_job( $known['path'] ) );
	// Words alone are not worth a write at every glance.
	if ( $now['state'] !== $known['state'] && 'unknown' !== $now['state'] ) {
		seo_bridge_put_json( $post->ID, '_seo_bridge_progress', $now );
	}
	return $now;
}

/**
 * Ends the job whose proposal has come: nobody needs to ask the bridge about it any more.
 *
 * @param int $revision_id The proposal.
 * @param int $post_id     The post.
 */
function seo_bridge_note_brought( int $revision_id, int $post_id ): void {
	$known = seo_bridge_known_job( $post_id );
	if ( $known && get_metadata( 'post', $revision_id, '_seo_bridge_job', true ) === $known['job'] ) {
		$known['state'] = 'done';
		unset( $known['stage'] );
		seo_bridge_put_json( $post_id, '_seo_bridge_progress', $known );
	}
}

/**
 * What is known of a job once the bridge has answered, or not.
 *
 * @param array<string, mixed>          $known What was known.
 * @param array<string, mixed>|WP_Error $job   The bridge's answer.
 * @return array<string, mixed>
 */
function seo_bridge_heard( array $known, $job ): array {
	if ( is_wp_error( $job ) ) {
		$gone = 'seo_bridge_job_unknown' === $job->get_error_code();
		return array_merge(
			$known,
			array(
				'state'   => $gone ? 'failed' : 'unknown',
				'message' => $gone ? $job->get_error_message() : __( 'The rewriting service does not say at the moment how far it is. The rewrite goes on by itself.', 'seo-bridge' ),
			)
		);
	}
	$reason = $job['reason']['message'] ?? '';
	return array_merge(
		$known,
		array(
			'state'    => in_array( $job['state'], SEO_BRIDGE_JOB_STATES, true ) ? $job['state'] : 'unknown',
			'message'  => is_string( $reason ) ? sanitize_text_field( $reason ) : '',
			'words'    => is_int( $job['words'] ?? null ) ? $job['words'] : 0,
			'expected' => is_int( $job['expected'] ?? null ) ? $job['expected'] : 0,
		)
	);
}
