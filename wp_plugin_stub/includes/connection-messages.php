<?php
/**
 * What the test of the connection has found, in sentences for the site's owner.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * An outcome in words, with what to do.
 *
 * @param string $outcome See `seo_bridge_ping`.
 * @param string $detail  What the message names: a length of time, an address, the connection's own words.
 */
function seo_bridge_ping_message( string $outcome, string $detail = '' ): string {
	$messages = array(
		'incomplete'   => __( 'Fill in the address, the site key and the secret first, and save.', 'seo-bridge' ),
		'secret'       => __( 'The secret is not of the form whsec_ and base64 of 24 to 64 bytes. Copy it again from the bridge’s configuration.', 'seo-bridge' ),
		'blocked'      => __( 'This site is set to block outgoing requests. Add the bridge’s host to WP_ACCESSIBLE_HOSTS in wp-config.php.', 'seo-bridge' ),
		'dns'          => __( 'No machine of that name can be found. Check the address.', 'seo-bridge' ),
		'refused'      => __( 'Nothing listens at that address. Is the bridge running, and is the port right?', 'seo-bridge' ),
		'timeout'      => __( 'The bridge did not answer in 5 seconds. Is it running, and does a firewall stand between?', 'seo-bridge' ),
		'certificate'  => __( 'This server does not trust the certificate at that address: it may have expired, be self-signed or belong to another name.', 'seo-bridge' ),
		'tls'          => __( 'The encrypted connection failed. Check the bridge’s certificate, and http or https in the address.', 'seo-bridge' ),
		/* translators: %s: what the connection said. */
		'unreachable'  => __( 'The bridge could not be reached. Check the address. (%s)', 'seo-bridge' ),
		'signature'    => __( 'The bridge refused the signature. The secret here and the one in the bridge’s configuration must be the same.', 'seo-bridge' ),
		/* translators: %s: a length of time, such as "5 minutes". */
		'ahead'        => __( 'The bridge refused the signature, and its clock is %s ahead of this server’s. Set both clocks.', 'seo-bridge' ),
		/* translators: %s: a length of time, such as "5 minutes". */
		'behind'       => __( 'The bridge refused the signature, and its clock is %s behind this server’s. Set both clocks.', 'seo-bridge' ),
		'guarded'      => __( 'A password guards that address before the bridge is reached. Let this server’s webhooks pass.', 'seo-bridge' ),
		/* translators: %s: an address. */
		'redirect'     => __( 'That address redirects to another one. Enter the final address. (%s)', 'seo-bridge' ),
		'stranger'     => __( 'Something other than the bridge answers at that address.', 'seo-bridge' ),
		'site'         => __( 'The bridge answers, but does not know this site key. Compare it with the bridge’s configuration.', 'seo-bridge' ),
		/* translators: %s: a date and time, or a dash. */
		'silent'       => __( 'The bridge is to ask this site by itself, but has not done so in the last ten minutes. Is it running, with pull_seconds and this site in its configuration? Last time: %s', 'seo-bridge' ),
		'busy'         => __( 'The bridge is there, but busy or stopping. Try again in a minute.', 'seo-bridge' ),
		'refused_ping' => __( 'The bridge answered with an error. Its log says more.', 'seo-bridge' ),
	);
	return 'ok' === $outcome ? __( 'The bridge answers, and knows this site.', 'seo-bridge' ) . seo_bridge_writer_text() : sprintf( $messages[ $outcome ] ?? '', $detail );
}

/**
 * Who writes at the bridge, and at what price, as it said itself.
 */
function seo_bridge_writer_text(): string {
	$pong  = (array) get_transient( 'seo_bridge_pong' );
	$price = $pong['usd_per_1000_words'] ?? null;
	if ( 'offline' === ( $pong['writer'] ?? '' ) ) {
		return ' ' . __( 'It writes without a language model, at no cost.', 'seo-bridge' );
	}
	if ( ! is_string( $pong['writer'] ?? null ) || ! is_string( $pong['model'] ?? null ) ) {
		return '';
	}
	/* translators: %s: name of a language model. */
	$text = ' ' . sprintf( __( 'It writes with %s.', 'seo-bridge' ), $pong['model'] );
	if ( is_numeric( $price ) ) {
		/* translators: %s: an amount of US dollars. */
		$text .= ' ' . sprintf( __( '1,000 words cost about $%s.', 'seo-bridge' ), number_format_i18n( (float) $price, 2 ) );
	}
	return $text;
}

/**
 * Why the bridge could not read a post or hand a proposal back, as far as this site can see.
 *
 * @return string Empty when there is a user for it.
 */
function seo_bridge_missing_user(): string {
	if ( ! wp_is_application_passwords_available() ) {
		return __( 'But application passwords are switched off on this site, so that it cannot log in. They need HTTPS, and some security plugins switch them off.', 'seo-bridge' );
	}
	$users = get_users( array( 'role' => 'seo_bridge' ) );
	if ( ! $users ) {
		return __( 'But no user has the role “SEO Bridge”, with which it logs in to read posts. Make one, or run its command `seo-bridge connect`.', 'seo-bridge' );
	}
	foreach ( $users as $user ) {
		if ( WP_Application_Passwords::get_user_application_passwords( $user->ID ) ) {
			return '';
		}
	}
	return __( 'But its user has no application password yet, with which it logs in. Make one in that user’s profile.', 'seo-bridge' );
}
