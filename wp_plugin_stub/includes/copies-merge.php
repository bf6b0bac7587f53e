<?php
/**
 * Publishing a draft copy merges it into its post: new text, terms and meta under the post's own address, date and comments. The
 * old text is kept as a revision, and the copy goes to the trash without ever having been public.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * Writes a copy into its post.
 *
 * @param WP_Post $copy    The copy as it is now.
 * @param WP_Post $post    The published post.
 * @param int     $user_id Who publishes the copy.
 * @return true|WP_Error When that user may not, or the post has changed since the copy was made and nobody was told yet.
 */
function seo_bridge_merge_copy( WP_Post $copy, WP_Post $post, int $user_id ) {
	return seo_bridge_locked(
		'post_' . $post->ID,
		static function () use ( $copy, $post, $user_id ) {
			clean_post_cache( $post->ID );
			clean_post_cache( $copy->ID );
			if ( ! seo_bridge_original_of( $copy->ID ) ) {
				// Another process, as by a second click, has merged it meanwhile.
				return true;
			}
			$post     = get_post( $post->ID );
			$base     = seo_bridge_get_json( $copy->ID, '_seo_bridge_copy_base' );
			$refusal  = seo_bridge_may_not_merge( $copy, $post, $user_id );
			$baseline = is_wp_error( $refusal ) ? $refusal : seo_bridge_ensure_baseline( $post );
			$written  = is_wp_error( $baseline ) ? $baseline : seo_bridge_write_merged( $copy, $post );
			if ( is_wp_error( $written ) ) {
				return $written;
			}
			// Before anything else can fail: back from the trash, it must not replace the post's text again.
			seo_bridge_end_copy( $copy->ID );
			update_post_meta( $copy->ID, '_seo_bridge_merged_into', $post->ID );
			seo_bridge_give_back( $copy, $post, $base );
			seo_bridge_finish_apply( get_post( $post->ID ), (int) ( $base['revision'] ?? 0 ), array() );
			delete_post_meta( $post->ID, '_seo_bridge_copy' );
			wp_trash_post( $copy->ID );
			return true;
		}
	);
}

/**
 * Why a copy may not be merged now. That the post has changed is said once: who publishes the copy again has been told.
 *
 * @param WP_Post $copy    The copy.
 * @param WP_Post $post    The published post.
 * @param int     $user_id Who publishes the copy.
 * @return WP_Error|null
 */
function seo_bridge_may_not_merge( WP_Post $copy, WP_Post $post, int $user_id ): ?WP_Error {
	if ( ! user_can( $user_id, 'edit_post', $post->ID ) ) {
		return new WP_Error( 'seo_bridge_forbidden', __( 'You are not allowed to edit the published post that this is a copy of.', 'seo-bridge' ), array( 'status' => 403 ) );
	}
	$edited = seo_bridge_edited_by_another( $post );
	if ( $edited ) {
		return $edited;
	}
	$hash = seo_bridge_content_hash( $post );
	$base = seo_bridge_get_json( $copy->ID, '_seo_bridge_copy_base' );
	if ( ( $base['hash'] ?? '' ) === $hash || get_post_meta( $copy->ID, '_seo_bridge_copy_warned', true ) === $hash ) {
		return null;
	}
	update_post_meta( $copy->ID, '_seo_bridge_copy_warned', $hash );
	return new WP_Error( 'seo_bridge_changed', __( 'The published post has changed since this copy was made. Compare the two; to replace its text all the same, publish the copy once more. The present text will stay among its revisions.', 'seo-bridge' ), array( 'status' => 409 ) );
}

/**
 * Writes the copy's text into the post, which keeps everything else.
 *
 * @param WP_Post $copy The copy.
 * @param WP_Post $post The published post.
 * @return int|WP_Error
 */
function seo_bridge_write_merged( WP_Post $copy, WP_Post $post ) {
	$fields = array(
		'ID'           => $post->ID,
		'post_title'   => $copy->post_title,
		'post_content' => $copy->post_content,
		'post_excerpt' => $copy->post_excerpt,
	);
	// No new writing, so that it starts nothing.
	seo_bridge_remember_own( $post->ID, seo_bridge_content_hash( $copy ) );
	// Whoever saved the copy was filtered then, and what is the post's own stays its own.
	return seo_bridge_unfiltered(
		static function () use ( $fields ) {
			return wp_update_post( wp_slash( $fields ), true );
		}
	);
}

/**
 * Gives the post those terms and meta that the author has changed on the copy; what was changed on the post meanwhile stays.
 *
 * @param WP_Post              $copy The copy.
 * @param WP_Post              $post The published post.
 * @param array<string, mixed> $base See `seo_bridge_copy_base`.
 */
function seo_bridge_give_back( WP_Post $copy, WP_Post $post, array $base ): void {
	foreach ( seo_bridge_term_ids( $copy ) as $taxonomy => $ids ) {
		if ( ( $base['terms'][ $taxonomy ] ?? array() ) !== $ids ) {
			wp_set_object_terms( $post->ID, $ids, $taxonomy );
		}
	}
	$before = (array) ( $base['meta'] ?? array() );
	$now    = seo_bridge_copied_meta( $copy->ID );
	foreach ( array_keys( $before + $now ) as $key ) {
		if ( isset( $now[ $key ] ) && seo_bridge_fingerprint( $now[ $key ] ) === ( $before[ $key ] ?? '' ) ) {
			continue;
		}
		delete_post_meta( $post->ID, (string) $key );
		foreach ( $now[ $key ] ?? array() as $value ) {
			add_post_meta( $post->ID, (string) $key, wp_slash( maybe_unserialize( $value ) ) );
		}
	}
}
