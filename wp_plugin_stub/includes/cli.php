<?php
/**
 * `wp seo-bridge`: asks for rewrites, follows them, and tests the connection, for scripts and administrators.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

WP_CLI::add_command( 'seo-bridge rewrite', 'seo_bridge_cli_rewrite' );
WP_CLI::add_command( 'seo-bridge status', 'seo_bridge_cli_status' );
WP_CLI::add_command( 'seo-bridge ping', 'seo_bridge_cli_ping' );

/** Seconds between two looks at a rewrite that is waited for. */
const SEO_BRIDGE_CLI_PAUSE = 2;

/**
 * Asks for rewrites of posts.
 *
 * ## OPTIONS
 *
 * <id>...
 * : The posts.
 *
 * [--keyphrase=<keyphrase>]
 * : The focus keyphrase.
 *
 * [--tone=<tone>]
 * : The tone, such as "enthousiaste".
 *
 * [--min-words=<number>]
 * : The fewest words that the result should have.
 *
 * [--wait]
 * : Follow the rewrites to their end, for at most an hour.
 *
 * ## EXAMPLES
 *
 *     wp seo-bridge rewrite 12 15 --keyphrase="compost en ville" --wait
 *
 * @param string[]              $ids     Post ids.
 * @param array<string, string> $options As documented above.
 */
function seo_bridge_cli_rewrite( $ids, $options ): void {
	$wishes = array_filter(
		array(
			'keyphrase' => $options['keyphrase'] ?? null,
			'tone'      => $options['tone'] ?? null,
			'min_words' => $options['min-words'] ?? null,
		),
		'is_string'
	);
	foreach ( array_intersect_key( seo_bridge_request_args(), $wishes ) as $name => $schema ) {
		$valid = rest_validate_value_from_schema( $wishes[ $name ], $schema, '--' . str_replace( '_', '-', $name ) );
		if ( is_wp_error( $valid ) ) {
			WP_CLI::error( $valid->get_error_message() );
		}
	}
	$asked = array();
	foreach ( $ids as $id ) {
		$done = seo_bridge_request_rewrite( (int) $id, seo_bridge_wishes( $wishes ) );
		if ( is_wp_error( $done ) ) {
			WP_CLI::warning( "$id: " . $done->get_error_message() );
		} else {
			$asked[] = (int) $id;
		}
	}
	seo_bridge_deliver_in_background();
	$ended = isset( $options['wait'] ) ? seo_bridge_cli_follow( $asked ) : count( $asked );
	foreach ( isset( $options['wait'] ) ? array() : $asked as $id ) {
		WP_CLI::log( seo_bridge_cli_line( $id, seo_bridge_state( get_post( $id ), false ) ) );
	}
	if ( $ended < count( $ids ) ) {
		/* translators: 1: a number of posts, 2: a number of posts. */
		WP_CLI::error( sprintf( __( 'Only %1$d of %2$d rewrites came about.', 'seo-bridge' ), $ended, count( $ids ) ) );
	}
	/* translators: %d: a number of posts. */
	WP_CLI::success( sprintf( isset( $options['wait'] ) ? __( 'Rewrites done: %d.', 'seo-bridge' ) : __( 'Rewrites asked for: %d.', 'seo-bridge' ), $ended ) );
}

/**
 * Shows where the rewrites of posts stand: of those given, or of the fifty that were last asked for.
 *
 * ## OPTIONS
 *
 * [<id>...]
 * : The posts.
 *
 * [--format=<format>]
 * : How to print them.
 * ---
 * default: table
 * options:
 *   - table
 *   - json
 *   - csv
 *   - yaml
 * ---
 *
 * ## EXAMPLES
 *
 *     wp seo-bridge status 12 --format=json
 *
 * @param string[]              $ids     Post ids.
 * @param array<string, string> $options As documented above.
 */
function seo_bridge_cli_status( $ids, $options ): void {
	$given = (bool) $ids;
	$ids   = $given ? $ids : array_slice( array_unique( array_column( seo_bridge_outbox_latest( 200 ), 'post_id' ) ), 0, 50 );
	$rows  = array();
	foreach ( $ids as $id ) {
		$post = seo_bridge_get_post( (int) $id );
		if ( $post ) {
			$rows[] = array(
				'post'  => $post->ID,
				'title' => $post->post_title,
			) + seo_bridge_state( $post, $given );
		} elseif ( $given ) {
			WP_CLI::error( "$id: " . seo_bridge_not_found()->get_error_message() );
		}
	}
	$format  = $options['format'] ?? 'table';
	$columns = array( 'post', 'title', 'state', 'label', 'message', 'suggestion' );
	$more    = array( 'words', 'expected', 'requested_at', 'retry_at', 'job', 'applied', 'left_today' );
	WP_CLI\Utils\format_items( $format, $rows, 'table' === $format ? $columns : array_merge( $columns, $more ) );
}

/**
 * Tests the connection to the bridge.
 *
 * ## EXAMPLES
 *
 *     wp seo-bridge ping
 */
function seo_bridge_cli_ping(): void {
	list( $outcome, , $detail ) = seo_bridge_ping();
	$message                    = seo_bridge_ping_message( $outcome, $detail );
	if ( 'ok' !== $outcome ) {
		WP_CLI::error( $message );
	}
	WP_CLI::success( $message );
}

/**
 * Follows rewrites until each has come to its end, or for an hour.
 *
 * @param int[] $ids Post ids.
 * @return int How many have a suggestion.
 */
function seo_bridge_cli_follow( array $ids ): int {
	$until = time() + HOUR_IN_SECONDS;
	$shown = array();
	$done  = 0;
	while ( $ids && time() < $until ) {
		foreach ( $ids as $key => $id ) {
			// Another process brings the suggestion.
			clean_post_cache( $id );
			$state = seo_bridge_state( get_post( $id ) );
			$line  = seo_bridge_cli_line( $id, $state );
			if ( ( $shown[ $id ] ?? '' ) !== $line ) {
				WP_CLI::log( $line );
				$shown[ $id ] = $line;
			}
			if ( ! $state['busy'] ) {
				$done += (int) in_array( $state['state'], array( 'done', 'stale' ), true );
				unset( $ids[ $key ] );
			}
		}
		if ( $ids ) {
			sleep( SEO_BRIDGE_CLI_PAUSE );
			seo_bridge_deliver_in_background();
		}
	}
	return $done;
}

/**
 * A post's state in a line.
 *
 * @param int                  $id    Post id.
 * @param array<string, mixed> $state From `seo_bridge_state`.
 */
function seo_bridge_cli_line( int $id, array $state ): string {
	return rtrim( "$id: {$state['label']}. {$state['message']}" );
}
