/**
 * The panel in the classic editor: what it asks of an editor, answered by the form, TinyMCE and the text area.
 */
( function ( wp, seoBridge, config ) {
	const { __ } = wp.i18n;
	const text = seoBridge.classicText;
	const fields = seoBridge.classicFields;
	const root = '/seo-bridge/v1/posts/' + config.postId;

	const listeners = new Set();
	// What was last saved: the title, the text in each form that the editor gives it, the other fields.
	const saved = { title: '', texts: new Set(), fields: '' };
	// What was applied and is not saved yet: `{ before, after, on, filler, choices, told }`.
	let step = null;
	let timer = 0;

	const titleField = () => fields.form().elements.post_title;
	const title = () => ( titleField() ? titleField().value : '' );
	const sendField = () => document.getElementById( 'seo-bridge-apply' );

	function announce() {
		window.clearTimeout( timer );
		timer = window.setTimeout( () => listeners.forEach( ( listener ) => listener() ), 300 );
	}

	/** What the editor holds now. */
	function held() {
		return { title: title(), text: text.get(), fields: fields.snapshot() };
	}

	function textIsSaved() {
		return title() === saved.title && saved.texts.has( text.get() );
	}

	function isDirty() {
		return ! textIsSaved() || fields.snapshot() !== saved.fields;
	}

	function isPublic() {
		return [ 'publish', 'private' ].includes( document.getElementById( 'original_post_status' ).value );
	}

	/** What visitors read changes only when the author says so, by the form's own button. */
	function appliesAtOnce() {
		return ! isDirty() && ! isPublic();
	}

	/** Notes what is saved now: its hash, and what the editor held when it was sent. */
	function settle( hash, sent ) {
		config.hash = hash;
		saved.title = sent.title;
		saved.texts = new Set( [ text.area().defaultValue, sent.text ] );
		saved.fields = sent.fields;
		step = null;
		sendField().value = '';
		announce();
	}

	/** Fills in what belongs to a proposal when its text is in the editor, and takes it out when it is not. */
	function follow() {
		if ( step && text.get() === ( step.on ? step.before : step.after ) ) {
			step.on = ! step.on;
			step.filler[ step.on ? 'on' : 'off' ]();
			sendField().value = step.on ? JSON.stringify( step.choices ) : '';
			step.told = null;
		}
		announce();
	}

	/** What is sent with a save: the choices, and whether the text is still to the letter what was applied. */
	function beforeSave() {
		if ( step && step.on ) {
			sendField().value = JSON.stringify( Object.assign( { untouched: text.get() === step.after }, step.choices ) );
		}
	}

	/** Saves the form as its button would, and stays on the page. */
	async function save() {
		const form = fields.form();
		const button = document.getElementById( 'save-post' ) || form.querySelector( '#publish[name="save"]' );
		if ( ! button ) {
			throw new Error( __( 'Save the article first.', 'seo-bridge' ) );
		}
		if ( wp.autosave ) {
			wp.autosave.server.tempBlockSave();
		}
		text.area().value = text.get();
		beforeSave();
		const sent = held();
		const data = new window.FormData( form );
		data.append( button.name, button.value );
		const answer = await window.fetch( form.getAttribute( 'action' ), { method: 'POST', body: data } );
		const page = await answer.text();
		const hash = /"hash":"(sha256:[0-9a-f]{64})"/.exec( page );
		if ( ! answer.ok || ! hash ) {
			throw new Error( __( 'The article could not be saved. Save it with its own button, and see what WordPress says.', 'seo-bridge' ) );
		}
		renew( page, title() === sent.title && text.get() === sent.text );
		text.area().defaultValue = sent.text;
		settle( hash[ 1 ], sent );
	}

	/** Brings what the form remembers of the saved post up to date; what was written meanwhile stays unsaved. */
	function renew( page, whole ) {
		const fresh = new window.DOMParser().parseFromString( page, 'text/html' );
		[ '_wpnonce', 'original_post_status', 'hidden_post_status', 'hidden_post_visibility', 'hidden_post_password' ].forEach( ( id ) => {
			const [ here, there ] = [ document.getElementById( id ), fresh.getElementById( id ) ];
			if ( here && there ) {
				here.value = there.value;
			}
		} );
		if ( ! whole ) {
			return;
		}
		const editor = text.visual();
		if ( editor ) {
			editor.setDirty( false );
		}
		// Has core's autosave, which would warn of unsaved changes, take the present text for the saved one.
		window.jQuery( document ).trigger( 'tinymce-editor-init.autosave', [ { id: 'content', save() {} } ] );
	}

	/** Applies on the server, to the byte, and opens the post anew. */
	async function applySaved( choices ) {
		await wp.apiFetch( {
			path: root + '/suggestion/apply',
			method: 'POST',
			data: Object.assign( {}, choices, { expected_hash: config.hash } ),
		} );
		// Of words that were written meanwhile, the browser asks before it leaves them.
		if ( ! isDirty() ) {
			window.jQuery( window ).off( 'beforeunload.edit-post' );
			if ( window.wpCookies ) {
				// The browser's own backup of the text is out of date now.
				window.wpCookies.set( 'wp-saving-post', config.postId + '-saved', 86400 );
			}
		}
		window.location.assign( 'post.php?post=' + config.postId + '&action=edit&seo_bridge_applied=1' );
		await new Promise( () => {} );
	}

	/** Puts what would be applied into the editor; the next save sends the choices. */
	function applyUnsaved( result, choices ) {
		step = null;
		const before = text.get();
		const filler = fields.filler( result, choices );
		text.set( result.content );
		const after = text.get();
		filler.on();
		step = { before, after, on: true, filler, choices, told: null };
		sendField().value = JSON.stringify( choices );
		announce();
	}

	function undo() {
		const editor = text.visual();
		if ( editor ) {
			editor.undoManager.undo();
		} else {
			text.set( step.before );
		}
		follow();
	}

	const adapter = {
		current: () => {
			// A text that TinyMCE has only opened is still the saved one.
			return textIsSaved() ? { title: saved.title, content: text.area().defaultValue } : { title: title(), content: text.get() };
		},
		isDirty,
		isEmpty: () => ! text.get().trim(),
		isPublic,
		save,
		appliesAtOnce,
		apply: async ( result, choices ) => ( appliesAtOnce() ? applySaved( choices ) : applyUnsaved( result, choices ) ),
		jump: ( at, applied ) => ( applied ? [ at.text, at.source_text ] : [ at.source_text, at.text ] ).some( text.show ),
		applied() {
			if ( ! step || ! step.on ) {
				return null;
			}
			const whole = text.get() === step.after;
			if ( ! step.told || Boolean( step.told.undo ) !== whole ) {
				step.told = { revision: step.choices.revision, undo: whole ? undo : null };
			}
			return step.told;
		},
		subscribe( listener ) {
			listeners.add( listener );
			return () => listeners.delete( listener );
		},
	};

	function watch( editor ) {
		editor.on( 'undo redo', follow );
		editor.on( 'input change keyup SetContent', announce );
	}

	wp.domReady( () => {
		const node = document.getElementById( 'seo-bridge-panel' );
		if ( ! node || ! fields.form() || ! text.area() ) {
			return;
		}
		settle( config.hash, held() );
		// TinyMCE writes some things its own way as soon as it opens a text.
		const opened = ( editor ) => {
			if ( saved.texts.has( text.area().value ) ) {
				saved.texts.add( text.get() );
			}
			watch( editor );
			announce();
		};
		if ( text.visual() ) {
			opened( text.visual() );
		}
		window.jQuery( document ).on( 'tinymce-editor-init', ( event, editor ) => editor.id === 'content' && editor.on && opened( editor ) );
		text.area().addEventListener( 'input', follow );
		fields.form().addEventListener( 'input', announce );
		fields.form().addEventListener( 'change', announce );
		// Core's preview submits the form by jQuery, of which a listener of the browser's own hears nothing.
		window.jQuery( fields.form() ).on( 'submit', beforeSave );
		seoBridge.mount( node, { postId: config.postId, adapter } );
	} );
} )( window.wp, window.seoBridge, window.seoBridgeClassic );
