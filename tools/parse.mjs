// Compiles PHP files with the PHP of an npm package: node parse.mjs <its php_x_y.js> <absolute path>…
// Prints what PHP complains about, and at the end, if it comes there, its version.
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { run } from './php.mjs';

const [ php, ...files ] = process.argv.slice( 2 );

await run( php, '/all.php', ( FS ) => {
	// A file that returns at once is compiled to its end, its functions are declared, and nothing of it runs.
	const includes = files.map( ( file ) => {
		FS.mkdirTree( dirname( file ) );
		FS.writeFile( file, '<?php return; ?>' + readFileSync( file, 'utf8' ) );
		return `try { include '${ file }'; } catch ( ParseError $e ) { echo $e->getMessage(), ' in ', $e->getFile(), ':', $e->getLine(), "\\n"; }`;
	} );
	FS.writeFile( '/all.php', `<?php error_reporting( -1 ); ini_set( 'display_errors', '1' );\n${ includes.join( '\n' ) }\necho 'PHP ', PHP_VERSION, "\\n";` );
} );
