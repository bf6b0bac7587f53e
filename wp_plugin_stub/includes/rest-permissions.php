<?php
/**
 * Who may call which route.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
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
