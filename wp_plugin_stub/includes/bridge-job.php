<?php
/**
 * Asks the bridge about a job, for the author's panel: the browser never sees the bridge or a job's token.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Seconds that an author waits for the bridge's answer at most. */
const SEO_BRIDGE_STATUS_TIMEOUT = 3;

/**
 * A job as the bridge sees it now.
 *
 * @param string $path Path and query of the job's status, from `seo_bridge_status_path`.
 * @return array<string, mixed>|WP_Error Its answer, or why there is none: code `seo_bridge_job_unknown` when the bridge does not know it (any more).
 */
function seo_bridge_ask_job( string $path ) {
	return seo_bridge_call_job( 'GET', $path );
}

/**
 * Has the bridge cancel a job.
 *
 * @param string $path Path and query of the job's status.
 * @return array<string, mixed>|WP_Error As `seo_bridge_ask_job`.
 */
function seo_bridge_cancel_job( string $path ) {
	$parts = explode( '?', $path, 2 );
	return seo_bridge_call_job( 'POST', $parts[0] . '/cancel?' . ( $parts[1] ?? '' ) );
}

/**
 * Path and query of a status address. Its host does not count: a job is asked for where the site's administrator says that
 * the bridge is, and nowhere else.
 *
 * @param mixed $status_url From the answer to a delivery.
 * @return string Empty when it is no address of a job.
 */
function seo_bridge_status_path( $status_url ): string {
	$parts = is_string( $status_url ) ? wp_parse_url( $status_url ) : false;
	$http  = is_array( $parts ) && in_array( $parts['scheme'] ?? 'http', array( 'http', 'https' ), true );
	if ( ! $http || ! preg_match( '%^/[A-Za-z0-9/._~-]+$%', $parts['path'] ?? '' ) || ! preg_match( '%^[A-Za-z0-9=&._~-]*$%', $parts['query'] ?? '' ) ) {
		return '';
	}
	return $parts['path'] . '?' . ( $parts['query'] ?? '' );
}

/**
 * Calls the bridge about a job.
 *
 * @param string $method `GET` or `POST`.
 * @param string $path   Path and query.
 * @return array<string, mixed>|WP_Error
 */
function seo_bridge_call_job( string $method, string $path ) {
	$answer = wp_remote_request(
		seo_bridge_job_url( $path ),
		array(
			'method'              => $method,
			'timeout'             => SEO_BRIDGE_STATUS_TIMEOUT,
			'redirection'         => 0,
			'limit_response_size' => 65536,
			'user-agent'          => 'SEO-Bridge/' . SEO_BRIDGE_VERSION . '; ' . home_url(),
			'headers'             => array( 'accept-language' => str_replace( '_', '-', get_user_locale() ) ),
		)
	);
	if ( is_wp_error( $answer ) ) {
		return $answer;
	}
	$code = (int) wp_remote_retrieve_response_code( $answer );
	if ( 404 === $code ) {
		return new WP_Error( 'seo_bridge_job_unknown', __( 'The bridge does not know this rewrite any more. Ask for a new one.', 'seo-bridge' ) );
	}
	$job = json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( 200 !== $code || ! is_array( $job ) || ! is_string( $job['state'] ?? null ) ) {
		return new WP_Error( 'seo_bridge_no_answer', (string) $code );
	}
	return $job;
}

/**
 * Where the configured bridge answers a path of its own. A bridge behind a prefix may name the prefix itself.
 *
 * @param string $path Path and query.
 */
function seo_bridge_job_url( string $path ): string {
	$bridge = untrailingslashit( seo_bridge_setting( 'seo_bridge_url' ) );
	$prefix = (string) wp_parse_url( $bridge, PHP_URL_PATH );
	if ( '' !== $prefix && 0 === strpos( $path, $prefix . '/' ) ) {
		$path = substr( $path, strlen( $prefix ) );
	}
	return $bridge . $path;
}
