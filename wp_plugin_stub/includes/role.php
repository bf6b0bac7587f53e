<?php
/**
 * What the bridge's user may not do to itself.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'map_meta_cap', 'seo_bridge_keep_account', 10, 4 );

/**
 * WordPress lets every user edit the own account: with a stolen application password one could change the bridge's address,
 * have a new password sent there, and make further application passwords that outlive the stolen one.
 *
 * @param string[]     $caps    What the user must be able to do.
 * @param string       $cap     What is asked for; for one's own application passwords it is this one too.
 * @param int          $user_id Who asks.
 * @param array<mixed> $args    For `edit_user`, the user that is to be edited.
 * @return string[]
 */
function seo_bridge_keep_account( $caps, $cap, $user_id, $args ): array {
	$own = 'edit_user' === $cap && isset( $args[0] ) && (int) $args[0] === (int) $user_id;
	if ( $own && rest_get_authenticated_app_password() && in_array( 'seo_bridge', get_userdata( $user_id )->roles, true ) ) {
		return array( 'do_not_allow' );
	}
	return $caps;
}
