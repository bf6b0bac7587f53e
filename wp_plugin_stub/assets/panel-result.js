/**
 * The proposal: what it is worth, what to choose in it, what to do with it.
 */
( function ( wp, seoBridge ) {
	const { createElement: el, useEffect, useRef, useState } = wp.element;
	const { ExternalLink, Notice, PanelBody } = wp.components;
	const { __ } = wp.i18n;
	const { Action, Confirm, useId } = seoBridge;

	/** Where the proposal stands: in the editor, in the post, or beside a text that has changed. */
	function Standing( { suggestion, editor } ) {
		const ref = useRef( null );
		const inEditor = Boolean( editor.applied );
		useEffect( () => {
			if ( inEditor && ref.current ) {
				ref.current.scrollIntoView( { block: 'nearest' } );
			}
		}, [ inEditor ] );
		let status = 'success';
		let text = '';
		let actions = [];
		if ( inEditor ) {
			const { undo } = editor.applied;
			text = __( 'The suggestion is in the editor. Read it through, then save the post to keep it.', 'seo-bridge' );
			actions = undo ? [ { label: __( 'Undo', 'seo-bridge' ), onClick: undo, variant: 'secondary' } ] : [];
		} else if ( suggestion.applied ) {
			text = __( 'The suggestion is applied. Your earlier text is among the post’s revisions.', 'seo-bridge' );
		} else if ( suggestion.changed ) {
			status = 'warning';
			text = __( 'You have saved changes since this suggestion was made. Before it is applied, you are shown what it would overwrite.', 'seo-bridge' );
		}
		return text
			? el( 'div', { ref, className: 'seo-bridge-standing' }, el( Notice, { status, isDismissible: false, actions }, text ) )
			: null;
	}

	function Compare( { suggestion, children } ) {
		return suggestion.compare_url ? el( ExternalLink, { href: suggestion.compare_url }, children ) : null;
	}

	function whatApplyingDoes( editor ) {
		return editor.atOnce
			? __( 'Replaces the saved text at once. Yours stays among the revisions.', 'seo-bridge' )
			: __( 'Puts the suggestion into the editor, without saving.', 'seo-bridge' );
	}

	function Actions( { suggestion, editor, applying, open, doing } ) {
		const { busy } = applying;
		const off = busy || Boolean( doing );
		const inEditor = Boolean( editor.applied );
		const hintId = useId();
		return el(
			'div',
			{ className: 'seo-bridge-actions' },
			el(
				'div',
				{ className: 'seo-bridge-actions__main' },
				el(
					Action,
					{
						variant: inEditor ? 'secondary' : 'primary',
						isBusy: busy,
						off,
						'aria-describedby': inEditor ? undefined : hintId,
						onClick: () => applying.begin( null ),
					},
					inEditor ? __( 'Apply again', 'seo-bridge' ) : __( 'Apply', 'seo-bridge' )
				),
				suggestion.sections.length > 1
					? el(
							Action,
							{ variant: 'secondary', off, onClick: () => open( 'sections' ) },
							__( 'Choose sections…', 'seo-bridge' )
					  )
					: null
			),
			inEditor ? null : el( 'p', { id: hintId, className: 'seo-bridge-hint' }, whatApplyingDoes( editor ) ),
			el(
				'div',
				{ className: 'seo-bridge-actions__more' },
				el( Compare, { suggestion }, __( 'Compare', 'seo-bridge' ) ),
				// The next save would note it as applied.
				inEditor
					? null
					: el(
							Action,
							{ variant: 'link', isDestructive: true, off, onClick: () => open( 'discard' ) },
							__( 'Discard', 'seo-bridge' )
					  )
			)
		);
	}

	function Dialogs( { opened, close, suggestion, applying, job } ) {
		if ( applying.conflict ) {
			return el( seoBridge.Conflict, { conflict: applying.conflict } );
		}
		if ( opened === 'sections' ) {
			const apply = ( sections ) => {
				close();
				applying.begin( sections );
			};
			return el( seoBridge.Sections, { suggestion, onApply: apply, onClose: close } );
		}
		if ( opened === 'discard' ) {
			const discard = () => {
				close();
				job.discard( suggestion.revision );
			};
			return el(
				Confirm,
				{
					title: __( 'Discard the suggestion?', 'seo-bridge' ),
					action: __( 'Discard', 'seo-bridge' ),
					onYes: discard,
					onNo: close,
				},
				__( 'Your text stays as it is. You can ask for another rewrite at any time.', 'seo-bridge' )
			);
		}
		return null;
	}

	/** Browsers take what the bar of buttons covers for visible, and would leave it there when the Tab key reaches it. */
	function reveal( { target } ) {
		if ( target.matches( ':focus-visible' ) ) {
			target.scrollIntoView( { block: 'nearest' } );
		}
	}

	/**
	 * @param {Object} props
	 * @param {Object} props.job
	 * @param {Object} props.adapter
	 * @param {Object} props.snapshot The job's; it has a suggestion.
	 * @param {Object} props.editor   See `seoBridge.useEditor`.
	 */
	seoBridge.Result = function ( props ) {
		const { job, adapter, snapshot, editor } = props;
		const { suggestion, state } = snapshot;
		const { report } = suggestion;
		const [ choices, setChoices ] = useState( () => seoBridge.firstChoices( suggestion ) );
		const [ own ] = useState( () => adapter.current().title );
		const [ opened, open ] = useState( '' );
		const applying = seoBridge.useApply( { job, adapter, suggestion, choices } );
		const inEditor = suggestion.applied || Boolean( editor.applied );
		return el(
			'div',
			{ className: 'seo-bridge-result', onFocus: reveal },
			el( Standing, { suggestion, editor } ),
			applying.error ? el( Notice, { status: 'error', isDismissible: false }, applying.error ) : null,
			el( seoBridge.Scores, { report } ),
			report.whole
				? null
				: el(
						'p',
						{ className: 'seo-bridge-promise' },
						__( 'Part of the remarks on this suggestion could not be read. Its text is whole: compare it with yours before you apply it.', 'seo-bridge' )
				  ),
			el( seoBridge.Findings, { report, adapter, applied: inEditor } ),
			suggestion.applied
				? null
				: el( seoBridge.Choices, { suggestion, own, choices, onChange: setChoices } ),
			el( seoBridge.Changes, { report } ),
			state.busy
				? null
				: el(
						PanelBody,
						{ title: __( 'Another rewrite', 'seo-bridge' ), initialOpen: false },
						el( seoBridge.RequestForm, { ...props, again: true } )
				  ),
			suggestion.applied
				? el(
						'p',
						{ className: 'seo-bridge-compare' },
						el( Compare, { suggestion }, __( 'Compare with your earlier text', 'seo-bridge' ) )
				  )
				: el( Actions, { suggestion, editor, applying, open, doing: snapshot.doing } ),
			el( Dialogs, { opened, close: () => open( '' ), suggestion, applying, job } )
		);
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
