/**
 * The panel in the block editor: a sidebar, and the adapter that reads and changes the post there.
 */
( function ( wp, seoBridge ) {
	const { createElement: el, Fragment, useEffect, useRef } = wp.element;
	const { __ } = wp.i18n;
	const { select, dispatch, subscribe } = wp.data;
	// It moved in WordPress 6.6.
	const { PluginSidebar, PluginSidebarMoreMenuItem } =
		wp.editor && wp.editor.PluginSidebar ? wp.editor : wp.editPost;

	const SIDEBAR = 'seo-bridge/seo-bridge';

	// Where the list of posts and the comparison lead to; newer editors take it out of the address as they start.
	const linked = window.location.hash === '#seo-bridge';

	function Icon() {
		return el(
			'svg',
			{ width: 24, height: 24, viewBox: '0 0 24 24', 'aria-hidden': true, focusable: false },
			el( 'path', { d: 'M4 5.5h13V7H4zM4 9.5h7V11H4zM4 13.5h5V15H4zM4 17.5h6V19H4z' } ),
			el( 'path', {
				d: 'M15 9.5a4.5 4.5 0 1 0 2.63 8.15l2.36 2.36 1.06-1.06-2.36-2.36A4.5 4.5 0 0 0 15 9.5Zm0 1.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6Z',
			} )
		);
	}

	/** The icon in the editor's bar; a dot says that a proposal waits, to screen readers the button's description. */
	function Badge( { job } ) {
		const { state } = seoBridge.useJob( job );
		const ref = useRef( null );
		const waits = Boolean( state && state.suggestion && ! state.busy );
		useEffect( () => {
			const button = ref.current && ref.current.closest( 'button' );
			if ( button ) {
				button.setAttribute( 'aria-description', waits ? __( 'The rewrite for SEO is ready.', 'seo-bridge' ) : '' );
			}
		}, [ waits ] );
		return el( 'span', { ref, className: 'seo-bridge-icon' + ( waits ? ' has-proposal' : '' ) }, el( Icon ) );
	}

	let shown = 0;
	function Shown( { children } ) {
		useEffect( () => {
			shown += 1;
			return () => {
				shown -= 1;
			};
		}, [] );
		return children;
	}

	/** Tells of the end of a rewrite where the panel does not show it. */
	function announce( job ) {
		let before = job.get().state;
		job.subscribe( ( { state } ) => {
			const ended = before && before.busy && state && ! state.busy;
			before = state;
			if ( ! ended || shown || ! [ 'done', 'stale', 'failed' ].includes( state.state ) ) {
				return;
			}
			const failed = state.state === 'failed';
			dispatch( 'core/notices' ).createNotice(
				failed ? 'error' : 'success',
				failed
					? __( 'The rewrite for SEO failed.', 'seo-bridge' )
					: __( 'The rewrite for SEO is ready.', 'seo-bridge' ),
				{
					id: 'seo-bridge',
					type: 'snackbar',
					actions: [
						{
							label: __( 'Show', 'seo-bridge' ),
							onClick: () => dispatch( 'core/edit-post' ).openGeneralSidebar( SIDEBAR ),
						},
					],
				}
			);
		} );
	}

	function start() {
		const adapter = seoBridge.blockAdapter();
		const { getCurrentPostId, getCurrentPostAttribute } = select( 'core/editor' );
		const job = seoBridge.createJob( getCurrentPostId(), getCurrentPostAttribute( 'status' ) === 'auto-draft' );
		announce( job );
		adapter.onSaved( job.refresh );
		return { adapter, job };
	}

	/** Opens the panel, also when the editor then opens its own sidebar; no more once the author has done anything. */
	function open() {
		const { openGeneralSidebar } = dispatch( 'core/edit-post' );
		let before = '';
		const unsubscribe = subscribe( () => {
			const now = select( 'core/edit-post' ).getActiveGeneralSidebarName();
			if ( now !== before ) {
				before = now;
				if ( now !== SIDEBAR ) {
					openGeneralSidebar( SIDEBAR );
				}
			}
		} );
		[ 'pointerdown', 'keydown' ].forEach( ( type ) => window.addEventListener( type, unsubscribe, { capture: true, once: true } ) );
		openGeneralSidebar( SIDEBAR );
	}

	let started = null;

	/** The sidebar; the post is known once it is rendered. */
	function Sidebar() {
		started = started || start();
		useEffect( () => {
			if ( linked ) {
				open();
			}
		}, [] );
		const title = __( 'Rewrite for SEO', 'seo-bridge' );
		const icon = el( Badge, started );
		return el(
			Fragment,
			{},
			el( PluginSidebarMoreMenuItem, { target: 'seo-bridge', icon: el( Icon ) }, title ),
			el(
				PluginSidebar,
				{ name: 'seo-bridge', title, icon, className: 'seo-bridge-sidebar' },
				el( Shown, {}, el( seoBridge.Panel, started ) )
			)
		);
	}

	wp.plugins.registerPlugin( 'seo-bridge', { render: Sidebar, icon: el( Icon ) } );
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
