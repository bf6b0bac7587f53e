"""What each worker does for all: a sign of life, taking up the jobs of dead workers, finding jobs nobody ends."""

from __future__ import annotations

import logging
import os
import threading
import time
from datetime import UTC, datetime

import sqlalchemy as sa
from dbos import DBOS
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine, RowMapping

from bridge.jobs import retention, runs
from bridge.jobs.dispatcher import client_of, workflow_id
from bridge.jobs.failures import CRASHED
from bridge.jobs.leases import Lease, acquire
from bridge.jobs.parts import WorkerOptions
from bridge.jobs.tables import webhooks, workers

log = logging.getLogger(__name__)

#: Exit status of a worker that lost its lease: EX_TEMPFAIL, start it again.
LEASE_LOST = 75
_HOUR, _DAY = 3_600.0, 86_400.0
_GIVEN_UP = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
_ENDED = ["SUCCESS", "ERROR", "CANCELLED", _GIVEN_UP]
#: Lost words that are made good by another try.
_REVIVALS = 3
#: Old workflows that are deleted at once.
_BATCH = 200


class Sweeper:
    """The loop that does so, in each worker."""

    def __init__(self, engine: Engine, executor: str, lease: Lease, options: WorkerOptions) -> None:
        self._engine = engine
        self._executor = executor
        self._lease = lease
        self._options = options
        self._client = client_of(engine)
        self._forgot = 0.0

    def run(self, over: threading.Event) -> None:
        """Sweeps until `over` is set. Ends the process when the lease is lost: another may be running its jobs."""
        while not over.is_set():
            if not self._lease.held():
                log.error("worker %s lost its lease and exits", self._executor)
                os._exit(LEASE_LOST)
            try:
                self.sweep(time.time())
            except Exception as error:  # noqa: BLE001 - whatever it is, the lease is to be watched on
                log.warning("sweeping: %s; trying again", type(error).__name__)
            over.wait(self._options.sweep_seconds)

    def sweep(self, now: float) -> None:
        """One round."""
        self._give_sign(now)
        for executor in self._others():
            self._adopt(executor)
        self._end_the_endless(now)
        self._forget(now)

    def _give_sign(self, now: float) -> None:
        insert = (sqlite if self._engine.dialect.name == "sqlite" else postgresql).insert(workers)
        upsert = insert.on_conflict_do_update(index_elements=[workers.c.executor], set_={"seen": insert.excluded.seen})
        with self._engine.begin() as connection:
            connection.execute(upsert, {"executor": self._executor, "seen": now})

    def _others(self) -> set[str]:
        running = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        return {status.executor_id for status in running if status.executor_id} - {self._executor}

    def _adopt(self, executor: str) -> None:
        """Puts the running workflows of `executor` back into the queue, if it is dead: its lease is free."""
        lease = acquire(self._engine, executor)
        if lease is None:
            return
        try:
            # Nothing public does this without the vendor's server; the version of DBOS is pinned.
            adopted = DBOS._recover_pending_workflows([executor])
            log.warning("worker %s is dead: %d of its jobs go on", executor, len(adopted))
        finally:
            lease.release()

    def _end_the_endless(self, now: float) -> None:
        """A job whose workflow is over without the last word is given another try, or given up."""
        with self._engine.connect() as connection:
            silent = runs.silent(connection, now - self._options.silent_seconds)
        if not silent:
            return
        ids = [workflow_id(row["job"], row["run"]) for row in silent]
        known = self._client.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
        states = {status.workflow_id: status.status for status in known}
        for row, name in zip(silent, ids, strict=True):
            if states.get(name, "SUCCESS") in _ENDED:
                self._revive(row, states.get(name), now)

    def _revive(self, row: RowMapping, state: str | None, now: float) -> None:
        log.error("job %s: its workflow ended as %s without a word", row["job"], state)
        with self._engine.begin() as connection:
            if state == _GIVEN_UP or row["attempts"] >= _REVIVALS:
                runs.finish(connection, row["job"], row["run"], "failed", now, reason=CRASHED)
            else:
                runs.give_next_run(connection, row["job"], row["run"], now)

    def _forget(self, now: float) -> None:
        """Deletes what only repeats and resumptions needed, and later how jobs ended, once in a while."""
        history = self._options.history_days * _DAY
        keep = min(self._options.keep_days * _DAY, history)
        if now - self._forgot < min(keep, _HOUR):
            return
        self._forgot = now
        moment = datetime.fromtimestamp(now - keep, UTC).isoformat()
        full = True
        while full:
            old = self._client.list_workflows(
                status=_ENDED, completed_before=moment, limit=_BATCH, load_input=False, load_output=False
            )
            self._client.delete_workflows([status.workflow_id for status in old])
            full = len(old) == _BATCH
        with self._engine.begin() as connection:
            connection.execute(sa.delete(webhooks).where(webhooks.c.created < now - keep))
        if deleted := retention.forget(self._engine, now - history):
            log.info("%d old jobs and calls were deleted", deleted)
