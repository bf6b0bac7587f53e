"""How requests are stored: each for good, and those that come at once together."""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from bridge.jobs import rows
from bridge.jobs.model import JobRequest, QueueFull, Submitted


@dataclass(eq=False, slots=True)
class _Waiter:
    """A request of one thread, and what another thread may have made of it."""

    request: JobRequest
    over: bool = False
    result: Submitted | None = None
    errors: list[Exception] = field(default_factory=list)

    def answer(self) -> Submitted:
        if self.result is None:
            raise self.errors[0]
        return self.result


@dataclass(frozen=True)
class Intake:
    """Takes requests in. `writing` opens a transaction; `one_writer`: only one can be open at a time, as on SQLite.

    `max_queued` and `max_wait_seconds` are those of `Jobs`. Safe to share between threads.
    """

    writing: Callable[[], AbstractContextManager[Connection]]
    max_queued: int
    max_wait_seconds: float
    one_writer: bool
    _writer: threading.Lock = field(default_factory=threading.Lock, init=False)
    _waiters: deque[_Waiter] = field(default_factory=deque, init=False)

    def submit(self, request: JobRequest) -> Submitted:
        """As `Jobs.submit`."""
        waiter = _Waiter(request)
        if self.one_writer:
            # A commit costs a disk flush: whoever has the lock stores for all who queue.
            self._waiters.append(waiter)
            with self._writer:
                if not waiter.over:
                    self.store([self._waiters.popleft() for _ in range(len(self._waiters))])
        else:
            self.store([waiter])
        return waiter.answer()

    def store(self, waiters: Sequence[_Waiter]) -> None:
        """Stores all of `waiters` in one transaction; afterwards each has its result or its error."""
        try:
            with self.writing() as connection:
                results = [self.take(connection, waiter.request) for waiter in waiters]
            for waiter, result in zip(waiters, results, strict=True):
                if isinstance(result, QueueFull):
                    waiter.errors.append(result)
                else:
                    waiter.result = result
        except Exception as error:  # noqa: BLE001 - handed to every thread whose request was in the transaction
            for waiter in waiters:
                waiter.errors.append(error)
        finally:
            for waiter in waiters:
                waiter.over = True

    def take(self, connection: Connection, request: JobRequest) -> Submitted | QueueFull:
        """Stores one request: a repeat of an earlier one, part of a job that waits, or a new job."""
        new, now = uuid.uuid4().hex, time.time()
        job = rows.take_webhook(connection, request, new, now)
        if job != new:
            return Submitted(job, repeat=True)
        while not rows.insert(connection, new, request, now):
            joined = rows.join(connection, request, now, self.max_wait_seconds)
            if joined is not None:
                rows.link_webhook(connection, request, joined)
                return Submitted(joined, repeat=False)
        if rows.more_wait(connection, request.site, self.max_queued):
            rows.undo(connection, request, new)
            return QueueFull(f"site {request.site} has {self.max_queued} jobs waiting", retry_after=60.0)
        return Submitted(new, repeat=False)
