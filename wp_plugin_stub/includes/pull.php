<?php
/**
 * The route by which the bridge calls: it tells how its jobs stand. One that this site cannot reach, behind a router or on a
 * laptop, also asks there for the outbox's events by itself, answers them, says who writes, and learns what was cancelled here.
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
 * What the bridge hands over: answers to events, how its jobs stand, who writes there, and whether it asks for events.
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
		'stage'     => array(
			'type'    => 'integer',
			'minimum' => 0,
		),
	);
	$bridge = array(
		'writer'             => seo_bridge_text_arg( 50 ) + array( 'required' => true ),
		'model'              => seo_bridge_text_arg( 200 ) + array( 'required' => true ),
		'usd_per_1000_words' => array(
			'type'    => array( 'number', 'null' ),
			'minimum' => 0,
		),
		'pull_seconds'       => array(
			'type'    => 'number',
			'minimum' => 0,
			'maximum' => DAY_IN_SECONDS,
		),
	);
	return array(
		'answers' => seo_bridge_list_arg( $answer ),
		'jobs'    => seo_bridge_list_arg( $job ),
		'bridge'  => array(
			'type'       => array( 'object', 'null' ),
			'properties' => $bridge,
			'default'    => null,
		),
		'events'  => array(
			'type'    => 'boolean',
			'default' => true,
		),
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
 * Takes answers and news; gives out the events that are due and what was cancelled, where the bridge asks for them.
 *
 * @param WP_REST_Request $request See `seo_bridge_pull_args`.
 * @return WP_REST_Response|WP_Error 409 where the bridge asks and is sent its events.
 */
function seo_bridge_rest_pull( WP_REST_Request $request ) {
	if ( $request['events'] && ! seo_bridge_is_pulled() ) {
		return new WP_Error( 'seo_bridge_not_pulled', __( 'This site sends its events to the bridge. An administrator can set that the bridge asks for them.', 'seo-bridge' ), array( 'status' => 409 ) );
	}
	if ( $request['events'] ) {
		update_option( 'seo_bridge_pulled_at', time(), false );
		seo_bridge_take_pong( (array) $request['bridge'] );
		array_map( 'seo_bridge_take_answer', $request['answers'] );
	}
	$later = array_filter(
		$request['jobs'],
		static function ( $news ) {
			return ! seo_bridge_take_news( $news );
		}
	);
	return new WP_REST_Response(
		array(
			'events'  => $request['events'] ? seo_bridge_give_events() : array(),
			'cancels' => $request['events'] ? seo_bridge_asked_cancels() : array(),
			'later'   => array_values( wp_list_pluck( $later, 'job' ) ),
		)
	);
}

/**
 * The events that are due, each the bridge's until it answers, for as long as a process that sends has one for itself.
 *
 * @return array<int, array<string, string>>
 */
function seo_bridge_give_events(): array {
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
	return $events;
}

/**
 * Notes the answer to an event that the bridge has. Where the event was taken back meanwhile, its job is.
 *
 * @param array<string, mixed> $answer `webhook_id`, `code`, `answer`, `retry_after`.
 */
function seo_bridge_take_answer( array $answer ): void {
	global $wpdb;
	$table = seo_bridge_outbox_table();
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- The plugin's own table.
	$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM $table WHERE webhook_id = %s AND state IN ('sending','cancelled')", $answer['webhook_id'] ) );
	if ( $row && 'sending' === $row->state ) {
		$body = substr( (string) wp_json_encode( (object) ( $answer['answer'] ?? array() ) ), 0, 4000 );
		seo_bridge_judge( $row, (int) $answer['code'], $body, (int) ( $answer['retry_after'] ?? 0 ) );
		$row = seo_bridge_outbox_row( (int) $row->id );
	}
	if ( $row && 'cancelled' === $row->state ) {
		$job = $answer['answer']['job'] ?? '';
		seo_bridge_ask_cancel( (int) $row->post_id, is_string( $job ) ? $job : '' );
	}
}
