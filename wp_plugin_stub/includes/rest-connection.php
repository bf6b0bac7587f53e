<?php
/**
 * The routes by which `seo-bridge connect` sets the connection up, renews its secret, tests it and ends it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'rest_api_init', 'seo_bridge_register_connection_routes' );

/** Seconds by which a signed request may differ from this server's clock, as the bridge has it for webhooks. */
const SEO_BRIDGE_CLOCK_TOLERANCE = 5 * MINUTE_IN_SECONDS;

/**
 * Registers the routes.
 */
function seo_bridge_register_connection_routes(): void {
	register_rest_route(
		'seo-bridge/v1',
		'/connection',
		array(
			'methods'             => 'POST',
			'callback'            => 'seo_bridge_rest_connect',
			'permission_callback' => 'seo_bridge_may_set_connection',
			'args'                => array(
				'type'   => array(
					'type'    => 'string',
					'enum'    => array( 'connection.set', 'connection.removed' ),
					'default' => 'connection.set',
				),
				'url'    => seo_bridge_connection_arg( 'url' ),
				'site'   => seo_bridge_connection_arg( 'site' ),
				'secret' => seo_bridge_connection_arg( 'secret' ),
			),
		)
	);
	register_rest_route(
		'seo-bridge/v1',
		'/connection/test',
		array(
			'methods'             => 'POST',
			'callback'            => 'seo_bridge_rest_test_connection',
			'permission_callback' => 'seo_bridge_may_test_connection',
		)
	);
}

/**
 * A parameter that is one of the connection's settings, and checked as such.
 *
 * @param string $name Its name, without the prefix that the option has.
 * @return array<string, mixed>
 */
function seo_bridge_connection_arg( string $name ): array {
	$sanitize = seo_bridge_options()[ 'seo_bridge_' . $name ]['sanitize'];
	return array(
		'type'              => 'string',
		'minLength'         => 1,
		'sanitize_callback' => $sanitize,
		'validate_callback' => static function ( $value, $request, $param ) use ( $sanitize ) {
			$valid = rest_validate_request_arg( $value, $request, $param );
			$clean = true === $valid ? $sanitize( $value ) : $valid;
			return is_wp_error( $clean ) ? $clean : true;
		},
	);
}

/**
 * Who may change the connection: administrators, and the bridge's user when the request is signed with the present secret,
 * so that neither a stolen password nor a stolen secret is enough.
 *
 * @param WP_REST_Request $request See `seo_bridge_register_connection_routes`.
 * @return true|WP_Error 401 for anonymous callers, 403 for other users.
 */
function seo_bridge_may_set_connection( WP_REST_Request $request ) {
	if ( current_user_can( 'manage_options' ) ) {
		return true;
	}
	$moved = isset( $request['url'] ) || isset( $request['site'] );
	return ! $moved && current_user_can( 'seo_bridge_propose' ) && seo_bridge_is_signed( $request ) ? true : seo_bridge_forbidden();
}

/**
 * Who may have the site ping the bridge.
 *
 * @return true|WP_Error 401 for anonymous callers, 403 for other users.
 */
function seo_bridge_may_test_connection() {
	return current_user_can( 'manage_options' ) || current_user_can( 'seo_bridge_propose' ) ? true : seo_bridge_forbidden();
}

/**
 * Whether a request bears a fresh signature by the present secret, and says itself what it is for: a webhook that this site
 * once sent is signed with the same secret.
 *
 * @param WP_REST_Request $request The request.
 */
function seo_bridge_is_signed( WP_REST_Request $request ): bool {
	$key       = seo_bridge_secret_key( seo_bridge_setting( 'seo_bridge_secret' ) );
	$id        = (string) $request->get_header( 'webhook_id' );
	$timestamp = (string) $request->get_header( 'webhook_timestamp' );
	$json      = $request->get_json_params();
	if ( null === $key || '' === $id || ! ctype_digit( $timestamp ) || ! isset( $json['type'] ) ) {
		return false;
	}
	if ( abs( time() - (int) $timestamp ) > SEO_BRIDGE_CLOCK_TOLERANCE || 0 !== strpos( (string) $json['type'], 'connection.' ) ) {
		return false;
	}
	$right = seo_bridge_signature_headers( $id, (int) $timestamp, $request->get_body(), $key )['webhook-signature'];
	return hash_equals( $right, (string) $request->get_header( 'webhook_signature' ) );
}

/**
 * Stores the connection, or ends it. The secret is not in the answer.
 *
 * @param WP_REST_Request $request See `seo_bridge_register_connection_routes`.
 * @return WP_REST_Response|WP_Error 409 when a constant in wp-config.php decides otherwise.
 */
function seo_bridge_rest_connect( WP_REST_Request $request ) {
	$values = array();
	foreach ( array( 'url', 'site', 'secret' ) as $name ) {
		if ( 'connection.removed' === $request['type'] ) {
			$values[ 'seo_bridge_' . $name ] = '';
		} elseif ( isset( $request[ $name ] ) ) {
			$values[ 'seo_bridge_' . $name ] = $request[ $name ];
		}
	}
	$locked = array();
	foreach ( $values as $option => $value ) {
		if ( seo_bridge_is_locked( $option ) && ! hash_equals( seo_bridge_setting( $option ), $value ) ) {
			$locked[] = seo_bridge_constant_of( $option );
		}
	}
	if ( $locked ) {
		return new WP_Error(
			'seo_bridge_locked',
			// translators: %s: names of PHP constants.
			sprintf( __( 'Set in wp-config.php, and to be changed there: %s', 'seo-bridge' ), implode( ', ', $locked ) ),
			array(
				'status'    => 409,
				'constants' => $locked,
			)
		);
	}
	foreach ( $values as $option => $value ) {
		if ( ! seo_bridge_is_locked( $option ) ) {
			update_option( $option, $value, false );
		}
	}
	return new WP_REST_Response(
		array(
			'bridge_url' => seo_bridge_setting( 'seo_bridge_url' ),
			'site_key'   => seo_bridge_setting( 'seo_bridge_site' ),
			'secret_set' => '' !== seo_bridge_setting( 'seo_bridge_secret' ),
		)
	);
}

/**
 * Pings the bridge, as the button on the settings page does.
 */
function seo_bridge_rest_test_connection(): WP_REST_Response {
	list( $outcome, $status, $detail ) = seo_bridge_ping();
	return new WP_REST_Response(
		array(
			'outcome' => $outcome,
			'status'  => $status,
			'message' => seo_bridge_ping_message( $outcome, $detail ),
		)
	);
}
