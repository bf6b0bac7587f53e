<?php
/**
 * What the author's routes accept.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The arguments of an author's request.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_request_args(): array {
	return array_map(
		'seo_bridge_validated_arg',
		array(
			'keyphrase' => seo_bridge_text_arg( 200 ),
			'tone'      => seo_bridge_text_arg( 200 ),
			'min_words' => array(
				'type'    => 'integer',
				'minimum' => 0,
				'maximum' => 5000,
			),
			'again'     => array( 'type' => 'boolean' ),
		)
	);
}

/**
 * The arguments that name a proposal and what of it is chosen.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_choice_args(): array {
	return array(
		'revision' => array(
			'type'     => 'integer',
			'minimum'  => 1,
			'required' => true,
		),
		'sections' => array(
			'type'     => array( 'array', 'null' ),
			'items'    => array(
				'type'    => 'integer',
				'minimum' => 0,
			),
			'maxItems' => 1000,
			'default'  => null,
		),
		'title'    => seo_bridge_text_arg( 1000 ) + array( 'default' => '' ),
	);
}

/**
 * The arguments of a preview.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_preview_args(): array {
	$args = seo_bridge_choice_args() + array(
		'current' => array(
			'type'       => 'object',
			'properties' => array(
				'title'   => array(
					'type'     => 'string',
					'required' => true,
				),
				'content' => array(
					'type'     => 'string',
					'required' => true,
				),
			),
			'required'   => true,
		),
		'seo'     => array(
			'type'       => 'object',
			'properties' => seo_bridge_seo_properties(),
			'default'    => array(),
		),
	);
	return array_map( 'seo_bridge_validated_arg', $args );
}

/**
 * The arguments of applying on the server.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_apply_args(): array {
	$args = array_merge( seo_bridge_applied_properties(), seo_bridge_choice_args() ) + array(
		'expected_hash' => array(
			'type'     => 'string',
			'pattern'  => '^sha256:[0-9a-f]{64}$',
			'required' => true,
		),
	);
	return array_map( 'seo_bridge_validated_arg', $args );
}

/**
 * What an author can choose of a proposal.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_applied_properties(): array {
	$choices             = seo_bridge_choice_args();
	$choices['revision'] = array_diff_key( $choices['revision'], array( 'required' => true ) );
	return $choices + array(
		'slug' => seo_bridge_text_arg( 200 ),
		'seo'  => array(
			'type'       => 'object',
			'properties' => seo_bridge_seo_properties(),
		),
	);
}

/**
 * The argument that names a proposal.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_revision_args(): array {
	return array_map( 'seo_bridge_validated_arg', array_intersect_key( seo_bridge_choice_args(), array( 'revision' => true ) ) );
}
