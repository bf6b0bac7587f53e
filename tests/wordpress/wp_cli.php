<?php
/**
 * As much of WP-CLI's API as `wp seo-bridge` calls: runs a command in this process and keeps what it prints.
 */

namespace {
	define( 'WP_CLI', true );

	/** Thrown where WP-CLI would exit with status 1. */
	class WP_CLI_Exit extends Exception {}

	class WP_CLI {
		/** @var array<string, callable> */
		public static $commands = array();

		/** @var string[] */
		public static $lines = array();

		public static function add_command( string $name, callable $command ): void {
			self::$commands[ $name ] = $command;
		}

		public static function log( string $message ): void {
			self::$lines[] = $message;
		}

		public static function success( string $message ): void {
			self::$lines[] = "Success: $message";
		}

		public static function warning( string $message ): void {
			self::$lines[] = "Warning: $message";
		}

		public static function error( string $message ): void {
			self::$lines[] = "Error: $message";
			throw new WP_CLI_Exit();
		}

		/** @return array{0: int, 1: string[]} Exit status, and the lines. */
		public static function run( string $name, array $args, array $options ): array {
			try {
				( self::$commands[ $name ] )( $args, $options );
			} catch ( WP_CLI_Exit $exit ) {
				return array( 1, self::$lines );
			}
			return array( 0, self::$lines );
		}
	}
}

namespace WP_CLI\Utils {
	function format_items( string $format, array $items, array $fields ): void {
		foreach ( $items as $item ) {
			\WP_CLI::$lines[] = $format . ' ' . wp_json_encode( array_intersect_key( $item, array_flip( $fields ) ) );
		}
	}
}
