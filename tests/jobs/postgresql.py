"""A private PostgreSQL for the tests: a cluster of its own in a temporary folder, on a Unix socket alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path:
    """The folder of initdb and pg_ctl, on PATH or where Debian keeps them. Raises `FileNotFoundError`."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not folders:
        raise FileNotFoundError("the jobs are tested on PostgreSQL too: apt-get install postgresql")
    return folders[0]


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A running cluster in the empty `folder`; yields the URL of its database `postgres`."""
    data, user = folder / "data", _user()
    as_user = ["runuser", "-u", user, "--"] if user else []
    if user:
        shutil.chown(folder, user)
    bin_ = programs()
    _run([*as_user, bin_ / "initdb", "-D", data, "-U", "bridge", "-A", "trust", "--no-sync", "-E", "UTF8"])
    # Without TCP: nobody else can reach it, and no port can be taken already.
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    _run([*as_user, bin_ / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start"])
    try:
        yield f"postgresql://bridge@/postgres?host={folder}"
    finally:
        _run([*as_user, bin_ / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])


def _user() -> str:
    """PostgreSQL refuses to run as root: the user that its package made, else nobody; empty when this is not root."""
    if os.geteuid() != 0:
        return ""
    import pwd

    return "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"


def _run(command: list[str | Path]) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
