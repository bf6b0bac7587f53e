<?php
/**
 * Who may ask for rewrites, and what the bridge's user may not do to itself.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'user_has_cap', 'seo_bridge_grant_rewrite', 10, 4 );
add_filter( 'map_meta_cap', 'seo_bridge_keep_account', 10, 4 );

/**
 * Gives `seo_bridge_rewrite` to the users of the roles that the site's owner has chosen. It is written into no role, so that a
 * constant can decide it and nothing is left to take away.
 *
 * @param bool[]       $allcaps What the user can do.
 * @param string[]     $caps    What is needed.
 * @param array<mixed> $args    What was asked for.
 * @param WP_User      $user    Who asks.
 * @return bool[]
 */
function seo_bridge_grant_rewrite( $allcaps, $caps, $args, $user ): array {
	if ( in_array( 'seo_bridge_rewrite', (array) $caps, true ) && array_intersect( $user->roles, seo_bridge_setting( 'seo_bridge_roles' ) ) ) {
		$allcaps['seo_bridge_rewrite'] = true;
	}
	return $allcaps;
}

/**
 * Whether the present user may ask for a rewrite of a post, and handle its proposal.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_user_may_rewrite( int $post_id ): bool {
	return current_user_can( 'seo_bridge_rewrite' ) && current_user_can( 'edit_post', $post_id );
}

/**
 * WordPress lets every user edit the own account: with a stolen application password one could change the bridge's address,
 * have a new password sent there, and make further application passwords that outlive the stolen one.
 *
 * @param string[]     $caps    What the user must be able to do.
 * @param string       $cap     What is asked for; for one's own application passwords it is this one too.
 * @param int          $user_id Who asks.
 * @param array<mixed> $args    For `edit_user`, the user that is to be edited; for `delete_app_password`, user and password.
 * @return string[]
 */
function seo_bridge_keep_account( $caps, $cap, $user_id, $args ): array {
	// The one thing about it that only takes away: ending the very password that the request came with.
	if ( 'delete_app_password' === $cap && isset( $args[1] ) && (int) $args[0] === (int) $user_id && rest_get_authenticated_app_password() === $args[1] ) {
		return array( 'read' );
	}
	$own = 'edit_user' === $cap && isset( $args[0] ) && (int) $args[0] === (int) $user_id;
	if ( $own && rest_get_authenticated_app_password() && in_array( 'seo_bridge', get_userdata( $user_id )->roles, true ) ) {
		return array( 'do_not_allow' );
	}
	return $caps;
}
