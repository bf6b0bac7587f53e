"""One run of the pipeline whose steps DBOS records, and what of it is written down for those who watch."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from dbos import DBOS
from pydantic import BaseModel
from sqlalchemy.engine import Connection, Engine, RowMapping
from sqlalchemy.exc import IntegrityError

from bridge.article.model import Brief
from bridge.errors import Cancelled
from bridge.jobs import runs
from bridge.jobs.database import is_outage, writing
from bridge.jobs.failures import Failure, failure_of
from bridge.jobs.model import JobRequest
from bridge.jobs.parts import Parts
from bridge.jobs.rules import Refused, verdicts
from bridge.pipeline import State
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
                with writing(self._engine) as connection:
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
        if not self._store.do(lambda c: runs.progress(c, self._job, self._run, state, words, expected, now)):
            raise Cancelled(f"job {self._job}")

    def carries(self) -> dict[str, str]:
        """The steps that a later run need not repeat: all once a draft is written, else none, so that it reads anew."""
        return self.ended if "write" in self.ended else {}

    def brief_of(self, post: Post, parts: Parts) -> Brief:
        """The brief. Raises `Unchanged` when there is nothing new to write, unless the option `again` asks for it, and
        `Refused` when a rule of the site leaves the post alone.
        """
        brief = parts.brief_for(post)
        key = brief_key(parts.writer.name, brief)
        last = self._store.do(lambda c: runs.last_finished(c, self._request.site, self._request.post_id))
        anew = last is None or last["job"] == self._job or self._request.options.get("again")
        if last is not None and not anew and is_unchanged(last, post, key):
            same = {name: last[name] for name in ("base_hash", "brief_key", "proposed_hash")}
            self._store.do(lambda c: runs.note(c, self._job, self._run, **same))
            raise Unchanged(Receipt(**{name: last[name] for name in ("revision", "compare_url", "edit_url")}))
        self._obey(post, parts)
        self._store.do(lambda c: runs.note(c, self._job, self._run, base_hash=post.content_hash, brief_key=key))
        return brief

    def _obey(self, post: Post, parts: Parts) -> None:
        request, now = self._request, time.time()
        today = self._store.do(lambda c: runs.written_today(c, request.site, request.post_id, now, but=self._job))
        for verdict in verdicts(parts.rules, post, request.type, today):
            if not verdict.ok:
                raise Refused(verdict)

    def noting(self, site: Site) -> Site:
        """`site`, with a note of each proposal, by which its being applied is told from an edit of the author's."""

        def note(digest: str) -> None:
            self._store.do(lambda c: runs.note(c, self._job, self._run, proposed_hash=digest))

        return _Noting(site, note)


def brief_key(writer: str, brief: Brief) -> str:
    """What a proposal is remembered by, beside the content that it was written from."""
    return hashlib.sha256(f"{writer}\n{brief.model_dump_json()}".encode()).hexdigest()


def is_unchanged(last: RowMapping | Mapping[str, Any], post: Post, key: str) -> bool:
    """Whether `post` holds what job `last` wrote its proposal from, under the same brief, or that proposal itself."""
    rewritten = (last["base_hash"], last["brief_key"]) == (post.content_hash, key)
    return rewritten or bool(last["proposed_hash"] == post.content_hash)


class _Noting:
    def __init__(self, site: Site, note: Callable[[str], None]) -> None:
        self._site, self._note = site, note

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        return self._site.fetch(post_id, post_type)

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        text = f"{proposal.title}\n{proposal.content}"
        self._note("sha256:" + hashlib.sha256(text.encode()).hexdigest())
        return self._site.propose(post, proposal)
