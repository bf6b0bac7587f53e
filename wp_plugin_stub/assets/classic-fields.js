/**
 * The classic editor's form besides its text: what of it is not saved yet, and what a proposal fills in.
 */
( function ( wp, seoBridge ) {
	const form = () => document.getElementById( 'post' );

	/** What the author has set in the form, but for the text: the same string as long as nothing changes. */
	function snapshot() {
		const ours = [ ...document.querySelectorAll( '#seo-bridge [name]' ) ].map( ( field ) => field.name );
		const theirs = ( name ) => {
			const field = form().elements[ name ];
			// Hidden fields change by themselves: locks, nonces, scores.
			return name !== 'content' && ! ours.includes( name ) && ( ! field || field.type !== 'hidden' || seoBridge.seoNames.includes( name ) );
		};
		return JSON.stringify( [ ...new window.FormData( form() ) ].filter( ( [ name, value ] ) => typeof value === 'string' && theirs( name ) ) );
	}

	function change( field, value ) {
		field.value = value;
		field.dispatchEvent( new window.Event( 'input', { bubbles: true } ) );
		field.dispatchEvent( new window.Event( 'change', { bubbles: true } ) );
	}

	/**
	 * Fills the form in.
	 *
	 * @param {Object} result  What `suggestion/preview` answered.
	 * @param {Object} choices The author's.
	 * @return {{on: function(), off: function()}} Fills in again, and puts everything back as it was.
	 */
	function filler( result, choices ) {
		const wanted = [ [ 'post_title', choices.title || result.title ] ];
		if ( form().elements.excerpt && ! form().elements.excerpt.value.trim() ) {
			wanted.push( [ 'excerpt', result.excerpt ] );
		}
		if ( result.slug ) {
			wanted.push( [ 'post_name', choices.slug || result.slug ] );
		}
		const plugin = seoBridge.seoPlugin( result.seo_plugin );
		const had = plugin.read();
		const before = Object.fromEntries( Object.keys( result.seo_fields ).filter( ( name ) => name in had ).map( ( name ) => [ name, had[ name ] ] ) );
		const fields = wanted
			.filter( ( [ name, value ] ) => form().elements[ name ] && value )
			.map( ( [ name, value ] ) => [ form().elements[ name ], value, form().elements[ name ].value ] );
		return {
			on() {
				fields.forEach( ( [ field, value ] ) => change( field, value ) );
				plugin.write( result.seo_fields );
			},
			off() {
				fields.forEach( ( [ field, , old ] ) => change( field, old ) );
				plugin.write( before );
			},
		};
	}

	seoBridge.classicFields = { form, snapshot, filler };
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
