"""Puts the Debian packages in place that a set of work needs: `python3 -m devsite.install demo|tests|check`.

Only what is missing is installed, and only by root; anybody else gets one line that says what is missing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ADMIN_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


@dataclass(frozen=True)
class Part:
    """Something a site needs, the test for it, and the Debian packages that bring it."""

    name: str
    there: Callable[[], bool]
    packages: tuple[str, ...]


def program(name: str, *packages: str) -> Part:
    """A program on the path or in the administrator's folders."""
    return Part(name, lambda: shutil.which(name, path=ADMIN_PATH) is not None, packages or (name,))


def extension(name: str, package: str) -> Part:
    """An extension of PHP."""
    return Part(f"PHP's {name}", lambda: name in php_extensions(), (package,))


def php_extensions() -> set[str]:
    """The extensions that PHP has loaded; empty without PHP."""
    if not shutil.which("php"):
        return set()
    return set(subprocess.run(["php", "-m"], capture_output=True, text=True, check=False).stdout.split())


PHP = (
    program("php", "php-cli"),
    extension("pdo_sqlite", "php-sqlite3"),
    extension("dom", "php-xml"),
    extension("mbstring", "php-mbstring"),
    extension("curl", "php-curl"),
)
NPM = program("npm", "nodejs", "npm")
MARIADB = (
    extension("mysqli", "php-mysql"),
    program("mariadbd", "mariadb-server-core"),
    program("my_print_defaults", "mariadb-client-core"),
)
POSTGRESQL = Part(
    "PostgreSQL",
    lambda: shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    ("postgresql",),
)
# What drives the browser is a Node of Playwright's own, which is linked with it.
LIBATOMIC = Part("libatomic", lambda: any(Path("/usr/lib").glob("*/libatomic.so.1")), ("libatomic1",))
LINTERS = (program("phpcs", "php-codesniffer"), program("phpmd"))
SETS: dict[str, tuple[Part, ...]] = {
    "demo": (*PHP, *(() if os.environ.get("WORDPRESS_DIR") else (NPM,))),
    "demo-debian": (*PHP, *MARIADB),
    "check": (program("php", "php-cli"), NPM, *LINTERS),
    "tests": (*PHP, NPM, *LINTERS, *MARIADB, POSTGRESQL, program("chromium"), LIBATOMIC),
}


def missing(name: str) -> list[Part]:
    """The parts of that set that are not on this machine."""
    return [part for part in SETS[name] if not part.there()]


def ensure(name: str) -> str:
    """Installs what is missing of a set: "" once all is there, or else one line that says what is missing."""
    wanted = missing(name)
    if not wanted:
        return ""
    said = ", ".join(part.name for part in wanted)
    packages = [package for part in wanted for package in part.packages]
    remedy = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() or not shutil.which("apt-get"):
        return f"missing: {said} (as root on Debian: {remedy})"
    apt("update")
    if not apt("install", "--yes", "--no-install-recommends", *packages):
        return f"missing: {said} ({remedy} failed)"
    return "" if not missing(name) else f"missing: {said} (although {remedy} succeeded)"


def apt(*args: str) -> bool:
    """Runs apt-get without questions; whether it succeeded. What it says is shown only when it failed."""
    print(f"apt-get {' '.join(args)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-qq", *args], env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        print(done.stdout[-2000:] + done.stderr[-2000:], file=sys.stderr)
    return done.returncode == 0


def main(args: list[str]) -> int:
    """Exit status 0 when the set is complete, 1 when something is missing, 2 for a set that is not known."""
    if len(args) != 1 or args[0] not in SETS:
        print(f"usage: python3 -m devsite.install {'|'.join(SETS)}", file=sys.stderr)
        return 2
    problem = ensure(args[0])
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
