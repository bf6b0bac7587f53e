"""A job's way through a worker, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

from bridge.jobs import JobRequest, Jobs
from tests.jobs.conftest import Workers, ended
from tests.jobs.fakes import Plan

Click = Callable[..., JobRequest]


def test_a_job_goes_the_whole_way(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """A click becomes one revision, and the status says where it lies."""
    workers.start()
    status = ended(jobs, jobs.submit(click(post_id=7)).job)
    assert (status.state, status.code, status.revision) == ("done", "", 1007), workers.log()
    assert status.compare_url == "https://blog.test/compare"
    assert plan.events("revision") == [f"revision {status.job}"]
