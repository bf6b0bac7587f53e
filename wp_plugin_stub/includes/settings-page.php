<?php
/**
 * The settings page: connection and its test, when to ask, who may and how much, the latest deliveries.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_menu', 'seo_bridge_add_page' );
add_action( 'admin_init', 'seo_bridge_add_fields' );
add_filter( 'plugin_action_links_' . plugin_basename( SEO_BRIDGE_FILE ), 'seo_bridge_add_settings_link' );

/**
 * Adds the page below Settings.
 */
function seo_bridge_add_page(): void {
	add_options_page( 'SEO Bridge', 'SEO Bridge', 'manage_options', 'seo-bridge', 'seo_bridge_render_page' );
}

/**
 * The page's address.
 */
function seo_bridge_settings_url(): string {
	return admin_url( 'options-general.php?page=seo-bridge' );
}

/**
 * Links to the page from the list of plugins.
 *
 * @param string[] $links Links of the plugin's row.
 * @return string[]
 */
function seo_bridge_add_settings_link( $links ): array {
	return array_merge( array( 'settings' => '<a href="' . esc_url( seo_bridge_settings_url() ) . '">' . esc_html__( 'Settings', 'seo-bridge' ) . '</a>' ), (array) $links );
}

/**
 * Puts the page's sections and fields in their order.
 */
function seo_bridge_add_fields(): void {
	$sections = array(
		'connection' => array( __( 'Connection', 'seo-bridge' ), __( 'The bridge reads a post when this site tells it to, and returns a rewritten version as a revision that waits for its author. Use the values of the bridge’s configuration.', 'seo-bridge' ) ),
		'when'       => array( __( 'When to ask for a rewrite', 'seo-bridge' ), __( 'Those who may can always ask with a click. These settings say what else does.', 'seo-bridge' ) ),
		'who'        => array( __( 'Who may, and how much', 'seo-bridge' ), '' ),
	);
	foreach ( $sections as $id => list( $title, $text ) ) {
		$render = static function () use ( $text ) {
			echo '' === $text ? '' : '<p>' . esc_html( $text ) . '</p>';
		};
		add_settings_section( 'seo_bridge_' . $id, $title, $render, 'seo-bridge' );
	}
	foreach ( seo_bridge_fields() as $option => $field ) {
		$args = $field + array( 'option' => $option );
		// A group of boxes has a legend of its own.
		if ( ! isset( $field['choices'] ) ) {
			$args['label_for'] = $option;
		}
		add_settings_field( $option, esc_html( $field['label'] ), $field['render'], 'seo-bridge', 'seo_bridge_' . $field['section'], $args );
	}
	add_settings_field( 'seo_bridge_test', esc_html__( 'Test', 'seo-bridge' ), 'seo_bridge_render_test', 'seo-bridge', 'seo_bridge_connection' );
}

/**
 * The page.
 */
function seo_bridge_render_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	?>
	<div class="wrap">
		<h1>SEO Bridge</h1>
		<form action="options.php" method="post">
			<?php
			settings_fields( 'seo_bridge' );
			do_settings_sections( 'seo-bridge' );
			submit_button();
			?>
		</form>
		<form action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>" method="post" id="seo_bridge_test_form">
			<input type="hidden" name="action" value="seo_bridge_test">
			<?php wp_nonce_field( 'seo_bridge_test' ); ?>
		</form>
		<?php seo_bridge_render_deliveries(); ?>
	</div>
	<?php
}

/**
 * The button that tests the connection, beside the fields that it is about. A form of its own: it saves nothing.
 */
function seo_bridge_render_test(): void {
	printf(
		'<button type="submit" class="button" form="seo_bridge_test_form" aria-describedby="seo_bridge_test_hint">%1$s</button><p class="description" id="seo_bridge_test_hint">%2$s</p>',
		esc_html__( 'Test the connection', 'seo-bridge' ),
		esc_html__( 'With the values that are saved.', 'seo-bridge' )
	);
}
