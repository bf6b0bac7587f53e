<?php
/**
 * Which of a proposal's SEO fields become the post's when it is applied, and the meta description on the page where no SEO
 * plugin prints one.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

add_action( 'wp_head', 'seo_bridge_print_description', 1 );

/**
 * What a post has now, contract 3.
 *
 * @param WP_Post $post The post.
 * @return array<string, string>
 */
function seo_bridge_current_values( WP_Post $post ): array {
	$seo = seo_bridge_seo_values( $post->ID );
	return array(
		'title'            => $post->post_title,
		'slug'             => $post->post_name,
		'excerpt'          => $post->post_excerpt,
		'meta_description' => $seo['meta_description'],
		'focus_keyphrase'  => trim( explode( ',', $seo['focus_keyphrase'] )[0] ),
		'content_hash'     => seo_bridge_content_hash( $post ),
	);
}

/**
 * Fills the SEO fields in.
 *
 * @param WP_Post               $post     The post as applied.
 * @param WP_Post               $revision The proposal.
 * @param array<string, string> $chosen   As for `seo_bridge_seo_to_write`.
 */
function seo_bridge_apply_seo( WP_Post $post, WP_Post $revision, array $chosen ): void {
	$values = seo_bridge_seo_to_write( $post, $revision, $chosen );
	seo_bridge_put_seo_values( $post->ID, $values );
	seo_bridge_put_json( $post->ID, '_seo_bridge_seo', (object) array_merge( seo_bridge_get_json( $post->ID, '_seo_bridge_seo' ), $values ) );
}

/**
 * What applying writes into SEO fields, in the form that the site's SEO plugin keeps. What the author chose is written; what the
 * author did not see fills only what is empty or has come from an earlier proposal.
 *
 * @param WP_Post               $post     The post as applied.
 * @param WP_Post               $revision The proposal.
 * @param array<string, string> $chosen   What the author chose, by field; empty texts and missing fields choose nothing.
 * @return array<string, string> By field; those that stay as they are are missing.
 */
function seo_bridge_seo_to_write( WP_Post $post, WP_Post $revision, array $chosen ): array {
	$proposed = array_intersect_key( seo_bridge_get_json( $revision->ID, '_seo_bridge_seo' ), seo_bridge_no_seo() );
	$chosen   = array_filter( array_map( 'sanitize_text_field', array_intersect_key( $chosen, seo_bridge_no_seo() ) ), 'strlen' );
	$earlier  = seo_bridge_get_json( $post->ID, '_seo_bridge_seo' );
	$now      = seo_bridge_seo_values( $post->ID );
	$values   = array();
	foreach ( array_filter( array_merge( $proposed, $chosen ), 'strlen' ) as $field => $value ) {
		$is_authors = '' !== $now[ $field ] && ( $earlier[ $field ] ?? '' ) !== $now[ $field ];
		if ( isset( $chosen[ $field ] ) || ! $is_authors ) {
			$values[ $field ] = $value;
		}
	}
	if ( isset( $values['title'] ) && ! seo_bridge_is_title_apart( $values['title'], $post, $revision ) ) {
		unset( $values['title'] );
	}
	return seo_bridge_in_the_plugins_form( $values, $post, $now );
}

/**
 * Whether a title for search engines is one of its own. Otherwise the SEO plugin's field stays empty: its template makes the
 * title of the post and the site's name into one, and follows the post's title when that is changed.
 *
 * @param string  $title    Proposed title for search engines.
 * @param WP_Post $post     The post as applied.
 * @param WP_Post $revision The proposal, whose titles not taken are none for search engines either.
 */
function seo_bridge_is_title_apart( string $title, WP_Post $post, WP_Post $revision ): bool {
	$bare  = static function ( string $text ): string {
		return strtolower( remove_accents( (string) preg_replace( '%[\s\p{P}\p{S}]+%u', '', html_entity_decode( $text, ENT_QUOTES | ENT_HTML5, 'UTF-8' ) ) ) );
	};
	$known = array_merge( array( $post->post_title, $revision->post_title ), seo_bridge_get_json( $revision->ID, '_seo_bridge_titles' ) );
	return ! in_array( $bare( $title ), array_map( $bare, $known ), true );
}

