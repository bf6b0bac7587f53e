<?php
/**
 * The page before many rewrites: how many, how long, what they may cost, and what is left out.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Seconds for 1,000 words, by the bridge's writer, when it takes one article of a site after another. */
const SEO_BRIDGE_WRITING_SECONDS = array(
	'claude'  => 90,
	'offline' => 3,
);

/**
 * What the bridge last said about itself; it is asked when nobody has today.
 *
 * @return array<string, mixed> Its answer to a ping; empty when it does not answer.
 */
function seo_bridge_pong(): array {
	if ( ! is_array( get_transient( 'seo_bridge_pong' ) ) ) {
		seo_bridge_ping();
	}
	$pong = get_transient( 'seo_bridge_pong' );
	return is_array( $pong ) ? $pong : array();
}

/**
 * Words of a post, as a reader counts them.
 *
 * @param WP_Post $post The post.
 */
function seo_bridge_words( WP_Post $post ): int {
	$text = html_entity_decode( wp_strip_all_tags( strip_shortcodes( $post->post_content ) ), ENT_QUOTES, 'UTF-8' );
	return (int) preg_match_all( '/[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*/u', $text );
}

/**
 * What the rewrites would take, in sentences' parts.
 *
 * @param WP_Post[] $posts Posts.
 * @return array<string, string> Values by label.
 */
function seo_bridge_estimate( array $posts ): array {
	$words = array_sum( array_map( 'seo_bridge_words', $posts ) );
	$pong  = seo_bridge_pong();
	$pace  = SEO_BRIDGE_WRITING_SECONDS[ $pong['writer'] ?? '' ] ?? 0;
	$price = $pong['usd_per_1000_words'] ?? null;
	$rows  = array(
		__( 'Articles', 'seo-bridge' ) => number_format_i18n( count( $posts ) ),
		__( 'Words', 'seo-bridge' )    => number_format_i18n( $words ),
	);
	if ( $pace ) {
		/* translators: %s: a length of time, such as "5 minutes". */
		$rows[ __( 'Duration', 'seo-bridge' ) ] = sprintf( __( 'about %s, one article after another', 'seo-bridge' ), human_time_diff( 0, (int) max( MINUTE_IN_SECONDS, $words * $pace / 1000 ) ) );
	}
	if ( is_numeric( $price ) ) {
		$cost = $words * (float) $price / 1000;
		$free = __( 'nothing: the bridge writes without a paid model', 'seo-bridge' );
		/* translators: %s: an amount of money in US dollars. */
		$paid = __( 'about %s US dollars, on the bridge’s account', 'seo-bridge' );

		$rows[ __( 'Cost', 'seo-bridge' ) ] = $cost > 0 ? sprintf( $paid, number_format_i18n( max( 0.01, $cost ), 2 ) ) : $free;
	}
	return $rows;
}

/**
 * The page: the estimate, what is left out, and the two ways on.
 *
 * @param array<string, WP_Post[]> $plan From `seo_bridge_plan`.
 * @param string                   $back Where the list is.
 */
function seo_bridge_render_estimate( array $plan, string $back ): void {
	$posts = $plan['rewrite'];
	echo '<div class="wrap"><h1>' . esc_html__( 'Rewrite for SEO', 'seo-bridge' ) . '</h1>';
	if ( $posts ) {
		echo '<p>' . esc_html__( 'Each article gets a suggestion that waits beside it. Nothing changes on the site until its author applies it.', 'seo-bridge' ) . '</p>';
		seo_bridge_render_estimate_table( seo_bridge_estimate( $posts ) );
		seo_bridge_render_estimate_notes( $posts );
	} else {
		echo '<p>' . esc_html__( 'None of the selected articles can be rewritten now.', 'seo-bridge' ) . '</p>';
	}
	unset( $plan['rewrite'] );
	seo_bridge_render_left_out( $plan );
	echo '<form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '">';
	if ( $posts ) {
		wp_nonce_field( 'seo_bridge_rewrite_all', '_wpnonce', false );
		printf(
			'<input type="hidden" name="action" value="seo_bridge_rewrite_all"><input type="hidden" name="posts" value="%1$s"><input type="hidden" name="back" value="%2$s">',
			esc_attr( implode( ',', wp_list_pluck( $posts, 'ID' ) ) ),
			esc_attr( $back )
		);
	}
	echo '<p class="submit">';
	if ( $posts ) {
		/* translators: %s: a number of articles. */
		submit_button( sprintf( _n( 'Rewrite %s article', 'Rewrite %s articles', count( $posts ), 'seo-bridge' ), number_format_i18n( count( $posts ) ) ), 'primary', 'submit', false );
		echo ' ';
	}
	printf( '<a class="button" href="%1$s">%2$s</a></p></form></div>', esc_url( $back ), esc_html__( 'Back to the list', 'seo-bridge' ) );
}

/**
 * The figures.
 *
 * @param array<string, string> $rows Values by label.
 */
function seo_bridge_render_estimate_table( array $rows ): void {
	echo '<table class="widefat striped" style="max-width: 40em"><tbody>';
	foreach ( $rows as $label => $value ) {
		printf( '<tr><th scope="row" style="width: 8em">%1$s</th><td>%2$s</td></tr>', esc_html( $label ), esc_html( $value ) );
	}
	echo '</tbody></table>';
}

/**
 * What one should know besides.
 *
 * @param WP_Post[] $posts The posts to rewrite.
 */
function seo_bridge_render_estimate_notes( array $posts ): void {
	$waiting = array_filter(
		$posts,
		static function ( $post ) {
			return 0 !== seo_bridge_pending_id( $post->ID );
		}
	);
	if ( $waiting ) {
		/* translators: %s: a number of articles. */
		echo '<p>' . esc_html( sprintf( _n( '%s of them has a suggestion already, which a new one replaces.', '%s of them have a suggestion already, which a new one replaces.', count( $waiting ), 'seo-bridge' ), number_format_i18n( count( $waiting ) ) ) ) . '</p>';
	}
	if ( ! seo_bridge_pong() ) {
		echo '<p>' . esc_html__( 'The bridge does not answer now, so time and cost are not known. The requests wait until it does.', 'seo-bridge' ) . '</p>';
	}
}

/**
 * What is left out, by reason, with titles.
 *
 * @param array<string, WP_Post[]> $left_out Posts by reason.
 */
function seo_bridge_render_left_out( array $left_out ): void {
	if ( ! $left_out ) {
		return;
	}
	echo '<h2>' . esc_html__( 'Left out', 'seo-bridge' ) . '</h2><ul class="ul-disc">';
	foreach ( array_intersect_key( seo_bridge_reasons(), $left_out ) as $name => $reason ) {
		// Of what one may not read, not even the title.
		$readable = array_filter( $left_out[ $name ], 'seo_bridge_may_read' );
		$titles   = array_map( '_draft_or_post_title', array_slice( $readable, 0, 10 ) );
		$titles[] = count( $readable ) > 10 ? '…' : '';
		printf(
			'<li class="seo-bridge-left-%4$s">%1$s (%2$s)<br><span class="description">%3$s</span></li>',
			esc_html( ucfirst( $reason ) ),
			esc_html( number_format_i18n( count( $left_out[ $name ] ) ) ),
			esc_html( wp_strip_all_tags( implode( ' · ', array_filter( $titles ) ) ) ),
			esc_attr( $name )
		);
	}
	echo '</ul>';
}

/**
 * Whether the present user may read a post.
 *
 * @param WP_Post $post The post.
 */
function seo_bridge_may_read( WP_Post $post ): bool {
	return current_user_can( 'read_post', $post->ID );
}
