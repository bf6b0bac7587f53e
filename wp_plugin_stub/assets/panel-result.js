/**
 * The proposal: what it is worth, what to choose in it, what to do with it.
 */
( function ( wp, seoBridge ) {
	const { createElement: el } = wp.element;

	seoBridge.Result = function ( { snapshot } ) {
		return el( 'p', {}, snapshot.suggestion.title );
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
