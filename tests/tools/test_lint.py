"""The checks of the plugin's PHP and JavaScript see what they are there for."""

from __future__ import annotations

from pathlib import Path

from tools.lint import lint

FAULTS = {
    "newer.php": ("PHP 7.4", "syntax error", "function seo_bridge_a( int|string $id ): void {\n\techo (int) $id;\n}"),
    "deprecated.php": (
        "PHP 8.3",
        "Deprecated: Optional parameter",
        "/**\n * B.\n *\n * @param int $a A.\n * @param int $b B.\n */\n"
        "function seo_bridge_b( $a = 1, $b ) {\n\techo (int) ( $a + $b );\n}",
    ),
    "style.php": ("phpcs", "Short array syntax is not allowed", "define( 'SEO_BRIDGE_A', [ 1 ] );"),
    "core.php": ("phpcs", "use wp_json_encode() instead", "echo json_encode( 1 );"),
    "undefined.php": (
        "phpmd",
        "$missing",
        "/**\n * C.\n */\nfunction seo_bridge_c() {\n\techo (int) $missing;\n}",
    ),
}
HEAD = "<?php\n/**\n * A file.\n *\n * @package seo-bridge\n */\n\n"


def test_each_tool_sees_its_kind_of_fault(tmp_path: Path) -> None:
    """Syntax that 7.4 lacks, what 8.3 deprecates, WordPress's style, core's own functions, undefined variables, JavaScript."""
    for name, (_, _, code) in FAULTS.items():
        (tmp_path / name).write_text(f"{HEAD}{code}\n")
    (tmp_path / "loose.js").write_text("'use strict';\nif ( window.a == 1 ) {\n\twindow.b = missing;\n}\n")
    complaints = list(lint(tmp_path))
    for name, (tool, message, _) in FAULTS.items():
        assert any(c.startswith(tool) and message in c for c in complaints), (name, complaints)
    javascript = next(c for c in complaints if c.startswith("oxlint"))
    assert "eqeqeq" in javascript
    assert "'missing' is not defined" in javascript


def test_the_faults_alone_are_complained_about(tmp_path: Path) -> None:
    """A file that follows the rules passes every tool."""
    (tmp_path / "good.php").write_text(f"{HEAD}define( 'SEO_BRIDGE_A', array( 1 ) );\n")
    assert list(lint(tmp_path)) == []
