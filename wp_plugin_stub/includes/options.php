<?php
/**
 * The plugin's settings: an option each, or a constant in wp-config.php that overrides and locks it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The connection's settings and the constants that override them.
 *
 * @return array<string, string> Constant names by option name.
 */
function seo_bridge_constants(): array {
	return array(
		'seo_bridge_url'    => 'SEO_BRIDGE_URL',
		'seo_bridge_site'   => 'SEO_BRIDGE_SITE',
		'seo_bridge_secret' => 'SEO_BRIDGE_SECRET',
	);
}

/**
 * Whether wp-config.php decides a setting.
 *
 * @param string $option Option name, one of `seo_bridge_constants()`.
 */
function seo_bridge_is_locked( string $option ): bool {
	return defined( seo_bridge_constants()[ $option ] );
}

/**
 * The value of one of the connection's settings.
 *
 * @param string $option Option name, one of `seo_bridge_constants()`.
 * @return string Empty when it was never set.
 */
function seo_bridge_setting( string $option ): string {
	$value = seo_bridge_is_locked( $option ) ? constant( seo_bridge_constants()[ $option ] ) : get_option( $option, '' );
	return is_string( $value ) ? trim( $value ) : '';
}

/**
 * Whether all of the connection's settings are there, so that something can be sent at all.
 */
function seo_bridge_is_connected(): bool {
	foreach ( array_keys( seo_bridge_constants() ) as $option ) {
		if ( '' === seo_bridge_setting( $option ) ) {
			return false;
		}
	}
	return true;
}

/**
 * Which saves tell the bridge by themselves.
 *
 * @return array<string, bool> `draft_saved` and `published`.
 */
function seo_bridge_triggers(): array {
	return array_map( 'boolval', wp_parse_args( get_option( 'seo_bridge_triggers', array() ), seo_bridge_default_triggers() ) );
}

/**
 * The triggers of a new installation.
 *
 * @return array<string, bool>
 */
function seo_bridge_default_triggers(): array {
	return array(
		'draft_saved' => true,
		'published'   => false,
	);
}
