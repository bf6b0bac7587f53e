"""Hands jobs to DBOS when they are due: the row says "dispatched" and the workflow is enqueued in one transaction."""

from __future__ import annotations

import logging
import threading
import time
from zlib import crc32

from dbos import DBOSClient, DBOSPortableJSONSerializer
from pydantic import ValidationError
from sqlalchemy.engine import Engine, RowMapping

from bridge.errors import PermanentError
from bridge.jobs import runs
from bridge.jobs.failures import reason_of
from bridge.jobs.model import JobRequest

log = logging.getLogger(__name__)

APPLICATION = "seo-bridge"
QUEUE = "rewrites"
WORKFLOW = "rewrite"

#: Whom somebody waits for, before publications before saves before a backfill, within a lane.
_PRIORITY = {
    "post.rewrite_requested": 1,
    "post.commanded": 1,
    "post.published": 2,
    "post.draft_saved": 3,
    "post.backfill": 4,
}
#: Jobs handed over in one look.
_BATCH = 100


def client_of(engine: Engine) -> DBOSClient:
    """A DBOS client that shares `engine`."""
    return DBOSClient(
        system_database_engine=engine,
        serializer=DBOSPortableJSONSerializer(),
        application_name=APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )


def workflow_id(job: str, run: int) -> str:
    """DBOS's name of a run of a job."""
    return f"{job}.{run}"


def lane_of(request: JobRequest) -> str:
    """The partition of the queue, in which one job runs at a time.

    A site has as many lanes as it may have jobs running, and a post keeps to its lane, so that its jobs never overlap.
    """
    return f"{request.site}/{crc32(str(request.post_id).encode()) % request.site_concurrency}"


class Dispatcher:
    """The loop that does so, in each worker."""

    def __init__(self, engine: Engine, poll_seconds: float) -> None:
        self._engine = engine
        self._client = client_of(engine)
        self._poll_seconds = poll_seconds

    def run(self, stop: threading.Event) -> None:
        """Looks for due jobs until `stop` is set; an outage of the database is waited out."""
        while not stop.is_set():
            full = False
            try:
                full = self.dispatch(time.time()) == _BATCH
            except Exception as error:  # noqa: BLE001 - without this loop nothing starts any more
                log.warning("dispatching: %s; trying again", type(error).__name__)
            stop.wait(0.0 if full else self._poll_seconds)

    def dispatch(self, now: float) -> int:
        """Hands over what is due; returns how many jobs were looked at."""
        with self._engine.connect() as connection:
            due = runs.dispatchable(connection, now, _BATCH)
        for row in due:
            try:
                request = JobRequest.model_validate_json(row["request"])
            except ValidationError:
                self._give_up(row, now)
            else:
                self._hand_over(row, request)
        return len(due)

    def _give_up(self, row: RowMapping, now: float) -> None:
        """A request that this version cannot read, as after a step back to an older one, holds up no others."""
        log.error("job %s: its request is not of this version", row["job"])
        with self._engine.begin() as connection:
            reason = reason_of(PermanentError())
            runs.finish(connection, row["job"], row["run"], "failed", now, reason=reason)

    def _hand_over(self, row: RowMapping, request: JobRequest) -> None:
        with self._engine.begin() as connection:
            if runs.mark_dispatched(connection, row["job"], row["run"]):
                self._client.enqueue_in_transaction(
                    connection,
                    {
                        "workflow_name": WORKFLOW,
                        "queue_name": QUEUE,
                        "workflow_id": workflow_id(row["job"], row["run"]),
                        "queue_partition_key": lane_of(request),
                        "priority": _PRIORITY[request.type],
                    },
                    row["job"],
                    row["run"],
                )
