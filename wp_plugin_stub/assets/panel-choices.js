/**
 * What the author chooses of a proposal's head: title, meta description, slug, focus keyphrase.
 */
( function ( wp, seoBridge ) {
	const { createElement: el } = wp.element;
	const { PanelBody } = wp.components;
	const { __, _n, sprintf } = wp.i18n;
	const { Field, useId } = seoBridge;

	/** Search engines set titles in Arial at 20 pixels, and cut them and descriptions beyond this. */
	const TITLE_FONT = '20px Arial, Helvetica, sans-serif';
	const WIDEST_TITLE = 600;
	const SHORTEST_DESCRIPTION = 121;
	const LONGEST_DESCRIPTION = 156;

	const plugins = new Map( [
		[ 'yoast', 'Yoast SEO' ],
		[ 'rank-math', 'Rank Math' ],
		[ 'seopress', 'SEOPress' ],
		[ 'aioseo', 'All in One SEO' ],
	] );

	let canvas = null;
	function pixels( title ) {
		canvas = canvas || document.createElement( 'canvas' ).getContext( '2d' );
		canvas.font = TITLE_FONT;
		return Math.round( canvas.measureText( title ).width );
	}

	function characters( text ) {
		const count = Array.from( text ).length;
		/* translators: %d: a number of characters. */
		return sprintf( _n( '%d character', '%d characters', count, 'seo-bridge' ), count );
	}

	function titleHint( title ) {
		const cut = pixels( title ) > WIDEST_TITLE ? __( 'search engines will cut it', 'seo-bridge' ) : '';
		return [ characters( title ), cut ].filter( Boolean ).join( ' · ' );
	}

	function descriptionHint( text ) {
		const count = Array.from( text ).length;
		const wanted = sprintf(
			/* translators: 1: fewest characters, 2: most characters. */
			__( 'aim for %1$d to %2$d', 'seo-bridge' ),
			SHORTEST_DESCRIPTION,
			LONGEST_DESCRIPTION
		);
		const good = count >= SHORTEST_DESCRIPTION && count <= LONGEST_DESCRIPTION;
		return `${ characters( text ) } · ${ good ? __( 'a good length', 'seo-bridge' ) : wanted }`;
	}

	/**
	 * @param {Object} suggestion
	 * @return {string[]} The proposed titles, each once.
	 */
	function titlesOf( suggestion ) {
		return Array.from( new Set( [ suggestion.title, ...suggestion.titles ] ) ).filter( Boolean );
	}

	/**
	 * @param {Object} suggestion
	 * @return {Object} What is chosen at first: `title`, `slug`, `meta_description`, `focus_keyphrase`.
	 */
	seoBridge.firstChoices = ( suggestion ) => ( {
		title: suggestion.title,
		slug: suggestion.slug,
		meta_description: suggestion.seo.meta_description || '',
		focus_keyphrase: suggestion.seo.focus_keyphrase || '',
	} );

	function Titles( { suggestion, own, value, onChange } ) {
		const name = useId();
		const choice = ( title, index, note ) =>
			el(
				'label',
				{ key: index, className: 'seo-bridge-title' },
				el( 'input', {
					type: 'radio',
					name,
					value: index,
					checked: value === title,
					onChange: () => onChange( title ),
				} ),
				el(
					'span',
					{},
					title,
					el( 'small', {}, note ? note + ' · ' + titleHint( title ) : titleHint( title ) )
				)
			);
		const proposed = titlesOf( suggestion );
		return el(
			'fieldset',
			{ className: 'seo-bridge-titles' },
			el( 'legend', { className: 'screen-reader-text' }, __( 'Title', 'seo-bridge' ) ),
			proposed.map( ( title, index ) => choice( title, index ) ),
			own && ! proposed.includes( own ) ? choice( own, proposed.length, __( 'your own', 'seo-bridge' ) ) : null
		);
	}

	/** The article as a search engine may show it. */
	function Snippet( { choices, slug } ) {
		return el(
			'div',
			{ className: 'seo-bridge-snippet', 'aria-hidden': true },
			el( 'span', { className: 'seo-bridge-snippet__url' }, [ window.location.host, slug ].filter( Boolean ).join( ' › ' ) ),
			el( 'span', { className: 'seo-bridge-snippet__title' }, choices.title ),
			el( 'span', { className: 'seo-bridge-snippet__text' }, choices.meta_description )
		);
	}

	function target( plugin ) {
		return plugins.has( plugin )
			? /* translators: %s: name of an SEO plugin. */
			  sprintf( __( 'On saving, description and keyphrase go into %s.', 'seo-bridge' ), plugins.get( plugin ) )
			: __( 'On saving, the description goes into the page; the keyphrase is kept for the next rewrite.', 'seo-bridge' );
	}

	/**
	 * @param {Object}              props
	 * @param {Object}              props.suggestion
	 * @param {string}              props.own      The title in the editor.
	 * @param {Object}              props.choices  See `seoBridge.firstChoices`.
	 * @param {function(Object): *} props.onChange Gets the new choices.
	 */
	seoBridge.Choices = function ( { suggestion, own, choices, onChange } ) {
		const change = ( name ) => ( value ) => onChange( Object.assign( {}, choices, { [ name ]: value } ) );
		const { slug_applies: slugApplies, current } = suggestion;
		return [
			el(
				PanelBody,
				{ key: 'title', title: __( 'Title', 'seo-bridge' ), initialOpen: true },
				el( Titles, { suggestion, own, value: choices.title, onChange: change( 'title' ) } )
			),
			el(
				PanelBody,
				{ key: 'search', title: __( 'In search results', 'seo-bridge' ), initialOpen: true },
				el( Snippet, { choices, slug: slugApplies ? choices.slug : current.slug } ),
				el( Field, {
					as: 'textarea',
					label: __( 'Meta description', 'seo-bridge' ),
					help: descriptionHint( choices.meta_description ),
					rows: 4,
					maxLength: 1000,
					value: choices.meta_description,
					onChange: change( 'meta_description' ),
				} ),
				el( Field, {
					label: __( 'Focus keyphrase', 'seo-bridge' ),
					help: target( suggestion.seo_plugin ),
					maxLength: 200,
					value: choices.focus_keyphrase,
					onChange: change( 'focus_keyphrase' ),
				} ),
				slugApplies
					? el( Field, {
							label: __( 'Address (slug)', 'seo-bridge' ),
							maxLength: 200,
							value: choices.slug,
							onChange: change( 'slug' ),
					  } )
					: null
			),
		];
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
