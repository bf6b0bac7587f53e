/**
 * SEO plugins that keep their fields in the editor's memory, and would write their old values back when the post is saved.
 */
( function ( wp, seoBridge ) {
	const { select, dispatch } = wp.data;

	function yoast() {
		const store = select( 'yoast-seo/editor' );
		if ( ! store || ! store.getFocusKeyphrase || ! store.getSnippetEditorData ) {
			return null;
		}
		const actions = dispatch( 'yoast-seo/editor' );
		return {
			read() {
				const { title, description } = store.getSnippetEditorData();
				return { title, description, keyphrase: store.getFocusKeyphrase() };
			},
			write( { title, description, keyphrase } ) {
				actions.updateData( { title, description } );
				actions.setFocusKeyword( keyphrase );
			},
		};
	}

	function rankMath() {
		const store = select( 'rank-math' );
		if ( ! store || ! store.getTitle || ! store.getKeywords ) {
			return null;
		}
		const actions = dispatch( 'rank-math' );
		return {
			read: () => ( {
				title: store.getTitle(),
				description: store.getDescription(),
				keyphrase: store.getKeywords(),
			} ),
			write( { title, description, keyphrase } ) {
				actions.updateTitle( title );
				actions.updateDescription( description );
				actions.updateKeywords( keyphrase );
			},
		};
	}

	/**
	 * @return {{follow: function(?Object)}} `follow` is told at every change what is applied and not saved yet: the fields
	 *                                        follow it, and get their own values back when it is undone.
	 */
	seoBridge.seoPlugins = function () {
		let present = null;
		let before = null;

		function fields() {
			return [ yoast(), rankMath() ].filter( Boolean );
		}

		function put( { seo } ) {
			before = before || fields().map( ( plugin ) => [ plugin, plugin.read() ] );
			before.forEach( ( [ plugin, old ] ) =>
				plugin.write( {
					title: seo.title || old.title,
					description: seo.meta_description || old.description,
					keyphrase: seo.focus_keyphrase || old.keyphrase,
				} )
			);
		}

		return {
			follow( choices ) {
				if ( choices === present ) {
					return;
				}
				present = choices;
				if ( choices ) {
					put( choices );
					return;
				}
				// What is not undone has been saved, and the fields with it.
				if ( before && ! select( 'core/editor' ).isSavingPost() ) {
					before.forEach( ( [ plugin, old ] ) => plugin.write( old ) );
				}
				before = null;
			},
		};
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
