<?php
/**
 * What the boxes of the settings page offer.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The types that can be chosen: public ones with an editor.
 *
 * @return array<string, string> Labels by name.
 */
function seo_bridge_type_choices(): array {
	$choices = array();
	foreach ( get_post_types( array( 'public' => true ), 'objects' ) as $type ) {
		if ( 'attachment' !== $type->name && post_type_supports( $type->name, 'editor' ) ) {
			$choices[ $type->name ] = $type->label;
		}
	}
	return $choices;
}

/**
 * The roles whose users can edit anything.
 *
 * @return array<string, string> Names by role.
 */
function seo_bridge_role_choices(): array {
	$choices = array();
	foreach ( wp_roles()->roles as $name => $role ) {
		if ( array_filter( array_intersect_key( $role['capabilities'], array_flip( array( 'edit_posts', 'edit_pages' ) ) ) ) ) {
			$choices[ $name ] = translate_user_role( $role['name'] );
		}
	}
	return $choices;
}

/**
 * The categories.
 *
 * @param int[] $chosen Ids.
 * @return array<int, string> Names by id, chosen ones first.
 */
function seo_bridge_category_choices( array $chosen ): array {
	$query = array(
		'taxonomy'   => 'category',
		'hide_empty' => false,
		'fields'     => 'id=>name',
	);
	$first = $chosen ? get_terms( array( 'include' => $chosen ) + $query ) : array();
	$more  = get_terms( array( 'number' => SEO_BRIDGE_MOST_BOXES ) + $query );
	return (array) $first + (array) $more;
}

/**
 * The users who can write posts.
 *
 * @param int[] $chosen Ids.
 * @return array<int, string> Names by id, chosen ones first.
 */
function seo_bridge_author_choices( array $chosen ): array {
	$query = array(
		'fields'  => array( 'ID', 'display_name' ),
		'orderby' => 'display_name',
	);
	$first = $chosen ? get_users( array( 'include' => $chosen ) + $query ) : array();
	$more  = get_users(
		array(
			'capability' => 'edit_posts',
			'number'     => SEO_BRIDGE_MOST_BOXES,
		) + $query
	);
	return array_column( array_merge( $first, $more ), 'display_name', 'ID' );
}
