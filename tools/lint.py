"""Checks the plugin's PHP and JavaScript: `python -m tools.lint`.

PHP is compiled by the versions at both ends of what the plugin supports, and read by PHP_CodeSniffer and PHPMD;
WordPress's own standard is used as well where PHP_CodeSniffer has it. JavaScript is read by oxlint.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from devsite.errors import DevsiteError
from devsite.sources import cached, npm_package, unpack

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
PLUGIN = ROOT / "wp_plugin_stub"

# Real PHPs compiled to WebAssembly. Name, version and the sha512 that the package had when this was written.
PHPS = {
    "7.4": (
        "@php-wasm/node-7-4", "3.1.56",
        "Zj5aHoY2c43kcO6BhM+JWz+06nq7WcHkp3R428Ij6QqxFFFp0VlF5NbrqtWmppK8xY2ZoV+f0NQsnYsBBEjM7A==",
    ),
    "8.3": (
        "@php-wasm/node-8-3", "3.1.56",
        "FGj6HK9zlh+3Zoh/qOSP7WS1zPWvWMW1oBVojRzedW1j5XxlbXydcypUYpAcsdlQdrVFJ3VzSqytXK4QmQwaFQ==",
    ),
}  # fmt: skip


def main() -> int:
    """Prints every complaint; exit status 1 when there was one, 2 when a tool is missing."""
    try:
        complaints = [*lint(), *syntax("devsite", "demo", "tests")]
    except DevsiteError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(complaints) or "the plugin's PHP and JavaScript: no complaints")
    return 1 if complaints else 0


def lint(plugin: Path = PLUGIN) -> Iterator[str]:
    """What each tool says of the plugin, if anything. Raises `DevsiteError` when a tool cannot be had."""
    for version in PHPS:
        yield from compiled(version, [str(path) for path in sorted(plugin.rglob("*.php"))])
    yield from said("phpcs", "-q", "--report=emacs", f"--standard={TOOLS / 'phpcs.xml'}", str(plugin))
    if "WordPress" in run("phpcs", "-i").stdout:
        yield from said("phpcs", "-q", "--report=emacs", f"--standard={PLUGIN / 'phpcs.xml.dist'}", str(plugin))
    yield from said("phpmd", str(plugin), "text", str(TOOLS / "phpmd.xml"))
    oxlint = Path(sys.executable).with_name("oxlint")
    yield from said(str(oxlint), f"--config={TOOLS / 'oxlint.json'}", str(plugin), str(TOOLS))


def syntax(*folders: str) -> Iterator[str]:
    """What this machine's PHP says of PHP files outside the plugin."""
    for file in (file for folder in folders for file in sorted((ROOT / folder).rglob("*.php"))):
        yield from said("php", "-l", str(file))


def compiled(version: str, files: list[str]) -> Iterator[str]:
    """What that PHP says about the files, but for its version, which it says when it comes to the end."""
    done = run("node", str(TOOLS / "parse.mjs"), str(php(version)), *files)
    lines = done.stdout.split("\n")
    if done.returncode or [line.startswith(f"PHP {version}.") for line in lines if line.strip()] != [True]:
        yield f"PHP {version}: {done.stdout}{done.stderr}"


def php(version: str) -> Path:
    """The module of that PHP for Node, from npm."""

    def fill(place: Path) -> None:
        with tarfile.open(npm_package(*PHPS[version])) as tar:
            unpack(tar, "package/asyncify/", place)
        (place / "package.json").write_text('{"type": "module"}')

    return cached(f"php-{version}", fill) / f"php_{version.replace('.', '_')}.js"


def said(*command: str) -> Iterator[str]:
    """What a tool printed, if it failed."""
    done = run(*command)
    if done.returncode:
        yield f"{Path(command[0]).name}: {done.stdout}{done.stderr}".strip()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Runs a tool; raises `DevsiteError` when it is not there."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise DevsiteError(f"{command[0]} is missing") from error


if __name__ == "__main__":
    sys.exit(main())
