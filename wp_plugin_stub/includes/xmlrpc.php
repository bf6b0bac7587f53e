<?php
/**
 * Contract 2 over XML-RPC, for sites whose REST API is closed: the code, the permissions and the validation of the REST
 * routes, called without the REST server, which a closed site may have emptied.
 *
 * Each method takes (blog id, user name, application password, …) as WordPress's own do. Texts travel as JSON in base64:
 * XML would change line ends, and cannot hold every character that a post can.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'xmlrpc_methods', 'seo_bridge_xmlrpc_methods' );

/**
 * Adds the methods.
 *
 * @param array<string, mixed> $methods Callbacks by method.
 * @return array<string, mixed>
 */
function seo_bridge_xmlrpc_methods( $methods ): array {
	return array(
		'seo_bridge.status'  => 'seo_bridge_xmlrpc_status',
		'seo_bridge.getPost' => 'seo_bridge_xmlrpc_get_post',
		'seo_bridge.propose' => 'seo_bridge_xmlrpc_propose',
		'seo_bridge.pull'    => 'seo_bridge_xmlrpc_pull',
	) + (array) $methods;
}

/**
 * How the plugin is set up: `GET seo-bridge/v1/status`.
 *
 * @param mixed $args Blog id, user name, password.
 * @return IXR_Base64|IXR_Error
 */
function seo_bridge_xmlrpc_status( $args ) {
	return seo_bridge_xmlrpc_answer( 'seo_bridge.status', $args, 'seo_bridge_may_connect', 'seo_bridge_rest_status' );
}

/**
 * A post as it stands: `GET seo-bridge/v1/posts/<id>`.
 *
 * @param mixed $args Blog id, user name, password, post id.
 * @return IXR_Base64|IXR_Error
 */
function seo_bridge_xmlrpc_get_post( $args ) {
	return seo_bridge_xmlrpc_answer( 'seo_bridge.getPost', $args, 'seo_bridge_may_propose', 'seo_bridge_rest_post' );
}

/**
 * Takes a proposal: `POST seo-bridge/v1/posts/<id>/suggestions`.
 *
 * @param mixed $args Blog id, user name, password, post id, the proposal as JSON.
 * @return IXR_Base64|IXR_Error
 */
function seo_bridge_xmlrpc_propose( $args ) {
	return seo_bridge_xmlrpc_answer( 'seo_bridge.propose', $args, 'seo_bridge_may_propose', 'seo_bridge_rest_suggest', seo_bridge_suggestion_args() );
}

/**
 * News of jobs, and events for a bridge that asks: `POST seo-bridge/v1/pull`.
 *
 * @param mixed $args Blog id, user name, password, 0 (of no post in particular), what the bridge hands over as JSON.
 * @return IXR_Base64|IXR_Error
 */
function seo_bridge_xmlrpc_pull( $args ) {
	return seo_bridge_xmlrpc_answer( 'seo_bridge.pull', $args, 'seo_bridge_may_pull', 'seo_bridge_rest_pull', array_map( 'seo_bridge_validated_arg', seo_bridge_pull_args() ) );
}

/**
 * Logs the user in and answers as a REST route would.
 *
 * @param string                              $method   Name of the method.
 * @param mixed                               $args     What it was called with.
 * @param callable                            $allowed  The route's permission callback.
 * @param callable                            $callback The route's callback.
 * @param array<string, array<string, mixed>> $schema   The route's arguments.
 * @return IXR_Base64|IXR_Error
 */
function seo_bridge_xmlrpc_answer( string $method, $args, callable $allowed, callable $callback, array $schema = array() ) {
	global $wp_xmlrpc_server;
	$args = array_map( 'strval', array_filter( (array) $args, 'is_scalar' ) ) + array( '', '', '', '0', '{}' );
	if ( ! $wp_xmlrpc_server->login( $args[1], $args[2] ) ) {
		return $wp_xmlrpc_server->error;
	}
	// phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- WordPress's own, which every method is to fire.
	do_action( 'xmlrpc_call', $method, $args, $wp_xmlrpc_server );
	$request = new WP_REST_Request( 'POST' );
	$request->set_attributes( array( 'args' => $schema ) );
	$request->set_url_params( array( 'id' => $args[3] ) );
	$request->set_default_params( wp_list_pluck( array_filter( $schema, 'seo_bridge_has_default' ), 'default' ) );
	$request->set_body_params( array_intersect_key( (array) json_decode( $args[4], true ), $schema ) );
	foreach ( array( array( $request, 'has_valid_params' ), array( $request, 'sanitize_params' ), $allowed, $callback ) as $step ) {
		$answer = $step( $request );
		if ( is_wp_error( $answer ) ) {
			return seo_bridge_xmlrpc_error( $answer );
		}
	}
	return new IXR_Base64( (string) wp_json_encode( $answer->get_data() ) );
}

/**
 * Whether an argument of a route has a default.
 *
 * @param array<string, mixed> $arg Its schema.
 */
function seo_bridge_has_default( array $arg ): bool {
	return array_key_exists( 'default', $arg );
}

/**
 * A REST error as WordPress's XML-RPC would have it, where 403 is a wrong password, and 401 something not allowed.
 *
 * @param WP_Error $error From a route.
 */
function seo_bridge_xmlrpc_error( WP_Error $error ): IXR_Error {
	$data   = (array) $error->get_error_data();
	$status = (int) ( $data['status'] ?? 500 );
	$params = implode( ' ', (array) ( $data['params'] ?? array() ) );
	return new IXR_Error( 403 === $status ? 401 : $status, trim( $error->get_error_code() . ' ' . $error->get_error_message() . ' ' . $params ) );
}
