"""Every function that the plugin calls or hooks up exists, in the oldest WordPress that it supports too."""

from __future__ import annotations

from devsite.wordpress import Site

# By the tokenizer: calls of plain functions; and the names in strings that stand where WordPress expects a callback.
UNKNOWN = r"""require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . WPINC . '/ms-blogs.php';
$files   = array_merge( glob( WP_PLUGIN_DIR . '/seo-bridge/*.php' ), glob( WP_PLUGIN_DIR . '/seo-bridge/includes/*.php' ) );
$unknown = array();
$checked = 0;
preg_match_all( '/^function (\w+)/m', implode( "\n", array_map( 'file_get_contents', $files ) ), $found );
$own = $found[1];
foreach ( $files as $file ) {
    $code   = file_get_contents( $file );
    $tokens = array_values( array_filter( token_get_all( $code ), function ( $token ) {
        return ! in_array( $token[0], array( T_WHITESPACE, T_COMMENT, T_DOC_COMMENT ), true );
    } ) );
    $names = array();
    foreach ( $tokens as $at => $token ) {
        $before = $tokens[ $at - 1 ][0] ?? 0;
        $called = in_array( $token[0], array( T_STRING, T_NAME_QUALIFIED ), true ) && '(' === ( $tokens[ $at + 1 ] ?? '' );
        if ( $called && ! in_array( $before, array( T_FUNCTION, T_NEW, T_OBJECT_OPERATOR, T_DOUBLE_COLON ), true ) ) {
            $names[] = $token[1];
        }
    }
    preg_match_all( "/(?:add_(?:action|filter)\( '[^']+', |_callback' *=> |'callback' *=> |array_map\( |usort\([^,]+, )'(\w+)'/", $code, $found );
    foreach ( array_merge( $names, $found[1] ) as $name ) {
        ++$checked;
        $guarded = preg_match( "/function_exists\( '" . preg_quote( $name, '/' ) . "' \)/", $code );
        if ( ! function_exists( $name ) && ! $guarded && ! in_array( $name, $own, true ) ) {
            $unknown[] = basename( $file ) . ": $name";
        }
    }
}
return array( $checked, array_values( array_unique( $unknown ) ) );"""

#: Called only where they exist: under WP-CLI, and on hooks that WordPress 6.9 brought.
LATER = {
    "cli.php: WP_CLI\\Utils\\format_items",
    "abilities.php: wp_register_ability",
    "abilities.php: wp_register_ability_category",
}


def test_every_function_exists(site: Site) -> None:
    """A name that is mistyped, or that only a later WordPress knows, is found without running into it."""
    checked, unknown = site.json(UNKNOWN)
    assert checked > 500
    assert set(unknown) - LATER == set()
