<?php
/**
 * What assistants inside WordPress can do with the plugin, by the Abilities API (WordPress 6.9 and later).
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

// Older versions never fire these.
add_action( 'wp_abilities_api_categories_init', 'seo_bridge_register_ability_category' );
add_action( 'wp_abilities_api_init', 'seo_bridge_register_abilities' );

/**
 * Registers the category of the plugin's abilities.
 */
function seo_bridge_register_ability_category(): void {
	wp_register_ability_category(
		'seo-bridge',
		array(
			'label'       => 'SEO Bridge',
			'description' => __( 'Rewriting of articles for search engines and readers, as suggestions beside the text.', 'seo-bridge' ),
		)
	);
}

/**
 * Registers the abilities.
 */
function seo_bridge_register_abilities(): void {
	wp_register_ability(
		'seo-bridge/rewrite-post',
		array(
			'label'               => __( 'Rewrite a post for SEO', 'seo-bridge' ),
			'description'         => __( 'Asks for a rewrite of a post. It takes minutes; the result becomes a suggestion beside the post, whose own text stays as it is. A request that still waits to be sent is replaced.', 'seo-bridge' ),
			'category'            => 'seo-bridge',
			'input_schema'        => seo_bridge_ability_input( array_diff_key( seo_bridge_request_args(), array( 'again' => true ) ) ),
			'output_schema'       => seo_bridge_state_schema(),
			'permission_callback' => 'seo_bridge_ability_allowed',
			'execute_callback'    => 'seo_bridge_ability_rewrite',
			'meta'                => seo_bridge_ability_meta( false ),
		)
	);
	wp_register_ability(
		'seo-bridge/get-suggestion',
		array(
			'label'               => __( 'Get the SEO suggestion for a post', 'seo-bridge' ),
			'description'         => __( 'Tells where the rewrite of a post stands, and the suggestion that came of it: titles, slug, excerpt, SEO fields and the report of its check against the author’s text; its content too if asked for.', 'seo-bridge' ),
			'category'            => 'seo-bridge',
			'input_schema'        => seo_bridge_ability_input( array( 'include_content' => array( 'type' => 'boolean' ) ) ),
			'output_schema'       => array(
				'type'       => 'object',
				'properties' => array(
					'state'      => seo_bridge_state_schema(),
					'suggestion' => array( 'type' => array( 'object', 'null' ) ),
				),
			),
			'permission_callback' => 'seo_bridge_ability_allowed',
			'execute_callback'    => 'seo_bridge_ability_suggestion',
			'meta'                => seo_bridge_ability_meta( true ),
		)
	);
}

/**
 * The input of an ability about a post.
 *
 * @param array<string, array<string, mixed>> $properties What it takes besides the post.
 * @return array<string, mixed> JSON schema.
 */
function seo_bridge_ability_input( array $properties ): array {
	$schemas = array();
	foreach ( $properties as $name => $schema ) {
		$schemas[ $name ] = array_diff_key( $schema, array( 'validate_callback' => true ) );
	}
	return array(
		'type'                 => 'object',
		'properties'           => array(
			'post_id' => array(
				'type'    => 'integer',
				'minimum' => 1,
			),
		) + $schemas,
		'required'             => array( 'post_id' ),
		'additionalProperties' => false,
	);
}

/**
 * The state of a rewrite, contract 3.
 *
 * @return array<string, mixed> JSON schema.
 */
function seo_bridge_state_schema(): array {
	$types = array_fill_keys( array( 'requested_at', 'retry_at', 'words', 'expected', 'suggestion', 'applied' ), 'integer' )
		+ array_fill_keys( array( 'state', 'label', 'message', 'job' ), 'string' )
		+ array_fill_keys( array( 'busy', 'can_cancel', 'can_request' ), 'boolean' );
	$state = array( 'left_today' => array( 'type' => array( 'integer', 'null' ) ) );
	foreach ( $types as $name => $type ) {
		$state[ $name ] = array( 'type' => $type );
	}
	return array(
		'type'       => 'object',
		'properties' => $state,
	);
}

/**
 * What else is known of an ability. Neither takes anything away from the author.
 *
 * @param bool $only_reads Whether it changes nothing.
 * @return array<string, mixed>
 */
function seo_bridge_ability_meta( bool $only_reads ): array {
	return array(
		'annotations'  => array(
			'readonly'    => $only_reads,
			'destructive' => false,
			'idempotent'  => $only_reads,
		),
		'show_in_rest' => true,
	);
}

/**
 * Whether the present user may do this with the post: the same rule as for the panel.
 *
 * @param mixed $input The ability's input.
 */
function seo_bridge_ability_allowed( $input ): bool {
	return isset( $input['post_id'] ) && seo_bridge_user_may_rewrite( (int) $input['post_id'] );
}

/**
 * Asks for a rewrite.
 *
 * @param array<string, mixed> $input `post_id`, and any of `keyphrase`, `tone`, `min_words`.
 * @return array<string, mixed>|WP_Error The state.
 */
function seo_bridge_ability_rewrite( $input ) {
	$post_id = (int) $input['post_id'];
	unset( $input['post_id'] );
	$asked = seo_bridge_request_rewrite( $post_id, seo_bridge_wishes( $input ) );
	return is_wp_error( $asked ) ? $asked : seo_bridge_state( seo_bridge_get_post( $post_id ), false );
}

/**
 * The state and the suggestion, without what is long unless it is wanted.
 *
 * @param array<string, mixed> $input `post_id`, and `include_content`.
 * @return array<string, mixed>|WP_Error
 */
function seo_bridge_ability_suggestion( $input ) {
	$post = seo_bridge_get_post( (int) $input['post_id'] );
	if ( ! $post ) {
		return seo_bridge_not_found();
	}
	$state      = seo_bridge_state( $post );
	$suggestion = seo_bridge_suggestion( $post );
	if ( is_wp_error( $suggestion ) ) {
		$suggestion = null;
	} elseif ( ! rest_sanitize_boolean( $input['include_content'] ?? false ) ) {
		unset( $suggestion['content'], $suggestion['sections'] );
	}
	return array(
		'state'      => $state,
		'suggestion' => $suggestion,
	);
}

/**
 * An author's wishes for a rewrite, of those that there are.
 *
 * @param array<string, mixed> $given Validated values.
 * @return array<string, mixed> Options for `seo_bridge_request_rewrite`.
 */
function seo_bridge_wishes( array $given ): array {
	$wishes = array();
	foreach ( array_intersect_key( $given, array_flip( array( 'keyphrase', 'tone', 'min_words' ) ) ) as $name => $value ) {
		$wishes[ $name ] = 'min_words' === $name ? (int) $value : sanitize_text_field( $value );
	}
	return $wishes;
}
