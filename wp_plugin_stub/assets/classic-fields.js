/**
 * The classic editor's form besides its text: what of it is not saved yet, and what a proposal fills in.
 */
( function ( wp, seoBridge ) {
	// Where SEO plugins have their fields in the form; they would write the old values back with the next save.
	const SEO_FIELDS = {
		title: [ 'yoast_wpseo_title', 'rank_math_title', 'seopress_titles_title' ],
		meta_description: [ 'yoast_wpseo_metadesc', 'rank_math_description', 'seopress_titles_desc' ],
		focus_keyphrase: [ 'yoast_wpseo_focuskw', 'rank_math_focus_keyword', 'seopress_analysis_target_kw' ],
	};
	const SEO_NAMES = [].concat( ...Object.values( SEO_FIELDS ) );

	const form = () => document.getElementById( 'post' );

	/** What the author has set in the form, but for the text: the same string as long as nothing changes. */
	function snapshot() {
		const ours = [ ...document.querySelectorAll( '#seo-bridge [name]' ) ].map( ( field ) => field.name );
		const theirs = ( name ) => {
			const field = form().elements[ name ];
			// Hidden fields change by themselves: locks, nonces, scores.
			return name !== 'content' && ! ours.includes( name ) && ( ! field || field.type !== 'hidden' || SEO_NAMES.includes( name ) );
		};
		return JSON.stringify( [ ...new window.FormData( form() ) ].filter( ( [ name, value ] ) => typeof value === 'string' && theirs( name ) ) );
	}

	function change( field, value ) {
		field.value = value;
		field.dispatchEvent( new window.Event( 'input', { bubbles: true } ) );
		field.dispatchEvent( new window.Event( 'change', { bubbles: true } ) );
	}

	/** Yoast and Rank Math keep what they show in stores, from which they fill their hidden fields. */
	function tellStores( seo ) {
		const actions = ( store ) => ( wp.data && wp.data.select( store ) ? wp.data.dispatch( store ) : {} );
		const call = ( store, name, value ) => {
			const action = actions( store )[ name ];
			if ( action && value !== undefined ) {
				action( value );
			}
		};
		call( 'yoast-seo/editor', 'updateData', JSON.parse( JSON.stringify( { title: seo.title, description: seo.meta_description } ) ) );
		call( 'yoast-seo/editor', 'setFocusKeyword', seo.focus_keyphrase );
		call( 'rank-math', 'updateTitle', seo.title );
		call( 'rank-math', 'updateDescription', seo.meta_description );
		call( 'rank-math', 'updateKeywords', seo.focus_keyphrase );
	}

	/**
	 * Fills the form in.
	 *
	 * @param {Object} result  What `suggestion/preview` answered.
	 * @param {Object} choices The author's.
	 * @return {{on: function(), off: function()}} Fills in again, and puts everything back as it was.
	 */
	function filler( result, choices ) {
		const seo = choices.seo || {};
		const wanted = [ [ 'post_title', choices.title || result.title ] ];
		if ( form().elements.excerpt && ! form().elements.excerpt.value.trim() ) {
			wanted.push( [ 'excerpt', result.excerpt ] );
		}
		if ( result.slug ) {
			wanted.push( [ 'post_name', choices.slug || result.slug ] );
		}
		const before = {};
		Object.keys( SEO_FIELDS ).forEach( ( name ) => {
			SEO_FIELDS[ name ].forEach( ( field ) => {
				if ( form().elements[ field ] ) {
					before[ name ] = form().elements[ field ].value;
					wanted.push( [ field, seo[ name ] ] );
				}
			} );
		} );
		const fields = wanted
			.filter( ( [ name, value ] ) => form().elements[ name ] && value )
			.map( ( [ name, value ] ) => [ form().elements[ name ], value, form().elements[ name ].value ] );
		return {
			on() {
				fields.forEach( ( [ field, value ] ) => change( field, value ) );
				tellStores( seo );
			},
			off() {
				fields.forEach( ( [ field, , old ] ) => change( field, old ) );
				if ( Object.keys( before ).length ) {
					tellStores( before );
				}
			},
		};
	}

	seoBridge.classicFields = { form, snapshot, filler };
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
