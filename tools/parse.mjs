// Compiles PHP files with the PHP of an npm package: node parse.mjs <its php_x_y.js> <absolute path>…
// Prints what PHP complains about, and at the end, if it comes there, its version.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [ php, ...files ] = process.argv.slice( 2 );
const { init } = await import( php );
const module = {
	noInitialRun: true,
	locateFile: ( path ) => path,
	ENV: {},
	onAbort: ( why ) => {
		throw new Error( why );
	},
};
await new Promise( ( ready ) => {
	module.onRuntimeInitialized = ready;
	init( 'NODE', module );
} );

// A file that returns at once is compiled to its end, its functions are declared, and nothing of it runs.
const includes = files.map( ( file ) => {
	module.FS.mkdirTree( dirname( file ) );
	module.FS.writeFile( file, '<?php return; ?>' + readFileSync( file, 'utf8' ) );
	return `try { include '${ file }'; } catch ( ParseError $e ) { echo $e->getMessage(), ' in ', $e->getFile(), ':', $e->getLine(), "\\n"; }`;
} );
module.FS.writeFile( '/all.php', `<?php error_reporting( -1 ); ini_set( 'display_errors', '1' );\n${ includes.join( '\n' ) }\necho 'PHP ', PHP_VERSION, "\\n";` );
for ( const argument of [ 'php', '/all.php' ] ) {
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
