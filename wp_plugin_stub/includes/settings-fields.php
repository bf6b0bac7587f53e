<?php
/**
 * The fields of the settings page.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** Most authors and categories that are offered as boxes; chosen ones come on top. */
const SEO_BRIDGE_MOST_BOXES = 200;

/**
 * Every field, in the page's order: `section`, `label`, `render`, and what that takes: `type` and `placeholder`, or `choices`, and
 * a `hint`.
 *
 * @return array<string, array<string, mixed>> By option name.
 */
function seo_bridge_fields(): array {
	$stored = '' !== seo_bridge_setting( 'seo_bridge_secret' );
	return array(
		'seo_bridge_url'        => array(
			'section'     => 'connection',
			'label'       => __( 'Address of the bridge', 'seo-bridge' ),
			'render'      => 'seo_bridge_render_text',
			'type'        => 'url',
			'placeholder' => 'https://bridge.example.org',
		),
		'seo_bridge_site'       => array(
			'section' => 'connection',
			'label'   => __( 'Site key', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_text',
			'hint'    => __( 'The name that this site has in the bridge’s configuration.', 'seo-bridge' ),
		),
		'seo_bridge_secret'     => array(
			'section'     => 'connection',
			'label'       => __( 'Secret', 'seo-bridge' ),
			'render'      => 'seo_bridge_render_text',
			'type'        => 'password',
			'placeholder' => $stored ? '••••••••' : '',
			'hint'        => $stored ? __( 'A secret is stored. Leave the field empty to keep it.', 'seo-bridge' ) : __( 'It begins with whsec_ and is the same as in the bridge’s configuration.', 'seo-bridge' ),
		),
		'seo_bridge_pull'       => array(
			'section' => 'connection',
			'label'   => __( 'Direction', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => array( '1' => __( 'This site cannot reach the bridge; the bridge asks it what there is to do', 'seo-bridge' ) ),
			'hint'    => __( 'For a bridge on a laptop or behind a router, with pull_seconds in its configuration. The address above is not used then.', 'seo-bridge' ),
		),
		'seo_bridge_triggers'   => array(
			'section' => 'when',
			'label'   => __( 'Events', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => array(
				'draft_saved' => __( 'A draft is saved with new text', 'seo-bridge' ),
				'published'   => __( 'A post is published', 'seo-bridge' ),
			),
		),
		'seo_bridge_quiet'      => array(
			'section' => 'when',
			'label'   => __( 'Quiet time after a save', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_text',
			'type'    => 'number',
			'hint'    => __( 'Seconds. A draft that is saved again within them is sent once.', 'seo-bridge' ),
		),
		'seo_bridge_categories' => array(
			'section' => 'when',
			'label'   => __( 'Categories', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => 'seo_bridge_category_choices',
			'hint'    => __( 'Without a tick, posts of all categories.', 'seo-bridge' ),
		),
		'seo_bridge_authors'    => array(
			'section' => 'when',
			'label'   => __( 'Authors', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => 'seo_bridge_author_choices',
			'hint'    => __( 'Without a tick, posts of all authors.', 'seo-bridge' ),
		),
		'seo_bridge_copies'     => array(
			'section' => 'when',
			'label'   => __( 'Published posts', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => array( '1' => __( 'A suggestion for a published post also comes as a draft copy; publishing the copy replaces the post’s text', 'seo-bridge' ) ),
		),
		'seo_bridge_types'      => array(
			'section' => 'who',
			'label'   => __( 'Types of posts', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => 'seo_bridge_type_choices',
			'hint'    => __( 'No others are rewritten, with a click or by themselves.', 'seo-bridge' ),
		),
		'seo_bridge_roles'      => array(
			'section' => 'who',
			'label'   => __( 'Roles', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => 'seo_bridge_role_choices',
			'hint'    => __( 'Who may ask for rewrites of the posts that they may edit.', 'seo-bridge' ),
		),
		'seo_bridge_daily_cap'  => array(
			'section' => 'who',
			'label'   => __( 'Rewrites per day', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_text',
			'type'    => 'number',
			'hint'    => __( 'At most; 0 for no cap. Saved drafts beyond it wait for the next day.', 'seo-bridge' ),
		),
		'seo_bridge_backfill'   => array(
			'section' => 'who',
			'label'   => __( 'Backfill', 'seo-bridge' ),
			'render'  => 'seo_bridge_render_boxes',
			'choices' => array( '1' => __( 'The bridge may list this site’s posts, by status and category, and suggest rewrites for them', 'seo-bridge' ) ),
		),
	);
}

/**
 * A field for a text or a number, disabled when wp-config.php decides.
 *
 * @param array<string, mixed> $field A field of `seo_bridge_fields` with its `option`.
 */
function seo_bridge_render_text( array $field ): void {
	$option = $field['option'];
	$type   = $field['type'] ?? 'text';
	printf(
		'<input type="%1$s" class="%2$s" id="%3$s" name="%3$s" value="%4$s" placeholder="%5$s" autocomplete="off" aria-describedby="%3$s_hint"%6$s%7$s>',
		esc_attr( $type ),
		'number' === $type ? 'small-text' : 'regular-text code',
		esc_attr( $option ),
		esc_attr( 'password' === $type ? '' : (string) seo_bridge_setting( $option ) ),
		esc_attr( $field['placeholder'] ?? '' ),
		'number' === $type ? ' min="0" step="1"' : '',
		disabled( seo_bridge_is_locked( $option ), true, false )
	);
	seo_bridge_render_hint( $field );
}

/**
 * A group of boxes, disabled when wp-config.php decides.
 *
 * @param array<string, mixed> $field A field of `seo_bridge_fields` with its `option`.
 */
function seo_bridge_render_boxes( array $field ): void {
	$option  = $field['option'];
	$value   = seo_bridge_setting( $option );
	$choices = is_array( $field['choices'] ) ? $field['choices'] : $field['choices']( $value );
	printf(
		'<fieldset aria-describedby="%1$s_hint"%2$s%3$s><legend class="screen-reader-text">%4$s</legend>',
		esc_attr( $option ),
		disabled( seo_bridge_is_locked( $option ), true, false ),
		count( $choices ) > 12 ? ' style="max-height: 16em; max-width: 25em; overflow-y: auto"' : '',
		esc_html( $field['label'] )
	);
	foreach ( $choices as $name => $label ) {
		$single = ! is_array( $value );
		$map    = 'seo_bridge_triggers' === $option;
		$on     = $single ? $value === (string) $name : ( $map ? ! empty( $value[ $name ] ) : in_array( (string) $name, array_map( 'strval', $value ), true ) );
		printf(
			'<label><input type="checkbox" name="%1$s" value="%2$s"%3$s> %4$s</label><br>',
			esc_attr( $option . ( $single ? '' : ( $map ? "[$name]" : '[]' ) ) ),
			esc_attr( $map ? '1' : (string) $name ),
			checked( $on, true, false ),
			esc_html( $label )
		);
	}
	echo '</fieldset>';
	seo_bridge_render_hint( $field );
}

/**
 * The sentence below a field, or that wp-config.php decides.
 *
 * @param array<string, mixed> $field A field of `seo_bridge_fields` with its `option`.
 */
function seo_bridge_render_hint( array $field ): void {
	$hint = $field['hint'] ?? '';
	if ( seo_bridge_is_locked( $field['option'] ) ) {
		// translators: %s: name of a PHP constant.
		$hint = sprintf( __( 'Set by the constant %s in wp-config.php.', 'seo-bridge' ), seo_bridge_constant_of( $field['option'] ) );
	}
	printf( '<p class="description" id="%1$s_hint"%2$s>%3$s</p>', esc_attr( $field['option'] ), '' === $hint ? ' hidden' : '', esc_html( $hint ) );
}
