<?php
/**
 * The lists of posts and pages: a column with the state, "Rewrite for SEO" in each row, and what is said after an action.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_init', 'seo_bridge_add_to_lists' );
add_filter( 'post_row_actions', 'seo_bridge_row_actions', 10, 2 );
add_filter( 'page_row_actions', 'seo_bridge_row_actions', 10, 2 );
add_action( 'admin_post_seo_bridge_rewrite', 'seo_bridge_handle_rewrite' );
add_action( 'admin_notices', 'seo_bridge_render_list_notice' );
add_filter( 'removable_query_args', 'seo_bridge_removable_args' );

/**
 * Adds column and bulk action to the list of every type that can be rewritten. A row that quick edit has saved is drawn
 * outside its list, so the column is added everywhere in wp-admin.
 */
function seo_bridge_add_to_lists(): void {
	if ( ! current_user_can( 'seo_bridge_rewrite' ) ) {
		return;
	}
	foreach ( seo_bridge_post_types() as $type ) {
		add_filter( "manage_{$type}_posts_columns", 'seo_bridge_add_column' );
		add_action( "manage_{$type}_posts_custom_column", 'seo_bridge_render_column', 10, 2 );
		add_filter( "bulk_actions-edit-{$type}", 'seo_bridge_add_bulk_action' );
		add_filter( "handle_bulk_actions-edit-{$type}", 'seo_bridge_handle_bulk_action', 10, 3 );
	}
	add_action( 'admin_head-edit.php', 'seo_bridge_style_column' );
}

/**
 * Adds the column before the date, where there is one.
 *
 * @param array<string, string> $columns Labels by name.
 * @return array<string, string>
 */
function seo_bridge_add_column( $columns ): array {
	$date = array_intersect_key( (array) $columns, array( 'date' => true ) );
	return array_diff_key( (array) $columns, $date ) + array( 'seo_bridge' => 'SEO Bridge' ) + $date;
}

/**
 * The column is as wide as the date's.
 */
function seo_bridge_style_column(): void {
	echo '<style>.fixed .column-seo_bridge { width: 14%; }</style>';
}

/**
 * One cell: the state, and the way to a suggestion.
 *
 * @param string $column  Name of the column.
 * @param int    $post_id Post id.
 */
function seo_bridge_render_column( $column, $post_id ): void {
	$post = 'seo_bridge' === $column ? seo_bridge_get_post( (int) $post_id ) : null;
	if ( ! $post ) {
		return;
	}
	seo_bridge_prime_list();
	list( $look, $text, $more ) = seo_bridge_column_text( seo_bridge_state( $post, false ) );
	$link                       = in_array( $look, array( 'ready', 'failed' ), true ) && current_user_can( 'edit_post', $post->ID );
	printf(
		'<span class="seo-bridge-state is-%1$s">%2$s</span>',
		esc_attr( $look ),
		// phpcs:ignore WordPress.Security.EscapeOutput -- Both are.
		$link ? '<a class="row-title" href="' . esc_url( seo_bridge_edit_url( $post->ID ) . '#seo-bridge' ) . '">' . esc_html( $text ) . '</a>' : esc_html( $text )
	);
	if ( '' !== $more ) {
		printf( '<br><span class="description">%s</span>', esc_html( $more ) );
	}
}

/**
 * What a cell says of a state.
 *
 * @param array<string, mixed> $state From `seo_bridge_state`.
 * @return array{0: string, 1: string, 2: string} Its look (`none`, `busy`, `ready`, `failed`, `applied` or `ended`), the state, and more about it.
 */
function seo_bridge_column_text( array $state ): array {
	if ( $state['busy'] ) {
		$more = $state['label'];
		if ( 'undelivered' === $state['state'] && $state['retry_at'] ) {
			/* translators: %s: a length of time, such as "5 minutes". */
			$more = sprintf( __( 'Not delivered yet, tried again in %s', 'seo-bridge' ), human_time_diff( time(), max( time(), (int) $state['retry_at'] ) ) );
		}
		return array( 'busy', __( 'In progress', 'seo-bridge' ), $more );
	}
	if ( $state['suggestion'] ) {
		return array( 'ready', __( 'Suggestion ready', 'seo-bridge' ), '' );
	}
	if ( 'failed' === $state['state'] ) {
		return array( 'failed', $state['label'], wp_html_excerpt( (string) $state['message'], 120, '…' ) );
	}
	if ( $state['applied'] ) {
		return array( 'applied', __( 'Suggestion applied', 'seo-bridge' ), '' );
	}
	return 'none' === $state['state'] ? array( 'none', '—', '' ) : array( 'ended', $state['label'], wp_html_excerpt( (string) $state['message'], 120, '…' ) );
}

/**
 * Reads what the whole list needs at once, before its first cell: a query for each row would be too many.
 */
