"""The client side of the queue: what web processes and commands call. It never runs a job and never launches DBOS."""

from __future__ import annotations

from bridge.jobs.model import JobRequest, JobState, JobStatus, Readiness, Submitted


class Jobs:
    """The queue of one database. Safe to share between threads; connects at first use, so that it can be made before any worker ran.

    Every method raises `QueueUnavailable` while the database cannot be reached or no worker has made its tables yet.
    """

    def __init__(self, database_url: str, *, max_queued: int = 500, max_wait_seconds: float = 300.0) -> None:
        """`max_queued`: jobs that may wait per site. `max_wait_seconds`: the longest that further saves put off a job."""
        raise NotImplementedError

    def submit(self, request: JobRequest) -> Submitted:
        """Stores `request` for good in one transaction and returns its job; the same webhook again returns the same job.

        A save or a click on a post whose job still waits joins that job. Raises `QueueFull` when the site's queue is full.
        """
        raise NotImplementedError

    def status(self, job: str) -> JobStatus:
        """Where `job` stands. Raises `JobNotFound`."""
        raise NotImplementedError

    def cancel(self, job: str) -> JobStatus:
        """Stops `job` if it still can be: a waiting one never starts, a running one stops within a second or so.

        A finished job stays as it is. Raises `JobNotFound`.
        """
        raise NotImplementedError

    def retry(self, job: str) -> JobStatus:
        """Starts a failed, cancelled or stale job anew, at once. Raises `JobNotFound`, `JobNotRetryable`."""
        raise NotImplementedError

    def list(self, site: str | None = None, state: JobState | None = None, limit: int = 100) -> tuple[JobStatus, ...]:
        """The newest jobs first."""
        raise NotImplementedError

    def ready(self) -> Readiness:
        """Whether jobs can be taken and are being worked on; never raises."""
        raise NotImplementedError

    def close(self) -> None:
        """Gives the connections back."""
        raise NotImplementedError
