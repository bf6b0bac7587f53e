<?php
/**
 * Installs WordPress into the empty database that wp-config.php names. $in: title, login, password, locale, theme.
 *
 * @package devsite
 */

require_once ABSPATH . 'wp-admin/includes/upgrade.php';
global $wpdb, $wp_rewrite;

wp_install( $in['title'], $in['login'], $in['login'] . '@example.org', false, '', $in['password'], $in['locale'] );
// Written past the option's own check, which refuses a language that has no translation files.
$wpdb->replace(
	$wpdb->options,
	array(
		'option_name'  => 'WPLANG',
		'option_value' => $in['locale'],
		'autoload'     => 'yes',
	)
);
wp_cache_flush();
update_option( 'timezone_string', 'Europe/Paris' );
update_option( 'default_comment_status', 'closed' );
$wp_rewrite->set_permalink_structure( '/%postname%/' );
flush_rewrite_rules( false );
if ( ! wp_get_theme()->exists() ) {
	switch_theme( 'devsite' );
}
return get_bloginfo( 'version' );
