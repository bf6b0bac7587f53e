<?php
/**
 * What the bridge tells by itself: how its jobs stand and who writes; and what it is to cancel when it asks the next time.
 *
 * Post meta `_seo_bridge_cancel` (several): a job whose author wants it no more. The bridge is given it with every exchange
 * until it has told of the job's end, so that neither side can lose it.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Most cancelled jobs that are given out at once. */
const SEO_BRIDGE_MOST_CANCELS = 50;

/** Seconds after which a bridge that has not asked is silent, unless it asks more seldom. */
const SEO_BRIDGE_SILENT_SECONDS = 10 * MINUTE_IN_SECONDS;

/**
 * Notes how a job stands, for lists and the author's panel.
 *
 * @param array<string, mixed> $news See `seo_bridge_pull_args`.
 * @return bool False when it is to be told again, because the answer by which this site knows the job is still under way.
 */
function seo_bridge_take_news( array $news ): bool {
	$post_id = (int) $news['post_id'];
	$ended   = in_array( $news['state'], SEO_BRIDGE_FINAL_STATES, true );
	if ( $ended ) {
		delete_post_meta( $post_id, '_seo_bridge_cancel', wp_slash( $news['job'] ) );
	}
	if ( ! seo_bridge_get_post( $post_id ) ) {
		return true;
	}
	$known = seo_bridge_known_job( $post_id );
	if ( ( $known['job'] ?? '' ) !== $news['job'] ) {
		return ! seo_bridge_awaits_answer( $post_id );
	}
	$stage = (int) ( $news['stage'] ?? 0 );
	// A suggestion that has come says itself that its job is done, and of which stage is not known then.
	$older = isset( $known['stage'] ) ? $stage < $known['stage'] : ! $ended && in_array( $known['state'], SEO_BRIDGE_FINAL_STATES, true );
	if ( 0 === $stage || ! $older ) {
		$reason         = 0 === strpos( get_locale(), 'fr' ) ? 'reason_fr' : 'reason_en';
		$news['reason'] = array( 'message' => $news[ $reason ] ?? '' );
		seo_bridge_put_json( $post_id, '_seo_bridge_progress', array( 'stage' => $stage ) + seo_bridge_heard( $known, $news ) );
	}
	return true;
}

/**
 * Whether the bridge may have the latest event about a post without this site knowing.
 *
 * @param int $post_id Post id.
 */
function seo_bridge_awaits_answer( int $post_id ): bool {
	$delivery = seo_bridge_latest_delivery( $post_id );
	return $delivery && in_array( $delivery->state, array( 'waiting', 'sending' ), true ) && (int) $delivery->attempts > 0;
}

/**
 * Keeps what a bridge says of itself, as its answer to a ping is kept.
 *
 * @param array<string, mixed> $pong See `seo_bridge_pull_args`; empty from an older bridge.
 */
function seo_bridge_take_pong( array $pong ): void {
	if ( $pong ) {
		$kept = seo_bridge_clean_pong( $pong ) + array( 'pull_seconds' => $pong['pull_seconds'] ?? 0 );
		set_transient( 'seo_bridge_pong', $kept, DAY_IN_SECONDS + seo_bridge_silent_after( $kept ) );
	}
}

/**
 * Notes that a job is to be cancelled.
 *
 * @param int    $post_id Post id.
 * @param string $job     The bridge's name of it; anything that it could not be is left out.
 */
function seo_bridge_ask_cancel( int $post_id, string $job ): void {
	if ( preg_match( '/^[A-Za-z0-9._:-]{1,200}$/D', $job ) && ! seo_bridge_is_cancelling( $post_id, $job ) ) {
		add_post_meta( $post_id, '_seo_bridge_cancel', $job );
	}
}

/**
 * Whether a job is to be cancelled.
 *
 * @param int    $post_id Post id.
 * @param string $job     The job.
 */
function seo_bridge_is_cancelling( int $post_id, string $job ): bool {
	return in_array( $job, get_post_meta( $post_id, '_seo_bridge_cancel' ), true );
}

/**
 * The jobs that are to be cancelled, those of the longest standing first.
 *
 * @return array<int, array{post_id: int, job: string}>
 */
function seo_bridge_asked_cancels(): array {
	global $wpdb;
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- Of all posts at once, and never from a cache that may be behind.
	$rows = $wpdb->get_results( $wpdb->prepare( "SELECT post_id, meta_value FROM $wpdb->postmeta WHERE meta_key = '_seo_bridge_cancel' ORDER BY meta_id LIMIT %d", SEO_BRIDGE_MOST_CANCELS ) );
	return array_map(
		static function ( $row ) {
			return array(
				'post_id' => (int) $row->post_id,
				'job'     => $row->meta_value,
			);
		},
		$rows
	);
}

/**
 * How a job stands of which a bridge tells that asks by itself.
 *
 * @param WP_Post              $post  The post.
 * @param array<string, mixed> $known What it told last; no end.
 * @return array<string, mixed>
 */
function seo_bridge_awaited( WP_Post $post, array $known ): array {
	if ( seo_bridge_is_cancelling( $post->ID, (string) ( $known['job'] ?? '' ) ) ) {
		$message = __( 'The rewriting service is told as soon as it asks this site again.', 'seo-bridge' );
		return array(
			'state'   => 'cancelling',
			'message' => seo_bridge_is_asked_no_more() ? seo_bridge_silence() : $message,
		) + $known;
	}
	$silent = array(
		'state'   => 'unknown',
		'message' => seo_bridge_silence(),
	);
	return ( seo_bridge_is_asked_no_more() ? $silent : array() ) + $known;
}

/**
 * Whether a bridge that is to ask by itself has not done so for some time.
 */
function seo_bridge_is_asked_no_more(): bool {
	return seo_bridge_is_pulled() && (int) get_option( 'seo_bridge_pulled_at', 0 ) <= time() - seo_bridge_silent_after( (array) get_transient( 'seo_bridge_pong' ) );
}

/**
 * After how many seconds a bridge that has not asked is silent.
 *
 * @param array<mixed> $pong What it said of itself.
 */
function seo_bridge_silent_after( array $pong ): int {
	return max( SEO_BRIDGE_SILENT_SECONDS, 3 * (int) ( $pong['pull_seconds'] ?? 0 ) );
}

/**
 * When the bridge asked last, in words.
 */
function seo_bridge_last_pulled(): string {
	$last = (int) get_option( 'seo_bridge_pulled_at', 0 );
	return $last ? seo_bridge_local_time( $last ) : '–';
}

/**
 * What an author is told while the bridge does not ask.
 *
 * @return string Empty when it does.
 */
function seo_bridge_silence(): string {
	/* translators: %s: a date and time, or a dash. */
	return seo_bridge_is_asked_no_more() ? sprintf( __( 'The rewriting service asks this site by itself what there is to do, and has not done so for some time (last: %s). Nothing is lost: it is told when it asks again.', 'seo-bridge' ), seo_bridge_last_pulled() ) : '';
}
