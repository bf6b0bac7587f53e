<?php
/**
 * Sends one event to the bridge, and judges the answer: delivered, refused, or to be tried again.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Seconds after which a delivery that was due is given up. */
const SEO_BRIDGE_GIVE_UP = 2 * DAY_IN_SECONDS;

/**
 * The raw body of an event, contract 1.
 *
 * @param string       $type    Event type.
 * @param WP_Post      $post    The post as it is now.
 * @param array<mixed> $options What the author asked for.
 * @param int          $now     Unix seconds.
 */
function seo_bridge_event_body( string $type, WP_Post $post, array $options, int $now ): string {
	return (string) wp_json_encode(
		array(
			'type'      => $type,
			'timestamp' => gmdate( 'Y-m-d\TH:i:s\Z', $now ),
			'data'      => array(
				'post_id'      => $post->ID,
				'post_type'    => $post->post_type,
				'status'       => $post->post_status,
				'content_hash' => seo_bridge_content_hash( $post ),
				'modified_gmt' => mysql_to_rfc3339( seo_bridge_modified_gmt( $post ) ),
				'user_id'      => get_current_user_id(),
				'options'      => (object) $options,
			),
		)
	);
}

/**
 * Sends one claimed row and notes the answer.
 *
 * @param object $row     A row of the outbox.
 * @param float  $timeout Seconds.
 * @return bool Whether the bridge answered at all.
 */
function seo_bridge_deliver( $row, float $timeout ): bool {
	$answer = seo_bridge_send( $row->webhook_id, $row->body, $timeout );
	if ( is_wp_error( $answer ) ) {
		seo_bridge_retry( $row, 0, $answer->get_error_message(), 0 );
		return false;
	}
	$body = substr( wp_remote_retrieve_body( $answer ), 0, 4000 );
	seo_bridge_judge( $row, (int) wp_remote_retrieve_response_code( $answer ), $body, (int) seo_bridge_header( $answer, 'retry-after' ) );
	return true;
}

/**
 * Notes the bridge's answer to an event: delivered, refused, or to be tried again.
 *
 * @param object $row         A claimed row.
 * @param int    $code        HTTP status.
 * @param string $body        What the bridge said.
 * @param int    $retry_after Seconds that it asked for, or 0.
 */
function seo_bridge_judge( $row, int $code, string $body, int $retry_after ): void {
	if ( in_array( $code, array( 200, 202 ), true ) && is_array( json_decode( $body, true ) ) ) {
		seo_bridge_outbox_settle( $row, 'delivered', 0, $code, $body );
	} elseif ( in_array( $code, array( 400, 413, 415, 422 ), true ) ) {
		seo_bridge_give_up( $row, $code, $body );
	} else {
		// The rest passes, or is a setting that somebody may mend: secret, site key, address.
		seo_bridge_retry( $row, $code, $body, $retry_after );
	}
}

/**
 * Posts a signed body to the bridge.
 *
 * @param string $webhook_id The same over retries.
 * @param string $body       Raw JSON.
 * @param float  $timeout    Seconds.
 * @return array<mixed>|WP_Error As `wp_remote_post`.
 */
function seo_bridge_send( string $webhook_id, string $body, float $timeout ) {
	$key = seo_bridge_secret_key( seo_bridge_setting( 'seo_bridge_secret' ) );
	if ( null === $key ) {
		return new WP_Error( 'seo_bridge_secret', __( 'The secret is not of the form whsec_ and base64 of 24 to 64 bytes.', 'seo-bridge' ) );
	}
	// Not wp_safe_remote_post: an administrator set the address, and the bridge may well be on this machine.
	return wp_remote_post(
		untrailingslashit( seo_bridge_setting( 'seo_bridge_url' ) ) . '/webhooks/' . rawurlencode( seo_bridge_setting( 'seo_bridge_site' ) ),
		array(
			'timeout'             => $timeout,
			'redirection'         => 0,
			'limit_response_size' => 65536,
			'user-agent'          => 'SEO-Bridge/' . SEO_BRIDGE_VERSION . '; ' . home_url(),
			'headers'             => array( 'content-type' => 'application/json' ) + seo_bridge_signature_headers( $webhook_id, time(), $body, $key ),
			'body'                => $body,
		)
	);
}

/**
 * A header of an answer.
 *
 * @param array<mixed> $answer From `wp_remote_post`.
 * @param string       $name   Header name.
 * @return string Its last value when it came several times; empty when it did not come.
 */
function seo_bridge_header( array $answer, string $name ): string {
	$values = (array) wp_remote_retrieve_header( $answer, $name );
	return (string) end( $values );
}

/**
 * Puts a row back to wait for its next attempt, or gives it up when it is too old.
 *
 * @param object $row         A claimed row.
 * @param int    $code        HTTP status, 0 without an answer.
 * @param string $answer      What was said.
 * @param int    $retry_after Seconds that the bridge asked for, or 0.
 */
function seo_bridge_retry( $row, int $code, string $answer, int $retry_after ): void {
	$pauses = array( 30, 60, 120, 300, 600, 1800, 3600, 7200 );
	// Not without having tried: the site may have slept, or its clock have jumped.
	if ( time() > (int) $row->give_up_at && (int) $row->attempts > count( $pauses ) ) {
		seo_bridge_give_up( $row, $code, $answer );
		return;
	}
	$pause = $pauses[ min( (int) $row->attempts, count( $pauses ) ) - 1 ];
	$pause = (int) ( $pause * wp_rand( 80, 120 ) / 100 );
	seo_bridge_outbox_settle( $row, 'waiting', time() + max( $pause, min( $retry_after, HOUR_IN_SECONDS ) ), $code, $answer );
}

/**
 * Ends a row undelivered, and lets the next save of the same text try anew.
 *
 * @param object $row    A claimed row.
 * @param int    $code   HTTP status, 0 without an answer.
 * @param string $answer What was said.
 */
function seo_bridge_give_up( $row, int $code, string $answer ): void {
	seo_bridge_outbox_settle( $row, 'failed', 0, $code, $answer );
	$event = json_decode( $row->body, true );
	delete_post_meta( (int) $row->post_id, '_seo_bridge_sent_hash', $event['data']['content_hash'] );
}
