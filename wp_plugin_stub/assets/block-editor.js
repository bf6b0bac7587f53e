/**
 * The panel in the block editor.
 */
