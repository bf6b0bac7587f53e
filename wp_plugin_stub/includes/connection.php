<?php
/**
 * Tests the connection to the bridge, and says what is wrong with it and who can mend it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_post_seo_bridge_test', 'seo_bridge_handle_test' );

/**
 * Pings the bridge for the settings page's button, and goes back there with the outcome.
 */
function seo_bridge_handle_test(): void {
	check_admin_referer( 'seo_bridge_test' );
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'You are not allowed to do that.', 'seo-bridge' ), '', array( 'response' => 403 ) );
	}
	list( $outcome, $status ) = seo_bridge_ping();
	wp_safe_redirect( add_query_arg( array( 'seo_bridge_test' => $outcome, 'seo_bridge_status' => $status ), seo_bridge_settings_url() ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing
	exit;
}

/**
 * Sends a signed ping.
 *
 * @return array{0: string, 1: int} What came of it, a key of `seo_bridge_ping_messages`, and the HTTP status (0 without one).
 */
function seo_bridge_ping(): array {
	if ( ! seo_bridge_is_connected() ) {
		return array( 'incomplete', 0 );
	}
	if ( null === seo_bridge_secret_key( seo_bridge_setting( 'seo_bridge_secret' ) ) ) {
		return array( 'secret', 0 );
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
		return array( seo_bridge_connection_fault( $answer ), 0 );
	}
	return array( seo_bridge_answer_fault( $answer ), (int) wp_remote_retrieve_response_code( $answer ) );
}

/**
 * Why there was no answer.
 *
 * @param WP_Error $error From `wp_remote_post`.
 * @return string A key of `seo_bridge_ping_messages`.
 */
function seo_bridge_connection_fault( WP_Error $error ): string {
	if ( 'http_request_not_executed' === $error->get_error_code() ) {
		return 'blocked';
	}
	$faults = array(
		'dns'     => '/cURL error 6\b|could not resolve|getaddrinfo/i',
		'refused' => '/cURL error 7\b|refused/i',
		'timeout' => '/cURL error 28\b|timed? ?out/i',
		'tls'     => '/cURL error (35|51|58|60|77)\b|certificate|SSL/i',
	);
	foreach ( $faults as $fault => $pattern ) {
		if ( preg_match( $pattern, $error->get_error_message() ) ) {
			return $fault;
		}
	}
	return 'unreachable';
}

/**
 * What an answer says about the settings.
 *
 * @param array<mixed> $answer From `wp_remote_post`.
 * @return string A key of `seo_bridge_ping_messages`.
 */
function seo_bridge_answer_fault( array $answer ): string {
	$code = (int) wp_remote_retrieve_response_code( $answer );
	$json = json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( 200 === $code && is_array( $json ) && ! empty( $json['pong'] ) ) {
		// Who writes there, and at what price, for the estimate before many rewrites.
		set_transient( 'seo_bridge_pong', $json, DAY_IN_SECONDS );
		return 'ok';
	}
	if ( 401 === $code ) {
		$clock = strtotime( seo_bridge_header( $answer, 'date' ) );
		return $clock && abs( $clock - time() ) > 240 ? 'clock' : 'signature';
	}
	if ( $code >= 300 && $code < 400 ) {
		return 'redirect';
	}
	if ( ! is_array( $json ) ) {
		return 'stranger';
	}
	if ( 404 === $code ) {
		return 'site';
	}
	return 429 === $code || 503 === $code ? 'busy' : 'refused_ping';
}

/**
 * What the settings page says about each outcome.
 *
 * @return array<string, string>
 */
function seo_bridge_ping_messages(): array {
	return array(
		'ok'           => __( 'The bridge answers, and knows this site.', 'seo-bridge' ),
		'incomplete'   => __( 'Fill in the address, the site key and the secret first, and save.', 'seo-bridge' ),
		'secret'       => __( 'The secret is not of the form whsec_ and base64 of 24 to 64 bytes. Copy it again from the bridge’s configuration.', 'seo-bridge' ),
		'blocked'      => __( 'This site is set to block outgoing requests. Add the bridge’s host to WP_ACCESSIBLE_HOSTS in wp-config.php.', 'seo-bridge' ),
		'dns'          => __( 'No machine of that name can be found. Check the address.', 'seo-bridge' ),
		'refused'      => __( 'Nothing listens at that address. Is the bridge running, and is the port right?', 'seo-bridge' ),
		'timeout'      => __( 'The bridge did not answer in 5 seconds. Is it running, and does a firewall stand between?', 'seo-bridge' ),
		'tls'          => __( 'The encrypted connection failed. Check the bridge’s certificate, and http or https in the address.', 'seo-bridge' ),
		'unreachable'  => __( 'The bridge could not be reached. Check the address.', 'seo-bridge' ),
		'signature'    => __( 'The bridge refused the signature. The secret here and the one in the bridge’s configuration must be the same.', 'seo-bridge' ),
		'clock'        => __( 'The bridge refused the signature, and its clock differs from this server’s by minutes. Set both clocks.', 'seo-bridge' ),
		'redirect'     => __( 'That address redirects to another one. Enter the final address.', 'seo-bridge' ),
		'stranger'     => __( 'Something other than the bridge answers at that address.', 'seo-bridge' ),
		'site'         => __( 'The bridge answers, but does not know this site key. Compare it with the bridge’s configuration.', 'seo-bridge' ),
		'busy'         => __( 'The bridge is there, but busy or stopping. Try again in a minute.', 'seo-bridge' ),
		'refused_ping' => __( 'The bridge answered with an error. Its log says more.', 'seo-bridge' ),
	);
}
