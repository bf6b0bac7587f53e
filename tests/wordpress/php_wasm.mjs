// Runs a script by the PHP of an npm package, with folders of this machine: node php_wasm.mjs <its php_x_y.js> <script> <folder>…
const [ php, script, ...folders ] = process.argv.slice( 2 );
const { init } = await import( php );
const module = { noInitialRun: true, locateFile: ( path ) => path, ENV: {} };
await new Promise( ( ready ) => {
	module.onRuntimeInitialized = ready;
	init( 'NODE', module );
} );
for ( const folder of folders ) {
	module.FS.mkdirTree( folder );
	module.FS.mount( module.FS.filesystems.NODEFS, { root: folder }, folder );
}
for ( const argument of [ 'php', '-d', 'memory_limit=512M', script ] ) {
	module.ccall( 'wasm_add_cli_arg', null, [ 'string' ], [ argument ] );
}
try {
	await module.ccall( 'run_cli', null, [], [], { async: true } );
} catch ( end ) {
	if ( end?.name !== 'ExitStatus' ) {
		throw end;
	}
}
process.exit();