/**
 * SEO fields as the active SEO plugin writes them: the title in the place of the post's title in its template, which adds the
 * site's name; the keyphrase before the further ones that the author has.
 *
 * @param array<string, string> $values The fields.
 * @param WP_Post               $post   The post.
 * @param array<string, string> $now    What the plugin has now.
 * @return array<string, string>
 */
function seo_bridge_in_the_plugins_form( array $values, WP_Post $post, array $now ): array {
	$plugin = seo_bridge_seo_plugin();
	if ( isset( $values['title'] ) && '' !== $plugin ) {
		list( $variable, $default, $template ) = seo_bridge_title_template( $plugin, $post->post_type );
		$template                              = false === strpos( $template, $variable ) ? $default : $template;
		$values['title']                       = str_replace( $variable, $values['title'], $template );
	}
	if ( isset( $values['focus_keyphrase'] ) && in_array( $plugin, array( 'rank-math', 'seopress' ), true ) ) {
		$further                   = array_slice( explode( ',', $now['focus_keyphrase'] ), 1 );
		$values['focus_keyphrase'] = implode( ',', array_merge( array( (string) preg_replace( '%\s*,\s*%', ' ', $values['focus_keyphrase'] ) ), $further ) );
	}
	return $values;
}

/**
 * How an SEO plugin makes a page's title.
 *
 * @param string $plugin As `seo_bridge_seo_plugin`.
 * @param string $type   Post type.
 * @return array{0: string, 1: string, 2: string} The variable for the post's title, the plugin's default template, the site's.
 */
function seo_bridge_title_template( string $plugin, string $type ): array {
	if ( 'yoast' === $plugin ) {
		$titles = (array) get_option( 'wpseo_titles', array() );
		return array( '%%title%%', '%%title%% %%page%% %%sep%% %%sitename%%', (string) ( $titles[ 'title-' . $type ] ?? '' ) );
	}
	if ( 'rank-math' === $plugin ) {
		$titles = (array) get_option( 'rank-math-options-titles', array() );
		return array( '%title%', '%title% %sep% %sitename%', (string) ( $titles[ 'pt_' . $type . '_title' ] ?? '' ) );
	}
	if ( 'seopress' === $plugin ) {
		$titles = (array) get_option( 'seopress_titles_option_name', array() );
		return array( '%%post_title%%', '%%post_title%% %%sep%% %%sitetitle%%', (string) ( $titles['seopress_titles_single_titles'][ $type ]['title'] ?? '' ) );
	}
	$title = function_exists( 'aioseo' ) ? aioseo()->meta->title ?? null : null;
	return array( '#post_title', '#post_title #separator_sa #site_title', is_object( $title ) && method_exists( $title, 'getPostTypeTitle' ) ? (string) $title->getPostTypeTitle( $type ) : '' );
}

/**
 * Prints the meta description of an applied proposal where no SEO plugin does.
 */
function seo_bridge_print_description(): void {
	$post_id = is_singular() && '' === seo_bridge_seo_plugin() ? get_queried_object_id() : 0;
	if ( ! $post_id || post_password_required( $post_id ) ) {
		return;
	}
	/**
	 * Filters the meta description that is printed where none of the known SEO plugins is active. Empty prints none.
	 *
	 * @param string $description That of the proposal that was applied.
	 * @param int    $post_id     The post.
	 */
	$description = (string) apply_filters( 'seo_bridge_meta_description', seo_bridge_seo_values( $post_id )['meta_description'], $post_id );
	if ( '' !== $description ) {
		echo '<meta name="description" content="' . esc_attr( $description ) . '">' . "\n";
	}
}
