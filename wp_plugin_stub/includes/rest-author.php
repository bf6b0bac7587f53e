<?php
/**
 * The REST routes of the author's panel, contract 3.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'rest_api_init', 'seo_bridge_register_author_routes' );

/**
 * Registers the routes.
 */
function seo_bridge_register_author_routes(): void {
	$routes = array(
		array( 'POST', 'rewrite', 'seo_bridge_rest_rewrite', seo_bridge_request_args() ),
		array( 'GET', 'progress', 'seo_bridge_rest_progress', array() ),
		array( 'POST', 'cancel', 'seo_bridge_rest_cancel', array() ),
		array( 'GET', 'suggestion', 'seo_bridge_rest_suggestion', array() ),
		array( 'DELETE', 'suggestion', 'seo_bridge_rest_discard', seo_bridge_revision_args() ),
		array( 'POST', 'suggestion/preview', 'seo_bridge_rest_preview', seo_bridge_preview_args() ),
		array( 'POST', 'suggestion/apply', 'seo_bridge_rest_apply', seo_bridge_apply_args() ),
	);
	foreach ( $routes as list( $method, $path, $callback, $args ) ) {
		register_rest_route(
			'seo-bridge/v1',
			'/posts/(?P<id>\d+)/' . $path,
			array(
				'methods'             => $method,
				'callback'            => $callback,
				'permission_callback' => 'seo_bridge_may_request',
				'args'                => $args,
			)
		);
	}
}

/**
 * Takes an author's request for a rewrite.
 *
 * @param WP_REST_Request $request See `seo_bridge_request_args`.
 * @return WP_REST_Response|WP_Error 202 with the state.
 */
function seo_bridge_rest_rewrite( WP_REST_Request $request ) {
	$options = array_intersect_key( $request->get_params(), seo_bridge_request_args() );
	$options = array_map(
		static function ( $value ) {
			return is_string( $value ) ? sanitize_text_field( $value ) : $value;
		},
		$options
	);
	$asked   = seo_bridge_request_rewrite( (int) $request['id'], $options );
	return is_wp_error( $asked ) ? $asked : new WP_REST_Response( seo_bridge_state( seo_bridge_get_post( (int) $request['id'] ), false ), 202 );
}

/**
 * Where the rewrite stands.
 *
 * @param WP_REST_Request $request With `id`.
 */
function seo_bridge_rest_progress( WP_REST_Request $request ): WP_REST_Response {
	return new WP_REST_Response( seo_bridge_state( seo_bridge_get_post( (int) $request['id'] ) ) );
}

/**
 * Takes a rewrite back.
 *
 * @param WP_REST_Request $request With `id`.
 */
function seo_bridge_rest_cancel( WP_REST_Request $request ): WP_REST_Response {
	return new WP_REST_Response( seo_bridge_cancel( seo_bridge_get_post( (int) $request['id'] ) ) );
}

/**
 * The proposal.
 *
 * @param WP_REST_Request $request With `id`.
 * @return WP_REST_Response|WP_Error
 */
function seo_bridge_rest_suggestion( WP_REST_Request $request ) {
	return rest_ensure_response( seo_bridge_suggestion( seo_bridge_get_post( (int) $request['id'] ) ) );
}

/**
 * What applying would make of the text.
 *
 * @param WP_REST_Request $request See `seo_bridge_preview_args`.
 * @return WP_REST_Response|WP_Error
 */
function seo_bridge_rest_preview( WP_REST_Request $request ) {
	$post     = seo_bridge_get_post( (int) $request['id'] );
	$revision = seo_bridge_proposal( $post, (int) $request['revision'] );
	if ( is_wp_error( $revision ) ) {
		return $revision;
	}
	return rest_ensure_response( seo_bridge_preview( $post, $revision, $request['sections'], (string) $request['title'], $request['current'], (array) $request['seo'] ) );
}

/**
 * Applies a proposal.
 *
 * @param WP_REST_Request $request See `seo_bridge_apply_args`.
 * @return WP_REST_Response|WP_Error The state after it.
 */
function seo_bridge_rest_apply( WP_REST_Request $request ) {
	$applied = seo_bridge_apply( (int) $request['id'], $request->get_params() );
	return is_wp_error( $applied ) ? $applied : new WP_REST_Response( seo_bridge_state( $applied, false ) );
}

/**
 * Discards a proposal.
 *
 * @param WP_REST_Request $request With `revision`.
 * @return WP_REST_Response|WP_Error The state after it.
 */
function seo_bridge_rest_discard( WP_REST_Request $request ) {
	$post      = seo_bridge_get_post( (int) $request['id'] );
	$discarded = seo_bridge_discard( $post, (int) $request['revision'] );
	return is_wp_error( $discarded ) ? $discarded : new WP_REST_Response( seo_bridge_state( $post, false ) );
}
