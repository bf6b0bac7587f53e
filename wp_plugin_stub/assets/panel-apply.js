/**
 * Applying a proposal, all of it or some of its sections, and asking first where text of the author's would be overwritten.
 */
( function ( wp, seoBridge ) {
	const { createElement: el, useState, useRef, RawHTML } = wp.element;
	const { Button } = wp.components;
	const { __ } = wp.i18n;
	const { Dialog } = seoBridge;

	/**
	 * What is sent along with the next save of the post.
	 *
	 * @param {Object}        suggestion
	 * @param {number[]|null} sections   Indices; null for all of it.
	 * @param {Object}        choices    See `seoBridge.firstChoices`.
	 */
	function chosen( suggestion, sections, choices ) {
		return {
			revision: suggestion.revision,
			sections,
			title: choices.title,
			slug: suggestion.slug_applies ? choices.slug : '',
			seo: {
				title: suggestion.seo.title === suggestion.title ? choices.title : suggestion.seo.title || '',
				meta_description: choices.meta_description,
				focus_keyphrase: choices.focus_keyphrase,
			},
		};
	}

	/**
	 * The steps of applying.
	 *
	 * @param {Object} props `job`, `adapter`, `suggestion`, `choices`.
	 * @return {Object} `begin( sections )`, `busy`, `error`, and `conflict` (null, or `html`, `yes`, `no`).
	 */
	seoBridge.useApply = function ( { job, adapter, suggestion, choices } ) {
		const [ step, setStep ] = useState( { busy: false, error: '', conflict: null } );
		// What this window has put into the editor is nothing that the author would miss.
		const last = useRef( null );

		const change = ( now ) => setStep( { busy: false, error: '', conflict: null, ...now } );

		async function finish( result, wanted ) {
			try {
				await adapter.apply( result, wanted );
				last.current = result;
				change( {} );
			} catch ( error ) {
				change( { error: seoBridge.reason( error ) } );
			}
		}

		async function begin( sections ) {
			change( { busy: true } );
			const current = adapter.current();
			const wanted = chosen( suggestion, sections, choices );
			const { revision, title, seo } = wanted;
			try {
				const result = await job.preview( { revision, sections, title, seo, current } );
				const now = adapter.current();
				if ( now.title !== current.title || now.content !== current.content ) {
					// The author has gone on writing meanwhile, and is asked about that too.
					await begin( sections );
					return;
				}
				if ( suggestion.slug_applies ) {
					result.slug = choices.slug;
				}
				const ours = last.current && last.current.content === current.content && last.current.title === current.title;
				if ( result.changed && ! ours ) {
					const yes = () => finish( result, wanted );
					change( { conflict: { html: result.overwritten, yes, no: () => change( {} ) } } );
				} else {
					await finish( result, wanted );
				}
			} catch ( error ) {
				change( { error: seoBridge.reason( error ) } );
				// It can have been replaced or discarded in another window.
				job.refresh();
			}
		}

		return { ...step, begin };
	};

	/** Shows what of the author's text would be overwritten. */
	seoBridge.Conflict = function ( { conflict } ) {
		return el(
			Dialog,
			{
				title: __( 'Your text has changed', 'seo-bridge' ),
				wide: true,
				onClose: conflict.no,
				buttons: [
					el( Button, { key: 'yes', variant: 'tertiary', isDestructive: true, onClick: conflict.yes }, __( 'Apply all the same', 'seo-bridge' ) ),
					el( Button, { key: 'no', variant: 'primary', onClick: conflict.no }, __( 'Keep my text', 'seo-bridge' ) ),
				],
			},
			el(
				'p',
				{},
				__( 'You have written since this suggestion was made. Applying it would overwrite what is marked on the right. Undo, or the post’s revisions once you have saved, would bring it back.', 'seo-bridge' )
			),
			el( 'div', { className: 'seo-bridge-diff', tabIndex: 0, role: 'region', 'aria-label': __( 'What would be overwritten', 'seo-bridge' ) }, el( RawHTML, {}, conflict.html ) )
		);
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
