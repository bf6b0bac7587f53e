<?php
/**
 * Router of PHP's built-in server: plain files as they are, everything else as WordPress's pretty permalinks want it.
 *
 * @package devsite
 */

$devsite_root = $_SERVER['DOCUMENT_ROOT'];
$devsite_path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
$devsite_file = realpath( $devsite_root . $devsite_path );

if ( false !== $devsite_file && ! str_starts_with( $devsite_file . '/', $devsite_root . '/' ) || str_contains( $devsite_path, '/.' ) ) {
	http_response_code( 404 );
	return true;
}
if ( false !== $devsite_file && is_dir( $devsite_file ) && is_file( $devsite_file . '/index.php' ) && $devsite_file !== $devsite_root ) {
	if ( ! str_ends_with( $devsite_path, '/' ) ) {
		header( 'Location: ' . $devsite_path . '/', true, 301 );
		return true;
	}
	$devsite_path .= 'index.php';
	$devsite_file .= '/index.php';
}
if ( false === $devsite_file || ! is_file( $devsite_file ) ) {
	$devsite_path = '/index.php';
	$devsite_file = $devsite_root . $devsite_path;
}
if ( ! str_ends_with( $devsite_file, '.php' ) ) {
	return false;
}
$_SERVER['SCRIPT_NAME']     = $devsite_path;
$_SERVER['PHP_SELF']        = $devsite_path;
$_SERVER['SCRIPT_FILENAME'] = $devsite_file;
chdir( dirname( $devsite_file ) );
require $devsite_file;
