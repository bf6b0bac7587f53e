/**
 * The text in the classic editor, in visual mode (TinyMCE) and in text mode (a text area).
 */
( function ( seoBridge ) {
	const ID = 'content';

	// Characters that a browser types into a text area in good time: what it takes grows with the square.
	const TYPED = 20000;

	const area = () => document.getElementById( ID );

	/** TinyMCE, when the author sees it. */
	function visual() {
		const editor = window.tinymce ? window.tinymce.get( ID ) : null;
		return editor && editor.initialized && ! editor.isHidden() ? editor : null;
	}

	/** @return {string} The text as a save would send it now. */
	function get() {
		const editor = visual();
		// As core's own save, but leaves TinyMCE its mark of unsaved changes.
		return editor ? editor.save( { set_dirty: false } ) : area().value;
	}

	/**
	 * Puts a text in, as one step that undo takes back.
	 *
	 * @param {string} text
	 */
	function set( text ) {
		const editor = visual();
		if ( editor ) {
			// As core loads a text: with its paragraphs where the post has no blocks.
			editor.undoManager.transact( () => editor.setContent( text, { load: true } ) );
			editor.setDirty( true );
			editor.nodeChanged();
			return;
		}
		const node = area();
		node.focus();
		node.select();
		// Deprecated, but the one way that keeps the browser's own undo. The panel has an undo besides.
		const typed = text.length < TYPED && document.execCommand( 'insertText', false, text );
		if ( ! typed || node.value !== text.replace( /\r\n?/g, '\n' ) ) {
			node.value = text;
		}
		node.dispatchEvent( new window.Event( 'input', { bubbles: true } ) );
	}

	/**
	 * A pattern that finds words with any spaces between them and, in a text area, with tags and entities.
	 *
	 * @param {string[]} words
	 * @param {boolean}  tagged Whether there may be tags between and in the words.
	 */
	function pattern( words, tagged ) {
		const tags = tagged ? '(?:<[^>]*>)*' : '';
		const gap = tagged ? '(?:\\s|&nbsp;|<[^>]*>)+' : '\\s+';
		const letter = ( character ) => {
			const plain = character.replace( /[.*+?^${}()|[\]\\/]/, '\\$&' );
			const written = { '&': '(?:&amp;|&)', '<': '(?:&lt;|<)', '>': '(?:&gt;|>)', '’': "(?:’|'|&rsquo;|&#8217;)" };
			return written[ character ] || plain;
		};
		return new RegExp( words.map( ( word ) => [ ...word ].map( letter ).join( tags ) ).join( gap ) );
	}

	/**
	 * @param {string}  text   Where to look.
	 * @param {string}  wanted What to look for; if the whole is not there, its beginning will do.
	 * @param {boolean} tagged See `pattern`.
	 * @return {number[]|null} Start and end.
	 */
	function find( text, wanted, tagged ) {
		const words = wanted.replace( /…$/, '' ).split( /\s+/ ).filter( Boolean );
		for ( let count = words.length; count >= Math.min( words.length, 3 ) && count > 0; count-- ) {
			const found = pattern( words.slice( 0, count ), tagged ).exec( text );
			if ( found ) {
				return [ found.index, found.index + found[ 0 ].length ];
			}
		}
		return null;
	}

	function showInVisual( editor, wanted ) {
		const doc = editor.getDoc();
		const walker = doc.createTreeWalker( editor.getBody(), window.NodeFilter.SHOW_TEXT );
		const nodes = [];
		let text = '';
		while ( walker.nextNode() ) {
			nodes.push( [ text.length, walker.currentNode ] );
			text += walker.currentNode.data;
		}
		const found = find( text, wanted, false );
		if ( ! found ) {
			return false;
		}
		const place = ( offset ) => nodes.filter( ( [ start ] ) => start <= offset ).pop();
		const [ first, last ] = [ place( found[ 0 ] ), place( found[ 1 ] - 1 ) ];
		const range = doc.createRange();
		range.setStart( first[ 1 ], found[ 0 ] - first[ 0 ] );
		range.setEnd( last[ 1 ], found[ 1 ] - last[ 0 ] );
		editor.focus();
		editor.selection.setRng( range );
		first[ 1 ].parentElement.scrollIntoView( { block: 'center' } );
		return true;
	}

	/** How far down in a text area a passage stands, in pixels: a copy that ends there is as high. */
	function heightUpTo( node, offset ) {
		const copy = node.cloneNode( false );
		copy.removeAttribute( 'id' );
		copy.removeAttribute( 'name' );
		copy.style.cssText += ';position:absolute;visibility:hidden;height:0;min-height:0;width:' + node.offsetWidth + 'px';
		copy.value = node.value.slice( 0, offset );
		node.parentNode.appendChild( copy );
		const height = copy.scrollHeight;
		copy.remove();
		return height;
	}

	function showInArea( wanted ) {
		const node = area();
		const found = find( node.value, wanted, true );
		if ( ! found ) {
			return false;
		}
		const height = heightUpTo( node, found[ 0 ] );
		node.focus( { preventScroll: true } );
		node.setSelectionRange( found[ 0 ], found[ 1 ] );
		node.scrollTop = height - node.clientHeight / 2;
		// The area may be as high as its text, and the page scroll instead.
		const top = node.getBoundingClientRect().top + height - node.scrollTop;
		window.scrollBy( { top: top - window.innerHeight / 2 } );
		return true;
	}

	/**
	 * Selects a passage and brings it into view.
	 *
	 * @param {string} wanted Its first words.
	 * @return {boolean} Whether it was found.
	 */
	function show( wanted ) {
		const editor = visual();
		return Boolean( wanted && wanted.trim() ) && ( editor ? showInVisual( editor, wanted ) : showInArea( wanted ) );
	}

	seoBridge.classicText = { area, visual, get, set, show };
} )( ( window.seoBridge = window.seoBridge || {} ) );
