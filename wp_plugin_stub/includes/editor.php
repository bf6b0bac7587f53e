<?php
/**
 * The panel "Rewrite for SEO": its scripts, and where the block editor loads them.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_init', 'seo_bridge_register_panel' );
add_action( 'enqueue_block_editor_assets', 'seo_bridge_enqueue_block_panel' );

/**
 * The panel's scripts in the order in which they need each other: handle => what of WordPress each is the first to need.
 */
const SEO_BRIDGE_PANEL = array(
	'panel-job'      => array( 'wp-api-fetch', 'wp-i18n' ),
	'panel-answers'  => array(),
	'panel-parts'    => array( 'wp-a11y', 'wp-components', 'wp-element' ),
	'panel-request'  => array(),
	'panel-progress' => array(),
	'panel-choices'  => array(),
	'panel-scores'   => array(),
	'panel-findings' => array(),
	'panel-sections' => array(),
	'panel-apply'    => array(),
	'panel-result'   => array(),
	'panel'          => array(),
);

/**
 * Registers the panel as `seo-bridge-panel`, a script and a style; each editor's own script depends on it.
 */
function seo_bridge_register_panel(): void {
	$before = array();
	foreach ( SEO_BRIDGE_PANEL as $name => $dependencies ) {
		seo_bridge_register_script( $name, array_merge( $before, $dependencies ) );
		$before = array( 'seo-bridge-' . $name );
	}
	seo_bridge_register_script( 'seo-plugins', array( 'seo-bridge-panel', 'wp-data' ) );
	seo_bridge_register_script( 'block-seo-plugins', array( 'seo-bridge-seo-plugins' ) );
	seo_bridge_register_script( 'block-adapter', array( 'seo-bridge-block-seo-plugins', 'wp-block-editor', 'wp-blocks', 'wp-core-data', 'wp-editor' ) );
	seo_bridge_register_script( 'block-editor', array( 'seo-bridge-block-adapter', 'wp-edit-post', 'wp-notices', 'wp-plugins' ) );
	// All scripts' texts are in the file of the first, which all others need.
	wp_set_script_translations( 'seo-bridge-panel-job', 'seo-bridge', dirname( SEO_BRIDGE_FILE ) . '/languages' );
	$before = array( 'wp-components', 'revisions' );
	foreach ( array( 'panel-dialogs', 'panel-result', 'panel' ) as $name ) {
		wp_register_style( 'seo-bridge-' . $name, plugins_url( "assets/$name.css", SEO_BRIDGE_FILE ), $before, SEO_BRIDGE_VERSION );
		$before = array( 'seo-bridge-' . $name );
	}
}

/**
 * Registers one of the plugin's scripts.
 *
 * @param string   $name         File name without its ending; the handle has `seo-bridge-` before it.
 * @param string[] $dependencies Handles.
 */
function seo_bridge_register_script( string $name, array $dependencies ): void {
	wp_register_script( 'seo-bridge-' . $name, plugins_url( "assets/$name.js", SEO_BRIDGE_FILE ), $dependencies, SEO_BRIDGE_VERSION, true );
}

/**
 * Loads the panel for an author who may use it.
 */
function seo_bridge_enqueue_block_panel(): void {
	$post = 'post' === get_current_screen()->base ? get_post() : null;
	if ( ! $post || ! in_array( $post->post_type, seo_bridge_post_types(), true ) || ! seo_bridge_user_may_rewrite( $post->ID ) ) {
		return;
	}
	wp_enqueue_script( 'seo-bridge-block-editor' );
	wp_enqueue_style( 'seo-bridge-panel' );
}
