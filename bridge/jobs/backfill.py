"""A backfill: many posts of a site are rewritten by batches at half the price, and delivered by jobs like any other.

Batches only pay for answers, which the ledger keeps under the keys that the jobs then ask for: a job checks, has
repaired by calls, and delivers. A run that was killed at any moment is taken up by the next one on that site.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bridge.errors import ArticleError, PermanentError, PostNotFound, RetryableError, WriterError
from bridge.jobs.batching import Batching
from bridge.jobs.candidates import Candidate, Plan, Subject, Tally
from bridge.jobs.database import open_database
from bridge.jobs.leases import acquire
from bridge.jobs.ledger import Ledgers, Limits
from bridge.jobs.model import FINAL, JobRequest
from bridge.jobs.queue import Jobs
from bridge.wordpress import PostRef

#: Seconds between two looks at the API and at the queue, growing by half from the first to the longest.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0

#: Seconds before what is unavailable is tried again, unless it says when.
AGAIN = 30.0

#: Seconds without a sign of life after which no worker is expected to deliver anything.
WORKER_GONE = 30.0


class BackfillRunning(PermanentError):
    """Another process is at the backfill of this site."""


@dataclass
class Backfill:
    """The backfill of one site. The caller holds the lease on it: two at once would take each other's batches back."""

    batching: Batching
    queue: Jobs
    concurrency: int
    pause: float = FIRST_PAUSE
    tally: Tally = field(default_factory=Tally)
    dealt_with: set[str] = field(default_factory=set)

    def plan(self, posts: Iterable[PostRef], limit: int | None = None, look: Callable[[], None] = lambda: None) -> Plan:
        """Reads `posts` until `limit` are found to write; `look` is called for each. Raises `SiteError`s.

        What an earlier run was sending when it died, and the API never had, is to be written like the others; where
        that cannot be known yet, `run` finds out, or says why not.
        """
        with suppress(RetryableError, WriterError):
            self.batching.recover()
        found: dict[str, list[Candidate]] = {"write": [], "paid": []}
        aside: Counter[str] = Counter()
        under_way, keys = self.batching.under_way(), set[str]()
        for ref in posts:
            if limit is not None and len(found["write"]) >= limit:
                break
            look()
            try:
                candidate = self.batching.subject.candidate(ref.id, ref.type)
            except (ArticleError, PostNotFound) as error:
                aside[error.code] += 1
                continue
            why = "under_way" if ref.id in under_way else self.batching.standing(candidate)
            why = "twin" if why == "write" and candidate.key in keys else why
            keys.add(candidate.key)
            if why in found:
                found[why].append(candidate)
            else:
                aside[why] += 1
        return Plan(tuple(found["write"]), tuple(found["paid"]), aside)

    def run(self, plan: Plan) -> Iterator[Tally]:
        """Takes up what an earlier run left, then does `plan`; the tally after each look, until all is delivered.

        What is unavailable is waited for. Raises the `WriterError`s that concern every request, such as a wrong key.
        """
        todo, ready = list(plan.write), list(plan.paid)
        self.tally.asked = len(todo) + len(self.batching.under_way())
        while True:
            wait, self.tally.waiting_for, self.tally.refusal = self.pause, "", ""
            try:
                while ready:
                    self.deliver(ready[-1])
                    ready.pop()
                self.batching.recover()
                self.collect()
                self.send(todo)
            except RetryableError as error:
                wait, self.tally.waiting_for = error.retry_after or AGAIN, error.detail
            self.follow()
            self.tally.left = len(todo)
            yield self.tally
            if not self.tally.waiting_for and self.is_over(todo):
                return
            time.sleep(wait)
            self.pause = min(self.pause * 1.5, LONGEST_PAUSE)

    def collect(self) -> None:
        """Has the answers of the batches that have ended delivered, each as soon as it is booked."""
        for result in self.batching.results():
            why = result.outcome.detail
            if result.outcome.text is not None:
                candidate = self.batching.again(result)
                why = "" if candidate else "changed"
                if candidate:
                    self.deliver(candidate)
            self.batching.close(result, why or "answered")
            self.dealt_with.add(result.key)
            self.tally.answered += 1
            self.tally.cost += result.outcome.cost
            self.tally.failed.update([why] if why else [])

    def send(self, todo: list[Candidate]) -> None:
        """Sends as many of `todo` as the budgets allow, and takes them out of it.

        What was sent and found again, after an answer that was lost, is out of it too.
        """
        under_way = self.batching.under_way()
        todo[:] = [item for item in todo if item.post.id not in under_way and item.key not in self.dealt_with]
        while todo and (sent := self.batching.send(todo)):
            todo[:] = [item for item in todo if item not in sent]
        self.tally.refusal = self.batching.refusal if todo else ""

    def deliver(self, candidate: Candidate) -> None:
        """A job for a post whose answer is paid for; the same one if it was asked for before. Raises `QueueFull`."""
        request = JobRequest(
            site=self.batching.subject.name,
            webhook_id=f"backfill-{candidate.post.id}-{candidate.key}",
            type="post.backfill",
            post_id=candidate.post.id,
            post_type=candidate.post.type,
            content_hash=candidate.post.content_hash,
            site_concurrency=self.concurrency,
        )
        submitted = self.queue.submit(request)
        if submitted.repeat and self.queue.status(submitted.job).state in {"failed", "cancelled"}:
            self.queue.retry(submitted.job)
        self.tally.jobs[submitted.job] = "queued"

    def follow(self) -> None:
        """Looks how the jobs are."""
        for job, state in self.tally.jobs.items():
            if state not in FINAL:
                self.tally.jobs[job] = self.queue.status(job).state

    def is_over(self, todo: list[Candidate]) -> bool:
        """Whether nothing is left to wait for: no batch, no budget that comes free, no job that a worker will end."""
        if self.batching.under_way() or (todo and not self.tally.refusal):
            return False
        seen = self.queue.ready().worker_seen_seconds
        return self.tally.delivered == len(self.tally.jobs) or seen is None or seen > WORKER_GONE


@contextmanager
def open_backfill(
    database_url: str, subject: Subject, limits: Limits, concurrency: int, max_queued: int
) -> Iterator[Backfill]:
    """The backfill of `subject`, on the database of jobs. Raises `BackfillRunning` and `ConfigError`."""
    engine = open_database(database_url)
    ledgers, queue = Ledgers(database_url), Jobs(database_url, max_queued=max_queued)
    lease = None
    try:
        lease = acquire(engine, f"backfill-{subject.name}")
        if lease is None:
            raise BackfillRunning(f"another backfill of {subject.name} is running; let it end, or stop it")
        yield Backfill(Batching(subject, engine, ledgers, limits), queue, concurrency)
    finally:
        if lease:
            lease.release()
        for opened in (queue, ledgers):
            opened.close()
        engine.dispose()


__all__ = ["Backfill", "BackfillRunning", "Plan", "Subject", "Tally", "open_backfill"]
