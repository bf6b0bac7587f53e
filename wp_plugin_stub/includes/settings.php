<?php
/**
 * The settings: registered with the Settings API, each checked before it is stored.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_init', 'seo_bridge_register_settings' );

/**
 * Registers the options and the page's fields.
 */
function seo_bridge_register_settings(): void {
	foreach ( array( 'url', 'site', 'secret', 'triggers' ) as $name ) {
		register_setting(
			'seo_bridge',
			'seo_bridge_' . $name,
			array(
				'type'              => 'triggers' === $name ? 'object' : 'string',
				'sanitize_callback' => 'seo_bridge_sanitize_' . $name,
			)
		);
	}
	add_settings_section( 'seo_bridge_connection', __( 'Connection', 'seo-bridge' ), 'seo_bridge_render_connection', 'seo-bridge' );
	add_settings_section( 'seo_bridge_events', __( 'When to ask for a rewrite', 'seo-bridge' ), '__return_null', 'seo-bridge' );
	$fields = array(
		'url'    => __( 'Address of the bridge', 'seo-bridge' ),
		'site'   => __( 'Site key', 'seo-bridge' ),
		'secret' => __( 'Secret', 'seo-bridge' ),
	);
	foreach ( $fields as $name => $label ) {
		add_settings_field( 'seo_bridge_' . $name, $label, 'seo_bridge_render_' . $name, 'seo-bridge', 'seo_bridge_connection', array( 'label_for' => 'seo_bridge_' . $name ) );
	}
	add_settings_field( 'seo_bridge_triggers', __( 'Events', 'seo-bridge' ), 'seo_bridge_render_triggers', 'seo-bridge', 'seo_bridge_events' );
}

/**
 * Checks the bridge's address. A locked field is not submitted, and what is stored stays.
 *
 * @param mixed $value Submitted value.
 * @return string The address without a slash at its end; the stored one when the new one is no address.
 */
function seo_bridge_sanitize_url( $value ): string {
	if ( seo_bridge_is_locked( 'seo_bridge_url' ) ) {
		return (string) get_option( 'seo_bridge_url', '' );
	}
	$value = is_string( $value ) ? untrailingslashit( trim( $value ) ) : '';
	if ( '' === $value ) {
		return '';
	}
	$parts = wp_parse_url( $value );
	$plain = is_array( $parts ) && ! array_diff_key( $parts, array_flip( array( 'scheme', 'host', 'port', 'path' ) ) );
	$clean = esc_url_raw( $value, array( 'http', 'https' ) );
	if ( ! $plain || empty( $parts['host'] ) || empty( $parts['scheme'] ) || '' === $clean ) {
		return seo_bridge_refuse( 'seo_bridge_url', __( 'The address must look like https://bridge.example.org, without a user name or a query.', 'seo-bridge' ) );
	}
	return $clean;
}

/**
 * Checks the site key.
 *
 * @param mixed $value Submitted value.
 */
function seo_bridge_sanitize_site( $value ): string {
	if ( seo_bridge_is_locked( 'seo_bridge_site' ) ) {
		return (string) get_option( 'seo_bridge_site', '' );
	}
	$value = is_string( $value ) ? trim( $value ) : '';
	if ( '' !== $value && ! preg_match( '/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/', $value ) ) {
		return seo_bridge_refuse( 'seo_bridge_site', __( 'The site key may hold letters, digits, hyphens and underscores only.', 'seo-bridge' ) );
	}
	return $value;
}

/**
 * Checks the secret. The page never shows it, so an empty field, or a locked one, keeps it.
 *
 * @param mixed $value Submitted value.
 */
function seo_bridge_sanitize_secret( $value ): string {
	$value = is_string( $value ) ? trim( $value ) : '';
	if ( '' === $value ) {
		return (string) get_option( 'seo_bridge_secret', '' );
	}
	if ( null === seo_bridge_secret_key( $value ) ) {
		return seo_bridge_refuse( 'seo_bridge_secret', __( 'The secret must be whsec_ followed by base64 of 24 to 64 bytes, as in the bridge’s configuration.', 'seo-bridge' ) );
	}
	return $value;
}

/**
 * Checks the triggers: boxes that are not ticked are not submitted.
 *
 * @param mixed $value Submitted value.
 * @return array<string, bool>
 */
function seo_bridge_sanitize_triggers( $value ): array {
	$triggers = array();
	foreach ( array_keys( seo_bridge_default_triggers() ) as $name ) {
		$triggers[ $name ] = is_array( $value ) && ! empty( $value[ $name ] );
	}
	return $triggers;
}

/**
 * Says what is wrong with a value, and keeps the stored one.
 *
 * @param string $option  Option name.
 * @param string $message What is wrong.
 * @return string The stored value.
 */
function seo_bridge_refuse( string $option, string $message ): string {
	add_settings_error( $option, $option, $message );
	return (string) get_option( $option, '' );
}
