<?php
/**
 * Deliveries in people's words: what was told, how it stands, what came back.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * An event's type in words.
 *
 * @param string $type Event type.
 */
function seo_bridge_event_text( string $type ): string {
	$texts = array(
		'post.draft_saved'       => __( 'Draft saved', 'seo-bridge' ),
		'post.published'         => __( 'Published', 'seo-bridge' ),
		'post.rewrite_requested' => __( 'Rewrite requested', 'seo-bridge' ),
	);
	return $texts[ $type ] ?? $type;
}

/**
 * The state of a delivery in words.
 *
 * @param object $row A row of the outbox.
 */
function seo_bridge_state_text( $row ): string {
	$texts = array(
		/* translators: %s: a date and time. */
		'waiting'   => sprintf( __( 'waits until %s', 'seo-bridge' ), seo_bridge_local_time( (int) $row->due_at ) ),
		'sending'   => __( 'being sent', 'seo-bridge' ),
		'delivered' => __( 'delivered', 'seo-bridge' ),
		'failed'    => __( 'given up', 'seo-bridge' ),
		'replaced'  => __( 'replaced by a newer event', 'seo-bridge' ),
		'cancelled' => __( 'cancelled', 'seo-bridge' ),
	);
	return $texts[ $row->state ] ?? $row->state;
}

/**
 * What came back, for the list: nothing of what went well.
 *
 * @param object $row A row of the outbox.
 */
function seo_bridge_outcome_text( $row ): string {
	$code = (int) $row->answer_code;
	if ( 'delivered' === $row->state || ! $row->answered_at ) {
		return '';
	}
	if ( 0 === $code ) {
		$fault = seo_bridge_connection_fault( new WP_Error( 'http_request_failed', $row->answer ) );
		return seo_bridge_ping_message( $fault, seo_bridge_answer_text( $row ) );
	}
	$said = seo_bridge_answer_text( $row );
	/* translators: 1: an HTTP status such as 404, 2: its meaning. */
	$status = sprintf( __( '%1$d %2$s', 'seo-bridge' ), $code, seo_bridge_status_text( $code ) );
	return '' === $said ? $status : "$status – $said";
}

/**
 * What the bridge said, short. The answer to an accepted event holds a link to its job, which is nobody's business here.
 *
 * @param object $row A row of the outbox.
 */
function seo_bridge_answer_text( $row ): string {
	if ( 'delivered' === $row->state ) {
		return '';
	}
	$json = json_decode( $row->answer, true );
	$text = is_array( $json ) && isset( $json['error']['message'] ) ? $json['error']['message'] : $row->answer;
	return wp_html_excerpt( is_string( $text ) ? $text : $row->answer, 160, '…' );
}

/**
 * What an HTTP status of the bridge means for a site's owner.
 *
 * @param int $code HTTP status.
 */
function seo_bridge_status_text( int $code ): string {
	$texts = array(
		401 => __( '(signature refused: check the secret)', 'seo-bridge' ),
		404 => __( '(site key unknown)', 'seo-bridge' ),
		413 => __( '(too large)', 'seo-bridge' ),
		429 => __( '(too many at once)', 'seo-bridge' ),
		503 => __( '(busy or stopping)', 'seo-bridge' ),
	);
	if ( isset( $texts[ $code ] ) ) {
		return $texts[ $code ];
	}
	if ( $code >= 300 && $code < 400 ) {
		return __( '(redirected: enter the final address)', 'seo-bridge' );
	}
	return $code < 300 ? __( '(not the bridge)', 'seo-bridge' ) : __( '(an error at the bridge)', 'seo-bridge' );
}
