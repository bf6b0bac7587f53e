/**
 * The panel's small parts: fields, dialogs, and the hooks that tie them to a job and to an editor.
 */
( function ( wp, seoBridge ) {
	const { createElement: el, useEffect, useRef, useState, useCallback } = wp.element;
	const { BaseControl, Button, Modal } = wp.components;
	const { __ } = wp.i18n;

	let fields = 0;

	/** @return {string} An id for one field, the same as long as it is shown. */
	function useId() {
		const ref = useRef( '' );
		if ( ! ref.current ) {
			fields += 1;
			ref.current = 'seo-bridge-field-' + fields;
		}
		return ref.current;
	}

	/**
	 * A labelled input, text area or choice. Native controls: those of wp.components differ from version to version.
	 *
	 * @param {Object}              props          Further ones go to the control.
	 * @param {string}              props.label    Label.
	 * @param {string|Object}       [props.help]   What stands below.
	 * @param {string}              [props.as]     'input' (default), 'textarea' or 'select'.
	 * @param {function(string): *} props.onChange Gets the new value.
	 */
	function Field( { label, help, as = 'input', onChange, ...rest } ) {
		const id = useId();
		const looks = { input: 'components-text-control__input', textarea: 'components-textarea-control__input' };
		return el(
			BaseControl,
			{ id, label, help, className: 'seo-bridge-field', __nextHasNoMarginBottom: true },
			el( as, {
				id,
				className: looks[ as ] || 'seo-bridge-field__select',
				'aria-describedby': help ? id + '__help' : undefined,
				onChange: ( event ) => onChange( event.target.value ),
				...rest,
			} )
		);
	}

	/**
	 * A button that keeps the focus while it cannot be used: a disabled one would drop it somewhere on the page.
	 *
	 * @param {Object}        props         Further ones go to the button.
	 * @param {boolean}       props.off     Whether it cannot be used now.
	 * @param {function(): *} props.onClick What it does.
	 */
	function Action( { off, onClick, ...rest } ) {
		return el( Button, { 'aria-disabled': off || undefined, onClick: off ? undefined : onClick, ...rest } );
	}

	/**
	 * A dialog with its buttons at the end.
	 *
	 * @param {Object}       props
	 * @param {string}       props.title    Heading.
	 * @param {function(): *} props.onClose  What closing does.
	 * @param {Object}       props.buttons  Elements.
	 * @param {boolean}      [props.wide]   Whether it needs the width of the window.
	 * @param {Object}       props.children Elements.
	 */
	function Dialog( { title, onClose, buttons, wide, children } ) {
		return el(
			Modal,
			{
				title,
				onRequestClose: onClose,
				className: 'seo-bridge seo-bridge-dialog' + ( wide ? ' is-wide' : '' ),
			},
			el( 'div', { className: 'seo-bridge-dialog__text' }, children ),
			el( 'div', { className: 'seo-bridge-dialog__buttons' }, buttons )
		);
	}

	/**
	 * What a store holds now; renders anew when it changes.
	 *
	 * @param {function(function(): *): function()} subscribe Takes a listener, returns what takes it off again.
	 * @param {function(): *}                        get       The present value.
	 */
	function useStore( subscribe, get ) {
		const [ value, setValue ] = useState( get );
		useEffect( () => {
			const update = () => setValue( get );
			update();
			return subscribe( update );
		}, [ subscribe, get ] );
		return value;
	}

	/** @param {Object} job A job. @return {Object} Its snapshot. */
	seoBridge.useJob = ( job ) => useStore( job.subscribe, job.get );

	/**
	 * What the panel needs to know of the editor at any time. See `panel.js` for adapters.
	 *
	 * @param {Object} adapter
	 * @return {{dirty: boolean, empty: boolean, isPublic: boolean, atOnce: boolean, applied: Object|null}} As the adapter has it.
	 */
	seoBridge.useEditor = ( adapter ) => {
		const seen = useRef( null );
		const subscribe = useCallback(
			( listener ) => ( adapter.subscribe ? adapter.subscribe( listener ) : () => {} ),
			[ adapter ]
		);
		const get = useCallback( () => {
			const now = {
				dirty: adapter.isDirty(),
				empty: adapter.isEmpty(),
				isPublic: adapter.isPublic(),
				atOnce: Boolean( adapter.appliesAtOnce && adapter.appliesAtOnce() ),
				applied: adapter.applied ? adapter.applied() : null,
			};
			const same = seen.current && Object.keys( now ).every( ( key ) => now[ key ] === seen.current[ key ] );
			seen.current = same ? seen.current : now;
			return seen.current;
		}, [ adapter ] );
		return useStore( subscribe, get );
	};

	/** @param {number} unix Seconds. @return {string} The time of day, with the date unless it is today's. */
	seoBridge.clock = ( unix ) => {
		const date = new Date( unix * 1000 );
		const time = { hour: '2-digit', minute: '2-digit' };
		const today = date.toDateString() === new Date().toDateString();
		return date.toLocaleString(
			document.documentElement.lang || undefined,
			today ? time : { day: 'numeric', month: 'long', ...time }
		);
	};

	/** @param {number} number @return {string} As people write it in the language of the screen. */
	seoBridge.number = ( number ) => number.toLocaleString( document.documentElement.lang || undefined );

	/** Says something to screen readers. */
	seoBridge.say = ( text, urgently ) => text && wp.a11y.speak( text, urgently ? 'assertive' : 'polite' );

	/**
	 * A question before something that cannot be taken back.
	 *
	 * @param {Object} props `title`, `children`, `action` (the button's words), `onYes`, `onNo`.
	 */
	function Confirm( { title, children, action, onYes, onNo } ) {
		return el(
			Dialog,
			{
				title,
				onClose: onNo,
				buttons: [
					el( Button, { key: 'no', variant: 'tertiary', onClick: onNo }, __( 'Cancel', 'seo-bridge' ) ),
					el( Button, { key: 'yes', variant: 'primary', isDestructive: true, onClick: onYes }, action ),
				],
			},
			children
		);
	}

	Object.assign( seoBridge, { Action, Field, Dialog, Confirm, useId } );
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
