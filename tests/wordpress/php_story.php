<?php
/**
 * A rewrite from the author's click to the applied proposal, in one process: prints the PHP's version, what each step came to, and
 * what PHP or WordPress complained about in the plugin. The bridge is played by a filter.
 */

$_SERVER += array( 'HTTP_HOST' => '127.0.0.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/wp-admin/post.php' );
define( 'WP_DEBUG_DISPLAY', null );
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );
define( 'WP_ADMIN', true );
define( 'SEO_BRIDGE_URL', 'http://127.0.0.1:1' );
define( 'SEO_BRIDGE_SITE', 'essai' );
define( 'SEO_BRIDGE_SECRET', 'whsec_' . base64_encode( str_repeat( 'k', 32 ) ) );

$complaints = array();
$steps      = array();
set_error_handler(
	static function ( $level, $message, $file, $line ) use ( &$complaints ) {
		if ( false !== strpos( $file, '/plugins/seo-bridge/' ) || false !== strpos( $message, 'seo_bridge' ) ) {
			$complaints[] = "$message in $file:$line";
		}
		return true;
	}
);

require WORDPRESS . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

add_filter(
	'pre_http_request',
	static function ( $answer, $args, $url ) {
		$body = strpos( $url, '/jobs/' ) ? '{"state": "writing", "words": 3, "expected": 15}' : '{"job": "job-1", "status_url": "http://127.0.0.1:1/jobs/job-1?token=t", "pong": true, "writer": "offline"}';
		return array(
			'headers'  => array(),
			'body'     => $body,
			'response' => array( 'code' => strpos( $url, '/jobs/' ) || strpos( $args['body'], '"ping"' ) ? 200 : 202 ),
			'cookies'  => array(),
		);
	},
	10,
	3
);

/** Calls one of the plugin's routes. */
function call( string $method, string $route, array $params = array() ) {
	global $steps;
	$request = new WP_REST_Request( $method, "/seo-bridge/v1/$route" );
	$request->set_body_params( $params );
	$answer  = rest_do_request( $request );
	$steps[] = array( preg_replace( '/\d+/', 'N', $route ), $answer->get_status() );
	return $answer->get_data();
}

wp_set_current_user( get_users( array( 'role' => 'administrator' ) )[0]->ID );
do_action( 'admin_init' );
$draft = "<!-- wp:paragraph -->\n<p>Le compost c'est facile. Il faut compter 6 mois.</p>\n<!-- /wp:paragraph -->";
$id    = wp_insert_post( wp_slash( array( 'post_title' => 'Le compost', 'post_content' => $draft, 'post_status' => 'draft' ) ) );
$post  = get_post( $id );

$steps[] = array( 'ping', seo_bridge_ping()[0] );
call( 'GET', 'status' );
call( 'POST', "posts/$id/rewrite", array( 'keyphrase' => 'compost', 'min_words' => 300 ) );
seo_bridge_deliver_in_background();
$steps[] = array( 'state', call( 'GET', "posts/$id/progress" )['state'] );
call( 'GET', "posts/$id" );
$made = call(
	'POST',
	"posts/$id/suggestions",
	array(
		'job'       => 'job-1',
		'base_hash' => seo_bridge_content_hash( $post ),
		'title'     => 'Réussir son compost',
		'titles'    => array( 'Réussir son compost', 'Le compost en ville' ),
		'slug'      => 'reussir-son-compost',
		'excerpt'   => 'Six mois suffisent.',
		'content'   => str_replace( "c'est", 'est', $draft ),
		'seo'       => array( 'title' => 'Compost', 'meta_description' => 'Tout sur le compost.', 'focus_keyphrase' => 'compost' ),
		'report'    => array( 'writer' => 'offline', 'findings' => array() ),
	)
);
$found = call( 'GET', "posts/$id/suggestion" );
call( 'POST', "posts/$id/suggestion/preview", array( 'revision' => $made['revision'], 'sections' => null, 'current' => array( 'title' => $post->post_title, 'content' => $draft . ' Ajout.' ) ) );
call( 'POST', "posts/$id/suggestion/apply", array( 'revision' => $made['revision'], 'sections' => null, 'title' => 'Le compost en ville', 'seo' => $found['seo'], 'expected_hash' => $found['current']['content_hash'] ) );
$steps[] = array( 'title', get_post( $id )->post_title );

set_current_screen( 'post' );
$admin_page_hooks = array( 'options-general.php' => 'settings' );
do_action( 'admin_menu' );
ob_start();
do_action( 'settings_page_seo-bridge' );
do_action( 'manage_post_posts_custom_column', 'seo_bridge', $id );
apply_filters( 'post_row_actions', array(), get_post( $id ) );
do_action( 'admin_notices' );
$pages = ob_get_clean();
seo_bridge_estimate( array( get_post( $id ) ) );
foreach ( array( 'id="seo_bridge_url"', 'is-applied' ) as $part ) {
	$steps[] = array( $part, substr_count( $pages, $part ) );
}

echo '<<<', wp_json_encode( array( PHP_VERSION, $steps, $complaints ) ), '>>>';
