// The PHP of an npm package, in this process.
import { webcrypto } from 'node:crypto';
import { writeSync } from 'node:fs';

// Node 18 does not have it as a global yet; PHP's random numbers come from it.
globalThis.crypto ??= webcrypto;

// Runs a script with the PHP of that module (a php_x_y.js) once `prepare` has filled its file system. What PHP prints is printed.
export async function run( php, script, prepare ) {
	const { init } = await import( php );
	const print = ( chunk ) => writeSync( 1, Buffer.from( chunk ) );
	const module = {
		noInitialRun: true,
		locateFile: ( path ) => path,
		ENV: {},
		onAbort: ( why ) => {
			throw new Error( why );
		},
		onStdout: print,
		onStderr: print,
	};
	await new Promise( ( ready ) => {
		module.onRuntimeInitialized = ready;
		init( 'NODE', module );
	} );
	prepare( module.FS );
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
}
