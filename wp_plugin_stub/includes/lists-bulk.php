<?php
/**
 * Many rewrites at once: first what it would take and what is left out, then the requests.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_post_seo_bridge_rewrite_all', 'seo_bridge_handle_rewrite_all' );

/**
 * Why posts are left out.
 *
 * @return array<string, string>
 */
function seo_bridge_reasons(): array {
	return array(
		'right' => __( 'you may not edit them', 'seo-bridge' ),
		'kind'  => __( 'not a kind that is rewritten', 'seo-bridge' ),
		'trash' => __( 'in the trash', 'seo-bridge' ),
		'empty' => __( 'without text', 'seo-bridge' ),
		'busy'  => __( 'a rewrite is under way', 'seo-bridge' ),
		'cap'   => __( 'the site’s limit for today is reached', 'seo-bridge' ),
		'fault' => __( 'the request was refused or could not be stored', 'seo-bridge' ),
	);
}

/**
 * Adds the action to a list's menu.
 *
 * @param array<string, string> $actions Labels by name.
 * @return array<string, string>
 */
function seo_bridge_add_bulk_action( $actions ): array {
	return seo_bridge_is_connected() ? (array) $actions + array( 'seo_bridge_rewrite' => __( 'Rewrite for SEO', 'seo-bridge' ) ) : (array) $actions;
}

/**
 * Shows the estimate in the list's place, as core asks before it deletes users. Core has verified the nonce.
 *
 * @param string $back   Where the list is.
 * @param string $action The chosen action.
 * @param mixed  $ids    The chosen posts.
 * @return string `$back` for an action that is not ours.
 */
function seo_bridge_handle_bulk_action( $back, $action, $ids ) {
	if ( 'seo_bridge_rewrite' !== $action || ! seo_bridge_is_connected() ) {
		return $back;
	}
	// phpcs:disable WordPress.WP.GlobalVariablesOverride -- The page's title, which core's list would set later.
	$GLOBALS['title'] = __( 'Rewrite for SEO', 'seo-bridge' );
	// phpcs:enable
	add_filter( 'screen_options_show_screen', '__return_false' );
	require_once ABSPATH . 'wp-admin/admin-header.php';
	seo_bridge_render_estimate( seo_bridge_plan( wp_parse_id_list( (array) $ids ) ), (string) $back );
	require_once ABSPATH . 'wp-admin/admin-footer.php';
	exit;
}

/**
 * Sorts posts into those that can be rewritten now and those that cannot.
 *
 * @param int[] $ids Post ids, in the order in which a daily cap is used up.
 * @return array<string, WP_Post[]> Under `rewrite`, and under each reason of `seo_bridge_reasons`.
 */
function seo_bridge_plan( array $ids ): array {
	seo_bridge_glance_at( $ids );
	$plan = array( 'rewrite' => array() );
	$ask  = true;
	foreach ( array_filter( array_map( 'get_post', $ids ) ) as $post ) {
		$why = seo_bridge_obstacle( $post );
		if ( '' === $why ) {
			$state = seo_bridge_state( $post, false );
			if ( $state['busy'] && $ask ) {
				// It may have ended since anybody looked. A bridge that does not answer is asked once.
				$state = seo_bridge_state( $post );
				$ask   = ! in_array( $state['state'], array( 'unknown', 'waiting', 'undelivered' ), true );
			}
			$spent = null !== $state['left_today'] && count( $plan['rewrite'] ) >= $state['left_today'];
			$why   = $state['busy'] ? 'busy' : ( $spent ? 'cap' : 'rewrite' );
		}
		$plan[ $why ][] = $post;
	}
	// What follows may be asked to change all that.
	seo_bridge_glance( array() );
	return $plan;
}

/**
 * What is against rewriting a post, whatever its state.
 *
 * @param WP_Post $post The post.
 * @return string One of `seo_bridge_reasons`, or empty.
 */
function seo_bridge_obstacle( WP_Post $post ): string {
	if ( ! seo_bridge_user_may_rewrite( $post->ID ) ) {
		return 'right';
	}
	if ( 'trash' === $post->post_status ) {
		return 'trash';
	}
	// A draft copy holds a proposal already.
	if ( ! seo_bridge_get_post( $post->ID ) || metadata_exists( 'post', $post->ID, '_seo_bridge_copy_of' ) ) {
		return 'kind';
	}
	return '' === trim( $post->post_content ) ? 'empty' : '';
}

/**
 * Asks for every rewrite that can be had now.
 *
 * @param int[] $ids Post ids.
 * @return array<string, int> How many were `asked` for, and how many were left out by reason.
 */
function seo_bridge_request_all( array $ids ): array {
	$plan    = seo_bridge_plan( $ids );
	$outcome = array_map( 'count', array_diff_key( $plan, array( 'rewrite' => true ) ) ) + array_fill_keys( array( 'asked', 'cap', 'fault' ), 0 );
	foreach ( $plan['rewrite'] as $post ) {
		$asked = seo_bridge_request_rewrite( $post->ID );
		if ( ! is_wp_error( $asked ) ) {
			++$outcome['asked'];
		} else {
			++$outcome[ 'seo_bridge_daily_cap' === $asked->get_error_code() ? 'cap' : 'fault' ];
		}
	}
	return $outcome;
}

/**
 * Takes the confirmation.
 */
function seo_bridge_handle_rewrite_all(): void {
	check_admin_referer( 'seo_bridge_rewrite_all' );
	if ( ! current_user_can( 'seo_bridge_rewrite' ) ) {
		wp_die( esc_html__( 'You are not allowed to do that.', 'seo-bridge' ), '', array( 'response' => 403 ) );
	}
	$ids  = isset( $_POST['posts'] ) ? wp_parse_id_list( sanitize_text_field( wp_unslash( $_POST['posts'] ) ) ) : array();
	$back = isset( $_POST['back'] ) ? esc_url_raw( wp_unslash( $_POST['back'] ) ) : '';
	seo_bridge_back_to_list( wp_validate_redirect( $back, admin_url( 'edit.php' ) ), seo_bridge_request_all( $ids ) );
}
