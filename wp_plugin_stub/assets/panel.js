/**
 * The panel "Rewrite for SEO": the whole of it, for any editor.
 *
 * It knows the editor by an adapter alone:
 * - `current()`: `{ title, content }` as the editor holds them now, saved or not.
 * - `isDirty()`: whether the author has unsaved changes.
 * - `isEmpty()`: whether there is no text to rewrite.
 * - `isPublic()`: whether saving the post changes what visitors read.
 * - `save()`: saves the post; a promise, rejected when that fails.
 * - `apply( result, choices )`: puts what `suggestion/preview` answered into the editor, as one step that undo takes
 *   back, and has the next save send `choices` (`revision`, `sections`, `title`, `slug`, `seo`); a promise.
 * - `jump( at, applied )`: shows the passage that a finding is about; whether it was found.
 * - `appliesAtOnce()`, optional: whether applying saves the post too.
 * - `applied()`, optional: what was applied and is not saved yet, as `{ revision, undo }` where `undo` is null or takes
 *   the step back; null when there is nothing. The same object as long as nothing changes.
 * - `subscribe( listener )`, optional: the listener is called when any of these answers may have changed; returns
 *   what takes it off again. Without it they are asked for once.
 */
( function ( wp, seoBridge ) {
	const { createElement: el, Component, useEffect, useRef } = wp.element;
	const { Notice, PanelBody, Spinner } = wp.components;
	const { __ } = wp.i18n;

	/** How a rewrite ended that brought no proposal, or a doubtful one: the look of a notice, and its words. */
	function outcome( { state, suggestion } ) {
		const looks = {
			failed: [ 'error', __( 'The rewrite failed.', 'seo-bridge' ) ],
			cancelled: [ 'info', __( 'The rewrite was cancelled. Your text is as you left it.', 'seo-bridge' ) ],
			stale: [ 'warning', __( 'Your text changed while it was being rewritten.', 'seo-bridge' ) ],
			done: [ 'info', '' ],
		};
		const look = state && looks[ state.state ];
		// A proposal says itself how it stands.
		if ( ! look || ( suggestion && [ 'done', 'stale' ].includes( state.state ) ) ) {
			return null;
		}
		const words = [ look[ 1 ], state.message ].filter( Boolean ).join( ' ' );
		return words ? [ look[ 0 ], words ] : null;
	}

	function Outcome( { snapshot } ) {
		const ended = outcome( snapshot );
		return ended ? el( Notice, { status: ended[ 0 ], isDismissible: false }, ended[ 1 ] ) : null;
	}

	function Failure( { snapshot, job } ) {
		if ( ! snapshot.error ) {
			return null;
		}
		return el(
			Notice,
			{
				status: 'error',
				isDismissible: false,
				actions: snapshot.state
					? []
					: [ { label: __( 'Try again', 'seo-bridge' ), onClick: job.refresh, variant: 'secondary' } ],
			},
			snapshot.error
		);
	}

	/** Speaks each new stage; takes the focus that a vanished button had. */
	function useGuide( state, scene ) {
		const ref = useRef( null );
		const spoken = useRef( null );
		const stage = state ? state.state : '';
		useEffect( () => {
			// That the bridge does not answer for a moment is no stage, and the stage after it is none of its own.
			if ( ! stage || stage === 'unknown' ) {
				return;
			}
			// Not what the author finds on opening the panel, nor every word that is written.
			if ( spoken.current && spoken.current !== stage ) {
				seoBridge.say( state.label );
			}
			spoken.current = stage;
		}, [ stage ] );
		useEffect( () => {
			const lost = ! document.activeElement || document.activeElement === document.body;
			// Not when the page opens: it would scroll to a panel that nobody has touched.
			const before = ref.current ? ref.current.dataset.scene : '';
			if ( lost && before && before !== 'loading' && before !== scene ) {
				ref.current.focus();
			}
			if ( ref.current ) {
				ref.current.dataset.scene = scene;
			}
		}, [ scene ] );
		return ref;
	}

	function viewOf( { state, suggestion } ) {
		if ( ! state ) {
			return 'loading';
		}
		if ( state.busy ) {
			return 'working';
		}
		return suggestion ? 'result' : 'request';
	}

	function Heading( { snapshot, editor, view } ) {
		const { state, suggestion } = snapshot;
		const waits = suggestion && ! suggestion.applied && ! editor.applied;
		const titles = {
			working: state && state.label ? state.label : __( 'The rewrite is under way', 'seo-bridge' ),
			result: waits ? __( 'Your suggestion is ready', 'seo-bridge' ) : __( 'The suggestion', 'seo-bridge' ),
			request: outcome( snapshot ) ? '' : __( 'French that readers and search engines like', 'seo-bridge' ),
		};
		return titles[ view ] ? el( 'h2', { className: 'seo-bridge-heading' }, titles[ view ] ) : null;
	}

	const views = {
		loading: ( { snapshot } ) => ( snapshot.error ? null : el( Spinner ) ),
		request: ( props ) => [
			el(
				'p',
				{ key: 'promise', className: 'seo-bridge-promise' },
				__( 'You get a suggestion beside your text. Nothing is changed until you apply it.', 'seo-bridge' )
			),
			el( seoBridge.RequestForm, {
				key: 'form',
				again: Boolean( outcome( props.snapshot ) ),
				...props,
			} ),
		],
		working: ( props ) => [
			el( seoBridge.Progress, { key: 'work', ...props } ),
			// The bridge has not said for long where it is: asking anew is the author's way out.
			props.snapshot.state.can_request
				? el( seoBridge.RequestForm, { key: 'form', again: true, ...props } )
				: null,
			props.snapshot.suggestion
				? el(
						PanelBody,
						{
							key: 'earlier',
							title: __( 'The earlier suggestion', 'seo-bridge' ),
							initialOpen: false,
						},
						el( seoBridge.Result, props )
				  )
				: null,
		],
		result: ( props ) => el( seoBridge.Result, { key: props.snapshot.suggestion.revision, ...props } ),
	};

	/** Has a fault of the panel end in a sentence, and never in an editor without its other parts. */
	class Guard extends Component {
		constructor( props ) {
			super( props );
			this.state = { broken: false };
		}

		static getDerivedStateFromError() {
			return { broken: true };
		}

		render() {
			return this.state.broken
				? el(
						Notice,
						{ status: 'error', isDismissible: false },
						__( 'The panel cannot be shown. Your text is as you left it: save it, then reload the page.', 'seo-bridge' )
				  )
				: this.props.children;
		}
	}

	function Whole( { job, adapter } ) {
		const snapshot = seoBridge.useJob( job );
		const editor = seoBridge.useEditor( adapter );
		const view = viewOf( snapshot );
		const guide = useGuide( snapshot.state, editor.applied ? 'applied' : view );
		return el(
			'div',
			{
				className: 'seo-bridge is-' + view,
				ref: guide,
				tabIndex: -1,
				role: 'group',
				'aria-label': __( 'Rewrite for SEO', 'seo-bridge' ),
			},
			el( Heading, { snapshot, editor, view } ),
			el( Failure, { snapshot, job } ),
			el( Outcome, { snapshot } ),
			views[ view ]( { job, adapter, snapshot, editor } )
		);
	}

	/**
	 * @param {Object} props
	 * @param {Object} props.job     See `seoBridge.createJob`.
	 * @param {Object} props.adapter See above.
	 */
	seoBridge.Panel = ( props ) => el( Guard, {}, el( Whole, props ) );

	/**
	 * Puts the panel into an element of the page.
	 *
	 * @param {Element} node
	 * @param {Object}  options         `postId`, `adapter`.
	 * @return {Object} Its job; `job.dispose()` ends it.
	 */
	seoBridge.mount = function ( node, { postId, adapter } ) {
		const job = seoBridge.createJob( postId );
		const panel = el( seoBridge.Panel, { job, adapter } );
		// WordPress 6.1 has React 17.
		if ( wp.element.createRoot ) {
			wp.element.createRoot( node ).render( panel );
		} else {
			wp.element.render( panel, node );
		}
		return job;
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
