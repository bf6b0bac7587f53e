"""The life of a batch of paid requests: booked, sent, found again after a death, its results booked one by one."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy.engine import Engine, RowMapping

from bridge.errors import ArticleError, OverBudget, PostNotFound, RetryableError, WriterUnavailable
from bridge.jobs import batches, runs
from bridge.jobs.candidates import Candidate, Result, Subject
from bridge.jobs.database import create_tables
from bridge.jobs.durable import Store, brief_key, is_unchanged
from bridge.jobs.ledger import Ledgers, Limits, SqlLedger
from bridge.writer.claude.batch import Outcome

log = logging.getLogger(__name__)

#: Posts in one batch, at most: results come when a whole batch has ended.
MOST_POSTS = 50


@dataclass
class Batching:
    """The batches of one subject, on the records of one database. `refusal`: why the last `send` left posts over."""

    subject: Subject
    engine: Engine
    ledgers: Ledgers
    limits: Limits
    refusal: str = field(default="", init=False)

    def __post_init__(self) -> None:
        create_tables(self.engine)
        self.store = Store(self.engine)

    def ledger(self, batch: str, post_id: int) -> SqlLedger:
        """The ledger, for a post in a batch."""
        return self.ledgers.of(batch, self.subject.name, post_id, self.limits)

    def under_way(self) -> set[int]:
        """The posts in batches that have not ended."""
        names = [row["batch"] for row in self._unfinished("booking", "sending", "sent")]
        return {row["post_id"] for row in self._waiting(*names).values()}

    def standing(self, candidate: Candidate) -> str:
        """What to do with a post: "write", "paid" when the ledger has its answer, "unchanged" since its proposal."""
        post, key = candidate.post, brief_key("claude", candidate.brief)
        last = self.store.do(lambda c: runs.last_finished(c, self.subject.name, post.id))
        if last is not None and is_unchanged(last, post, key):
            return "unchanged"
        return "paid" if self.ledger("", post.id).answer(candidate.key) else "write"

    def send(self, todo: Sequence[Candidate]) -> list[Candidate]:
        """Sends the first of `todo` that the budgets allow as one batch; which ones, none when all were refused.

        Raises `WriterError` when the API refuses the whole, and `WriterUnavailable` when it may have it or not:
        `recover` finds out.
        """
        batch = f"backfill-{uuid.uuid4().hex}"
        self.store.do(lambda c: batches.begin(c, batch, self.subject.name, time.time()))
        booked = self._book(batch, todo[:MOST_POSTS])
        if not booked:
            self._undo(batch)
            return []
        posts = [(name, item.post.id, item.post.type, item.key) for name, item in booked.items()]
        self.store.do(lambda c: batches.fill(c, batch, posts))
        try:
            remote = self.subject.writer.send({name: item.prepared.body for name, item in booked.items()})
        except RetryableError:
            raise
        except Exception:
            self._undo(batch)
            raise
        self._advance(batch, "sent", remote)
        log.info("batch %s: %d posts sent", remote, len(booked))
        return list(booked.values())

    def recover(self) -> None:
        """Finds out what became of batches that were being sent when a process or a connection died."""
        for row in self._unfinished("booking", "sending"):
            remote = ""
            if row["state"] == "sending":
                known = self.store.do(batches.remotes)
                remote = self.subject.writer.find(self._waiting(row["batch"]).keys(), row["created"], known)
            if remote:
                self._advance(row["batch"], "sent", remote)
            else:
                self._undo(row["batch"])

    def results(self) -> Iterator[Result]:
        """The results of all batches that have ended, each booked in the ledger before it is given; see `close`."""
        for row in self._unfinished("sent"):
            if self.subject.writer.ended(row["remote"]):
                yield from self._results_of(row)
                self._advance(row["batch"], "ended")
                log.info("batch %s: all results are booked", row["remote"])

    def close(self, result: Result, outcome: str) -> None:
        """The result has been dealt with: it does not come again."""
        self.store.do(lambda c: batches.close(c, result.outcome.name, outcome))

    def again(self, result: Result) -> Candidate | None:
        """The post of `result` as it is now, when the answer still is the answer to it."""
        try:
            candidate = self.subject.candidate(result.post_id, result.post_type)
        except (ArticleError, PostNotFound):
            return None
        return candidate if candidate.key == result.key else None

    def cancel(self) -> int:
        """Asks the API to end what it has; answers that it has begun are paid for and delivered. How many batches."""
        running = [row for row in self._unfinished("sent") if not self.subject.writer.ended(row["remote"])]
        for row in running:
            self.subject.writer.cancel(row["remote"])
        return len(running)

    def _book(self, batch: str, todo: Sequence[Candidate]) -> dict[str, Candidate]:
        booked: dict[str, Candidate] = {}
        for item in todo:
            try:
                booked[self.ledger(batch, item.post.id).reserve(item.prepared.call)] = item
            except OverBudget as error:
                self.refusal = error.detail
            except WriterUnavailable:
                self.refusal = "an author's own request for the same text is being answered"
        return booked

    def _results_of(self, row: RowMapping) -> Iterator[Result]:
        waiting = self._waiting(row["batch"])
        for outcome in self.subject.writer.outcomes(row["remote"]):
            if post := waiting.pop(outcome.name, None):
                yield self._settled(post, outcome)
        for name, post in waiting.items():
            yield self._settled(post, Outcome(name, detail="the API has no result for it"))

    def _settled(self, post: RowMapping, outcome: Outcome) -> Result:
        ledger = self.ledger(post["batch"], post["post_id"])
        if outcome.billed:
            ledger.settle(outcome.name, outcome.usage, outcome.cost, outcome.text)
        else:
            ledger.release(outcome.name)
        return Result(post["post_id"], post["post_type"], post["key"], outcome)

    def _waiting(self, *names: str) -> dict[str, RowMapping]:
        return self.store.do(lambda c: batches.waiting(c, names))

    def _advance(self, batch: str, state: str, remote: str = "") -> None:
        self.store.do(lambda c: batches.advance(c, batch, state, remote))

    def _undo(self, batch: str) -> None:
        self.store.do(lambda c: batches.undo(c, batch))

    def _unfinished(self, *states: str) -> list[RowMapping]:
        rows = self.store.do(lambda c: batches.unfinished(c, self.subject.name))
        return [row for row in rows if row["state"] in states]
