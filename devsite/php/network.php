<?php
/**
 * Makes a site the first of a network in sub-folders. $in: host. wp-config.php must say so afterwards.
 *
 * @package devsite
 */

require_once ABSPATH . 'wp-admin/includes/upgrade.php';
global $wpdb;

foreach ( $wpdb->tables( 'ms_global' ) as $devsite_table => $devsite_prefixed ) {
	$wpdb->$devsite_table = $devsite_prefixed;
}
install_network();
$devsite_done = populate_network( 1, $in['host'], get_option( 'admin_email' ), get_option( 'blogname' ), '/', false );
if ( is_wp_error( $devsite_done ) ) {
	throw new Exception( $devsite_done->get_error_message() );
}
