<?php
/**
 * Hands what is due to another process of this site, without waiting for it: for servers that cannot end the response first.
 *
 * Not through wp-cron.php: `spawn_cron` tries once a minute only and waits up to a second for the answer, other plugins' long jobs
 * would come first, and a run that writes the list of events may lose one that this page has just added.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'wp_ajax_nopriv_seo_bridge_deliver', 'seo_bridge_answer_knock' );

/** Seconds that a page spends on reaching its own site at most. */
const SEO_BRIDGE_LOOPBACK_TIMEOUT = 0.03;

/** Seconds for which a key of the request is good; twice as long when it is old. */
const SEO_BRIDGE_KNOCK_SECONDS = 300;

/**
 * Whether this site could reach itself when it last tried.
 */
function seo_bridge_loopback_works(): bool {
	return ! get_transient( 'seo_bridge_no_loopback' );
}

/**
 * Has another process deliver what is due. Where the site cannot reach itself, WP-Cron does it, and nobody tries for ten minutes.
 */
function seo_bridge_deliver_elsewhere(): void {
	$url = add_query_arg(
		array(
			'action' => 'seo_bridge_deliver',
			'key'    => seo_bridge_knock_key( time() ),
		),
		admin_url( 'admin-ajax.php' )
	);
	if ( seo_bridge_loopback_works() && ! seo_bridge_knock( $url ) ) {
		seo_bridge_give_loopback_up( 10 * MINUTE_IN_SECONDS );
	}
}

/**
 * Leaves deliveries to WP-Cron for some time.
 *
 * @param int $seconds How long.
 */
function seo_bridge_give_loopback_up( int $seconds ): void {
	set_transient( 'seo_bridge_no_loopback', 1, $seconds );
}

/**
 * Delivers what is due for a page that has knocked.
 */
function seo_bridge_answer_knock(): void {
	// phpcs:ignore WordPress.Security.NonceVerification -- A nonce belongs to a user; the site itself asks here.
	$key   = isset( $_GET['key'] ) ? sanitize_key( $_GET['key'] ) : '';
	$known = array( seo_bridge_knock_key( time() ), seo_bridge_knock_key( time() - SEO_BRIDGE_KNOCK_SECONDS ) );
	if ( ! hash_equals( $known[0], $key ) && ! hash_equals( $known[1], $key ) ) {
		wp_die( '', '', array( 'response' => 403 ) );
	}
	ignore_user_abort( true );
	seo_bridge_deliver_in_background();
	wp_die( '', '', array( 'response' => 200 ) );
}

/**
 * What shows that the site itself asks.
 *
 * @param int $time Unix seconds.
 */
function seo_bridge_knock_key( int $time ): string {
	return wp_hash( 'seo_bridge_deliver|' . intdiv( $time, SEO_BRIDGE_KNOCK_SECONDS ) );
}

/**
 * Sends a request and does not wait for its answer.
 *
 * @param string $url Its address.
 * @return bool Whether it could be sent in time.
 */
function seo_bridge_knock( string $url ): bool {
	$parts = wp_parse_url( $url );
	if ( ! is_array( $parts ) || empty( $parts['host'] ) ) {
		return false;
	}
	$tls     = 'https' === ( $parts['scheme'] ?? '' );
	$host    = $parts['host'] . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' );
	$request = array(
		'POST ' . $parts['path'] . '?' . $parts['query'] . ' HTTP/1.0',
		'Host: ' . $host,
		'User-Agent: SEO-Bridge/' . SEO_BRIDGE_VERSION,
		'Connection: close',
		'Content-Length: 0',
	);
	$options = array(
		'ssl' => array(
			// As core does for loopback requests: the name is the site's own, and the certificate is often its proxy's alone.
			'verify_peer'      => false,
			'verify_peer_name' => false,
			'peer_name'        => $parts['host'],
		),
	);
	$address = ( $tls ? 'tls://' : 'tcp://' ) . $parts['host'] . ':' . ( $parts['port'] ?? ( $tls ? 443 : 80 ) );
	$started = microtime( true );
	// phpcs:disable WordPress.PHP.NoSilencedErrors, WordPress.WP.AlternativeFunctions -- The HTTP API waits, and a socket is no file.
	$socket = @stream_socket_client( $address, $code, $message, SEO_BRIDGE_LOOPBACK_TIMEOUT, STREAM_CLIENT_CONNECT, stream_context_create( $options ) );
	$sent   = $socket && @fwrite( $socket, implode( "\r\n", $request ) . "\r\n\r\n" );
	if ( $socket ) {
		fclose( $socket );
	}
	// phpcs:enable
	// Nor when its name took long to be looked up, which the timeout does not bound.
	return $sent && microtime( true ) - $started < 2 * SEO_BRIDGE_LOOPBACK_TIMEOUT;
}
