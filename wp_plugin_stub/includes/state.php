<?php
/**
 * The state of a post's rewrite as contract 3 has it, in sentences for people.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The state for the panel.
 *
 * @param WP_Post              $post  The post.
 * @param array<string, mixed> $known At least `state`; see `_seo_bridge_progress`.
 * @return array<string, mixed> `state`, `label`, `message`, `requested_at` and `retry_at` (Unix seconds or 0), `job`, `words`,
 *                              `expected`, `busy`, `can_cancel`, `can_request`, `left_today` (null: no limit), `suggestion` and `applied` (revision ids or 0).
 */
function seo_bridge_state_of( WP_Post $post, array $known ): array {
	$state   = (string) $known['state'];
	$busy    = ! in_array( $state, SEO_BRIDGE_FINAL_STATES, true );
	$glance  = seo_bridge_glance();
	$left    = $glance ? $glance['left'] : seo_bridge_left_today();
	$message = (string) ( $known['message'] ?? '' );
	// Nobody waits for ever for a bridge that does not say.
	$lost = in_array( $state, array( 'unknown', 'cancelling' ), true ) && (int) ( $known['requested_at'] ?? 0 ) < time() - 10 * MINUTE_IN_SECONDS;
	return array(
		'state'        => $state,
		'label'        => seo_bridge_state_label( $state, (int) ( $known['words'] ?? 0 ), (int) ( $known['expected'] ?? 0 ) ),
		'message'      => '' === $message && ! $glance ? seo_bridge_fate( $post->ID, $state, (string) ( $known['job'] ?? '' ) ) : $message,
		'requested_at' => (int) ( $known['requested_at'] ?? 0 ),
		'retry_at'     => (int) ( $known['retry_at'] ?? 0 ),
		'job'          => (string) ( $known['job'] ?? '' ),
		'words'        => (int) ( $known['words'] ?? 0 ),
		'expected'     => (int) ( $known['expected'] ?? 0 ),
		'busy'         => $busy,
		'can_cancel'   => $busy && 'cancelling' !== $state && ( in_array( $state, array( 'waiting', 'undelivered' ), true ) || '' !== ( $known[ seo_bridge_is_pulled() ? 'job' : 'path' ] ?? '' ) ),
		'can_request'  => ( ! $busy || $lost ) && 0 !== $left && seo_bridge_can_be_rewritten( $post ),
		'left_today'   => $left,
		'suggestion'   => seo_bridge_pending_id( $post->ID ),
		'applied'      => seo_bridge_applied_id( $post->ID ),
	);
}

/**
 * Whether there is a text, and a bridge to send it to.
 *
 * @param WP_Post $post The post.
 */
function seo_bridge_can_be_rewritten( WP_Post $post ): bool {
	return 'trash' !== $post->post_status && '' !== trim( $post->post_content ) && seo_bridge_is_connected();
}

/**
 * What an author is told where no bridge is connected.
 */
function seo_bridge_unconnected(): string {
	return __( 'SEO Bridge is not connected yet. An administrator sets the address, the site key and the secret.', 'seo-bridge' );
}

/**
 * A state in words.
 *
 * @param string $state    One of contract 3.
 * @param int    $words    Words written so far.
 * @param int    $expected Words expected.
 */
function seo_bridge_state_label( string $state, int $words = 0, int $expected = 0 ): string {
	if ( 'writing' === $state && $expected > 0 ) {
		/* translators: 1: words written so far, 2: words expected. */
		$label = sprintf( __( 'Writing: %1$s of about %2$s words', 'seo-bridge' ), number_format_i18n( $words ), number_format_i18n( $expected ) );
		// French thousands stand apart by an entity, and the label is text.
		return html_entity_decode( $label, ENT_QUOTES, 'UTF-8' );
	}
	$labels = array(
		'none'        => __( 'Not rewritten yet', 'seo-bridge' ),
		'waiting'     => __( 'Waiting to be sent', 'seo-bridge' ),
		'undelivered' => __( 'Not sent yet: will be tried again', 'seo-bridge' ),
		'queued'      => __( 'In the queue', 'seo-bridge' ),
		'reading'     => __( 'Reading the article', 'seo-bridge' ),
		'writing'     => __( 'Writing', 'seo-bridge' ),
		'checking'    => __( 'Checking against your text', 'seo-bridge' ),
		'repairing'   => __( 'Correcting what the check found', 'seo-bridge' ),
		'delivering'  => __( 'Bringing the suggestion back', 'seo-bridge' ),
		'done'        => __( 'Done', 'seo-bridge' ),
		'failed'      => __( 'Not possible', 'seo-bridge' ),
		'cancelling'  => __( 'Being cancelled', 'seo-bridge' ),
		'cancelled'   => __( 'Cancelled', 'seo-bridge' ),
		'stale'       => __( 'Done, but the text has changed meanwhile', 'seo-bridge' ),
		'unknown'     => __( 'Under way', 'seo-bridge' ),
	);
	return $labels[ $state ] ?? $labels['unknown'];
}

/**
 * What has become of a proposal that is not pending any more.
 *
 * @param int    $post_id Post id.
 * @param string $state   The state.
 * @param string $job     The job that brought it.
 */
function seo_bridge_fate( int $post_id, string $state, string $job ): string {
	if ( 'none' === $state && ! seo_bridge_is_connected() ) {
		return seo_bridge_unconnected();
	}
	if ( '' === $job || seo_bridge_pending_id( $post_id ) || ! in_array( $state, array( 'done', 'stale' ), true ) ) {
		return '';
	}
	$applied = seo_bridge_applied_id( $post_id );
	if ( $applied && get_metadata( 'post', $applied, '_seo_bridge_job', true ) === $job ) {
		return __( 'The suggestion has been applied.', 'seo-bridge' );
	}
	foreach ( wp_get_post_revisions( $post_id, array( 'check_enabled' => false ) ) as $revision ) {
		if ( get_metadata( 'post', $revision->ID, '_seo_bridge_job', true ) === $job ) {
			return __( 'The suggestion was discarded. It is still among the revisions of the post.', 'seo-bridge' );
		}
	}
	return __( 'The suggestion is no longer there: it was deleted with other revisions. Ask for a new one.', 'seo-bridge' );
}
