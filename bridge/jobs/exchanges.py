"""The loop by which a worker calls sites: for their events, at their pace, and to tell them of their jobs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from bridge.jobs import news
from bridge.jobs.failures import failure_of
from bridge.jobs.model import QueueUnavailable
from bridge.jobs.queue import Jobs

log = logging.getLogger(__name__)

#: Sites that are called at the same time.
SITES_AT_ONCE = 16
#: How often is looked for what is to be told.
LOOK_SECONDS = 1.0
#: Seconds between two rounds, and after one that broke off.
ROUND_SECONDS, AGAIN_SECONDS = 0.2, 5.0


class Party(Protocol):
    """One site that is called."""

    def is_due(self, untold: bool) -> bool:
        """Whether it is to be called now; `untold`: it is to be told of a job."""

    def turn(self, stop: threading.Event | None = None) -> None:
        """Calls it. Never raises for what the site does."""


def exchange(parties: Callable[[], Mapping[str, Party]], jobs: Jobs, stop: threading.Event) -> None:
    """Calls each site when it is due, until `stop` is set; a slow site holds up none of the others.

    At the end, waits for the calls that are under way, and for nothing after them.
    """
    running: dict[str, Future[None]] = {}
    threads = ThreadPoolExecutor(SITES_AT_ONCE, thread_name_prefix="exchange")
    looked, untold, pause = 0.0, set[str](), ROUND_SECONDS
    try:
        while not stop.wait(pause):
            pause = ROUND_SECONDS
            try:
                present = parties()
                if looked + LOOK_SECONDS <= time.monotonic():
                    looked, untold = time.monotonic(), look(jobs, present)
                for name, party in present.items():
                    before = running.get(name)
                    if (before is None or before.done()) and party.is_due(name in untold):
                        untold.discard(name)
                        running[name] = threads.submit(called, party, name, stop)
            except Exception as error:  # noqa: BLE001 - without this thread no site would be called any more
                log.warning("calling sites broke off: %s; trying again", failure_of(error).detail)
                pause = AGAIN_SECONDS
    finally:
        threads.shutdown(cancel_futures=True)


def called(party: Party, name: str, stop: threading.Event) -> None:
    """`party`'s turn. What breaks it off, such as an outage of the database, is said, and keeps it from no other."""
    try:
        party.turn(stop)
    except Exception as error:  # noqa: BLE001 - it would be lost with the thread's result
        log.warning("site %s: calling it broke off: %s", name, failure_of(error).detail)


def look(jobs: Jobs, present: Mapping[str, Party]) -> set[str]:
    """The sites that are to be told of a job. For one that nobody calls, nothing is kept."""
    try:
        untold = jobs.read(lambda c: news.sites(c, time.time()))
        if nobody := untold - set(present):
            jobs.write(lambda c: news.forget(c, nobody))
    except QueueUnavailable as error:
        log.warning("looking for news to tell: %s; trying again", error.detail)
        return set()
    return untold
