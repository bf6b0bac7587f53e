<?php
/**
 * Tests the connection to the bridge, and finds out what is wrong with it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_post_seo_bridge_test', 'seo_bridge_handle_test' );

/** Seconds by which the clocks may differ before a refused signature is put down to them; the bridge allows 300. */
const SEO_BRIDGE_CLOCK_SUSPECT = 240;

/**
 * Pings the bridge for the settings page's button, and goes back there with what was found.
 */
function seo_bridge_handle_test(): void {
	check_admin_referer( 'seo_bridge_test' );
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'You are not allowed to do that.', 'seo-bridge' ), '', array( 'response' => 403 ) );
	}
	list( $outcome, $status, $detail ) = seo_bridge_ping();
	$message                           = seo_bridge_ping_message( $outcome, $detail );
	if ( 'ok' === $outcome ) {
		$missing = seo_bridge_missing_user();
		seo_bridge_back_to_settings( trim( "$message $missing" ), '' === $missing ? 'success' : 'warning' );
	}
	// translators: %d: an HTTP status such as 404.
	seo_bridge_back_to_settings( $message . ( $status ? ' ' . sprintf( __( '(HTTP status %d)', 'seo-bridge' ), $status ) : '' ), 'error' );
}

/**
 * Goes back to the settings page with a notice.
 *
 * @param string $message A sentence.
 * @param string $type    `success`, `warning` or `error`.
 */
function seo_bridge_back_to_settings( string $message, string $type ): void {
	// As options.php hands its notices on; the page shows them unescaped.
	add_settings_error( 'seo_bridge_notice', 'seo_bridge_notice', esc_html( $message ), $type );
	set_transient( 'settings_errors', get_settings_errors(), 30 );
	wp_safe_redirect( add_query_arg( 'settings-updated', 'true', seo_bridge_settings_url() ) );
	exit;
}

/**
 * Sends a signed ping.
 *
 * @return array{0: string, 1: int, 2: string} What came of it, for `seo_bridge_ping_message`, the HTTP status (0 without one), and what the
 *                                             message needs to name.
 */
function seo_bridge_ping(): array {
	if ( seo_bridge_is_pulled() ) {
		return seo_bridge_is_asked_no_more() ? array( 'silent', 0, seo_bridge_last_pulled() ) : array( 'ok', 0, '' );
	}
	delete_transient( 'seo_bridge_pong' );
	if ( ! seo_bridge_is_connected() ) {
		return array( 'incomplete', 0, '' );
	}
	if ( null === seo_bridge_secret_key( seo_bridge_setting( 'seo_bridge_secret' ) ) ) {
		return array( 'secret', 0, '' );
	}
	$body   = (string) wp_json_encode(
		array(
			'type'      => 'ping',
			'timestamp' => gmdate( 'Y-m-d\TH:i:s\Z' ),
			'data'      => (object) array(),
		)
	);
	$answer = seo_bridge_send( 'msg_' . wp_generate_uuid4(), $body, 5 );
	if ( is_wp_error( $answer ) ) {
		return array( seo_bridge_connection_fault( $answer ), 0, $answer->get_error_message() );
	}
	list( $outcome, $detail ) = seo_bridge_answer_fault( $answer );
	return array( $outcome, (int) wp_remote_retrieve_response_code( $answer ), $detail );
}

/**
 * Why there was no answer.
 *
 * @param WP_Error $error From `wp_remote_post`.
 * @return string An outcome of `seo_bridge_ping`.
 */
function seo_bridge_connection_fault( WP_Error $error ): string {
	if ( 'http_request_not_executed' === $error->get_error_code() ) {
		return 'blocked';
	}
	$faults = array(
		'dns'         => '/cURL error 6\b|could not resolve|getaddrinfo/i',
		'refused'     => '/cURL error 7\b|refused/i',
		'timeout'     => '/cURL error 28\b|timed? ?out/i',
		'certificate' => '/cURL error (51|60|77)\b|certificate/i',
		'tls'         => '/cURL error (35|58)\b|SSL/i',
	);
	foreach ( $faults as $fault => $pattern ) {
		if ( preg_match( $pattern, $error->get_error_message() ) ) {
			return $fault;
		}
	}
	return 'unreachable';
}

/**
 * What is kept of the answer to a ping.
 *
 * @param array<mixed> $pong The answer.
 * @return array<string, mixed> `writer`, `model` and `usd_per_1000_words`, as far as it told them.
 */
function seo_bridge_clean_pong( array $pong ): array {
	$kept = array( 'pong' => true );
	foreach ( array( 'writer', 'model' ) as $name ) {
		if ( is_string( $pong[ $name ] ?? null ) ) {
			$kept[ $name ] = substr( sanitize_text_field( $pong[ $name ] ), 0, 200 );
		}
	}
	$price = $pong['usd_per_1000_words'] ?? null;
	return $kept + ( is_int( $price ) || is_float( $price ) ? array( 'usd_per_1000_words' => max( 0, $price ) ) : array() );
}

/**
 * What an answer says about the settings.
 *
 * @param array<mixed> $answer From `wp_remote_post`.
 * @return array{0: string, 1: string} An outcome of `seo_bridge_ping` and what its message needs to name.
 */
function seo_bridge_answer_fault( array $answer ): array {
	$code = (int) wp_remote_retrieve_response_code( $answer );
	$json = json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( 200 === $code && is_array( $json ) && ! empty( $json['pong'] ) ) {
		// Who writes there, and at what price, also for the estimate before many rewrites.
		set_transient( 'seo_bridge_pong', seo_bridge_clean_pong( $json ), DAY_IN_SECONDS );
		return array( 'ok', '' );
	}
	if ( 401 === $code ) {
		$clock = strtotime( seo_bridge_header( $answer, 'date' ) );
		$ahead = $clock ? $clock - time() : 0;
		if ( abs( $ahead ) > SEO_BRIDGE_CLOCK_SUSPECT ) {
			return array( $ahead > 0 ? 'ahead' : 'behind', human_time_diff( 0, abs( $ahead ) ) );
		}
		return array( is_array( $json ) ? 'signature' : 'guarded', '' );
	}
	if ( $code >= 300 && $code < 400 ) {
		return array( 'redirect', seo_bridge_header( $answer, 'location' ) );
	}
	if ( ! is_array( $json ) ) {
		return array( 'stranger', '' );
	}
	if ( 404 === $code ) {
		return array( 'site', '' );
	}
	return array( 429 === $code || 503 === $code ? 'busy' : 'refused_ping', '' );
}
