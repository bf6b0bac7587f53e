/**
 * The block editor as the panel knows it. See `panel.js` for what an adapter answers.
 */
( function ( wp, seoBridge ) {
	const { select, dispatch, subscribe } = wp.data;

	// What the editor itself writes posts with.
	const write = wp.blocks.__unstableSerializeAndClean || wp.blocks.serialize;

	function post() {
		const { getCurrentPostType, getCurrentPostId } = select( 'core/editor' );
		return [ 'postType', getCurrentPostType(), getCurrentPostId() ];
	}

	function edited() {
		return select( 'core' ).getEditedEntityRecord( ...post() ) || {};
	}

	/** The content that a save would write, without having untouched blocks written anew. */
	function contentOf( record ) {
		if ( typeof record.content === 'function' ) {
			return record.content( record );
		}
		const saved = select( 'core/editor' ).getCurrentPostAttribute( 'content' );
		return record.content === saved || ! record.blocks ? record.content : write( record.blocks );
	}

	/**
	 * Content that is saved byte for byte as long as nobody edits a block: the editor would write each block anew, in its
	 * own notation. It takes a function for content in place of a string, and calls it with the post when it saves.
	 */
	function exact( content, blocks ) {
		return ( record ) => ( record.blocks === blocks ? content : write( record.blocks || [] ) );
	}

	/** The innermost block that has it: a group, a list or a quotation can be as long as the article. */
	function innermost( block, has ) {
		const inner = block.innerBlocks.find( has );
		return inner ? innermost( inner, has ) : block;
	}

	/** Where a passage is: at its index if its first words are there, else wherever they are. */
	function blockOf( at, applied ) {
		const blocks = select( 'core/block-editor' ).getBlocks();
		const bare = ( text ) => text.replace( /[\s\u00a0\u202f]+/g, ' ' ).trim();
		const words = bare( ( applied ? at.text : at.source_text ) || '' );
		const says = ( block ) => {
			const html = wp.blocks.serialize( [ block ] ).replace( /<!--[\s\S]*?-->/g, '' );
			const text = new window.DOMParser().parseFromString( html, 'text/html' ).body.textContent;
			return bare( text ).includes( words );
		};
		const indexed = blocks[ applied ? at.block : at.source_block ];
		const found = words && ( indexed && says( indexed ) ? indexed : blocks.find( says ) );
		return found ? innermost( found, says ) : indexed;
	}

	function flash( clientId ) {
		const frame = document.querySelector( 'iframe[name="editor-canvas"]' );
		const canvas = ( frame && frame.contentDocument ) || document;
		const node = canvas.getElementById( 'block-' + clientId );
		if ( ! node ) {
			return;
		}
		const calm = window.matchMedia( '(prefers-reduced-motion: reduce)' ).matches;
		node.scrollIntoView( { block: 'center', behavior: calm ? 'auto' : 'smooth' } );
		if ( ! calm && node.animate ) {
			const color = window.getComputedStyle( document.body ).getPropertyValue( '--wp-admin-theme-color' ) || '#2271b1';
			node.animate( [ { boxShadow: `0 0 0 6px ${ color.trim() }` }, { boxShadow: '0 0 0 6px transparent' } ], 1800 );
		}
	}

	/** @return {Object} The adapter; `onSaved( listener )` besides. */
	seoBridge.blockAdapter = function () {
		const seo = seoBridge.seoPlugins();
		// What was put in last, and what `applied` answered last.
		let step = null;
		let answer = null;

		function takeBack( choices ) {
			const { refreshMe } = edited();
			dispatch( 'core/editor' ).undo();
			// Rank Math makes a step of its own, on top of this one, of what is changed in its fields.
			if ( edited().seo_bridge_apply === choices && edited().refreshMe !== refreshMe ) {
				dispatch( 'core/editor' ).undo();
			}
		}

		/** What was applied, as long as it is among the unsaved edits: undo takes it out, redo puts it back. */
		function applied() {
			const { title, content, seo_bridge_apply: choices } = edited();
			if ( ! choices ) {
				answer = null;
				return null;
			}
			// Only as long as nothing was done since does undo take back this.
			const last = step && step.choices === choices && step.content === content && step.title === title;
			if ( ! answer || answer.choices !== choices || Boolean( answer.undo ) !== Boolean( last ) ) {
				const undo = last ? () => takeBack( choices ) : null;
				answer = { choices, revision: choices.revision, undo };
			}
			return answer;
		}

		const adapter = {
			current() {
				const record = edited();
				return { title: String( record.title || '' ), content: contentOf( record ) };
			},
			isDirty: () => select( 'core/editor' ).isEditedPostDirty(),
			isEmpty: () => select( 'core/editor' ).isEditedPostEmpty(),
			isPublic: () => select( 'core/editor' ).isCurrentPostPublished(),
			async save() {
				await dispatch( 'core/editor' ).savePost();
				if ( ! select( 'core/editor' ).didPostSaveRequestSucceed() ) {
					throw new Error( wp.i18n.__( 'Your changes could not be saved, so nothing was asked for. Save the post, then try again.', 'seo-bridge' ) );
				}
			},
			async apply( result, choices ) {
				const blocks = wp.blocks.parse( result.content );
				const content = exact( result.content, blocks );
				const record = edited();
				const edits = { title: result.title, content, blocks, selection: undefined, seo_bridge_apply: choices };
				if ( result.excerpt && ! String( record.excerpt || '' ).trim() ) {
					edits.excerpt = result.excerpt;
				}
				if ( result.slug ) {
					edits.slug = result.slug;
				}
				dispatch( 'core/block-editor' ).clearSelectedBlock();
				seo.expect( choices, result );
				step = { choices, content, title: result.title };
				dispatch( 'core' ).editEntityRecord( ...post(), edits );
			},
			jump( at, inEditor ) {
				const block = blockOf( at, inEditor );
				if ( block ) {
					dispatch( 'core/block-editor' ).selectBlock( block.clientId );
					flash( block.clientId );
				}
				return Boolean( block );
			},
			applied,
			subscribe: ( listener ) => subscribe( listener ),
			onSaved( listener ) {
				let saving = false;
				subscribe( () => {
					const { isSavingPost, isAutosavingPost } = select( 'core/editor' );
					const now = isSavingPost() && ! isAutosavingPost();
					if ( saving && ! now ) {
						listener();
					}
					saving = now;
				} );
			},
		};
		subscribe( () => seo.follow( edited().seo_bridge_apply || null ) );
		return adapter;
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
