/**
 * What the author should know of the proposal: the remarks on it, what was removed, left or lost.
 */
( function ( wp, seoBridge ) {
	const { createElement: el } = wp.element;
	const { Button, PanelBody } = wp.components;
	const { __, _n, sprintf } = wp.i18n;

	const SEVERITIES = [ 'error', 'warning', 'notice' ];

	/** What a remark is about that is advice on how to write, and nothing that could be wrong with what is written. */
	const advice = () => [
		[ 'seo', __( 'For search engines', 'seo-bridge' ) ],
		[ 'readability', __( 'For easier reading', 'seo-bridge' ) ],
	];

	const severities = () => [
		[ 'error', 'dismiss', __( 'To correct', 'seo-bridge' ) ],
		[ 'warning', 'warning', __( 'To look at', 'seo-bridge' ) ],
		[ 'notice', 'info-outline', __( 'Good to know', 'seo-bridge' ) ],
	];

	/** A list that is opened at will, its length in its title. */
	function Listed( { title, about, entries, more, open, children } ) {
		if ( ! entries.length ) {
			return null;
		}
		const rest = more
			? /* translators: %d: a number of entries that are not shown. */
			  sprintf( _n( 'and %d more', 'and %d more', more, 'seo-bridge' ), more )
			: '';
		return el(
			PanelBody,
			{ title: `${ title } (${ seoBridge.number( entries.length + ( more || 0 ) ) })`, initialOpen: open },
			about ? el( 'p', { className: 'seo-bridge-hint' }, about ) : null,
			children,
			rest ? el( 'p', { className: 'seo-bridge-hint' }, rest ) : null
		);
	}

	/** Whether a finding can be seen: in the source's text or, once that is applied, in the suggestion's. */
	const canJump = ( at, applied ) => ( applied ? at.block : at.source_block ) !== null;

	function Finding( { finding, adapter, applied } ) {
		const show = () => {
			if ( ! adapter.jump( finding.at, applied ) ) {
				seoBridge.say( __( 'That passage is no longer in the text.', 'seo-bridge' ), true );
			}
		};
		return el(
			'li',
			{},
			finding.message,
			canJump( finding.at, applied )
				? el(
						Button,
						{ variant: 'link', className: 'seo-bridge-jump', onClick: show },
						__( 'Show in the text', 'seo-bridge' )
				  )
				: null
		);
	}

	function FindingList( { findings, ...rest } ) {
		return el(
			'ul',
			{},
			findings.map( ( finding, index ) => el( Finding, { key: index, finding, ...rest } ) )
		);
	}

	function Severity( { icon, label, severity, ...rest } ) {
		return el(
			'div',
			{ className: 'seo-bridge-severity is-' + severity },
			el(
				'h3',
				{},
				el( 'span', { className: 'dashicons dashicons-' + icon, 'aria-hidden': true } ),
				`${ label } (${ rest.findings.length })`
			),
			el( FindingList, rest )
		);
	}

	/** Advice is opened at will: there is always some. */
	function Advice( { label, ...rest } ) {
		return el(
			'details',
			{ className: 'seo-bridge-advice' },
			el( 'summary', {}, `${ label } (${ rest.findings.length })` ),
			el( FindingList, rest )
		);
	}

	/**
	 * The remarks: those about what is written, the gravest first, then advice.
	 *
	 * @param {Object}  props
	 * @param {Object}  props.report
	 * @param {Object}  props.adapter
	 * @param {boolean} props.applied Whether the editor holds the suggestion.
	 */
	seoBridge.Findings = function ( { report, adapter, applied } ) {
		const { findings } = report;
		const subject = ( { check, severity } ) => ( severity === 'error' ? '' : check.split( '.' )[ 0 ] );
		const advised = advice();
		const written = findings.filter( ( finding ) => ! advised.some( ( [ name ] ) => name === subject( finding ) ) );
		const of = ( severity ) => written.filter( ( finding ) => finding.severity === severity );
		const rank = ( finding ) => SEVERITIES.indexOf( finding.severity );
		const about = ( name ) => findings.filter( ( finding ) => subject( finding ) === name ).sort( ( a, b ) => rank( a ) - rank( b ) );
		const group = ( Group, key, props ) => ( props.findings.length ? el( Group, { key, adapter, applied, ...props } ) : null );
		return el(
			Listed,
			{
				title: __( 'Remarks', 'seo-bridge' ),
				entries: findings,
				more: report.left_out.findings,
				open: of( 'error' ).length + of( 'warning' ).length > 0,
			},
			severities().map( ( [ severity, icon, label ] ) =>
				group( Severity, severity, { severity, icon, label, findings: of( severity ) } )
			),
			advised.map( ( [ name, label ] ) => group( Advice, name, { label, findings: about( name ) } ) )
		);
	};

	function quoted( entries, Tag ) {
		return el(
			'ul',
			{ className: 'seo-bridge-quoted' },
			entries.map( ( { text, reason }, index ) =>
				el( 'li', { key: index }, el( Tag, {}, text ), reason ? el( 'span', {}, reason ) : null )
			)
		);
	}

	/** What was removed from the text, what was left although it is doubtful, what is missing. */
	seoBridge.Changes = function ( { report } ) {
		const { removed, doubtful, lost, left_out: left } = report;
		return [
			el(
				Listed,
				{
					key: 'removed',
					title: __( 'Removed', 'seo-bridge' ),
					about: __( 'Remains of other software or of a conversation, which are no part of an article.', 'seo-bridge' ),
					entries: removed,
					more: left.removed,
					open: false,
				},
				quoted( removed, 'del' )
			),
			el(
				Listed,
				{
					key: 'doubtful',
					title: __( 'Doubtful', 'seo-bridge' ),
					about: __( 'Left in the text: judge for yourself.', 'seo-bridge' ),
					entries: doubtful,
					more: left.doubtful,
					open: true,
				},
				quoted( doubtful, 'q' )
			),
			el(
				Listed,
				{
					key: 'lost',
					title: __( 'Missing from the suggestion', 'seo-bridge' ),
					about: __( 'Your text has these; the suggestion does not.', 'seo-bridge' ),
					entries: lost,
					more: left.lost,
					open: true,
				},
				quoted( lost, 'q' )
			),
		];
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
