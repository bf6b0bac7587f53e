"""The workflow of one job: the pipeline's story, with a durable step for each thing that costs or touches the outside.

A try that fails because the other side is unavailable ends its workflow and gives the job its next run, due later:
neither a thread nor a place in the queue is held while it waits. A finished draft is carried over to that run.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from dbos import DBOS
from dbos import error as dbos_error
from pydantic import BaseModel
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bridge.article.model import Brief
from bridge.errors import BridgeError, Cancelled, RetryableError
from bridge.jobs import rows
from bridge.jobs.database import is_outage
from bridge.jobs.failures import CANCELLED, UNCHANGED, Failure, failure_of, reason_of, wait_before
from bridge.jobs.model import JobRequest
from bridge.jobs.parts import MakeParts, Parts, WorkerOptions
from bridge.pipeline import State, rewrite_post
from bridge.wordpress import Post, Proposal, Receipt, Site

log = logging.getLogger(__name__)

Result = TypeVar("Result", bound=BaseModel)
Value = TypeVar("Value")

#: Seconds between two progress reports of a writer, and so the time a cancel takes.
REPORT_EVERY = 0.5


class Unchanged(Exception):
    """The content is what the last proposal was written from, or that proposal itself."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__()
        self.receipt = receipt


class Recorded(BaseModel):
    """What DBOS keeps of a step: its result as JSON, or its failure."""

    result: str | None = None
    failure: Failure | None = None


class Store:
    """Transactions on the rows of jobs that wait until the database is back, as DBOS does with its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def do(self, action: Callable[[Connection], Value]) -> Value:
        """`action` in a transaction of its own; after an outage or a lost race it is called again."""
        while True:
            try:
                with self._engine.begin() as connection:
                    return action(connection)
            except Exception as error:
                if not is_outage(error) and not isinstance(error, IntegrityError):
                    raise
                log.warning("the database of jobs: %s; trying again", type(error).__name__)
                time.sleep(1.0)


class DurableRun:
    """A `bridge.pipeline.Run` whose steps DBOS records; also the site's and the brief's way through the story."""

    def __init__(self, store: Store, job: str, run: int, request: JobRequest, carried: dict[str, str]) -> None:
        self._store, self._job, self._run, self._request = store, job, run, request
        self._told: tuple[State | None, float] = (None, 0.0)
        self.ended = dict(carried)

    def step(self, name: str, action: Callable[[], Result], result: type[Result]) -> Result:
        """`action()`, once: then what was recorded or carried. Raises what the action raised, recorded too."""
        if name not in self.ended:

            def attempt() -> str:
                try:
                    recorded = Recorded(result=action().model_dump_json())
                except Exception as error:  # noqa: BLE001 - any failure is an outcome of the step
                    recorded = Recorded(failure=failure_of(error))
                return recorded.model_dump_json()

            recorded = Recorded.model_validate_json(DBOS.run_step({"name": name}, attempt))
            if recorded.failure is not None:
                raise recorded.failure.error()
            self.ended[name] = recorded.result or ""
        return result.model_validate_json(self.ended[name])

    def tell(self, state: State, words: int = 0, expected: int = 0) -> None:
        """Writes the progress, at a bounded rate. Raises `Cancelled` when the job was cancelled or taken over."""
        now = time.time()
        if state == self._told[0] and now - self._told[1] < REPORT_EVERY:
            return
        self._told = (state, now)
        if not self._store.do(lambda c: rows.progress(c, self._job, self._run, state, words, expected, now)):
            raise Cancelled(f"job {self._job}")

    def carries(self) -> dict[str, str]:
        """The steps that a later run need not repeat: all once a draft is written, else none, so that it reads anew."""
        return self.ended if "write" in self.ended else {}

    def brief_of(self, post: Post, parts: Parts) -> Brief:
        """The brief. Raises `Unchanged` when there is nothing new to write, unless the option `again` asks for it."""
        brief = parts.brief_for(post)
        key = hashlib.sha256(f"{parts.writer.name}\n{brief.model_dump_json()}".encode()).hexdigest()
        last = self._store.do(lambda c: rows.last_finished(c, self._request.site, self._request.post_id))
        if last is not None and last["job"] != self._job and not self._request.options.get("again"):
            rewritten = (last["base_hash"], last["brief_key"]) == (post.content_hash, key)
            if rewritten or last["proposed_hash"] == post.content_hash:
                same = {name: last[name] for name in ("base_hash", "brief_key", "proposed_hash")}
                self._store.do(lambda c: rows.note(c, self._job, self._run, **same))
                raise Unchanged(Receipt(**{name: last[name] for name in ("revision", "compare_url", "edit_url")}))
        self._store.do(lambda c: rows.note(c, self._job, self._run, base_hash=post.content_hash, brief_key=key))
        return brief

    def noting(self, site: Site) -> Site:
        """`site`, with a note of each proposal, by which its being applied is told from an edit of the author's."""

        def note(digest: str) -> None:
            self._store.do(lambda c: rows.note(c, self._job, self._run, proposed_hash=digest))

        return _Noting(site, note)


class _Noting:
    def __init__(self, site: Site, note: Callable[[str], None]) -> None:
        self._site, self._note = site, note

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        return self._site.fetch(post_id, post_type)

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        text = f"{proposal.title}\n{proposal.content}"
        self._note("sha256:" + hashlib.sha256(text.encode()).hexdigest())
        return self._site.propose(post, proposal)


class Workflow:
    """What DBOS calls for each run of a job."""

    def __init__(self, engine: Engine, make_parts: MakeParts, options: WorkerOptions) -> None:
        self._store = Store(engine)
        self._make_parts = make_parts
        self._options = options
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
        claimed = self._store.do(lambda c: rows.claim(c, job, run, time.time()))
        if claimed is None:
            return
        request, carried, attempts = claimed
        durable = DurableRun(self._store, job, run, request, carried)
        try:
            receipt = self._story(job, request, durable)
        except dbos_error.DBOSException:
            raise  # DBOS is going down, or found its records at odds with this code: the sweeper sees to the job
        except Unchanged as unchanged:
            receipt = unchanged.receipt
            self._store.do(lambda c: rows.finish(c, job, run, "done", time.time(), receipt, UNCHANGED))
        except Exception as error:  # noqa: BLE001 - whatever happens is an outcome of the job
            self._fail(job, run, attempts + 1, failure_of(error).error(), durable)
        else:
            end: rows.Ending = "stale" if receipt.stale else "done"
            self._store.do(lambda c: rows.finish(c, job, run, end, time.time(), receipt))

    def _story(self, job: str, request: JobRequest, durable: DurableRun) -> Receipt:
        parts = self._make_parts(job, request)
        return rewrite_post(
            job,
            request.post_id,
            request.post_type,
            durable.noting(parts.site),
            parts.writer,
            lambda post: durable.brief_of(post, parts),
            durable,
        )

    def _fail(self, job: str, run: int, attempt: int, error: BridgeError, durable: DurableRun) -> None:
        log.warning("job %s, try %d: %s: %s", job, attempt, error.code, error.detail)
        if isinstance(error, Cancelled):
            self._store.do(lambda c: rows.finish(c, job, run, "cancelled", time.time(), reason=CANCELLED))
        elif isinstance(error, RetryableError) and attempt < self._options.max_attempts:
            wait = wait_before(attempt, error, self._options)
            self._store.do(lambda c: rows.postpone(c, job, run, wait, durable.carries(), error, time.time()))
        else:
            self._store.do(lambda c: rows.finish(c, job, run, "failed", time.time(), reason=reason_of(error)))
