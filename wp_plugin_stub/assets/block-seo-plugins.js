/**
 * The SEO plugin's fields in the block editor follow what is applied there and not saved yet.
 */
( function ( wp, seoBridge ) {
	/**
	 * @return {{expect: function(Object, Object), follow: function(?Object)}} `expect` is told what a preview answered for some
	 *                                       choices. `follow` is told at every change which choices are applied and not saved yet:
	 *                                       the fields follow them, and get their own values back when they are undone.
	 */
	seoBridge.seoPlugins = function () {
		const results = new WeakMap();
		let present = null;
		let before = null;

		function put( { seo_plugin: name, seo_fields: fields } ) {
			const plugin = seoBridge.seoPlugin( name );
			const had = plugin.read();
			const own = before ? before.values : {};
			const wanted = { ...own, ...fields };
			// Only what changes: Rank Math sends what was written, whatever it is.
			const changed = Object.keys( wanted ).filter( ( field ) => field in had && had[ field ] !== wanted[ field ] );
			const pick = ( values ) => Object.fromEntries( changed.map( ( field ) => [ field, values[ field ] ] ) );
			plugin.write( pick( wanted ) );
			before = { plugin, values: { ...pick( had ), ...own } };
		}

		return {
			expect: ( choices, result ) => results.set( choices, result ),
			follow( choices ) {
				if ( choices === present ) {
					return;
				}
				present = choices;
				if ( choices ) {
					if ( results.has( choices ) ) {
						put( results.get( choices ) );
					}
					return;
				}
				// What is not undone has been saved, and the fields with it.
				if ( before && ! wp.data.select( 'core/editor' ).isSavingPost() ) {
					before.plugin.write( before.values );
				}
				before = null;
			},
		};
	};
} )( window.wp, ( window.seoBridge = window.seoBridge || {} ) );
