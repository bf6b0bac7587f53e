"""The databases a site can stand on: a SQLite file, or a MariaDB server of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from devsite.config import Constant
from devsite.errors import DevsiteError, PartMissing
from devsite.process import Child
from devsite.sources import sqlite_plugin

SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


class Database(Protocol):
    """What a site needs of its database."""

    def prepare(self, root: Path) -> None:
        """Lays down what WordPress needs on disk, once."""

    def start(self, root: Path) -> Mapping[str, Constant]:
        """Starts it; the constants that wp-config.php must define."""

    def stop(self) -> None:
        """Stops what `start` started."""


class SQLite:
    """A file outside the document root, through the SQLite integration plugin's drop-in."""

    def prepare(self, root: Path) -> None:
        """Puts the plugin and its drop-in into wp-content, unless the tree brought its own."""
        content = root / "wordpress" / "wp-content"
        plugin = content / "plugins" / "sqlite-database-integration"
        if not plugin.is_dir():
            shutil.copytree(sqlite_plugin(), plugin)
        dropin = (plugin / "db.copy").read_text()
        entry = "sqlite-database-integration/load.php"
        (content / "db.php").write_text(dropin.replace("{SQLITE_PLUGIN}", entry))
        (root / "database").mkdir()

    def start(self, root: Path) -> Mapping[str, Constant]:
        """Nothing to start."""
        return {"DB_NAME": "wordpress", "DB_DIR": str(root / "database"), "DB_FILE": "wordpress.sqlite"}

    def stop(self) -> None:
        """Nothing to stop."""


class MariaDB:
    """A server that listens on a socket in a private folder and nowhere else."""

    def __init__(self) -> None:
        self._server: Child | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def prepare(self, root: Path) -> None:
        """Makes the data directory."""
        program = found("mariadb-install-db")
        done = subprocess.run(
            [program, "--no-defaults", f"--datadir={root / 'database'}", "--skip-test-db",
             "--auth-root-authentication-method=normal", *as_root()],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise DevsiteError(f"mariadb-install-db failed: {(done.stderr or done.stdout).strip()[-600:]}")

    def start(self, root: Path) -> Mapping[str, Constant]:
        """Starts the server and makes the database when it is not there."""
        # A socket's path may have 107 characters, which a test's folder easily uses up.
        self._folder = tempfile.TemporaryDirectory(prefix="devsite-")
        socket = Path(self._folder.name) / "db"
        (root / "init.sql").write_text("CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4;\n")
        self._server = Child(
            [found("mariadbd"), "--no-defaults", f"--datadir={root / 'database'}", f"--socket={socket}",
             f"--pid-file={socket}.pid", f"--init-file={root / 'init.sql'}", "--skip-networking",
             "--skip-log-bin", "--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0",
             "--performance-schema=OFF", *as_root()],
            root / "mariadb.log",
        )  # fmt: skip
        self._server.wait_until(socket.exists, "MariaDB")
        return {
            "DB_NAME": "wordpress",
            "DB_USER": "root",
            "DB_PASSWORD": "",
            "DB_HOST": f"localhost:{socket}",
        }

    def stop(self) -> None:
        """Stops the server."""
        if self._server:
            self._server.stop()
        if self._folder:
            self._folder.cleanup()


def found(program: str) -> str:
    """A program's path, also out of the administrator's folders."""
    path = shutil.which(program, path=SEARCH)
    if path is None:
        raise PartMissing(program)
    return path


def as_root() -> list[str]:
    """MariaDB refuses to run as root unless it is told to."""
    return ["--user=root"] if os.geteuid() == 0 else []
