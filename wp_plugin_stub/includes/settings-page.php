<?php
/**
 * The settings page: connection, events, test button, latest deliveries.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_menu', 'seo_bridge_add_page' );
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
 * The page.
 */
function seo_bridge_render_page(): void {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	?>
	<div class="wrap">
		<h1>SEO Bridge</h1>
		<?php seo_bridge_render_test_outcome(); ?>
		<form action="options.php" method="post">
			<?php
			settings_fields( 'seo_bridge' );
			do_settings_sections( 'seo-bridge' );
			submit_button();
			?>
		</form>
		<form action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>" method="post">
			<input type="hidden" name="action" value="seo_bridge_test">
			<?php
			wp_nonce_field( 'seo_bridge_test' );
			submit_button( __( 'Test the connection', 'seo-bridge' ), 'secondary', 'seo_bridge_test' );
			?>
		</form>
		<?php seo_bridge_render_deliveries(); ?>
	</div>
	<?php
}

/**
 * What the test button has found.
 */
function seo_bridge_render_test_outcome(): void {
	// phpcs:disable WordPress.Security.NonceVerification -- Only picks a sentence to show.
	$outcome = isset( $_GET['seo_bridge_test'] ) ? sanitize_key( $_GET['seo_bridge_test'] ) : '';
	$status  = isset( $_GET['seo_bridge_status'] ) ? absint( $_GET['seo_bridge_status'] ) : 0;
	// phpcs:enable
	$message = seo_bridge_ping_messages()[ $outcome ] ?? '';
	if ( '' === $message ) {
		return;
	}
	printf(
		'<div class="notice notice-%1$s is-dismissible" role="status"><p>%2$s%3$s</p></div>',
		'ok' === $outcome ? 'success' : 'error',
		esc_html( $message ),
		// translators: %d: an HTTP status such as 404.
		'ok' !== $outcome && $status ? ' ' . esc_html( sprintf( __( '(HTTP status %d)', 'seo-bridge' ), $status ) ) : ''
	);
}

/**
 * What the connection is for.
 */
function seo_bridge_render_connection(): void {
	echo '<p>' . esc_html__( 'The bridge reads a post when this site tells it to, and returns a rewritten version as a revision that waits for its author. Use the values of the bridge’s configuration.', 'seo-bridge' ) . '</p>';
}

/**
 * The field for the address.
 */
function seo_bridge_render_url(): void {
	seo_bridge_render_field( 'seo_bridge_url', 'url', seo_bridge_setting( 'seo_bridge_url' ), 'https://bridge.example.org', '' );
}

/**
 * The field for the site key.
 */
function seo_bridge_render_site(): void {
	seo_bridge_render_field( 'seo_bridge_site', 'text', seo_bridge_setting( 'seo_bridge_site' ), '', __( 'The name that this site has in the bridge’s configuration.', 'seo-bridge' ) );
}

/**
 * The field for the secret, which is never shown again.
 */
function seo_bridge_render_secret(): void {
	$stored = '' !== seo_bridge_setting( 'seo_bridge_secret' );
	$hint   = $stored ? __( 'A secret is stored. Leave the field empty to keep it.', 'seo-bridge' ) : __( 'It begins with whsec_ and is the same as in the bridge’s configuration.', 'seo-bridge' );
	seo_bridge_render_field( 'seo_bridge_secret', 'password', '', $stored ? '••••••••' : '', $hint );
}

/**
 * A text field, or a locked one when wp-config.php decides.
 *
 * @param string $name        Option name.
 * @param string $type        Input type.
 * @param string $value       Present value.
 * @param string $placeholder Placeholder.
 * @param string $hint        A sentence below the field.
 */
function seo_bridge_render_field( string $name, string $type, string $value, string $placeholder, string $hint ): void {
	$locked = seo_bridge_is_locked( $name );
	if ( $locked ) {
		// translators: %s: name of a PHP constant.
		$hint = sprintf( __( 'Set by the constant %s in wp-config.php.', 'seo-bridge' ), seo_bridge_constants()[ $name ] );
	}
	printf(
		'<input type="%1$s" class="regular-text code" id="%2$s" name="%2$s" value="%3$s" placeholder="%4$s" autocomplete="off" aria-describedby="%2$s_hint"%5$s>',
		esc_attr( $type ),
		esc_attr( $name ),
		esc_attr( $value ),
		esc_attr( $placeholder ),
		disabled( $locked, true, false )
	);
	printf( '<p class="description" id="%1$s_hint">%2$s</p>', esc_attr( $name ), esc_html( $hint ) );
}

/**
 * The boxes for the events.
 */
function seo_bridge_render_triggers(): void {
	$labels = array(
		'draft_saved' => __( 'A draft is saved with new text', 'seo-bridge' ),
		'published'   => __( 'A post is published', 'seo-bridge' ),
	);
	$on     = seo_bridge_triggers();
	echo '<fieldset><legend class="screen-reader-text">' . esc_html__( 'Events', 'seo-bridge' ) . '</legend>';
	foreach ( $labels as $name => $label ) {
		printf(
			'<label><input type="checkbox" name="seo_bridge_triggers[%1$s]" value="1"%2$s> %3$s</label><br>',
			esc_attr( $name ),
			checked( $on[ $name ], true, false ),
			esc_html( $label )
		);
	}
	echo '</fieldset>';
}
