<?php
/**
 * The route by which the bridge's operator has many posts rewritten: only where the site's owner has allowed it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'rest_api_init', 'seo_bridge_register_backfill_route' );

/** Posts on a page of the list. */
const SEO_BRIDGE_BACKFILL_PAGE = 50;

/** The statuses that can be asked for. */
const SEO_BRIDGE_BACKFILL_STATUSES = array( 'draft', 'pending', 'future', 'publish', 'private' );

/**
 * Registers the route.
 */
function seo_bridge_register_backfill_route(): void {
	register_rest_route(
		'seo-bridge/v1',
		'/posts',
		array(
			'methods'             => 'GET',
			'callback'            => 'seo_bridge_rest_posts',
			'permission_callback' => 'seo_bridge_may_backfill',
			'args'                => array(
				'status'   => array(
					'type'    => 'string',
					'enum'    => SEO_BRIDGE_BACKFILL_STATUSES,
					'default' => 'draft',
				),
				'category' => array(
					'type'      => 'string',
					'maxLength' => 200,
					'default'   => '',
				),
				'page'     => array(
					'type'    => 'integer',
					'minimum' => 1,
					'default' => 1,
				),
			),
		)
	);
}

/**
 * Whether the bridge may be handed posts that nobody asked it about one by one.
 */
function seo_bridge_backfill_allowed(): bool {
	return '1' === seo_bridge_setting( 'seo_bridge_backfill' );
}

/**
 * The bridge's user, once the owner has allowed it.
 *
 * @return true|WP_Error
 */
function seo_bridge_may_backfill() {
	if ( ! current_user_can( 'seo_bridge_propose' ) ) {
		return seo_bridge_forbidden();
	}
	if ( ! seo_bridge_backfill_allowed() ) {
		return new WP_Error( 'seo_bridge_no_backfill', __( 'An administrator must first allow it: Settings, SEO Bridge, Backfill.', 'seo-bridge' ), array( 'status' => 403 ) );
	}
	return true;
}

/**
 * A list of posts, newest first. Each is handed over: from now on the bridge may read it and propose for it. Not the
 * site's pages, which are few and often legal: an author asks for each.
 *
 * @param WP_REST_Request $request With `status`, `category` (a slug) and `page`.
 */
function seo_bridge_rest_posts( WP_REST_Request $request ): WP_REST_Response {
	$query = new WP_Query(
		array_filter(
			array(
				'post_type'              => array_diff( seo_bridge_post_types(), array( 'page' ) ),
				'post_status'            => $request['status'],
				'category_name'          => sanitize_title( $request['category'] ),
				'posts_per_page'         => SEO_BRIDGE_BACKFILL_PAGE,
				'paged'                  => $request['page'],
				'orderby'                => 'ID',
				'order'                  => 'DESC',
				'ignore_sticky_posts'    => true,
				'suppress_filters'       => true,
				'update_post_term_cache' => false,
			)
		)
	);
	return new WP_REST_Response(
		array(
			'posts' => array_map( 'seo_bridge_hand_over', $query->posts ),
			'pages' => (int) $query->max_num_pages,
		)
	);
}

/**
 * Lets the bridge read a post. What an author asked for it stays as it is.
 *
 * @param WP_Post $post A post.
 * @return array<string, mixed> Its `id` and `type`.
 */
function seo_bridge_hand_over( WP_Post $post ): array {
	if ( ! seo_bridge_is_asked( $post->ID ) ) {
		seo_bridge_note_asked( $post->ID, 'backfill' );
	}
	return array(
		'id'   => $post->ID,
		'type' => $post->post_type,
	);
}
