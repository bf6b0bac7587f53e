<?php
/**
 * Who may call which route, and with what kind of body.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'rest_pre_dispatch', 'seo_bridge_refuse_no_object', 10, 3 );

/**
 * Refuses a JSON body that is no object. WordPress takes a text or a number for a body without any fields, with a warning.
 *
 * @param mixed           $answer  Null while nobody has answered.
 * @param WP_REST_Server  $server  The server.
 * @param WP_REST_Request $request Any request.
 * @return mixed
 */
function seo_bridge_refuse_no_object( $answer, $server, WP_REST_Request $request ) {
	$body  = ltrim( (string) $request->get_body() );
	$wrong = $request->is_json_content_type() && '' !== $body && '{' !== $body[0];
	if ( null !== $answer || ! $wrong || 0 !== strpos( $request->get_route(), '/seo-bridge/v1/' ) ) {
		return $answer;
	}
	return new WP_Error( 'rest_invalid_json', get_status_header_desc( 400 ), array( 'status' => 400 ) );
}

/**
 * Routes of the bridge: users who may propose or edit.
 *
 * @return true|WP_Error 401 for anonymous callers, 403 for other users.
 */
function seo_bridge_may_connect() {
	return current_user_can( 'seo_bridge_propose' ) || current_user_can( 'edit_posts' ) ? true : seo_bridge_forbidden();
}

/**
 * Reading a post and proposing for it: its editors, and the bridge's user once the site has asked for a rewrite of it, so
 * that a stolen password reads no other drafts.
 *
 * @param WP_REST_Request $request With `id`.
 * @return true|WP_Error
 */
function seo_bridge_may_propose( WP_REST_Request $request ) {
	$allowed = seo_bridge_may_connect();
	if ( true !== $allowed ) {
		return $allowed;
	}
	$post = seo_bridge_get_post( (int) $request['id'] );
	if ( ! $post ) {
		return seo_bridge_not_found();
	}
	$asked = current_user_can( 'seo_bridge_propose' ) && seo_bridge_is_asked( $post->ID );
	return $asked || current_user_can( 'edit_post', $post->ID ) ? true : seo_bridge_forbidden();
}

/**
 * Asking for a rewrite: users of the roles that may, of posts that they may edit.
 *
 * @param WP_REST_Request $request With `id`.
 * @return true|WP_Error
 */
function seo_bridge_may_request( WP_REST_Request $request ) {
	if ( ! current_user_can( 'seo_bridge_rewrite' ) ) {
		return seo_bridge_forbidden();
	}
	$post = seo_bridge_get_post( (int) $request['id'] );
	if ( ! $post ) {
		return seo_bridge_not_found();
	}
	return seo_bridge_user_may_rewrite( $post->ID ) ? true : seo_bridge_forbidden();
}

/**
 * The answer to a caller who may not: 401 when not logged in, 403 otherwise.
 */
function seo_bridge_forbidden(): WP_Error {
	return new WP_Error( 'seo_bridge_forbidden', __( 'You are not allowed to do that.', 'seo-bridge' ), array( 'status' => rest_authorization_required_code() ) );
}

/**
 * The answer about a post that is not there or not for rewriting.
 */
function seo_bridge_not_found(): WP_Error {
	return new WP_Error( 'seo_bridge_no_post', __( 'There is no such post, or it is of a kind that is not rewritten.', 'seo-bridge' ), array( 'status' => 404 ) );
}
