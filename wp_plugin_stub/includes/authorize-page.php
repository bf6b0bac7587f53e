<?php
/**
 * Lets WordPress's own authorisation page answer a command on the owner's machine.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'wp_authorize_application_password_request_errors', 'seo_bridge_allow_loopback', 10, 2 );

/** What `seo-bridge connect` calls itself on the authorisation page. */
const SEO_BRIDGE_APP_ID = '5e0b71d9-8f0c-4d6e-9a57-3c2f6a1be204';

/**
 * Lets the authorisation page send its answer to a command on the owner's own machine, for `seo-bridge connect` alone.
 *
 * WordPress 7.0 allows http on the loopback address (RFC 8252, 7.3), and older versions only on a local site. Nothing
 * leaves the machine on which the browser runs, so there is nothing to encrypt.
 *
 * @param WP_Error             $error   What core has found fault with.
 * @param array<string, mixed> $request With `app_id`, `success_url`, `reject_url`.
 */
function seo_bridge_allow_loopback( $error, $request ): void {
	if ( SEO_BRIDGE_APP_ID !== strtolower( (string) ( $request['app_id'] ?? '' ) ) ) {
		return;
	}
	foreach ( array( 'success_url', 'reject_url' ) as $name ) {
		if ( ! preg_match( '#^http://127\.0\.0\.1:[0-9]{1,5}/[A-Za-z0-9_/-]+$#D', (string) ( $request[ $name ] ?? '' ) ) ) {
			return;
		}
	}
	$error->remove( 'invalid_redirect_scheme' );
}
