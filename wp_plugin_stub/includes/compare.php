<?php
/**
 * Says on WordPress's own screens for revisions which of them are proposals, and leads back to the panel.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_filter( 'wp_prepare_revision_for_js', 'seo_bridge_name_proposal', 20, 2 );
add_filter( 'wp_post_revision_title_expanded', 'seo_bridge_title_proposal', 10, 2 );
add_action( 'load-revision.php', 'seo_bridge_lead_back' );

/**
 * What a revision is, when it is a proposal.
 *
 * @param WP_Post $revision A revision.
 * @return string Empty for the author's own texts.
 */
function seo_bridge_proposal_name( WP_Post $revision ): string {
	if ( ! metadata_exists( 'post', $revision->ID, '_seo_bridge_job' ) ) {
		return '';
	}
	if ( (int) get_post_meta( $revision->post_parent, '_seo_bridge_pending', true ) === $revision->ID ) {
		return __( 'SEO Bridge — suggestion', 'seo-bridge' );
	}
	if ( (int) get_post_meta( $revision->post_parent, '_seo_bridge_applied', true ) === $revision->ID ) {
		return __( 'SEO Bridge — applied suggestion', 'seo-bridge' );
	}
	return __( 'SEO Bridge — earlier suggestion', 'seo-bridge' );
}

/**
 * Names proposals on revision.php, where the author's name stands.
 *
 * @param array<string, mixed> $data     What revision.php shows of a revision.
 * @param WP_Post              $revision The revision.
 * @return array<string, mixed>
 */
function seo_bridge_name_proposal( $data, $revision ): array {
	$name = seo_bridge_proposal_name( $revision );
	if ( '' !== $name && isset( $data['author']['name'] ) ) {
		$data['author']['name'] = $name;
	}
	return $data;
}

/**
 * Names proposals in the classic editor's list of revisions.
 *
 * @param string  $title    Date and author, as HTML.
 * @param WP_Post $revision The revision.
 */
function seo_bridge_title_proposal( $title, $revision ): string {
	$name = seo_bridge_proposal_name( $revision );
	return '' === $name ? (string) $title : $title . ' <strong>' . esc_html( $name ) . '</strong>';
}

/**
 * Has the links from a proposal to the editor lead to the panel there.
 */
function seo_bridge_lead_back(): void {
	// phpcs:ignore WordPress.Security.NonceVerification -- Only picks where a link leads.
	$asked    = isset( $_GET['revision'] ) ? absint( $_GET['revision'] ) : 0;
	$revision = $asked ? get_post( $asked ) : null;
	if ( ! $revision || '' === seo_bridge_proposal_name( $revision ) ) {
		return;
	}
	add_filter(
		'get_edit_post_link',
		static function ( $link, $post_id ) use ( $revision ) {
			return (int) $post_id === $revision->post_parent ? $link . '#seo-bridge' : $link;
		},
		10,
		2
	);
}
