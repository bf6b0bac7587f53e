/**
 * Choosing sections: each of the proposal's beside the author's passages that it is drawn from, with a tick.
 */
( function ( wp, seoBridge ) {
	const { createElement: el, useEffect, useRef, useState, RawHTML } = wp.element;
	const { Button } = wp.components;
	const { __, _n, sprintf } = wp.i18n;
	const { Dialog, useId } = seoBridge;

	function name( section ) {
		return section.heading || __( 'Opening', 'seo-bridge' );
	}

	/** Why a tick moves others. */
	function together( section, sections ) {
		const others = sections.filter( ( one ) => one.group === section.group && one !== section );
		return others.length
			? sprintf(
					/* translators: %s: names of sections. */
					_n(
						'Goes together with %s: both draw on the same passage of yours.',
						'Goes together with %s: they draw on the same passages of yours.',
						others.length,
						'seo-bridge'
					),
					/* translators: %s: name of a section, in quotation marks. */
					others.map( ( one ) => sprintf( __( '“%s”', 'seo-bridge' ), name( one ) ) ).join( ', ' )
			  )
			: '';
	}

	/** HTML that the site has made safe to read. Its links lead nowhere: following one would lose the author's place. */
	function Text( { label, html, chosen, nothing } ) {
		const ref = useRef( null );
		useEffect( () => {
			// Nor does the Tab key stop at them, but at the text itself, which may need scrolling.
			if ( ref.current ) {
				ref.current.querySelectorAll( 'a, button, iframe, audio, video, [tabindex]' ).forEach( ( node ) => ( node.tabIndex = -1 ) );
			}
		}, [ html ] );
		return el(
			'div',
			{ className: 'seo-bridge-side' + ( chosen ? ' is-chosen' : '' ) },
			el( 'h3', {}, label ),
			html
				? el(
						'div',
						{
							ref,
							className: 'seo-bridge-side__text',
							role: 'group',
							tabIndex: 0,
							'aria-label': label,
							onClickCapture: ( event ) => event.preventDefault(),
						},
						el( RawHTML, {}, html )
				  )
				: el( 'p', { className: 'seo-bridge-hint' }, nothing )
		);
	}

	function Section( { section, sections, ticked, onTick } ) {
		const id = useId();
		const why = together( section, sections );
		return el(
			'section',
			{ className: 'seo-bridge-section' + ( ticked ? ' is-ticked' : '' ) },
			el(
				'header',
				{},
				el( 'input', {
					type: 'checkbox',
					id,
					checked: ticked,
					'aria-describedby': why ? id + '-why' : undefined,
					onChange: () => onTick( section, ! ticked ),
				} ),
				el( 'h2', {}, el( 'label', { htmlFor: id }, name( section ) ) ),
				why ? el( 'p', { id: id + '-why', className: 'seo-bridge-hint' }, why ) : null
			),
			el( Text, {
				label: __( 'Your text', 'seo-bridge' ),
				html: section.sources,
				chosen: ! ticked,
				nothing: __( 'Nothing: this passage is new, or its source stands in another section.', 'seo-bridge' ),
			} ),
			el( Text, {
				label: __( 'The suggestion', 'seo-bridge' ),
				html: section.proposed,
				chosen: ticked,
				nothing: __( 'Nothing: this passage is left out.', 'seo-bridge' ),
			} )
		);
	}

	/**
	 * The dialog.
	 *
	 * @param {Object}                props
	 * @param {Object}                props.suggestion
	 * @param {function(number[]): *} props.onApply    Gets the indices of the chosen sections.
	 * @param {function(): *}         props.onClose
	 */
	seoBridge.Sections = function ( { suggestion, onApply, onClose } ) {
		const { sections } = suggestion;
		const [ groups, setGroups ] = useState( () => new Set( sections.map( ( section ) => section.group ) ) );
		const chosen = sections.filter( ( section ) => groups.has( section.group ) );
		const all = chosen.length === sections.length;
		const tick = ( section, on ) => {
			const next = new Set( groups );
			next[ on ? 'add' : 'delete' ]( section.group );
			setGroups( next );
			seoBridge.say( together( section, sections ) );
		};
		const tickAll = () => setGroups( new Set( all ? [] : sections.map( ( section ) => section.group ) ) );
		const count = sprintf(
			/* translators: 1: number of chosen sections, 2: number of all sections. */
			__( 'Apply the chosen sections (%1$d of %2$d)', 'seo-bridge' ),
			chosen.length,
			sections.length
		);
		return el(
			Dialog,
			{
				title: __( 'Choose sections', 'seo-bridge' ),
				wide: true,
				onClose,
				buttons: [
					el( Button, { key: 'all', variant: 'tertiary', onClick: tickAll }, all ? __( 'Select none', 'seo-bridge' ) : __( 'Select all', 'seo-bridge' ) ),
					el( 'span', { key: 'space', className: 'seo-bridge-space' } ),
					el( Button, { key: 'no', variant: 'tertiary', onClick: onClose }, __( 'Cancel', 'seo-bridge' ) ),
					el(
						Button,
						{
							key: 'yes',
							variant: 'primary',
							disabled: ! chosen.length,
							onClick: () => onApply( all ? null : chosen.map( ( section ) => section.index ) ),
						},
						count
					),
				],
			},
			el(
				'p',
				{ className: 'seo-bridge-promise' },
				__( 'Tick what you take from the suggestion. Where there is no tick, your own text stays as it is; none of it is lost.', 'seo-bridge' )
			),
			sections.map( ( section ) =>
				el( Section, {
					key: section.index,
					section,
					sections,
					ticked: groups.has( section.group ),
					onTick: tick,
				} )
			)
		);
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
