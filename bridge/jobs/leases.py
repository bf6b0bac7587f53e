"""Exclusive leases on executor ids. A lease ends with the process that holds it, however that process ends."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

#: Workers of one database, at most.
SLOTS = 64


class Lease(Protocol):
    """A name that this process holds."""

    def held(self) -> bool:
        """Whether it still does. False means that another process may have it: stop at once."""

    def release(self) -> None:
        """Gives it back."""


class FileLease:
    """A lock on a file beside the SQLite database; the kernel drops it with the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor

    def held(self) -> bool:
        """The file under its name is still the one that is locked: a deleted one could be made and locked again."""
        mine = os.fstat(self._descriptor)
        try:
            named = self._path.stat()
        except OSError:
            return False
        return (mine.st_dev, mine.st_ino) == (named.st_dev, named.st_ino)

    def release(self) -> None:
        """Unlocks; the file stays, so that two processes never lock two files of one name."""
        os.close(self._descriptor)


class AdvisoryLease:
    """A PostgreSQL session lock on a connection of its own; the server drops it with the connection."""

    def __init__(self, connection: Connection, key: int) -> None:
        self._connection, self._key = connection, key

    def held(self) -> bool:
        """The session still answers: a lost one lost its locks."""
        try:
            return self._connection.execute(sa.select(sa.literal(1))).scalar() == 1
        except SQLAlchemyError:
            return False

    def release(self) -> None:
        """Unlocks and closes."""
        try:
            self._connection.execute(sa.select(sa.func.pg_advisory_unlock(self._key)))
        except SQLAlchemyError:
            self._connection.invalidate()
        self._connection.close()


def acquire(engine: Engine, name: str) -> Lease | None:
    """The lease on `name`, or None while any process holds it. Raises `OSError`, `SQLAlchemyError`."""
    if engine.dialect.name == "sqlite":
        return _lock_file(Path(f"{engine.url.database}.{name}.lease"))
    key = int.from_bytes(hashlib.sha256(f"seo-bridge lease {name}".encode()).digest()[:8], "big", signed=True)
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar():
        return AdvisoryLease(connection, key)
    connection.close()
    return None


def first_free(engine: Engine) -> tuple[str, Lease] | None:
    """The first executor id that nobody holds, and the lease on it; None when all are taken."""
    for number in range(1, SLOTS + 1):
        lease = acquire(engine, f"worker-{number}")
        if lease is not None:
            return f"worker-{number}", lease
    return None


def _lock_file(path: Path) -> FileLease | None:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return FileLease(path, descriptor)
