// Runs a script by the PHP of an npm package, with folders of this machine: node php_wasm.mjs <its php_x_y.js> <script> <folder>…
import { run } from '../../tools/php.mjs';

const [ php, script, ...folders ] = process.argv.slice( 2 );

await run( php, script, ( FS ) => {
	for ( const folder of folders ) {
		FS.mkdirTree( folder );
		FS.mount( FS.filesystems.NODEFS, { root: folder }, folder );
	}
} );
