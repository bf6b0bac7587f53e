<?php
/**
 * Stand-ins for the SEO plugins, one at a time, as the option `stand_in_seo` says: what of them other plugins see.
 */

namespace {
	$constants = array(
		'yoast'     => 'WPSEO_VERSION',
		'rank-math' => 'RANK_MATH_VERSION',
		'seopress'  => 'SEOPRESS_VERSION',
		'aioseo'    => 'AIOSEO_VERSION',
	);
	$plugin    = get_option( 'stand_in_seo' );
	if ( isset( $constants[ $plugin ] ) ) {
		define( $constants[ $plugin ], '99.0' );
	}

	// A form in the editor that was filled in when the page was loaded, and submits its values with every save.
	add_action(
		'save_post',
		static function ( $post_id ) {
			foreach ( (array) ( $_POST['stand_in_form'] ?? array() ) as $key => $value ) {
				update_post_meta( $post_id, $key, $value );
			}
		}
	);
}

namespace AIOSEO\Plugin\Common\Models {
	/**
	 * A row of AIOSEO's table, whose `save` writes what the object holds.
	 */
	class Post {
		public $post_id;
		public $title;
		public $description;
		public $keyphrases;
		public $og_title;

		public static function getPost( $post_id ) {
			$record = new self();
			foreach ( (array) get_option( 'stand_in_aioseo_' . $post_id, array() ) as $key => $value ) {
				$record->$key = $value;
			}
			return $record;
		}

		public function save() {
			update_option( 'stand_in_aioseo_' . $this->post_id, get_object_vars( $this ), false );
		}
	}
}
