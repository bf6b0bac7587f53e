"""Tells sites how jobs ended: what their lists of posts and their authors' panels show when nobody has asked.

What is told comes from the rows of `bridge.jobs.news`. Telling is tried again as a job is, and given up as one is; the
job's own end is what it is.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from functools import partial
from typing import Protocol

from bridge.config import Site
from bridge.errors import BridgeError, RetryableError, SiteUnavailable
from bridge.jobs import news
from bridge.jobs.failures import failure_of, wait_before
from bridge.jobs.model import JobStatus
from bridge.jobs.parts import WorkerOptions
from bridge.jobs.queue import Jobs
from bridge.wordpress.exchange import News, Pull, Told

log = logging.getLogger(__name__)

#: Jobs that one exchange tells of, and characters of a reason: the plugin takes no more, and would refuse the rest too.
MOST_NEWS, LONGEST_REASON = 100, 1000
#: What an exchange takes besides the site's own time: a request under each form of the address, and its preparation.
ASIDE_SECONDS = 1.0


class Source(Protocol):
    """The plugin's side of an exchange."""

    def exchange(self, told: Told) -> Pull:
        """Hands `told` over, and takes what the site has for the bridge."""


class Teller:
    """Tells one site that sends its events by itself."""

    def __init__(self, site: Site, source: Source, jobs: Jobs, options: WorkerOptions) -> None:
        self.site, self._source, self._jobs, self._options = site, source, jobs, options

    def is_due(self, untold: bool) -> bool:
        """Whether there is anything to tell."""
        return untold

    def turn(self, stop: threading.Event | None = None) -> None:
        """Tells what there is, once; what the site does not take now is told again later, or given up."""
        now = time.time()
        # By then this telling is over, one way or the other; a process that was killed leaves it to the next.
        until = now + 2 * self.site.timeout_seconds + ASIDE_SECONDS
        claimed = self._jobs.write(lambda c: news.claim(c, self.site.name, now, until, MOST_NEWS))
        if not claimed:
            return
        try:
            pull = self._source.exchange(Told(events=False, jobs=tuple(map(news_of, claimed))))
        except Exception as error:  # noqa: BLE001 - whatever it is, the jobs are over, and the next site is to be told
            self._again(claimed, failure_of(error).error())
            return
        self._jobs.write(lambda c: news.told(c, [status for status in claimed if status.job not in pull.later]))
        later = {status: tries for status, tries in claimed.items() if status.job in pull.later}
        self._again(later, SiteUnavailable("the event that it came of is not answered yet"))

    def _again(self, untold: Mapping[JobStatus, int], error: BridgeError) -> None:
        for status, before in untold.items():
            tries = {status: before + 1}
            if isinstance(error, RetryableError) and before + 1 < self._options.max_attempts:
                due = time.time() + wait_before(before + 1, error, self._options)
                self._jobs.write(partial(news.put_off, tries=tries, due=due))
            else:
                log.warning("site %s is not told of job %s: %s", self.site.name, status.job, error.detail or error.en)
                self._jobs.write(partial(news.told, statuses=tries))


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
        stage=status.stage,
    )
