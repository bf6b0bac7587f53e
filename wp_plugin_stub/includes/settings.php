<?php
/**
 * Registers the settings with the Settings API, each checked before it is stored.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_init', 'seo_bridge_register_settings' );

/**
 * Registers the options.
 */
function seo_bridge_register_settings(): void {
	foreach ( array_keys( seo_bridge_options() ) as $option ) {
		register_setting(
			'seo_bridge',
			$option,
			array(
				'sanitize_callback' => static function ( $value ) use ( $option ) {
					return seo_bridge_sanitize( $option, $value );
				},
			)
		);
	}
}

/**
 * What is stored of a submitted value. What is refused, and a locked field, which is not submitted, leave what is stored.
 *
 * @param string $option Option name.
 * @param mixed  $value  Submitted value.
 * @return mixed
 */
function seo_bridge_sanitize( string $option, $value ) {
	$known  = seo_bridge_options()[ $option ];
	$stored = get_option( $option, $known['default'] );
	// The page never shows the secret: an empty field keeps it.
	if ( seo_bridge_is_locked( $option ) || ( 'seo_bridge_secret' === $option && '' === trim( (string) $value ) ) ) {
		return $stored;
	}
	$clean = $known['sanitize']( $value );
	if ( is_wp_error( $clean ) ) {
		add_settings_error( $option, $option, $clean->get_error_message() );
		return $stored;
	}
	return $clean;
}
