/**
 * What the proposal is worth, beside the author's own text.
 */
( function ( wp, seoBridge ) {
	const { createElement: el } = wp.element;
	const { __ } = wp.i18n;

	/** A figure of the source beside the proposal's; a score has a bar. */
	function Figure( { label, before, after, scale } ) {
		const number = seoBridge.number;
		const mark = ( value, className ) =>
			el( 'span', { className, style: { width: Math.max( 0, Math.min( 100, value ) ) + '%' } } );
		return el(
			'div',
			{ className: 'seo-bridge-figure' },
			el( 'dt', {}, label ),
			el(
				'dd',
				{},
				el( 'span', { className: 'screen-reader-text' }, __( 'before:', 'seo-bridge' ) + ' ' ),
				el( 'span', { className: 'seo-bridge-figure__before' }, number( before ) ),
				el( 'span', { 'aria-hidden': true, className: 'seo-bridge-figure__arrow' }, '→' ),
				el( 'span', { className: 'screen-reader-text' }, ' ' + __( 'after:', 'seo-bridge' ) + ' ' ),
				el( 'strong', {}, number( after ) ),
				scale
					? el(
							'span',
							{ className: 'seo-bridge-figure__bar', 'aria-hidden': true },
							mark( after, 'is-after' ),
							mark( before, 'is-before' )
					  )
					: null
			)
		);
	}

	/** @param {Object} props `report`: see `panel-answers.js`. */
	seoBridge.Scores = function ( { report } ) {
		const labels = { seo: __( 'SEO', 'seo-bridge' ), readability: __( 'Readability', 'seo-bridge' ) };
		const figures = report.scores.map( ( { name, before, after } ) =>
			el( Figure, { key: name, label: labels[ name ], before, after, scale: true } )
		);
		if ( report.words_after ) {
			const { words_before: before, words_after: after } = report;
			figures.push( el( Figure, { key: 'words', label: __( 'Words', 'seo-bridge' ), before, after } ) );
		}
		return figures.length ? el( 'dl', { className: 'seo-bridge-figures' }, figures ) : null;
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
