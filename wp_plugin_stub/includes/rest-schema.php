<?php
/**
 * What the routes accept; WordPress answers everything else with 400 and names the parameter.
 *
 * @package seo-bridge
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The arguments of a proposal, contract 2.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_suggestion_args(): array {
	$args = array(
		'job'       => array(
			'type'      => 'string',
			'pattern'   => '^[A-Za-z0-9._:-]+$',
			'maxLength' => 200,
			'required'  => true,
		),
		'base_hash' => array(
			'type'     => 'string',
			'pattern'  => '^sha256:[0-9a-f]{64}$',
			'required' => true,
		),
		'title'     => seo_bridge_text_arg( 1000, 1 ) + array( 'required' => true ),
		'titles'    => array(
			'type'     => 'array',
			'items'    => seo_bridge_text_arg( 1000 ),
			'maxItems' => 10,
			'default'  => array(),
		),
		'slug'      => seo_bridge_text_arg( 200 ) + array( 'default' => '' ),
		'excerpt'   => seo_bridge_text_arg( 5000 ) + array( 'default' => '' ),
		'content'   => array(
			'type'      => 'string',
			'minLength' => 1,
			'required'  => true,
		),
		'seo'       => array(
			'type'                 => 'object',
			'properties'           => seo_bridge_seo_properties(),
			'additionalProperties' => false,
			'default'              => array(),
		),
		'report'    => array(
			'type'    => 'object',
			'default' => array(),
		),
		'sections'  => seo_bridge_sections_arg() + array( 'default' => array() ),
	);
	return array_map( 'seo_bridge_validated_arg', $args );
}

/**
 * The sections of a proposal, which fit its content and the author's, byte for byte; empty where none can be chosen singly.
 *
 * @return array<string, mixed>
 */
function seo_bridge_sections_arg(): array {
	$place = array(
		'type'    => 'integer',
		'minimum' => 0,
	);
	$entry = array(
		'group'   => $place,
		'heading' => seo_bridge_text_arg( 1000 ),
		'level'   => $place + array( 'maximum' => 6 ),
		'start'   => $place,
		'end'     => $place,
		'sources' => array(
			'type'     => 'array',
			'maxItems' => 1000,
			'items'    => array(
				'type'     => 'array',
				'items'    => $place,
				'minItems' => 2,
				'maxItems' => 2,
			),
		),
	);
	return array(
		'type'                 => 'object',
		'properties'           => array(
			'head' => $place,
			'tail' => $place,
			'list' => array(
				'type'     => 'array',
				'maxItems' => 100,
				'items'    => array(
					'type'                 => 'object',
					'required'             => array_keys( $entry ),
					'properties'           => $entry,
					'additionalProperties' => false,
				),
			),
		),
		'additionalProperties' => false,
	);
}

/**
 * The fields for search engines.
 *
 * @return array<string, array<string, mixed>>
 */
function seo_bridge_seo_properties(): array {
	return array(
		'title'            => seo_bridge_text_arg( 1000 ),
		'meta_description' => seo_bridge_text_arg( 1000 ),
		'focus_keyphrase'  => seo_bridge_text_arg( 200 ),
	);
}

/**
 * A text of bounded length.
 *
 * @param int $longest  Most characters.
 * @param int $shortest Fewest characters.
 * @return array<string, mixed>
 */
function seo_bridge_text_arg( int $longest, int $shortest = 0 ): array {
	return array(
		'type'      => 'string',
		'minLength' => $shortest,
		'maxLength' => $longest,
	);
}

/**
 * Has WordPress check an argument before the route runs.
 *
 * @param array<string, mixed> $arg Schema of the argument.
 * @return array<string, mixed>
 */
function seo_bridge_validated_arg( array $arg ): array {
	return $arg + array( 'validate_callback' => 'rest_validate_request_arg' );
}
