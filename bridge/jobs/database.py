"""The database of jobs: SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bridge.errors import ConfigError
from bridge.jobs.model import QueueUnavailable
from bridge.jobs.tables import metadata


def open_database(url: str, *, pool_size: int = 20, busy_seconds: float = 30.0) -> Engine:
    """An engine for `url`; connects at first use. SQLite gets write-ahead logging and a busy timeout, which DBOS does
    not set.

    Raises `ConfigError` when `url` is not one of SQLite or PostgreSQL.
    """
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=busy_seconds,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
        )
    if backend == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise ConfigError(
            "database.url: several processes share it, so SQLite needs a file: sqlite:///seo-bridge.sqlite"
        )
    if backend != "sqlite":
        raise ConfigError(f"database.url: {backend} is not supported; use sqlite:///file or postgresql://host/name")
    engine = sa.create_engine(parsed, pool_size=pool_size, max_overflow=0, pool_timeout=busy_seconds)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # A transaction takes the write lock when it begins: one that reads first could not upgrade, and would fail as
        # busy.
        connection.isolation_level = "IMMEDIATE"
        connection.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
        _use_write_ahead_log(connection, time.monotonic() + busy_seconds)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def _use_write_ahead_log(connection: sqlite3.Connection, deadline: float) -> None:
    """A new file's first switch fails at once while another process switches it: the busy timeout is not for that."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which what was read still holds when it writes: on SQLite it has the write lock from its start.

    On PostgreSQL, rows that were read `with_for_update`.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


def create_tables(engine: Engine) -> None:
    """Makes the tables that are missing; several processes may do so at once. A new file is its owner's alone."""
    if engine.dialect.name == "sqlite":
        # Only a new one: to close a file that SQLite has open drops all locks that this process has on it
        # (sqlite.org/howtocorrupt.html, 2.2). Where it cannot be made, connecting says so.
        with suppress(OSError):
            os.close(os.open(str(engine.url.database), os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('seo-bridge tables'))")
        metadata.create_all(connection)


def is_outage(error: BaseException) -> bool:
    """Whether `error` says that the database cannot be reached, is locked for too long, or has no tables yet."""
    if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in {"42P01", "3F000"}:
        return True
    return isinstance(error, OperationalError | InterfaceError | sa.exc.TimeoutError)


@contextmanager
def reachable() -> Iterator[None]:
    """Turns an outage of the database into `QueueUnavailable`."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        if not is_outage(error):
            raise
        raise QueueUnavailable(f"the database of jobs: {type(error).__name__}", retry_after=5.0) from error
