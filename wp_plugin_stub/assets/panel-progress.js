/**
 * A rewrite under way, in stages and words.
 */
( function ( wp, seoBridge ) {
	const { createElement: el } = wp.element;
	const { Notice } = wp.components;
	const { __, sprintf } = wp.i18n;

	const stages = () => [
		[ [ 'waiting', 'undelivered' ], __( 'Sending the request', 'seo-bridge' ) ],
		[ [ 'queued' ], __( 'In the queue', 'seo-bridge' ) ],
		[ [ 'reading' ], __( 'Reading your article', 'seo-bridge' ) ],
		[ [ 'writing' ], __( 'Writing', 'seo-bridge' ) ],
		[ [ 'checking' ], __( 'Checking every fact', 'seo-bridge' ) ],
		[ [ 'repairing' ], __( 'Correcting, if need be', 'seo-bridge' ) ],
		[ [ 'delivering' ], __( 'Bringing it back', 'seo-bridge' ) ],
	];

	function Stages( { state } ) {
		const all = stages();
		const present = all.findIndex( ( [ names ] ) => names.includes( state.state ) );
		return el(
			'ol',
			{ className: 'seo-bridge-stages' },
			all.map( ( [ names, label ], index ) => {
				const here = index === present;
				const look = index < present ? 'is-done' : 'is-to-come';
				return el(
					'li',
					{
						key: names[ 0 ],
						className: here ? 'is-present' : look,
						'aria-current': here ? 'step' : undefined,
					},
					label,
					index < present
						? el( 'span', { className: 'screen-reader-text' }, ' ' + __( '(done)', 'seo-bridge' ) )
						: null
				);
			} )
		);
	}

	function Bar( { state } ) {
		const known = state.state === 'writing' && state.expected > 0;
		const share = known ? Math.min( 100, Math.round( ( 100 * state.words ) / state.expected ) ) : 0;
		return el(
			'div',
			{
				className: 'seo-bridge-bar' + ( known ? '' : ' is-indeterminate' ),
				role: 'progressbar',
				'aria-label': __( 'Progress of the rewrite', 'seo-bridge' ),
				'aria-valuemin': known ? 0 : undefined,
				'aria-valuemax': known ? 100 : undefined,
				'aria-valuenow': known ? share : undefined,
				'aria-valuetext': state.label,
			},
			el( 'span', { style: known ? { width: share + '%' } : {} } )
		);
	}

	function Kept( { state } ) {
		const parts = [
			state.message || __( 'The rewriting service cannot be reached.', 'seo-bridge' ),
			__( 'Your request is kept.', 'seo-bridge' ),
			state.retry_at
				? /* translators: %s: a time of day. */
				  sprintf( __( 'It is sent again at %s.', 'seo-bridge' ), seoBridge.clock( state.retry_at ) )
				: '',
		];
		return el( Notice, { status: 'warning', isDismissible: false }, parts.filter( Boolean ).join( ' ' ) );
	}

	/**
	 * @param {Object} props
	 * @param {Object} props.job
	 * @param {Object} props.snapshot The job's.
	 */
	seoBridge.Progress = function ( { job, snapshot } ) {
		const { state, doing } = snapshot;
		const down = state.state === 'undelivered';
		return el(
			'div',
			{ className: 'seo-bridge-work' },
			down ? el( Kept, { state } ) : el( Bar, { state } ),
			! down && state.message ? el( 'p', { className: 'seo-bridge-hint' }, state.message ) : null,
			// Which stage it has come to is what nobody says then, or what does not matter any more.
			[ 'unknown', 'cancelling' ].includes( state.state ) ? null : el( Stages, { state } ),
			el(
				'p',
				{ className: 'seo-bridge-hint' },
				__( 'You can go on working, or close this page: the rewrite waits for you here.', 'seo-bridge' )
			),
			state.can_cancel
				? el(
						seoBridge.Action,
						{
							variant: 'secondary',
							isBusy: doing === 'cancel',
							off: Boolean( doing ),
							onClick: job.cancel,
						},
						down || state.state === 'waiting'
							? __( 'Withdraw the request', 'seo-bridge' )
							: __( 'Cancel the rewrite', 'seo-bridge' )
				  )
				: null
		);
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
