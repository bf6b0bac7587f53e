"""Asks sites for their events where they cannot reach the bridge: behind a router, on a laptop.

The plugin's outbox keeps an event until it is answered, and gives it out again under the same webhook id; so neither a
bridge that dies in between nor an answer that is lost makes a second job.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Protocol

from bridge.config import Site
from bridge.jobs.event import BadEvent, Ping, read_event, request_of
from bridge.jobs.failures import failure_of
from bridge.jobs.model import JobStatus, QueueFull, QueueUnavailable
from bridge.jobs.queue import Jobs
from bridge.wordpress.exchange import Answered, News, Pulled

log = logging.getLogger(__name__)

#: Sites that are asked at the same time.
SITES_AT_ONCE = 8
#: The longest pause for a site that does not answer.
LONGEST_PAUSE = 300.0
#: Enough for any pause to grow so long; a site may be away for days, and a float doubles 1023 times.
MOST_DOUBLINGS = 30
#: Exchanges in a row, each with what the site has ready: far more than its outbox gives out in a minute.
MOST_TURNS = 50
#: A bridge that begins tells once more what happened in this time: nobody knows what was told last.
TOLD_AGAIN = 3600.0
#: So much later than its own time a change may be committed: another process waited for the database, or its clock is
#: behind.
LATE = 10.0
#: Jobs that one exchange tells of, and characters of a reason: the plugin takes no more, and would refuse the rest too.
MOST_NEWS, LONGEST_REASON = 100, 1000


class Source(Protocol):
    """What is asked: the plugin's routes of one site."""

    def exchange(self, answers: Sequence[Answered], news: Sequence[News]) -> tuple[Pulled, ...]:
        """Hands answers and news over, and takes the events that are due."""


class Puller:
    """One site that is asked every `pull_seconds`. `due` is when next, as `time.monotonic` counts."""

    def __init__(self, site: Site, source: Source, jobs: Jobs) -> None:
        self.site, self._source, self._jobs = site, source, jobs
        self._answers: list[Answered] = []
        self._told = time.time() - TOLD_AGAIN
        self._told_lately: dict[str, float] = {}
        self._failures = 0
        self.due = 0.0

    def turn(self, stop: threading.Event | None = None) -> None:
        """Asks until nothing is left to answer or `stop` is set, and sets when to ask again; a failure is logged."""
        try:
            for _ in range(MOST_TURNS):
                if not self._exchange() or (stop and stop.is_set()):
                    break
        except Exception as error:  # noqa: BLE001 - whatever it is, the site is asked again, after a pause
            self._failures += 1
            known = failure_of(error).error()
            log.warning("site %s: cannot be asked for its events: %s", self.site.name, known.detail or known.en)
        else:
            self._failures = 0
        pause = self.site.pull_seconds * 2.0 ** min(self._failures, MOST_DOUBLINGS)
        self.due = time.monotonic() + min(pause, max(LONGEST_PAUSE, self.site.pull_seconds))

    def _exchange(self) -> bool:
        """One exchange; whether another should follow at once."""
        news = self._news()
        answers = tuple(self._answers)
        events = self._source.exchange(answers, [news_of(status) for status in news])
        del self._answers[: len(answers)]
        self._note(news)
        self._answers += [self._answer(event) for event in events]
        return bool(self._answers)

    def _news(self) -> list[JobStatus]:
        """What is to be told, oldest first, with what was committed later than what was told already."""
        limit = MOST_NEWS + len(self._told_lately)
        changed = self._jobs.changed(self.site.name, self._told - LATE, limit)
        return [status for status in changed if self._told_lately.get(status.job) != status.updated][:MOST_NEWS]

    def _note(self, told: Sequence[JobStatus]) -> None:
        self._told = max((self._told, *(status.updated for status in told)))
        lately = {**self._told_lately, **{status.job: status.updated for status in told}}
        self._told_lately = {job: updated for job, updated in lately.items() if updated > self._told - LATE}

    def _answer(self, pulled: Pulled) -> Answered:
        """Hands an event to the queue, and answers it as the web would a webhook."""
        try:
            event = read_event(pulled.body.encode("utf-8", "surrogatepass"))
            if isinstance(event, Ping):
                return Answered(webhook_id=pulled.webhook_id, code=200, answer={"pong": True})
            submitted = self._jobs.submit(request_of(event, self.site, pulled.webhook_id, datetime.now(UTC)))
        except BadEvent as error:
            return refusal(pulled, 422, error.field, error.message)
        except (QueueFull, QueueUnavailable) as error:
            code = 429 if isinstance(error, QueueFull) else 503
            return refusal(pulled, code, "", error.en, error.retry_after or 0.0)
        log.info("site %s: %s of post %d is job %s", self.site.name, event.type, event.data.post_id, submitted.job)
        code = 200 if submitted.repeat else 202
        return Answered(webhook_id=pulled.webhook_id, code=code, answer={"job": submitted.job, "status_url": ""})


def refusal(pulled: Pulled, code: int, field: str, message: str, wait: float = 0.0) -> Answered:
    """An answer that says no, in the words of contract 1."""
    answer = {"error": {"field": field, "message": message}}
    return Answered(webhook_id=pulled.webhook_id, code=code, answer=answer, retry_after=round(wait))


def news_of(status: JobStatus) -> News:
    """What a site is told of a job."""
    return News(
        post_id=status.post_id,
        job=status.job,
        state=status.state,
        words=status.words,
        expected=status.expected,
        reason_fr=status.reason_fr[:LONGEST_REASON],
        reason_en=status.reason_en[:LONGEST_REASON],
    )


def pull(pullers: Callable[[], Mapping[str, Puller]], stop: threading.Event) -> None:
    """Asks each site when it is due, until `stop` is set; a slow site holds up none of the others.

    At the end, waits for the requests that are under way, and for nothing after them.
    """
    running: dict[str, Future[None]] = {}
    threads = ThreadPoolExecutor(SITES_AT_ONCE, thread_name_prefix="pull")
    try:
        while not stop.wait(0.2):
            for name, puller in pullers().items():
                before = running.get(name)
                if puller.due <= time.monotonic() and (before is None or before.done()):
                    running[name] = threads.submit(puller.turn, stop)
    finally:
        threads.shutdown(cancel_futures=True)
