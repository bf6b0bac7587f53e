<?php
/**
 * For a bridge that this site cannot reach, behind a router or on a laptop: it asks for the outbox's events by itself, answers
 * them, and tells how its jobs stand, all in one route.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'rest_api_init', 'seo_bridge_register_pull' );

/** Most events that are given out at once; each is the bridge's for `SEO_BRIDGE_SENDING_SECONDS`. */
const SEO_BRIDGE_MOST_PULLED = 20;

/**
 * Whether the bridge asks for the events, so that nothing is to be sent.
 */
function seo_bridge_is_pulled(): bool {
	return '' !== seo_bridge_setting( 'seo_bridge_pull' );
}

/**
 * Registers the route.
 */
function seo_bridge_register_pull(): void {
	register_rest_route(
		'seo-bridge/v1',
		'/pull',
		array(
			'methods'             => 'POST',
			'callback'            => 'seo_bridge_rest_pull',
			'permission_callback' => 'seo_bridge_may_pull',
			'args'                => array_map( 'seo_bridge_validated_arg', seo_bridge_pull_args() ),
		)
	);
}

/**
 * Only the bridge's user.
 *
 * @return true|WP_Error 401 for anonymous callers, 403 for other users.
 */
function seo_bridge_may_pull() {
	return current_user_can( 'seo_bridge_propose' ) ? true : seo_bridge_forbidden();
}

/**
 * What the bridge hands over: answers to events, and how its jobs stand.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_pull_args(): array {
	$count  = array(
		'type'     => 'integer',
		'minimum'  => 0,
		'maximum'  => 10000000,
		'required' => true,
	);
	$answer = array(
		'webhook_id'  => seo_bridge_text_arg( 64, 1 ) + array( 'required' => true ),
		'code'        => array( 'maximum' => 599 ) + $count,
		'answer'      => array( 'type' => 'object' ),
		'retry_after' => array( 'required' => false ) + $count,
	);
	$job    = array(
		'post_id'   => array(
			'type'     => 'integer',
			'minimum'  => 1,
			'required' => true,
		),
		'job'       => seo_bridge_text_arg( 200, 1 ) + array( 'required' => true ),
		'state'     => array(
			'type'     => 'string',
			'enum'     => SEO_BRIDGE_JOB_STATES,
			'required' => true,
		),
		'words'     => $count,
		'expected'  => $count,
		'reason_fr' => seo_bridge_text_arg( 1000 ),
		'reason_en' => seo_bridge_text_arg( 1000 ),
	);
	return array(
		'answers' => seo_bridge_list_arg( $answer ),
		'jobs'    => seo_bridge_list_arg( $job ),
	);
}

/**
 * A list of objects.
 *
 * @param array<string, array<string, mixed>> $properties The schema of each property.
 * @return array<string, mixed>
 */
function seo_bridge_list_arg( array $properties ): array {
	return array(
		'type'     => 'array',
		'maxItems' => 200,
		'default'  => array(),
		'items'    => array(
			'type'       => 'object',
			'properties' => $properties,
		),
	);
}

/**
 * Takes answers and news, and gives out the events that are due.
 *
 * @param WP_REST_Request $request See `seo_bridge_pull_args`.
 * @return WP_REST_Response|WP_Error 409 where the bridge is sent its events.
 */
function seo_bridge_rest_pull( WP_REST_Request $request ) {
	if ( ! seo_bridge_is_pulled() ) {
		return new WP_Error( 'seo_bridge_not_pulled', __( 'This site sends its events to the bridge. An administrator can set that the bridge asks for them.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
	update_option( 'seo_bridge_pulled_at', time(), false );
	foreach ( $request['answers'] as $answer ) {
		seo_bridge_take_answer( $answer );
	}
	array_map( 'seo_bridge_take_news', $request['jobs'] );
	$events = array();
	for ( $given = 0; $given < SEO_BRIDGE_MOST_PULLED; $given++ ) {
		$row = seo_bridge_outbox_claim();
		if ( ! $row ) {
			break;
		}
		$events[] = array(
			'webhook_id' => $row->webhook_id,
			'body'       => $row->body,
		);
	}
	return new WP_REST_Response( array( 'events' => $events ) );
}

/**
 * Notes the answer to an event that the bridge has.
 *
 * @param array<string, mixed> $answer `webhook_id`, `code`, `answer`, `retry_after`.
 */
function seo_bridge_take_answer( array $answer ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- The plugin's own table.
	$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM $table WHERE webhook_id = %s AND state = 'sending'", $answer['webhook_id'] ) );
	if ( $row ) {
		$body = substr( (string) wp_json_encode( (object) ( $answer['answer'] ?? array() ) ), 0, 4000 );
		seo_bridge_judge( $row, (int) $answer['code'], $body, (int) ( $answer['retry_after'] ?? 0 ) );
	}
}

/**
 * Notes how a job stands, for the author's panel.
 *
 * @param array<string, mixed> $news See `seo_bridge_pull_args`.
 */
function seo_bridge_take_news( array $news ): void {
	$post     = seo_bridge_get_post( (int) $news['post_id'] );
	$delivery = $post ? seo_bridge_latest_delivery( $post->ID ) : null;
	$known    = $delivery && 'delivered' === $delivery->state ? seo_bridge_begun( $delivery ) : array();
	if ( ! $known || $known['job'] !== $news['job'] ) {
		return;
	}
	$reason         = 0 === strpos( get_locale(), 'fr' ) ? 'reason_fr' : 'reason_en';
	$news['reason'] = array( 'message' => $news[ $reason ] ?? '' );
	seo_bridge_put_json( $post->ID, '_seo_bridge_progress', seo_bridge_heard( $known, $news ) );
}
