/**
 * The SEO plugins' own fields in an editor: they save them besides the post, and would write their old values back. As Yoast SEO
 * 20.13 to 28.3, Rank Math 1.0.105 to 1.0.273 and SEOPress 6.5 to 9.7.4 have them. What All in One SEO has is in no other
 * script's reach, and is set right when it is saved.
 */
( function ( wp, seoBridge ) {
	// Names in the form that an editor submits. Rank Math has none there: it sends what its store calls dirty to a route of its own.
	const NAMES = {
		yoast: { title: 'yoast_wpseo_title', meta_description: 'yoast_wpseo_metadesc', focus_keyphrase: 'yoast_wpseo_focuskw' },
		seopress: { title: 'seopress_titles_title', meta_description: 'seopress_titles_desc', focus_keyphrase: 'seopress_analysis_target_kw' },
	};

	// Memories that what is on the screen is drawn from, and the form is filled from.
	const STORES = {
		yoast: {
			name: 'yoast-seo/editor',
			has: 'getSnippetEditorData',
			read( store ) {
				const { title, description } = store.getSnippetEditorData();
				return { title, meta_description: description, focus_keyphrase: store.getFocusKeyphrase() };
			},
			write: {
				title: ( actions, title ) => actions.updateData( { title } ),
				meta_description: ( actions, description ) => actions.updateData( { description } ),
				focus_keyphrase: ( actions, keyphrase ) => actions.setFocusKeyword( keyphrase ),
			},
		},
		'rank-math': {
			name: 'rank-math',
			has: 'getKeywords',
			read: ( store ) => ( {
				title: store.getTitle(),
				meta_description: store.getDescription(),
				focus_keyphrase: store.getKeywords(),
			} ),
			write: {
				title: ( actions, title ) => actions.updateTitle( title ),
				meta_description: ( actions, description ) => actions.updateDescription( description ),
				focus_keyphrase: ( actions, keyphrase ) => actions.updateKeywords( keyphrase ),
			},
		},
	};

	function inForm( names ) {
		const found = Object.entries( names )
			.map( ( [ field, name ] ) => [ field, document.getElementsByName( name )[ 0 ] ] )
			.filter( ( [ , input ] ) => input );
		return Object.fromEntries( found );
	}

	function change( input, value ) {
		input.value = value;
		if ( input.__tagify ) {
			// SEOPress shows the keyphrases as tags, and would write its own old ones back.
			input.__tagify.loadOriginalValues( value );
		}
		// Not `change`, at which SEOPress edits the post's meta in the editor: undo would take that back in place of the text.
		input.dispatchEvent( new window.Event( 'input', { bubbles: true } ) );
	}

	/**
	 * @param {string} plugin As `suggestion.seo_plugin`.
	 * @return {{read: function(): Object, write: function(Object)}} What the plugin has in this editor, by field, in the form that
	 *                                                               it keeps; fields that are not given stay as they are.
	 */
	seoBridge.seoPlugin = function ( plugin ) {
		const known = STORES[ plugin ];
		const store = known && wp.data && wp.data.select( known.name );
		if ( store && store[ known.has ] ) {
			const actions = wp.data.dispatch( known.name );
			return {
				read: () => known.read( store ),
				write: ( values ) => Object.keys( values ).forEach( ( field ) => known.write[ field ]( actions, values[ field ] ) ),
			};
		}
		const inputs = () => inForm( NAMES[ plugin ] || {} );
		return {
			read: () => Object.fromEntries( Object.entries( inputs() ).map( ( [ field, input ] ) => [ field, input.value ] ) ),
			write( values ) {
				const there = inputs();
				Object.keys( values )
					.filter( ( field ) => there[ field ] )
					.forEach( ( field ) => change( there[ field ], values[ field ] ) );
			},
		};
	};

	seoBridge.seoNames = [].concat( ...Object.values( NAMES ).map( Object.values ) );
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
