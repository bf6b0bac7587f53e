"""What a worker is given: its options, and the parts that one job needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.article.model import Brief
from bridge.config import Rules
from bridge.jobs.model import JobRequest
from bridge.wordpress import Post, Site
from bridge.writer import Writer


@dataclass(frozen=True, slots=True)
class Parts:
    """What one job needs: the site, the writer (bound to this job's ledger, if it costs money), how to brief it, and
    the site's rules.
    """

    site: Site
    writer: Writer
    brief_for: Callable[[Post], Brief]
    rules: Rules = field(default_factory=Rules)


#: Makes the parts of one job, in the worker: (job, its request). Raises `ConfigError` when the site is not configured
#: any more.
MakeParts = Callable[[str, JobRequest], Parts]


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How one worker works. Times are in seconds, unless their name says otherwise.

    `concurrency`: jobs at once in this process. `poll_seconds`: how often due jobs are looked for.
    `max_attempts`: tries of a job whose other side is unavailable; the waits between them grow threefold from
    `backoff_seconds` to at most `longest_backoff_seconds`, or are what the other side asks for.
    `grace_seconds`: how long running jobs may go on after a stop before they are left to the next worker.
    `sweep_seconds`: how often signs of life are given and dead workers looked for.
    `silent_seconds`: a running job that gave no sign for so long is asked whether it still has a workflow.
    `keep_days`: how long webhook ids, and the texts that finished jobs' steps recorded, are kept.
    `history_days`: how long finished jobs and paid answers are.
    `max_recoveries`: a job that took its worker down with it more often than that is given up.
    `slow_seconds`: a site that took so long to be found unavailable is spared its other jobs for `spared_seconds`: each
    would hold one of the places for as long.
    """

    concurrency: int = 8
    poll_seconds: float = 0.5
    max_attempts: int = 6
    backoff_seconds: float = 15.0
    longest_backoff_seconds: float = 3600.0
    grace_seconds: float = 20.0
    sweep_seconds: float = 3.0
    silent_seconds: float = 60.0
    keep_days: float = 30.0
    history_days: float = 90.0
    max_recoveries: int = 20
    slow_seconds: float = 5.0
    spared_seconds: float = 30.0
