"""Asks sites for their events where they cannot reach the bridge: behind a router, on a laptop.

The plugin's outbox keeps an event until it is answered, and gives it out again under the same webhook id; so neither a
bridge that dies in between nor an answer that is lost makes a second job. In the same way it names a job that its
author has cancelled until it is told of the job's end.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from bridge.config import Site
from bridge.jobs import news, rows
from bridge.jobs.event import BadEvent, Ping, read_event, request_of
from bridge.jobs.failures import failure_of
from bridge.jobs.model import JobNotFound, JobStatus, QueueFull, QueueUnavailable
from bridge.jobs.queue import Jobs
from bridge.jobs.tell import MOST_NEWS, Source, news_of
from bridge.wordpress.exchange import Answered, News, Pulled, Told, Unwanted

log = logging.getLogger(__name__)

#: The longest pause for a site that does not answer.
LONGEST_PAUSE = 300.0
#: Enough for any pause to grow so long; a site may be away for days, and a float doubles 1023 times.
MOST_DOUBLINGS = 30
#: Exchanges in a row, each with what the site has ready: far more than its outbox gives out in a minute.
MOST_TURNS = 50
#: A bridge that begins tells once more of progress in this time: nobody knows what was told last.
TOLD_AGAIN = 3600.0
#: So much later than its own time a change may be committed: another process waited for the database, or its clock is
#: behind.
LATE = 10.0


class Puller:
    """One site that is asked every `pull_seconds`. `due` is when next, as `time.monotonic` counts.

    `pong` is what it is told of who writes, as a ping would be answered.
    """

    def __init__(self, site: Site, source: Source, jobs: Jobs, pong: Mapping[str, Any]) -> None:
        self.site, self._source, self._jobs, self._pong = site, source, jobs, pong
        self._answers: list[Answered] = []
        self._ends: list[News] = []
        self._told = time.time() - TOLD_AGAIN
        self._told_lately: dict[str, float] = {}
        self._failures = 0
        self.due = 0.0

    def is_due(self, untold: bool) -> bool:
        """Whether it is time; what is `untold` waits for it."""
        return self.due <= time.monotonic()

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
        ended = self._jobs.read(lambda c: news.untold(c, self.site.name, MOST_NEWS))
        progress = self._progress(MOST_NEWS - len(ended))
        answers = tuple(self._answers)
        told = [*self._ends, *(news_of(status) for status in (*ended, *progress))]
        pull = self._source.exchange(Told(events=True, jobs=tuple(told), answers=answers, bridge=self._pong))
        del self._answers[: len(answers)]
        self._ends = []
        self._note(ended, pull.later)
        self._note_progress(progress)
        # First what is wanted no more: a new request of the same post would join it.
        for unwanted in pull.cancels:
            with suppress(QueueUnavailable):  # it is named again
                self._ends.append(self._cancel(unwanted))
        self._answers += [self._answer(event) for event in pull.events]
        return bool(self._answers or self._ends)

    def _note(self, ended: Sequence[JobStatus], later: Collection[str]) -> None:
        heard = [status for status in ended if status.job not in later]
        behind = {status: 0 for status in ended if status.job in later}  # it must not keep others waiting
        if heard:
            self._jobs.write(lambda c: news.told(c, heard))
        if behind:
            self._jobs.write(lambda c: news.put_off(c, behind, time.time()))

    def _progress(self, most: int) -> list[JobStatus]:
        """What unfinished jobs have come to, oldest first, with what was committed later than what was told already."""
        limit = MOST_NEWS + len(self._told_lately)
        changed = self._jobs.read(lambda c: rows.progressing(c, self.site.name, self._told - LATE, limit))
        return [status for status in changed if self._told_lately.get(status.job) != status.updated][:most]

    def _note_progress(self, told: Sequence[JobStatus]) -> None:
        self._told = max((self._told, *(status.updated for status in told)))
        lately = {**self._told_lately, **{status.job: status.updated for status in told}}
        self._told_lately = {job: updated for job, updated in lately.items() if updated > self._told - LATE}

    def _cancel(self, unwanted: Unwanted) -> News:
        """Cancels a job as its status page would, and says how it stands then: what has ended already stays as it is.

        Only a job of this site's own; any other is none that it could have.
        """
        try:
            own = self._jobs.status(unwanted.job).site == self.site.name
        except JobNotFound:
            own = False
        if not own:
            return News(post_id=unwanted.post_id, job=unwanted.job, state="cancelled")
        log.info("site %s: job %s of post %d was cancelled there", self.site.name, unwanted.job, unwanted.post_id)
        # Under the post where the site has noted it, be it a copy that was made with the note.
        return news_of(self._jobs.cancel(unwanted.job)).model_copy(update={"post_id": unwanted.post_id})

    def _answer(self, pulled: Pulled) -> Answered:
        """Hands an event to the queue, and answers it as the web would a webhook."""
        try:
            event = read_event(pulled.body.encode("utf-8", "surrogatepass"))
            if isinstance(event, Ping):
                return Answered(webhook_id=pulled.webhook_id, code=200, answer=self._pong)
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