function seo_bridge_prime_list(): void {
	static $primed = false;
	global $wp_query;
	if ( $primed || ! $wp_query || ! is_array( $wp_query->posts ) ) {
		return;
	}
	$primed = true;
	$ids    = wp_list_pluck( $wp_query->posts, 'ID' );
	// The tree of pages knows all ids of the site, and has read those that it shows.
	seo_bridge_glance_at( array_keys( array_filter( wp_cache_get_multiple( $ids, 'post_meta' ), 'is_array' ) ) );
}

/**
 * Adds "Rewrite for SEO" to a row, unless a rewrite is under way.
 *
 * @param array<string, string> $actions Links by name.
 * @param WP_Post               $post    The row's post.
 * @return array<string, string>
 */
function seo_bridge_row_actions( $actions, $post ): array {
	$actions = (array) $actions;
	if ( ! seo_bridge_is_connected() || '' !== seo_bridge_obstacle( $post ) ) {
		return $actions;
	}
	seo_bridge_prime_list();
	if ( ! seo_bridge_state( $post, false )['busy'] ) {
		$actions['seo_bridge_rewrite'] = sprintf(
			'<a href="%1$s" aria-label="%2$s">%3$s</a>',
			esc_url( wp_nonce_url( admin_url( 'admin-post.php?action=seo_bridge_rewrite&post=' . $post->ID ), 'seo_bridge_rewrite_' . $post->ID ) ),
			/* translators: %s: title of a post. */
			esc_attr( sprintf( __( 'Rewrite “%s” for SEO', 'seo-bridge' ), wp_strip_all_tags( _draft_or_post_title( $post ) ) ) ),
			esc_html__( 'Rewrite for SEO', 'seo-bridge' )
		);
	}
	return $actions;
}

/**
 * Asks for one rewrite: the row's link, and the classic editor's button where there is no JavaScript.
 */
function seo_bridge_handle_rewrite(): void {
	$post_id = isset( $_REQUEST['post'] ) ? absint( $_REQUEST['post'] ) : 0;
	check_admin_referer( 'seo_bridge_rewrite_' . $post_id );
	if ( ! seo_bridge_user_may_rewrite( $post_id ) ) {
		wp_die( esc_html__( 'You are not allowed to do that.', 'seo-bridge' ), '', array( 'response' => 403 ) );
	}
	$back = wp_get_referer();
	seo_bridge_back_to_list( $back ? $back : seo_bridge_edit_url( $post_id ), seo_bridge_request_all( array( $post_id ) ) );
}

/**
 * Goes back to where the action was called, with its outcome for the notice.
 *
 * @param string             $back    An address of this site.
 * @param array<string, int> $outcome From `seo_bridge_request_all`.
 */
function seo_bridge_back_to_list( string $back, array $outcome ): void {
	$args = array();
	foreach ( array_filter( $outcome ) as $name => $number ) {
		$args[ 'seo_bridge_' . $name ] = $number;
	}
	wp_safe_redirect( add_query_arg( $args, remove_query_arg( seo_bridge_removable_args( array() ), $back ) ) );
	exit;
}

/**
 * Says what came of an action.
 */
function seo_bridge_render_list_notice(): void {
	$number = static function ( string $name ): int {
		// phpcs:ignore WordPress.Security.NonceVerification -- Only picks a sentence to show.
		return isset( $_GET[ 'seo_bridge_' . $name ] ) ? absint( $_GET[ 'seo_bridge_' . $name ] ) : 0;
	};
	$asked  = $number( 'asked' );
	$lines  = array();
	foreach ( seo_bridge_reasons() as $name => $reason ) {
		if ( $number( $name ) ) {
			/* translators: 1: a number of posts, 2: why they were left out. */
			$lines[] = sprintf( __( 'Left out: %1$s (%2$s).', 'seo-bridge' ), number_format_i18n( $number( $name ) ), $reason );
		}
	}
	if ( $asked ) {
		/* translators: %s: a number of posts. */
		array_unshift( $lines, sprintf( _n( '%s rewrite was asked for. The suggestion will wait beside the text, which stays as it is.', '%s rewrites were asked for. Each suggestion will wait beside its text, which stays as it is.', $asked, 'seo-bridge' ), number_format_i18n( $asked ) ) );
	}
	if ( $number( 'applied' ) ) {
		$asked   = 1;
		$lines[] = __( 'The suggestion is applied. Your earlier text is among the revisions.', 'seo-bridge' );
	}
	if ( $lines ) {
		printf( '<div id="seo-bridge-notice" class="notice notice-%1$s is-dismissible" role="status"><p>%2$s</p></div>', $asked ? 'success' : 'warning', implode( '<br>', array_map( 'esc_html', $lines ) ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Each line is.
	}
}

/**
 * Has wp-admin take the outcome out of the address once it is shown.
 *
 * @param string[] $args Names of query arguments.
 * @return string[]
 */
function seo_bridge_removable_args( $args ): array {
	$names = array_merge( array( 'asked', 'applied' ), array_keys( seo_bridge_reasons() ) );
	return array_merge( (array) $args, preg_replace( '/^/', 'seo_bridge_', $names ) );
}
