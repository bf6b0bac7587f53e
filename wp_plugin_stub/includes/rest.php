<?php
/**
 * The REST routes seo-bridge/v1 of the bridge, contract 2.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'rest_api_init', 'seo_bridge_register_routes' );

/** Most bytes of a proposal's content, and of its report. */
const SEO_BRIDGE_LONGEST_CONTENT = 2 * MB_IN_BYTES;
const SEO_BRIDGE_LONGEST_REPORT  = 512 * KB_IN_BYTES;

/**
 * Registers the routes.
 */
function seo_bridge_register_routes(): void {
	register_rest_route(
		'seo-bridge/v1',
		'/status',
		array(
			'methods'             => 'GET',
			'callback'            => 'seo_bridge_rest_status',
			'permission_callback' => 'seo_bridge_may_connect',
		)
	);
	register_rest_route(
		'seo-bridge/v1',
		'/posts/(?P<id>\d+)',
		array(
			'methods'             => 'GET',
			'callback'            => 'seo_bridge_rest_post',
			'permission_callback' => 'seo_bridge_may_propose',
		)
	);
	register_rest_route(
		'seo-bridge/v1',
		'/posts/(?P<id>\d+)/suggestions',
		array(
			'methods'             => 'POST',
			'callback'            => 'seo_bridge_rest_suggest',
			'permission_callback' => 'seo_bridge_may_propose',
			'args'                => seo_bridge_suggestion_args(),
		)
	);
}

/**
 * How the plugin is set up, for `seo-bridge check`.
 */
function seo_bridge_rest_status(): WP_REST_Response {
	return new WP_REST_Response(
		array(
			'plugin'     => SEO_BRIDGE_VERSION,
			'wp_version' => get_bloginfo( 'version' ),
			'bridge_url' => seo_bridge_setting( 'seo_bridge_url' ),
			'site_key'   => seo_bridge_setting( 'seo_bridge_site' ),
			'secret_set' => '' !== seo_bridge_setting( 'seo_bridge_secret' ),
			'pulled'     => seo_bridge_is_pulled(),
			'user_can'   => array( 'seo_bridge_propose' => current_user_can( 'seo_bridge_propose' ) ),
			'locale'     => get_locale(),
		)
	);
}

/**
 * A post as it stands, with its texts as they are in the database.
 *
 * @param WP_REST_Request $request With `id`.
 */
function seo_bridge_rest_post( WP_REST_Request $request ): WP_REST_Response {
	$post  = seo_bridge_get_post( (int) $request['id'] );
	$image = (int) get_post_thumbnail_id( $post );
	return new WP_REST_Response(
		array(
			'id'              => $post->ID,
			'type'            => $post->post_type,
			'status'          => $post->post_status,
			'title'           => $post->post_title,
			'content'         => $post->post_content,
			'excerpt'         => $post->post_excerpt,
			'slug'            => $post->post_name,
			'link'            => (string) get_permalink( $post ),
			'edit_link'       => seo_bridge_edit_url( $post->ID ),
			'content_hash'    => seo_bridge_content_hash( $post ),
			'modified_gmt'    => mysql_to_rfc3339( seo_bridge_modified_gmt( $post ) ),
			'author'          => (int) $post->post_author,
			'author_name'     => (string) get_the_author_meta( 'user_nicename', (int) $post->post_author ),
			'terms'           => seo_bridge_terms( $post ),
			'language'        => seo_bridge_language( $post->ID ),
			'locale'          => get_locale(),
			'wp_version'      => get_bloginfo( 'version' ),
			'site_name'       => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
			'site_url'        => home_url( '/' ),
			'featured_image'  => $image ? array(
				'id'  => $image,
				'alt' => (string) get_post_meta( $image, '_wp_attachment_image_alt', true ),
			) : null,
			'focus_keyphrase' => seo_bridge_focus_keyphrase( $post->ID ),
			'options'         => (object) ( seo_bridge_get_json( $post->ID, '_seo_bridge_requested' )['options'] ?? array() ),
		)
	);
}

/**
 * Takes a proposal: 201 when it is new, 200 for a repeat of its job.
 *
 * @param WP_REST_Request $request See `seo_bridge_suggestion_args`.
 * @return WP_REST_Response|WP_Error
 */
function seo_bridge_rest_suggest( WP_REST_Request $request ) {
	$proposal = array_intersect_key( $request->get_params(), seo_bridge_suggestion_args() );
	if ( strlen( $proposal['content'] ) > SEO_BRIDGE_LONGEST_CONTENT ) {
		return seo_bridge_too_large( 'content', SEO_BRIDGE_LONGEST_CONTENT );
	}
	if ( strlen( (string) wp_json_encode( $proposal['report'] ) ) > SEO_BRIDGE_LONGEST_REPORT ) {
		return seo_bridge_too_large( 'report', SEO_BRIDGE_LONGEST_REPORT );
	}
	$stored = seo_bridge_store_suggestion( seo_bridge_get_post( (int) $request['id'] ), $proposal );
	return is_wp_error( $stored ) ? $stored : new WP_REST_Response( $stored[0], $stored[1] ? 201 : 200 );
}

/**
 * The answer to a parameter that is too large.
 *
 * @param string $param Its name.
 * @param int    $limit Most bytes.
 */
function seo_bridge_too_large( string $param, int $limit ): WP_Error {
	/* translators: 1: name of a parameter, 2: a number of bytes. */
	$message = sprintf( __( '%1$s is larger than %2$d bytes.', 'seo-bridge' ), $param, $limit );
	return new WP_Error(
		'seo_bridge_too_large',
		$message,
		array(
			'status' => 413,
			'params' => array( $param => $message ),
		)
	);
}
