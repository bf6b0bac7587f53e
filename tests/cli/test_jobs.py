"""`seo-bridge jobs`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.jobs import JobRequest, Jobs
from tests.cli.conftest import Run


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Jobs]:
    """The database that the commands find by default."""
    jobs = Jobs(f"sqlite:///{tmp_path / 'seo-bridge.sqlite'}")
    yield jobs
    jobs.close()


@pytest.fixture
def job(queue: Jobs) -> str:
    """A job that waits."""
    return queue.submit(JobRequest(site="blog", webhook_id="msg_1", type="post.published", post_id=12)).job


def test_jobs_are_listed_and_cancelled_and_retried(run: Run, queue: Jobs, job: str) -> None:
    """A job can be seen, stopped, and started again, from the command line alone."""
    assert f"{job}  queued     blog post/12" in run("jobs", "list").stdout
    assert run("jobs", "cancel", job).stdout.startswith(f"{job}  cancelled")
    assert run("jobs", "list", "--state", "queued").stdout == ""
    assert run("jobs", "retry", job).stdout.startswith(f"{job}  queued")
    assert queue.status(job).state == "queued"


def test_list_can_be_narrowed(run: Run, queue: Jobs, job: str) -> None:
    """--site and --limit choose."""
    queue.submit(JobRequest(site="other", webhook_id="msg_2", type="post.published", post_id=1))
    assert len(run("jobs", "list").stdout.splitlines()) == 2
    assert len(run("jobs", "list", "--limit", "1").stdout.splitlines()) == 1
    assert job in run("jobs", "list", "--site", "blog").stdout
    assert job not in run("jobs", "list", "--site", "other").stdout


def test_show_explains(run: Run, queue: Jobs, job: str) -> None:
    """Show has the state and, by LANG, the reason that the author is given."""
    queue.cancel(job)
    assert "annulée" in run("jobs", "show", job, env={"LANG": "fr_FR.UTF-8"}).stdout
    assert "cancelled" in run("jobs", "show", job, env={"LANG": "C"}).stdout


@pytest.mark.parametrize("command", ["show", "retry", "cancel"])
def test_an_unknown_job_is_said(run: Run, queue: Jobs, command: str) -> None:
    """An id that nobody knows is one line on stderr and exit status 1."""
    result = run("jobs", command, "nobody")
    assert result.exit_code == 1
    assert "nobody" in result.stderr


def test_a_job_that_has_not_stopped_is_not_retried(run: Run, job: str) -> None:
    """Retry of a waiting job is refused with its state."""
    result = run("jobs", "retry", job)
    assert result.exit_code == 1
    assert "queued" in result.stderr
