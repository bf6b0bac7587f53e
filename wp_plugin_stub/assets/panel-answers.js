/**
 * The site's answers, made fit to be shown: the one place that trusts nothing of them.
 *
 * What they tell comes from the bridge by way of post meta, which other plugins can have changed. Whatever is of another kind
 * than it should be is left out, and the panel behind this file need not ask again. A report that was not whole says so.
 */
( function ( wp, seoBridge ) {
	const STATES = [
		'none',
		'waiting',
		'undelivered',
		'queued',
		'reading',
		'writing',
		'checking',
		'repairing',
		'delivering',
		'cancelling',
		'done',
		'failed',
		'cancelled',
		'stale',
		'unknown',
	];
	const SEO_FIELDS = [ 'title', 'meta_description', 'focus_keyphrase' ];
	const SEVERITIES = [ 'error', 'warning', 'notice' ];

	// More than the bridge ever sends: what is longer would only make the page slow.
	const MOST = 200;
	const LONGEST = 2000;

	// The last day that a browser can tell the date of.
	const LAST_SECOND = 8.64e12;

	const isObject = ( value ) => value !== null && typeof value === 'object' && ! Array.isArray( value );
	const object = ( value ) => ( isObject( value ) ? value : {} );
	const text = ( value, most = LONGEST ) => ( typeof value === 'string' ? value.slice( 0, most ) : '' );

	/** @return {number} A whole number from 0 up, also out of a text; 0 for anything else. */
	function count( value, most = LAST_SECOND ) {
		const number = typeof value === 'number' || typeof value === 'string' ? Math.floor( Number( value ) ) : 0;
		return number > 0 && number <= most ? number : 0;
	}

	/** @return {number|null} A number from 0 up; null where there is none, so that it is not taken for a 0. */
	function figure( value ) {
		const known = ( typeof value === 'number' || ( typeof value === 'string' && value.trim() ) ) && Number( value ) >= 0;
		return known ? count( value ) : null;
	}

	/** An address to go to; nothing that a browser would run. */
	function address( value ) {
		try {
			const url = new URL( text( value ), window.location.href );
			return value && [ 'http:', 'https:' ].includes( url.protocol ) ? url.href : '';
		} catch {
			return '';
		}
	}

	/** The code of the error that an answer is which is none. */
	seoBridge.UNREADABLE = 'seo_bridge_unreadable';

	/** What the panel says in place of such an answer. */
	function unreadable() {
		const error = new Error( wp.i18n.__( 'This site’s answer could not be read. Your text is as you left it. Reload the page; if it happens again, tell whoever looks after the site.', 'seo-bridge' ) );
		error.code = seoBridge.UNREADABLE;
		return error;
	}

	/**
	 * @param {*} answer What a route answered with a State.
	 * @return {Object} A State as contract 3 has it.
	 * @throws {Error} With a sentence for the author, when the answer is none at all.
	 */
	seoBridge.readState = function ( answer ) {
		if ( ! isObject( answer ) || typeof answer.state !== 'string' ) {
			throw unreadable();
		}
		return {
			state: STATES.includes( answer.state ) ? answer.state : 'unknown',
			label: text( answer.label ),
			message: text( answer.message ),
			requested_at: count( answer.requested_at ),
			retry_at: count( answer.retry_at ),
			job: text( answer.job ),
			words: count( answer.words ),
			expected: count( answer.expected ),
			busy: answer.busy === true,
			can_cancel: answer.can_cancel === true,
			can_request: answer.can_request === true,
			left_today: figure( answer.left_today ),
			suggestion: count( answer.suggestion ),
			applied: count( answer.applied ),
		};
	};

	/** Reads lists, and notes when one was not whole. */
	function reader() {
		const read = {
			whole: true,
			/** The entries of a list as `fit` makes them; those of which it makes null are left out. */
			list( value, fit ) {
				if ( value === undefined ) {
					return [];
				}
				const entries = Array.isArray( value ) ? value.slice( 0, MOST ) : [];
				const fits = entries.map( fit ).filter( ( entry ) => entry !== null );
				read.whole = read.whole && Array.isArray( value ) && fits.length === entries.length;
				return fits;
			},
		};
		return read;
	}

	const phrase = ( value ) => text( value ) || null;

	function quotation( value ) {
		const words = text( isObject( value ) ? value.text : value );
		return words ? { text: words, reason: text( object( value ).reason ) } : null;
	}

	function place( value ) {
		const { block, source_block: source, text: words, source_text: sourceWords } = object( value );
		return { block: figure( block ), source_block: figure( source ), text: text( words ), source_text: text( sourceWords ) };
	}

	function finding( value ) {
		const { check, severity, message, at } = object( value );
		return text( message )
			? { check: text( check ), severity: SEVERITIES.includes( severity ) ? severity : 'notice', message: text( message ), at: place( at ) }
			: null;
	}

	function scores( value ) {
		const [ before, after ] = [ object( object( value ).before ), object( object( value ).after ) ];
		return [ 'seo', 'readability' ]
			.map( ( name ) => ( { name, before: figure( before[ name ] ), after: figure( after[ name ] ) } ) )
			.filter( ( score ) => score.before !== null && score.after !== null );
	}

	/** The report, see `bridge/report.py`; `whole` tells whether all of it could be read. */
	function report( value ) {
		const given = object( value );
		const read = reader();
		const left = object( given.left_out );
		const told = {
			words_before: count( given.words_before ),
			words_after: count( given.words_after ),
			scores: scores( given.scores ),
			findings: read.list( given.findings, finding ),
			removed: read.list( given.removed, quotation ),
			doubtful: read.list( given.doubtful, quotation ),
			lost: read.list( given.lost, quotation ),
			left_out: { findings: count( left.findings ), removed: count( left.removed ), doubtful: count( left.doubtful ), lost: count( left.lost ) },
		};
		return { ...told, whole: read.whole && isObject( value ) };
	}

	/** The sections; none where one of them cannot be told from the others, for then no tick could be trusted. */
	function sections( value ) {
		const given = Array.isArray( value ) ? value : [];
		const index = ( number ) => Number.isInteger( number ) && number >= 0;
		const named = given.every( ( one ) => isObject( one ) && index( one.index ) && index( one.group ) );
		if ( ! named || new Set( given.map( ( one ) => one.index ) ).size < given.length ) {
			return [];
		}
		return given.map( ( one ) => ( {
			index: one.index,
			group: one.group,
			heading: text( one.heading ),
			proposed: text( one.proposed, Infinity ),
			sources: text( one.sources, Infinity ),
		} ) );
	}

	/**
	 * @param {*} answer What the route `suggestion` answered.
	 * @return {Object} A Suggestion as contract 3 has it, but for the text itself, which `suggestion/preview` gives; its
	 *                  report has scores as a list of `{ name, before, after }`, and `whole`.
	 * @throws {Error} With a sentence for the author, when nothing could be done with it.
	 */
	seoBridge.readSuggestion = function ( answer ) {
		const revision = count( object( answer ).revision );
		if ( ! revision ) {
			throw unreadable();
		}
		const seo = object( answer.seo );
		return {
			revision,
			changed: answer.changed === true,
			applied: answer.applied === true,
			title: text( answer.title ),
			titles: reader().list( answer.titles, phrase ).slice( 0, 10 ),
			slug: text( answer.slug ),
			slug_applies: answer.slug_applies === true,
			seo: { title: text( seo.title ), meta_description: text( seo.meta_description ), focus_keyphrase: text( seo.focus_keyphrase ) },
			seo_plugin: text( answer.seo_plugin ),
			current: { slug: text( object( answer.current ).slug ) },
			report: report( answer.report ),
			sections: sections( answer.sections ),
			compare_url: address( answer.compare_url ),
		};
	};

	/**
	 * @param {*} answer What the route `suggestion/preview` answered.
	 * @return {Object} `title`, `content`, `excerpt`, `slug`, `changed`, `overwritten`, `seo_plugin`, `seo_fields`.
	 * @throws {Error} With a sentence for the author, when it is no text: nothing may be put into the editor then.
	 */
	seoBridge.readPreview = function ( answer ) {
		const given = object( answer );
		if ( typeof given.content !== 'string' || typeof given.title !== 'string' ) {
			throw unreadable();
		}
		const fields = object( given.seo_fields );
		return {
			title: given.title,
			content: given.content,
			excerpt: text( given.excerpt, Infinity ),
			slug: text( given.slug ),
			// Unless it is told that nothing would be lost, the author is asked.
			changed: given.changed !== false,
			overwritten: text( given.overwritten, Infinity ),
			seo_plugin: text( given.seo_plugin ),
			seo_fields: Object.fromEntries( SEO_FIELDS.filter( ( name ) => typeof fields[ name ] === 'string' ).map( ( name ) => [ name, text( fields[ name ] ) ] ) ),
		};
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
