<?php
/**
 * What each setting may hold. The functions change nothing, and read what comes from the settings page, from the options table and
 * from a constant, where a list may also be written `post, page`.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The bridge's address.
 *
 * @param mixed $value Anything.
 * @return string|WP_Error The address without a slash at its end.
 */
function seo_bridge_clean_url( $value ) {
	$value = is_string( $value ) ? untrailingslashit( trim( $value ) ) : '';
	if ( '' === $value ) {
		return '';
	}
	$parts = wp_parse_url( $value );
	$plain = is_array( $parts ) && ! array_diff_key( $parts, array_flip( array( 'scheme', 'host', 'port', 'path' ) ) );
	$clean = esc_url_raw( $value, array( 'http', 'https' ) );
	if ( ! $plain || empty( $parts['host'] ) || empty( $parts['scheme'] ) || '' === $clean ) {
		return new WP_Error( 'seo_bridge_url', __( 'The address must look like https://bridge.example.org, without a user name or a query.', 'seo-bridge' ) );
	}
	return $clean;
}

/**
 * The site key.
 *
 * @param mixed $value Anything.
 * @return string|WP_Error
 */
function seo_bridge_clean_site( $value ) {
	$value = is_string( $value ) ? trim( $value ) : '';
	if ( '' !== $value && ! preg_match( '/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/', $value ) ) {
		return new WP_Error( 'seo_bridge_site', __( 'The site key may hold letters, digits, hyphens and underscores only.', 'seo-bridge' ) );
	}
	return $value;
}

/**
 * The secret.
 *
 * @param mixed $value Anything.
 * @return string|WP_Error
 */
function seo_bridge_clean_secret( $value ) {
	$value = is_string( $value ) ? trim( $value ) : '';
	if ( '' !== $value && null === seo_bridge_secret_key( $value ) ) {
		return new WP_Error( 'seo_bridge_secret', __( 'The secret must be whsec_ followed by base64 of 24 to 64 bytes, as in the bridge’s configuration.', 'seo-bridge' ) );
	}
	return $value;
}

/**
 * The triggers: a map, or a list of those that are on. Boxes that are not ticked are not submitted.
 *
 * @param mixed $value Anything.
 * @return array<string, bool>
 */
function seo_bridge_clean_triggers( $value ): array {
	$value    = is_string( $value ) || wp_is_numeric_array( $value ) ? array_fill_keys( seo_bridge_clean_names( $value ), true ) : (array) $value;
	$triggers = array();
	foreach ( array( 'draft_saved', 'published' ) as $name ) {
		$triggers[ $name ] = ! empty( $value[ $name ] );
	}
	return $triggers;
}

/**
 * A list of names of roles or post types.
 *
 * @param mixed $value Anything.
 * @return string[]
 */
function seo_bridge_clean_names( $value ): array {
	$names = array_filter( is_array( $value ) ? $value : explode( ',', (string) $value ), 'is_string' );
	// Not sanitize_key: a role may have capitals.
	return array_values( array_unique( array_filter( array_map( 'trim', array_map( 'sanitize_text_field', $names ) ) ) ) );
}

/**
 * A list of ids.
 *
 * @param mixed $value Anything.
 * @return int[]
 */
function seo_bridge_clean_ids( $value ): array {
	return array_values( array_filter( wp_parse_id_list( is_array( $value ) ? $value : (string) $value ) ) );
}

/**
 * The quiet time.
 *
 * @param mixed $value Anything.
 * @return int|WP_Error Seconds.
 */
function seo_bridge_clean_quiet( $value ) {
	/* translators: %d: a number of seconds. */
	return seo_bridge_clean_number( $value, DAY_IN_SECONDS, sprintf( __( 'The quiet time must be a whole number of seconds, %d at most.', 'seo-bridge' ), DAY_IN_SECONDS ) );
}

/**
 * The daily cap.
 *
 * @param mixed $value Anything.
 * @return int|WP_Error Rewrites; 0 for no cap.
 */
function seo_bridge_clean_daily_cap( $value ) {
	/* translators: %d: a number of rewrites. */
	return seo_bridge_clean_number( $value, 100000, sprintf( __( 'The daily cap must be a whole number, %d at most; 0 for no cap.', 'seo-bridge' ), 100000 ) );
}

/**
 * A whole number that is not negative; nothing at all is 0.
 *
 * @param mixed  $value   Anything.
 * @param int    $most    The largest.
 * @param string $message What to say of another value.
 * @return int|WP_Error
 */
function seo_bridge_clean_number( $value, int $most, string $message ) {
	$value = is_scalar( $value ) ? trim( (string) $value ) : 'none';
	if ( ! preg_match( '/^\d{0,9}$/', $value ) || (int) $value > $most ) {
		return new WP_Error( 'seo_bridge_number', $message );
	}
	return (int) $value;
}

/**
 * A box.
 *
 * @param mixed $value Anything; one that is not ticked is not submitted.
 */
function seo_bridge_clean_box( $value ): string {
	return empty( $value ) ? '' : '1';
}
