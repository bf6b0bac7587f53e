/**
 * Asking for a rewrite: the button first, the wishes behind it.
 */
( function ( wp, seoBridge ) {
	const { createElement: el, useState } = wp.element;
	const { PanelBody } = wp.components;
	const { __, _n, sprintf } = wp.i18n;
	const { Action, Field } = seoBridge;

	const tones = () => [
		[ '', __( 'As the site is set up', 'seo-bridge' ) ],
		[ __( 'neutral and factual', 'seo-bridge' ), __( 'Neutral and factual', 'seo-bridge' ) ],
		[ __( 'warm and close to the reader', 'seo-bridge' ), __( 'Warm and close to the reader', 'seo-bridge' ) ],
		[ __( 'expert and precise', 'seo-bridge' ), __( 'Expert and precise', 'seo-bridge' ) ],
		[ __( 'simple, for everybody', 'seo-bridge' ), __( 'Simple, for everybody', 'seo-bridge' ) ],
		[ __( 'lively and engaging', 'seo-bridge' ), __( 'Lively and engaging', 'seo-bridge' ) ],
	];

	/**
	 * @param {Object} state  State.
	 * @param {Object} editor See `seoBridge.useEditor`.
	 * @return {string} Why no rewrite can be asked for now; '' when it can.
	 */
	function obstacle( state, editor ) {
		if ( editor.empty ) {
			return __( 'Write the article first: the rewrite starts from your own text.', 'seo-bridge' );
		}
		if ( editor.dirty && editor.isPublic ) {
			return __( 'This article is published, and you have unsaved changes. Update it yourself first, when they may go online: the rewrite starts from the saved text.', 'seo-bridge' );
		}
		if ( state.left_today === 0 ) {
			return __( 'Today’s rewrites are used up on this site. You can ask again tomorrow.', 'seo-bridge' );
		}
		// What the site knows of the post is its saved text: with unsaved text it may be possible all the same.
		if ( state.can_request || editor.dirty ) {
			return '';
		}
		return state.message || __( 'A rewrite cannot be asked for now.', 'seo-bridge' );
	}

	function Options( { wishes, onChange } ) {
		const change = ( name ) => ( value ) => onChange( Object.assign( {}, wishes, { [ name ]: value } ) );
		return el(
			PanelBody,
			{ title: __( 'Options', 'seo-bridge' ), initialOpen: false, className: 'seo-bridge-options' },
			el( Field, {
				label: __( 'Focus keyphrase', 'seo-bridge' ),
				help: __( 'What people type to find this article. Left empty, it is found in your text.', 'seo-bridge' ),
				value: wishes.keyphrase,
				maxLength: 200,
				onChange: change( 'keyphrase' ),
			} ),
			el(
				Field,
				{
					as: 'select',
					label: __( 'Tone', 'seo-bridge' ),
					value: wishes.tone,
					onChange: change( 'tone' ),
				},
				tones().map( ( [ value, label ] ) => el( 'option', { key: value, value }, label ) )
			),
			el( Field, {
				type: 'number',
				label: __( 'Minimum length, in words', 'seo-bridge' ),
				help: __( 'Nothing is invented to reach it: a short source stays short.', 'seo-bridge' ),
				value: wishes.min_words,
				min: 0,
				max: 5000,
				step: 50,
				onChange: change( 'min_words' ),
			} )
		);
	}

	/** @param {Object} wishes As typed. @return {Object} Those that were expressed. */
	function expressed( wishes ) {
		const asked = {};
		[ 'keyphrase', 'tone' ].forEach( ( name ) => {
			if ( wishes[ name ].trim() ) {
				asked[ name ] = wishes[ name ].trim();
			}
		} );
		const words = Math.min( 5000, Math.floor( Number( wishes.min_words ) ) );
		return words > 0 ? Object.assign( asked, { min_words: words } ) : asked;
	}

	function left( state ) {
		if ( state.left_today === null || ! state.can_request ) {
			return null;
		}
		return el(
			'p',
			{ className: 'seo-bridge-hint' },
			/* translators: %d: a number of rewrites. */
			sprintf( _n( '%d rewrite left today.', '%d rewrites left today.', state.left_today, 'seo-bridge' ), state.left_today )
		);
	}

	/**
	 * The form.
	 *
	 * @param {Object}  props
	 * @param {Object}  props.job
	 * @param {Object}  props.adapter
	 * @param {Object}  props.snapshot The job's.
	 * @param {Object}  props.editor   See `seoBridge.useEditor`.
	 * @param {boolean} [props.again]  Whether the text has been rewritten before.
	 */
	seoBridge.RequestForm = function ( { job, adapter, snapshot, editor, again } ) {
		const [ wishes, setWishes ] = useState( { keyphrase: '', tone: '', min_words: '' } );
		const why = obstacle( snapshot.state, editor );
		const busy = snapshot.doing === 'request';
		const save = editor.dirty ? () => adapter.save() : null;
		const ask = () => job.request( Object.assign( expressed( wishes ), again ? { again: true } : {} ), save );
		const whyId = seoBridge.useId();
		let note = why;
		if ( ! why && editor.dirty ) {
			note = __( 'Your changes are saved first.', 'seo-bridge' );
		}
		return el(
			'div',
			{ className: 'seo-bridge-request' },
			el(
				Action,
				{
					variant: again ? 'secondary' : 'primary',
					className: 'seo-bridge-request__button',
					off: Boolean( why ) || Boolean( snapshot.doing ),
					isBusy: busy,
					'aria-describedby': note ? whyId : undefined,
					onClick: ask,
				},
				again ? __( 'Rewrite again', 'seo-bridge' ) : __( 'Rewrite for SEO', 'seo-bridge' )
			),
			note ? el( 'p', { id: whyId, className: 'seo-bridge-hint' }, note ) : null,
			left( snapshot.state ),
			el( Options, { wishes, onChange: setWishes } )
		);
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
