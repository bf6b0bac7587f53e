<?php
/**
 * As much of the Abilities API as the plugin uses, for WordPress before 6.9; later versions have the real one.
 */

if ( ! function_exists( 'wp_register_ability' ) ) {
	class Played_Ability {
		/** @var array<string, Played_Ability> */
		public static $all = array();

		/** @var array<string, mixed> */
		private $args;

		public function __construct( array $args ) {
			$this->args = $args;
		}

		public function get_meta(): array {
			return $this->args['meta'];
		}

		/** Input, permission, work, output: the order and the error codes of WP_Ability. */
		public function execute( $input = null ) {
			$valid = rest_validate_value_from_schema( $input, $this->args['input_schema'], 'input' );
			if ( is_wp_error( $valid ) ) {
				return new WP_Error( 'ability_invalid_input', $valid->get_error_message() );
			}
			if ( true !== ( $this->args['permission_callback'] )( $input ) ) {
				return new WP_Error( 'ability_invalid_permissions' );
			}
			$result = ( $this->args['execute_callback'] )( $input );
			$valid  = is_wp_error( $result ) ? $result : rest_validate_value_from_schema( $result, $this->args['output_schema'], 'output' );
			return is_wp_error( $valid ) ? new WP_Error( is_wp_error( $result ) ? $result->get_error_code() : 'ability_invalid_output', $valid->get_error_message() ) : $result;
		}
	}

	function wp_register_ability_category( string $slug, array $args ): void {
		if ( ! is_string( $args['label'] ) || ! is_string( $args['description'] ) || ! preg_match( '/^[a-z0-9]+(?:-[a-z0-9]+)*$/', $slug ) ) {
			throw new Exception( "category $slug" );
		}
	}

	function wp_register_ability( string $name, array $args ): void {
		if ( ! did_action( 'wp_abilities_api_categories_init' ) || ! preg_match( '/^[a-z0-9-]+\/[a-z0-9-]+$/', $name ) ) {
			throw new Exception( "ability $name" );
		}
		Played_Ability::$all[ $name ] = new Played_Ability( $args );
	}

	function wp_get_ability( string $name ): ?Played_Ability {
		return Played_Ability::$all[ $name ] ?? null;
	}

	do_action( 'wp_abilities_api_categories_init' );
	do_action( 'wp_abilities_api_init' );
}
