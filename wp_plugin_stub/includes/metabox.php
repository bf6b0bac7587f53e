<?php
/**
 * The classic editor's box: the panel, and without JavaScript the state, the comparison and a button.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'add_meta_boxes', 'seo_bridge_add_metabox', 10, 2 );
add_action( 'admin_enqueue_scripts', 'seo_bridge_enqueue_classic' );
add_action( 'load-post.php', 'seo_bridge_place_metabox' );
add_action( 'admin_footer-post.php', 'seo_bridge_render_plain_form' );

/** The panel brings its own margins, and the block editor's blue and headings. */
const SEO_BRIDGE_METABOX_STYLE = '
#seo-bridge .inside { margin: 0; padding: 0; }
#poststuff #seo-bridge .seo-bridge-heading { margin: 16px 16px 8px; padding: 0; font-size: 15px; font-weight: 600; line-height: 1.3; }
#poststuff #seo-bridge .components-panel__body-title { margin: 0; padding: 0; font-size: inherit; }
#poststuff #seo-bridge .is-opened > .components-panel__body-title { margin: -16px -16px 5px; }
.admin-color-fresh { --wp-admin-theme-color: #2271b1; --wp-admin-theme-color-darker-10: #135e96; --wp-admin-theme-color-darker-20: #0a4b78; }';

/**
 * Adds the box. The block editor, which has the panel in its sidebar, leaves boxes of this kind out.
 *
 * @param string $type Post type, or the name of a screen that is no editor.
 * @param mixed  $post The post.
 */
function seo_bridge_add_metabox( $type, $post ): void {
	if ( ! $post instanceof WP_Post || ! in_array( $type, seo_bridge_post_types(), true ) || ! seo_bridge_user_may_rewrite( $post->ID ) ) {
		return;
	}
	add_meta_box(
		'seo-bridge',
		__( 'Rewrite for SEO', 'seo-bridge' ),
		'seo_bridge_render_metabox',
		$type,
		'side',
		'core',
		array(
			'__back_compat_meta_box'             => true,
			'__block_editor_compatible_meta_box' => true,
		)
	);
}

/**
 * Puts the box below the one with the buttons for saving, until the author puts it elsewhere.
 */
function seo_bridge_place_metabox(): void {
	foreach ( seo_bridge_post_types() as $type ) {
		add_filter(
			"get_user_option_meta-box-order_$type",
			static function ( $order ) {
				return $order ? $order : array( 'side' => 'submitdiv,seo-bridge' );
			}
		);
	}
}

/**
 * The post that is open in the classic editor.
 *
 * @return WP_Post|null Null elsewhere, before its first save, and for users who may not have it rewritten.
 */
function seo_bridge_classic_post(): ?WP_Post {
	$screen = get_current_screen();
	$post   = $screen && 'post' === $screen->base && ! $screen->is_block_editor() ? get_post() : null;
	$known  = $post && 'trash' !== $post->post_status ? seo_bridge_get_post( $post->ID ) : null;
	return $known && seo_bridge_user_may_rewrite( $known->ID ) ? $known : null;
}

/**
 * Loads the panel and its way into the classic editor.
 */
function seo_bridge_enqueue_classic(): void {
	$post = seo_bridge_classic_post();
	if ( ! $post ) {
		return;
	}
	wp_enqueue_style( 'seo-bridge-panel' );
	wp_add_inline_style( 'seo-bridge-panel', SEO_BRIDGE_METABOX_STYLE );
	seo_bridge_register_script( 'classic-text', array( 'seo-bridge-panel' ) );
	seo_bridge_register_script( 'classic-fields', array( 'seo-bridge-classic-text', 'seo-bridge-seo-plugins' ) );
	seo_bridge_register_script( 'classic-editor', array( 'seo-bridge-classic-fields', 'wp-api-fetch', 'wp-dom-ready', 'jquery', 'post' ) );
	wp_enqueue_script( 'seo-bridge-classic-editor' );
	wp_add_inline_script(
		'seo-bridge-classic-editor',
		'var seoBridgeClassic = ' . wp_json_encode(
			array(
				'postId' => $post->ID,
				'hash'   => seo_bridge_content_hash( $post ),
			)
		) . ';',
		'before'
	);
}

/**
 * The box. The panel takes the place of what stands in its node.
 *
 * @param WP_Post $post The post.
 */
function seo_bridge_render_metabox( $post ): void {
	$post = $post instanceof WP_Post ? seo_bridge_get_post( $post->ID ) : null;
	if ( ! $post ) {
		echo '<p>' . esc_html__( 'Write and save the article first.', 'seo-bridge' ) . '</p>';
		return;
	}
	wp_nonce_field( 'seo_bridge_apply_' . $post->ID, 'seo_bridge_apply_nonce', false );
	echo '<input type="hidden" name="seo_bridge_apply" id="seo-bridge-apply" value="">';
	echo '<div id="seo-bridge-panel"><div class="hide-if-js" style="padding: 0 12px 8px">';
	seo_bridge_render_plain_state( seo_bridge_state( $post ) );
	echo '</div></div>';
}

/**
 * What can be seen and done without JavaScript.
 *
 * @param array<string, mixed> $state From `seo_bridge_state`.
 */
function seo_bridge_render_plain_state( array $state ): void {
	list( $look, $text ) = seo_bridge_column_text( $state );
	printf( '<p><strong>%1$s</strong> %2$s</p>', esc_html( 'none' === $look ? $state['label'] : $text ), esc_html( $state['message'] ) );
	if ( $state['suggestion'] ) {
		printf( '<p><a class="button" href="%1$s">%2$s</a></p>', esc_url( admin_url( 'revision.php?revision=' . $state['suggestion'] ) ), esc_html__( 'Compare and restore', 'seo-bridge' ) );
	}
	if ( $state['can_request'] ) {
		printf( '<p><button class="button" form="seo-bridge-plain">%s</button></p>', esc_html__( 'Rewrite for SEO', 'seo-bridge' ) );
		echo '<p class="description">' . esc_html__( 'What you have not saved yet is not rewritten.', 'seo-bridge' ) . '</p>';
	}
}

/**
 * The button's form, which cannot stand inside the editor's own.
 */
function seo_bridge_render_plain_form(): void {
	$post = seo_bridge_classic_post();
	if ( ! $post ) {
		return;
	}
	printf( '<form id="seo-bridge-plain" method="post" action="%1$s" hidden><input type="hidden" name="action" value="seo_bridge_rewrite"><input type="hidden" name="post" value="%2$d">', esc_url( admin_url( 'admin-post.php' ) ), (int) $post->ID );
	wp_nonce_field( 'seo_bridge_rewrite_' . $post->ID );
	echo '</form>';
}
