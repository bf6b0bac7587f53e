<?php
/**
 * The list of the latest deliveries on the settings page.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The list: what was told about which post, and what the bridge said.
 */
function seo_bridge_render_deliveries(): void {
	echo '<h2>' . esc_html__( 'Latest deliveries', 'seo-bridge' ) . '</h2>';
	$rows = seo_bridge_outbox_latest( 20 );
	if ( ! $rows ) {
		echo '<p>' . esc_html__( 'Nothing has been sent yet.', 'seo-bridge' ) . '</p>';
		return;
	}
	$columns = array(
		__( 'Time', 'seo-bridge' ),
		__( 'Post', 'seo-bridge' ),
		__( 'Event', 'seo-bridge' ),
		__( 'State', 'seo-bridge' ),
		__( 'Attempts', 'seo-bridge' ),
		__( 'Answer', 'seo-bridge' ),
	);
	echo '<table class="widefat striped"><thead><tr>';
	foreach ( $columns as $column ) {
		echo '<th scope="col">' . esc_html( $column ) . '</th>';
	}
	echo '</tr></thead><tbody>';
	array_map( 'seo_bridge_render_delivery', $rows );
	echo '</tbody></table>';
}

/**
 * One row of the list.
 *
 * @param object $row A row of the outbox.
 */
function seo_bridge_render_delivery( $row ): void {
	$title = get_the_title( (int) $row->post_id );
	printf(
		'<tr><td>%1$s</td><td><a href="%2$s">%3$s</a></td><td><code>%4$s</code></td><td>%5$s</td><td>%6$d</td><td>%7$s</td></tr>',
		esc_html( seo_bridge_local_time( (int) $row->created_at ) ),
		esc_url( seo_bridge_edit_url( (int) $row->post_id ) ),
		esc_html( '' !== $title ? wp_strip_all_tags( $title ) : '#' . $row->post_id ),
		esc_html( $row->type ),
		esc_html( seo_bridge_state_text( $row ) ),
		(int) $row->attempts,
		esc_html( trim( ( $row->answer_code ? $row->answer_code : '' ) . ' ' . seo_bridge_answer_text( $row ) ) )
	);
}

/**
 * The state of a delivery in words.
 *
 * @param object $row A row of the outbox.
 */
function seo_bridge_state_text( $row ): string {
	$texts = array(
		/* translators: %s: a date and time. */
		'waiting'   => sprintf( __( 'waits until %s', 'seo-bridge' ), seo_bridge_local_time( (int) $row->due_at ) ),
		'sending'   => __( 'being sent', 'seo-bridge' ),
		'delivered' => __( 'delivered', 'seo-bridge' ),
		'failed'    => __( 'given up', 'seo-bridge' ),
		'replaced'  => __( 'replaced by a newer save', 'seo-bridge' ),
	);
	return $texts[ $row->state ] ?? $row->state;
}

/**
 * What the bridge said, short. The answer to an accepted event holds a link to its job, which is nobody's business here.
 *
 * @param object $row A row of the outbox.
 */
function seo_bridge_answer_text( $row ): string {
	if ( 'delivered' === $row->state ) {
		return '';
	}
	$json = json_decode( $row->answer, true );
	$text = is_array( $json ) && isset( $json['error']['message'] ) ? $json['error']['message'] : $row->answer;
	return wp_html_excerpt( is_string( $text ) ? $text : $row->answer, 160, '…' );
}

/**
 * A time as the site writes it.
 *
 * @param int $time Unix seconds.
 */
function seo_bridge_local_time( int $time ): string {
	return (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $time );
}
