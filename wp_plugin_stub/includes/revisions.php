<?php
/**
 * Keeps proposals where revisions are limited or off, and takes note when one is applied.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'wp_revisions_to_keep', 'seo_bridge_revisions_to_keep', 1000, 2 );
add_filter( 'pre_delete_post', 'seo_bridge_keep_pending', 10, 2 );
add_action( 'seo_bridge_suggestion_stored', 'seo_bridge_drop_replaced', 10, 2 );
add_action( 'before_delete_post', 'seo_bridge_let_go' );
add_action( 'load-revision.php', 'seo_bridge_before_screen' );
add_action( 'xmlrpc_call', 'seo_bridge_before_xmlrpc', 10, 2 );
add_filter( 'wp_prepare_revision_for_js', 'seo_bridge_revision_age', 10, 2 );

/** Least revisions of a post beside its proposal: the author's text, and what restoring there and back adds. */
const SEO_BRIDGE_LEAST_REVISIONS = 3;

/** Replaced proposals of a post that are kept where revisions have no limit. */
const SEO_BRIDGE_REPLACED_KEPT = 3;

/**
 * A proposal takes no revision's place: as many of the author's texts are kept as without it. Where revisions are off or very
 * few, posts with a proposal have some: WordPress would not show the proposal, or would drop the author's text as soon as the
 * proposal is restored.
 *
 * @param int     $keep How many the site keeps, -1 for all.
 * @param WP_Post $post The post.
 */
function seo_bridge_revisions_to_keep( $keep, $post ): int {
	$has_proposal = get_post_meta( $post->ID, '_seo_bridge_pending', true ) || get_post_meta( $post->ID, '_seo_bridge_applied', true );
	return (int) $keep >= 0 && $has_proposal ? max( (int) $keep, SEO_BRIDGE_LEAST_REVISIONS ) + 1 : (int) $keep;
}

/**
 * Where revisions are limited, a newer proposal replaces the older ones, which would push the author's own texts out; elsewhere the
 * last few stay, so that nobody can fill the site with proposals. The one that was applied stays.
 *
 * @param int $revision_id The pending revision.
 * @param int $post_id     The post.
 */
function seo_bridge_drop_replaced( int $revision_id, int $post_id ): void {
	$spared = wp_revisions_to_keep( get_post( $post_id ) ) < 0 ? SEO_BRIDGE_REPLACED_KEPT : 0;
	$kept   = array( $revision_id, (int) get_post_meta( $post_id, '_seo_bridge_applied', true ) );
	foreach ( wp_get_post_revisions( $post_id, array( 'check_enabled' => false ) ) as $revision ) {
		if ( ! in_array( $revision->ID, $kept, true ) && metadata_exists( 'post', $revision->ID, '_seo_bridge_job' ) && $spared-- <= 0 ) {
			wp_delete_post_revision( $revision->ID );
		}
	}
}

/**
 * Keeps the pending revision when revisions are pruned. It goes with its post, and once a newer proposal has taken its place
 * or it has been restored.
 *
 * @param WP_Post|false|null $decided Null while nobody has decided.
 * @param WP_Post            $post    What is to be deleted.
 * @return WP_Post|false|null False keeps it.
 */
function seo_bridge_keep_pending( $decided, $post ) {
	if ( null !== $decided || 'revision' !== $post->post_type || seo_bridge_let_go() === $post->post_parent ) {
		return $decided;
	}
	return (int) get_post_meta( $post->post_parent, '_seo_bridge_pending', true ) === $post->ID ? false : $decided;
}

/**
 * Remembers which post is being deleted, whose revisions go with it.
 *
 * @param int $post_id Id of a post that is about to be deleted, or 0 to ask only.
 * @return int Id of the post that is being deleted, or 0.
 */
function seo_bridge_let_go( int $post_id = 0 ): int {
	static $going = 0;
	// Its revisions pass here too, while it goes.
	if ( $post_id && ! wp_is_post_revision( $post_id ) ) {
		$going = $post_id;
	}
	return $going;
}

/**
 * Before revision.php shows or restores a revision.
 */
function seo_bridge_before_screen(): void {
	// phpcs:ignore WordPress.Security.NonceVerification -- Core verifies it before it restores; this only keeps a text.
	$asked = array_intersect_key( $_REQUEST, array_flip( array( 'revision', 'to', 'from' ) ) );
	foreach ( $asked as $revision_id ) {
		seo_bridge_keep_text( absint( $revision_id ) );
	}
}

/**
 * Before a revision is restored over XML-RPC.
 *
 * @param string $method Name of the method.
 * @param mixed  $args   Its arguments; the revision is the fourth.
 */
function seo_bridge_before_xmlrpc( $method, $args ): void {
	if ( 'wp.restoreRevision' === $method && is_array( $args ) ) {
		seo_bridge_keep_text( absint( $args[3] ?? 0 ) );
	}
}

/**
 * Keeps the text of a post that has a proposal, as it is now. WordPress makes no revision of an autosave that went into the
 * author's own draft, nor of a save without new text: restoring would lose the first, and after either revision.php takes the
 * newest revision, the proposal, for the current text and would not let it be restored.
 *
 * @param int $revision_id A revision of the post.
 */
function seo_bridge_keep_text( int $revision_id ): void {
	$post = get_post( (int) wp_is_post_revision( $revision_id ) );
	if ( $post && get_post_meta( $post->ID, '_seo_bridge_pending', true ) && current_user_can( 'edit_post', $post->ID ) ) {
		seo_bridge_ensure_baseline( $post );
	}
}

/**
 * Gives revision.php the age of a baseline whose post has no GMT date; it would say "2026 years".
 *
 * @param array<string, mixed> $data     What revision.php shows of a revision.
 * @param WP_Post              $revision The revision.
 * @return array<string, mixed>
 */
function seo_bridge_revision_age( $data, $revision ): array {
	if ( '0000-00-00 00:00:00' === $revision->post_modified_gmt ) {
		/* translators: %s: Human-readable time difference. */
		$data['timeAgo'] = sprintf( __( '%s ago', 'seo-bridge' ), human_time_diff( strtotime( seo_bridge_modified_gmt( $revision ) . ' +0000' ) ) );
	}
	return $data;
}
