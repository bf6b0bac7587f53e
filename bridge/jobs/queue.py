"""The client side of the queue: what web processes and commands call. It runs no job and knows no DBOS.

A webhook is acknowledged when its row is committed; a worker hands the row to DBOS when it is due. So the
acknowledgement is one short transaction, a series of saves is the update of one row, and a web process needs no worker
to have been there first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bridge.errors import Cancelled
from bridge.jobs import rows, runs
from bridge.jobs.database import create_tables, open_database, reachable, writing
from bridge.jobs.intake import Intake
from bridge.jobs.model import (
    JobNotFound,
    JobNotRetryable,
    JobRequest,
    JobState,
    JobStatus,
    Past,
    QueueUnavailable,
    Readiness,
    Submitted,
)
from bridge.jobs.tables import workers

Value = TypeVar("Value")


class Jobs:
    """The queue of one database. Safe to share between threads; connects at first use and makes the tables that are
    missing.

    Every method but `ready` and `close` raises `QueueUnavailable` while the database cannot be reached.
    """

    def __init__(self, database_url: str, *, max_queued: int = 500, max_wait_seconds: float = 300.0) -> None:
        """`max_queued`: jobs that may wait per site; a few more on PostgreSQL when they come in the same moment.
        `max_wait_seconds`: the longest that further saves put off a job.

        Raises `ConfigError` when the URL names neither SQLite nor PostgreSQL.
        """
        self._engine = open_database(database_url, pool_size=10, busy_seconds=5.0)
        self._has_tables = False
        one_writer = self._engine.dialect.name == "sqlite"
        self._intake = Intake(self._writing, max_queued, max_wait_seconds, one_writer=one_writer)

    def submit(self, request: JobRequest) -> Submitted:
        """Stores `request` for good in one transaction and returns its job; the same webhook again returns the same
        job.

        A save or a click on a post whose job still waits joins that job. Raises `QueueFull` when the site's queue is
        full.
        """
        return self._intake.submit(request)

    def status(self, job: str) -> JobStatus:
        """Where `job` stands. Raises `JobNotFound`."""
        with self._reading() as connection:
            return self._status(connection, job)

    def read(self, action: Callable[[Connection], Value]) -> Value:
        """What `action` reads, for parts of the bridge that have tables of their own here."""
        with self._reading() as connection:
            return action(connection)

    def write(self, action: Callable[[Connection], Value]) -> Value:
        """`action` in a transaction of its own."""
        with self._writing() as connection:
            return action(connection)

    def past(self, site: str, post_id: int) -> Past:
        """What was done for a post so far, for a dry run."""
        with self._reading() as connection:
            last = runs.last_finished(connection, site, post_id)
            today = runs.written_today(connection, site, post_id, time.time())
        return Past(today, dict(last) if last else None)

    def cancel(self, job: str) -> JobStatus:
        """Stops `job` if it still can be: a waiting one never starts, a running one stops within a second or so.

        A finished job stays as it is. Raises `JobNotFound`.
        """
        with self._writing() as connection:
            rows.cancel(connection, job, (Cancelled.code, Cancelled.fr, Cancelled.en), time.time())
            return self._status(connection, job)

    def retry(self, job: str) -> JobStatus:
        """Starts a failed, cancelled or stale job anew, at once. Raises `JobNotFound`, `JobNotRetryable`."""
        try:
            with self._writing() as connection:
                restarted = rows.restart(connection, job, time.time())
                status = self._status(connection, job)
        except IntegrityError as error:
            raise JobNotRetryable(f"job {job}: another job of this post is waiting already") from error
        if not restarted:
            raise JobNotRetryable(f"job {job} is {status.state}")
        return status

    def list(self, site: str | None = None, state: JobState | None = None, limit: int = 100) -> tuple[JobStatus, ...]:
        """The newest jobs first."""
        with self._reading() as connection:
            return rows.newest(connection, site, state, limit)

    def ready(self) -> Readiness:
        """Whether jobs can be taken and are being worked on; never raises for an outage."""
        try:
            with self._reading() as connection:
                seen = connection.execute(sa.select(sa.func.max(workers.c.seen))).scalar()
        except QueueUnavailable:
            return Readiness(database=False, worker_seen_seconds=None)
        return Readiness(database=True, worker_seen_seconds=None if seen is None else max(0.0, time.time() - seen))

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    def _status(self, connection: Connection, job: str) -> JobStatus:
        status = rows.status_of(connection, job)
        if status is None:
            raise JobNotFound(f"no job {job!r}")
        return status

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reachable():
            self._make_tables()
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with reachable():
            self._make_tables()
            with writing(self._engine) as connection:
                yield connection

    def _make_tables(self) -> None:
        if not self._has_tables:
            create_tables(self._engine)
            self._has_tables = True
