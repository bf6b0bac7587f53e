/**
 * One post's rewrite as the browser knows it: its state, asked for again while the bridge works, and the proposal.
 *
 * A job's snapshot is `{ state, suggestion, doing, error }`: State and Suggestion as the routes give them (null until
 * they are known), the name of the call that is under way ('' for none), and what to tell the author went wrong.
 */
( function ( wp, seoBridge ) {
	const FASTEST = 2000;
	const SLOWEST = 10000;
	const GROWTH = 1.3;

	// A post that was never saved has no state yet; it can be asked about as soon as it is.
	const NOTHING = {
		state: 'none',
		label: '',
		message: '',
		requested_at: 0,
		retry_at: 0,
		job: '',
		words: 0,
		expected: 0,
		busy: false,
		can_cancel: false,
		can_request: true,
		left_today: null,
		suggestion: 0,
		applied: 0,
	};

	/**
	 * @param {number}  postId  Post id.
	 * @param {boolean} [fresh] Whether the post was never saved.
	 * @return {Object} The job. Its calls never reject but for `preview`, whose caller shows what went wrong.
	 */
	seoBridge.createJob = function ( postId, fresh ) {
		const root = '/seo-bridge/v1/posts/' + postId;
		const listeners = new Set();
		let snapshot = { state: fresh ? NOTHING : null, suggestion: null, doing: '', error: '' };
		let pause = FASTEST;
		let timer = 0;
		let disposed = false;

		function set( change ) {
			snapshot = Object.assign( {}, snapshot, change );
			if ( ! disposed ) {
				listeners.forEach( ( listener ) => listener( snapshot ) );
			}
		}

		function call( method, route, data ) {
			return wp.apiFetch( Object.assign( { path: root + route, method }, data ? { data } : {} ) );
		}

		async function loadSuggestion( state ) {
			const wanted = state.suggestion || state.applied;
			if ( ! wanted ) {
				return null;
			}
			const known = snapshot.suggestion;
			if ( known && known.revision === wanted && snapshot.state.applied === state.applied ) {
				return known;
			}
			const answer = await call( 'GET', '/suggestion' ).catch( ( error ) => {
				// It can have been discarded in another window since.
				if ( error.code === 'seo_bridge_no_suggestion' ) {
					return null;
				}
				throw error;
			} );
			return answer === null ? null : seoBridge.readSuggestion( answer );
		}

		async function take( answer ) {
			const before = snapshot.state;
			const state = seoBridge.readState( answer );
			let suggestion = null;
			let error = '';
			try {
				suggestion = await loadSuggestion( state );
			} catch ( problem ) {
				// One that cannot be read now cannot be read later; another rewrite can be asked for.
				if ( problem.code !== seoBridge.UNREADABLE ) {
					throw problem;
				}
				error = problem.message;
			}
			pause = before && before.state === state.state ? Math.min( pause * GROWTH, SLOWEST ) : FASTEST;
			set( { state, suggestion, doing: '', error } );
		}

		function schedule() {
			window.clearTimeout( timer );
			const busy = snapshot.state && snapshot.state.busy;
			if ( ! disposed && busy && ! document.hidden ) {
				timer = window.setTimeout( job.refresh, pause );
			}
		}

		function whenShown() {
			if ( document.hidden ) {
				window.clearTimeout( timer );
			} else if ( ! snapshot.state || snapshot.state.busy ) {
				pause = FASTEST;
				job.refresh();
			}
		}

		// One call at a time: an answer that was under way before the author's own act would undo it on the screen.
		let turn = Promise.resolve();
		function inTurn( doing, work ) {
			window.clearTimeout( timer );
			turn = turn.then( async () => {
				if ( disposed ) {
					return;
				}
				set( doing ? { doing, error: '' } : {} );
				try {
					await take( await work() );
				} catch ( error ) {
					pause = Math.min( pause * GROWTH, SLOWEST );
					set( { doing: '', error: seoBridge.reason( error ) } );
				}
				schedule();
			} );
			return turn;
		}

		const job = {
			postId,
			get: () => snapshot,
			subscribe( listener ) {
				listeners.add( listener );
				return () => listeners.delete( listener );
			},
			/** Asks for the state now. */
			refresh: () => inTurn( '', () => call( 'GET', '/progress' ) ),
			/**
			 * @param {Object}             options `keyphrase`, `tone`, `min_words`, `again`.
			 * @param {function(): Promise} before What is to be done first (the author's text is saved).
			 */
			request: ( options, before ) =>
				inTurn( 'request', async () => {
					await ( before ? before() : null );
					return call( 'POST', '/rewrite', options );
				} ),
			cancel: () => inTurn( 'cancel', () => call( 'POST', '/cancel', {} ) ),
			discard: ( revision ) => inTurn( 'discard', () => call( 'DELETE', '/suggestion', { revision } ) ),
			/** @param {Object} apply As the route `suggestion/apply` takes it: applies on the server. */
			applyOnServer: ( apply ) => inTurn( 'apply', () => call( 'POST', '/suggestion/apply', apply ) ),
			/** @param {Object} wanted `revision`, `sections`, `title`, `current`. Resolves to what would be applied. */
			preview: ( wanted ) => call( 'POST', '/suggestion/preview', wanted ).then( seoBridge.readPreview ),
			dispose() {
				disposed = true;
				window.clearTimeout( timer );
				document.removeEventListener( 'visibilitychange', whenShown );
			},
		};
		document.addEventListener( 'visibilitychange', whenShown );
		if ( ! fresh ) {
			job.refresh();
		}
		return job;
	};

	/**
	 * @param {Object} error What wp.apiFetch or an editor's save failed with.
	 * @return {string} A sentence for the author.
	 */
	seoBridge.reason = function ( error ) {
		// WordPress's page about a critical error is HTML, and tells an author nothing.
		const unknown = [ 'fetch_error', 'invalid_json', 'internal_server_error' ];
		if ( error && typeof error.message === 'string' && error.message && ! unknown.includes( error.code ) ) {
			return error.message;
		}
		return wp.i18n.__( 'This site did not answer. Check your connection and try again.', 'seo-bridge' );
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
