<?php
/**
 * Plugin Name: Development site
 * Description: Keeps a site that reaches only 127.0.0.1 quiet: no update checks, no reminders, no strangers' pictures.
 *
 * @package devsite
 */

foreach ( array( 'update_core', 'update_plugins', 'update_themes' ) as $devsite_transient ) {
	add_filter(
		'pre_site_transient_' . $devsite_transient,
		static fn() => (object) array(
			'last_checked'    => time(),
			'version_checked' => get_bloginfo( 'version' ),
			'updates'         => array(),
			'response'        => array(),
			'translations'    => array(),
			'no_update'       => array(),
			'checked'         => array(),
		)
	);
}
add_filter( 'translations_api', static fn() => array( 'translations' => array() ) );
add_filter( 'admin_email_check_interval', '__return_zero' );
add_filter( 'pre_option_show_avatars', '__return_zero' );
add_action( 'wp_dashboard_setup', static fn() => remove_meta_box( 'dashboard_primary', 'dashboard', 'side' ) );

// A null that the plugin hands to core is reported against core's file: name the one who called.
set_error_handler(
	static function ( int $level, string $message ): bool {
		foreach ( debug_backtrace( DEBUG_BACKTRACE_IGNORE_ARGS ) as $frame ) {
			if ( str_contains( $message, 'Passing null to parameter' ) && str_contains( $frame['file'] ?? '', '/plugins/seo-bridge/' ) ) {
				error_log( "SEO Bridge, {$frame['file']}:{$frame['line']}: $message" );
				break;
			}
		}
		return false;
	},
	E_DEPRECATED
);
remove_action( 'wp_version_check', 'wp_version_check' );
remove_action( 'wp_update_plugins', 'wp_update_plugins' );
remove_action( 'wp_update_themes', 'wp_update_themes' );
