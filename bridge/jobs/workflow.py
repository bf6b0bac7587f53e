"""The workflow of one job: the pipeline's story, with a durable step for each thing that costs or touches the outside.

A try that fails because the other side is unavailable ends its workflow and gives the job its next run, due later:
neither a thread nor a place in the queue is held while it waits. A finished draft is carried over to that run.
"""

from __future__ import annotations

import logging
import threading
import time

from dbos import error as dbos_error
from sqlalchemy.engine import Engine

from bridge.errors import BridgeError, Cancelled, RetryableError, SiteUnavailable
from bridge.jobs import runs
from bridge.jobs.away import Away
from bridge.jobs.durable import DurableRun, Store, Unchanged
from bridge.jobs.failures import CANCELLED, UNCHANGED, failure_of, reason_of, wait_before
from bridge.jobs.model import JobRequest
from bridge.jobs.parts import MakeParts, WorkerOptions
from bridge.jobs.rules import Refused
from bridge.pipeline import rewrite_post
from bridge.wordpress import Receipt

log = logging.getLogger(__name__)


class Workflow:
    """What DBOS calls for each run of a job."""

    def __init__(self, engine: Engine, make_parts: MakeParts, options: WorkerOptions) -> None:
        self._store = Store(engine)
        self._make_parts = make_parts
        self._options = options
        self._away = Away(options.slow_seconds, options.spared_seconds)
        self._lock = threading.Lock()
        self.running = 0

    def rewrite(self, job: str, run: int) -> None:
        """One run of `job`, from the claim of its row to the row's last word. Only DBOS's own errors leave it."""
        with self._lock:
            self.running += 1
        try:
            self._rewrite(job, run)
        finally:
            with self._lock:
                self.running -= 1

    def _rewrite(self, job: str, run: int) -> None:
        claimed = self._store.do(lambda c: runs.claim(c, job, run, time.time()))
        if claimed is None:
            return
        request, carried, attempts = claimed
        if wait := self._away.seconds(request.site):
            error = SiteUnavailable("the site did not answer another job just now")
            self._store.do(lambda c: runs.postpone(c, job, run, wait, carried, error, time.time(), tried=False))
            return
        durable = DurableRun(self._store, job, run, request, carried)
        try:
            receipt = self._story(job, request, durable)
        except dbos_error.DBOSException:
            raise  # DBOS is going down, or found its records at odds with this code: the sweeper sees to the job
        except Unchanged as unchanged:
            receipt = unchanged.receipt
            self._store.do(lambda c: runs.finish(c, job, run, "done", time.time(), receipt, UNCHANGED))
        except Refused as refused:
            reason = ("rules", refused.verdict.fr, refused.verdict.en)
            self._store.do(lambda c: runs.finish(c, job, run, "cancelled", time.time(), reason=reason))
        except Exception as error:  # noqa: BLE001 - whatever happens is an outcome of the job
            self._fail(job, run, attempts + 1, failure_of(error).error(), durable)
        else:
            end: runs.Ending = "stale" if receipt.stale else "done"
            self._store.do(lambda c: runs.finish(c, job, run, end, time.time(), receipt))

    def _story(self, job: str, request: JobRequest, durable: DurableRun) -> Receipt:
        parts = self._make_parts(job, request)
        return rewrite_post(
            job,
            request.post_id,
            request.post_type,
            durable.noting(self._away.watched(request.site, parts.site)),
            parts.writer,
            lambda post: durable.brief_of(post, parts),
            durable,
        )

    def _fail(self, job: str, run: int, attempt: int, error: BridgeError, durable: DurableRun) -> None:
        log.warning("job %s, try %d: %s: %s", job, attempt, error.code, error.detail)
        if isinstance(error, Cancelled):
            self._store.do(lambda c: runs.finish(c, job, run, "cancelled", time.time(), reason=CANCELLED))
        elif isinstance(error, RetryableError) and attempt < self._options.max_attempts:
            wait = wait_before(attempt, error, self._options)
            self._store.do(lambda c: runs.postpone(c, job, run, wait, durable.carries(), error, time.time()))
        else:
            self._store.do(lambda c: runs.finish(c, job, run, "failed", time.time(), reason=reason_of(error)))
