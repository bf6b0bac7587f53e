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

	/*
	 * What each has in the editor, as seen in Yoast SEO 20.13 to 28.3, Rank Math 1.0.105 to 1.0.273, SEOPress 6.5 to 9.7.4 and
	 * AIOSEO 4.7.1.1 to 4.9.7.2: a form that was filled in when the page was loaded, and submits its values with every save. That
	 * of Yoast and of AIOSEO is hidden, and filled from a script's memory; Rank Math has none.
	 */
	const STAND_IN_KEYS = array(
		'yoast'    => array( '_yoast_wpseo_title', '_yoast_wpseo_metadesc', '_yoast_wpseo_focuskw' ),
		'seopress' => array( '_seopress_titles_title', '_seopress_titles_desc', '_seopress_analysis_target_kw' ),
	);

	add_action(
		'add_meta_boxes',
		static function () use ( $plugin ) {
			$box = static function ( $post ) use ( $plugin ) {
				$type = 'seopress' === $plugin ? 'text' : 'hidden';
				foreach ( STAND_IN_KEYS[ $plugin ] ?? array() as $key ) {
					$value = esc_attr( get_post_meta( $post->ID, $key, true ) );
					echo '<input type="' . $type . '" name="' . substr( $key, 1 ) . '" id="' . substr( $key, 1 ) . '" value="' . $value . '">';
				}
				if ( 'aioseo' === $plugin ) {
					$record = \AIOSEO\Plugin\Common\Models\Post::getPost( $post->ID );
					echo '<input type="hidden" name="aioseo-post-settings" value="' . esc_attr( wp_json_encode( $record ) ) . '">';
				}
			};
			if ( $plugin && 'rank-math' !== $plugin ) {
				add_meta_box( 'stand_in_seo', 'SEO', $box );
			}
		}
	);

	add_action(
		'save_post',
		static function ( $post_id ) use ( $plugin ) {
			foreach ( STAND_IN_KEYS[ $plugin ] ?? array() as $key ) {
				if ( isset( $_POST[ substr( $key, 1 ) ] ) ) {
					update_post_meta( $post_id, $key, trim( $_POST[ substr( $key, 1 ) ] ) );
				}
			}
			if ( isset( $_POST['aioseo-post-settings'] ) ) {
				$record = \AIOSEO\Plugin\Common\Models\Post::getPost( $post_id );
				foreach ( json_decode( wp_unslash( $_POST['aioseo-post-settings'] ), true ) as $field => $value ) {
					$record->$field = $value;
				}
				$record->post_id = $post_id;
				$record->save();
			}
		}
	);

	// Rank Math sends what its memory calls dirty, at the same time as the post.
	add_action(
		'rest_api_init',
		static function () {
			$update = static function ( $request ) {
				foreach ( $request['meta'] as $key => $value ) {
					update_post_meta( $request['objectID'], $key, wp_slash( $value ) );
				}
				return true;
			};
			$route  = array(
				'methods'             => 'POST',
				'callback'            => $update,
				'permission_callback' => 'is_user_logged_in',
			);
			register_rest_route( 'rankmath/v1', '/updateMeta', $route );
		}
	);

	add_action(
		'enqueue_block_editor_assets',
		static function () use ( $plugin ) {
			$memories = array(
				'yoast'     => <<<'JS'
( function ( wp ) {
	const template = '%%title%% %%page%% %%sep%% %%sitename%% ';
	const input = ( name ) => document.getElementById( 'yoast_wpseo_' + name );
	const set = ( changed ) => ( { type: 'SET', changed } );
	const fields = () => ( {
		title: input( 'title' ).value || template,
		description: input( 'metadesc' ).value,
		keyphrase: input( 'focuskw' ).value,
	} );
	wp.domReady( () => {
		const store = wp.data.createReduxStore( 'yoast-seo/editor', {
			reducer: ( state = fields(), { type, changed } ) => ( type === 'SET' ? { ...state, ...changed } : state ),
			actions: { updateData: set, setFocusKeyword: ( keyphrase ) => set( { keyphrase } ) },
			selectors: { getSnippetEditorData: ( state ) => state, getFocusKeyphrase: ( state ) => state.keyphrase },
		} );
		wp.data.register( store );
		wp.data.subscribe( () => {
			const { title, description, keyphrase } = wp.data.select( store ).getSnippetEditorData();
			input( 'title' ).value = title === template ? '' : title;
			input( 'metadesc' ).value = description;
			input( 'focuskw' ).value = keyphrase;
		} );
	} );
} )( window.wp );
JS
				,
				'seopress'  => <<<'JS'
wp.domReady( () =>
	[ 'title', 'desc' ].forEach( ( name ) => {
		const input = document.getElementById( 'seopress_titles_' + name );
		input.addEventListener( 'change', () => {
			const meta = { ...wp.data.select( 'core/editor' ).getEditedPostAttribute( 'meta' ), [ '_' + input.name ]: input.value };
			wp.data.dispatch( 'core/editor' ).editPost( { meta } );
		} );
	} )
);
JS
				,
				'rank-math' => <<<'JS'
( function ( wp, meta ) {
	const set = ( key ) => ( value ) => {
		if ( ! wp.data.select( 'core/editor' ).isSavingPost() ) {
			wp.data.dispatch( 'core/editor' ).editPost( { refreshMe: 'refreshUI' } );
		}
		return { type: 'SET', key, value };
	};
	const reducer = ( state = { dirty: {}, ...meta }, { type, key, value } ) =>
		type === 'SET' ? { ...state, [ key ]: value, dirty: { ...state.dirty, [ key ]: value } } : type === 'CLEAN' ? { ...state, dirty: {} } : state;
	const store = wp.data.createReduxStore( 'rank-math', {
		reducer,
		actions: {
			updateTitle: set( 'rank_math_title' ),
			updateDescription: set( 'rank_math_description' ),
			updateKeywords: set( 'rank_math_focus_keyword' ),
			resetDirtyMetadata: () => ( { type: 'CLEAN' } ),
		},
		selectors: {
			getTitle: ( state ) => state.rank_math_title || '%title% %sep% %sitename%',
			getDescription: ( state ) => state.rank_math_description,
			getKeywords: ( state ) => state.rank_math_focus_keyword,
			getDirtyMetadata: ( state ) => state.dirty,
		},
	} );
	wp.data.register( store );
	let sent = false;
	wp.data.subscribe( () => {
		const { isSavingPost, isAutosavingPost, getCurrentPostId } = wp.data.select( 'core/editor' );
		const saving = isSavingPost() && ! isAutosavingPost();
		if ( saving && ! sent ) {
			// A score is reckoned anew whenever the text changes.
			const meta = { rank_math_seo_score: 7, ...wp.data.select( store ).getDirtyMetadata() };
			wp.apiFetch( { method: 'POST', path: 'rankmath/v1/updateMeta', data: { objectID: getCurrentPostId(), meta } } );
			sent = true;
			wp.data.dispatch( store ).resetDirtyMetadata();
		}
		sent = saving;
	} );
} )( window.wp, META );
JS
				,
			);
			$meta     = array();
			foreach ( array( 'rank_math_title', 'rank_math_description', 'rank_math_focus_keyword' ) as $key ) {
				$meta[ $key ] = (string) get_post_meta( get_the_ID(), $key, true );
			}
			wp_add_inline_script( 'wp-edit-post', str_replace( 'META', wp_json_encode( $meta ), $memories[ $plugin ] ?? '' ) );
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
