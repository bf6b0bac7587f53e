<?php
/**
 * The plugin's settings: an option each, or a constant of the same name in capitals in wp-config.php that overrides and locks it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Every setting: its value on a new site, and the function that checks one, which returns it clean or a `WP_Error`.
 *
 * @return array<string, array{default: mixed, sanitize: callable}> By option name.
 */
function seo_bridge_options(): array {
	$options = array(
		'seo_bridge_url'        => array( '', 'seo_bridge_clean_url' ),
		'seo_bridge_site'       => array( '', 'seo_bridge_clean_site' ),
		'seo_bridge_secret'     => array( '', 'seo_bridge_clean_secret' ),
		'seo_bridge_pull'       => array( '', 'seo_bridge_clean_box' ),
		'seo_bridge_triggers'   => array(
			array(
				'draft_saved' => true,
				'published'   => false,
			),
			'seo_bridge_clean_triggers',
		),
		'seo_bridge_types'      => array( array( 'post', 'page' ), 'seo_bridge_clean_names' ),
		// Of no category and no author in particular: of all.
		'seo_bridge_categories' => array( array(), 'seo_bridge_clean_ids' ),
		'seo_bridge_authors'    => array( array(), 'seo_bridge_clean_ids' ),
		// Seconds. The bridge waits too, so that by default nobody waits twice.
		'seo_bridge_quiet'      => array( 0, 'seo_bridge_clean_quiet' ),
		// None.
		'seo_bridge_daily_cap'  => array( 0, 'seo_bridge_clean_daily_cap' ),
		'seo_bridge_roles'      => array( array( 'administrator', 'editor', 'author' ), 'seo_bridge_clean_names' ),
		'seo_bridge_copies'     => array( '', 'seo_bridge_clean_box' ),
		'seo_bridge_backfill'   => array( '', 'seo_bridge_clean_box' ),
	);
	return array_map(
		static function ( $option ) {
			return array_combine( array( 'default', 'sanitize' ), $option );
		},
		$options
	);
}

/**
 * The constant that overrides a setting.
 *
 * @param string $option Option name.
 */
function seo_bridge_constant_of( string $option ): string {
	return strtoupper( $option );
}

/**
 * Whether wp-config.php decides a setting.
 *
 * @param string $option Option name, one of `seo_bridge_options()`.
 */
function seo_bridge_is_locked( string $option ): bool {
	return defined( seo_bridge_constant_of( $option ) );
}

/**
 * The value of a setting. What does not pass its check counts as the default; a text as it is, so that the test button can say
 * what is wrong with it.
 *
 * @param string $option Option name, one of `seo_bridge_options()`.
 * @return ($option is 'seo_bridge_quiet'|'seo_bridge_daily_cap' ? int : ($option is 'seo_bridge_categories'|'seo_bridge_authors' ? int[] : ($option is 'seo_bridge_types'|'seo_bridge_roles' ? string[] : ($option is 'seo_bridge_triggers' ? array<string, bool> : string))))
 */
function seo_bridge_setting( string $option ) {
	$known = seo_bridge_options()[ $option ];
	$value = seo_bridge_is_locked( $option ) ? constant( seo_bridge_constant_of( $option ) ) : get_option( $option, $known['default'] );
	$clean = $known['sanitize']( $value );
	if ( ! is_wp_error( $clean ) ) {
		return $clean;
	}
	return is_string( $known['default'] ) && is_string( $value ) ? trim( $value ) : $known['default'];
}

/**
 * Whether the bridge asks for the events by itself, or all that it takes to send them is there.
 */
function seo_bridge_is_connected(): bool {
	if ( seo_bridge_is_pulled() ) {
		return true;
	}
	foreach ( array( 'seo_bridge_url', 'seo_bridge_site', 'seo_bridge_secret' ) as $option ) {
		if ( '' === seo_bridge_setting( $option ) ) {
			return false;
		}
	}
	return true;
}
