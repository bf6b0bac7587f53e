<?php
/**
 * The list of the latest deliveries on the settings page.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'admin_post_seo_bridge_redeliver', 'seo_bridge_handle_redeliver' );

/**
 * Sends one delivery now, under the same webhook-id, and goes back to the list with what came of it.
 */
function seo_bridge_handle_redeliver(): void {
	$id = isset( $_POST['delivery'] ) ? absint( $_POST['delivery'] ) : 0;
	check_admin_referer( 'seo_bridge_redeliver_' . $id );
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'You are not allowed to do that.', 'seo-bridge' ), '', array( 'response' => 403 ) );
	}
	if ( ! seo_bridge_is_connected() ) {
		seo_bridge_back_to_settings( seo_bridge_ping_message( 'incomplete' ), 'error' );
	}
	$row = seo_bridge_outbox_redeliver( $id ) ? seo_bridge_outbox_claim( $id ) : null;
	if ( ! $row ) {
		seo_bridge_back_to_settings( __( 'This delivery is just being sent, or has been replaced or cancelled.', 'seo-bridge' ), 'error' );
	}
	seo_bridge_renew_asked( (int) $row->post_id );
	seo_bridge_deliver( $row, 5 );
	$row = seo_bridge_outbox_row( $id );
	if ( 'delivered' === $row->state ) {
		seo_bridge_back_to_settings( __( 'Delivered.', 'seo-bridge' ), 'success' );
	}
	seo_bridge_schedule( max( (int) $row->due_at, time() + 1 ) );
	/* translators: %s: what the bridge or the connection said. */
	seo_bridge_back_to_settings( sprintf( __( 'Not delivered: %s', 'seo-bridge' ), seo_bridge_outcome_text( $row ) ), 'error' );
}

/**
 * The list: what was told about which post, and what the bridge said. What was given up stays in sight.
 */
function seo_bridge_render_deliveries(): void {
	echo '<h2>' . esc_html__( 'Latest deliveries', 'seo-bridge' ) . '</h2>';
	$rows = array_column( array_merge( seo_bridge_outbox_latest( 20 ), seo_bridge_outbox_latest( 20, 'failed' ) ), null, 'id' );
	krsort( $rows );
	if ( ! $rows ) {
		echo '<p>' . esc_html__( 'Nothing has been sent yet.', 'seo-bridge' ) . '</p>';
		return;
	}
	$columns = array(
		__( 'Post', 'seo-bridge' ),
		__( 'Event', 'seo-bridge' ),
		__( 'Time', 'seo-bridge' ),
		__( 'State', 'seo-bridge' ),
		__( 'Attempts', 'seo-bridge' ),
		__( 'Answer', 'seo-bridge' ),
	);
	// On a narrow screen the table scrolls, by keyboard too.
	echo '<div style="overflow-x: auto" tabindex="0" role="region" aria-label="' . esc_attr__( 'Latest deliveries', 'seo-bridge' ) . '"><table class="widefat striped"><thead><tr>';
	foreach ( $columns as $column ) {
		echo '<th scope="col">' . esc_html( $column ) . '</th>';
	}
	echo '<td><span class="screen-reader-text">' . esc_html__( 'Actions', 'seo-bridge' ) . '</span></td></tr></thead><tbody>';
	array_map( 'seo_bridge_render_delivery', $rows );
	echo '</tbody></table></div>';
}

/**
 * One row of the list.
 *
 * @param object $row A row of the outbox.
 */
function seo_bridge_render_delivery( $row ): void {
	$title = wp_strip_all_tags( get_the_title( (int) $row->post_id ) );
	$title = '' !== $title ? $title : '#' . $row->post_id;
	printf(
		'<tr><td><a href="%1$s">%2$s</a></td><td>%3$s</td><td>%4$s</td><td>%5$s</td><td>%6$d</td><td>%7$s</td><td>',
		esc_url( seo_bridge_edit_url( (int) $row->post_id ) ),
		esc_html( $title ),
		esc_html( seo_bridge_event_text( $row->type ) ),
		esc_html( seo_bridge_local_time( (int) $row->created_at ) ),
		esc_html( seo_bridge_state_text( $row ) ),
		(int) $row->attempts,
		esc_html( seo_bridge_outcome_text( $row ) )
	);
	if ( in_array( $row->state, array( 'waiting', 'failed', 'delivered' ), true ) ) {
		seo_bridge_render_redeliver( $row, $title );
	}
	echo '</td></tr>';
}

/**
 * The button that sends a delivery now.
 *
 * @param object $row   A row of the outbox.
 * @param string $title The post's title, which tells the buttons apart for those who hear them.
 */
function seo_bridge_render_redeliver( $row, string $title ): void {
	printf(
		'<form action="%1$s" method="post"><input type="hidden" name="action" value="seo_bridge_redeliver"><input type="hidden" name="delivery" value="%2$d">%3$s<button type="submit" class="button button-small">%4$s<span class="screen-reader-text"> (%5$s)</span></button></form>',
		esc_url( admin_url( 'admin-post.php' ) ),
		(int) $row->id,
		wp_nonce_field( 'seo_bridge_redeliver_' . (int) $row->id, '_wpnonce', true, false ), // phpcs:ignore WordPress.Security.EscapeOutput -- A field that core has escaped.
		esc_html( 'waiting' === $row->state ? __( 'Send now', 'seo-bridge' ) : __( 'Redeliver', 'seo-bridge' ) ),
		esc_html( $title )
	);
}

/**
 * A time as the site writes it.
 *
 * @param int $time Unix seconds.
 */
function seo_bridge_local_time( int $time ): string {
	return (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $time );
}
