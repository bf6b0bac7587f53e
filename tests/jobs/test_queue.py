"""What web processes ask of the queue, on SQLite and on PostgreSQL; no worker runs here."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bridge.errors import ConfigError
from bridge.jobs import JobNotFound, JobNotRetryable, JobRequest, Jobs, QueueFull, QueueUnavailable, token, token_ok
from bridge.jobs.database import open_database

Click = Callable[..., JobRequest]


@pytest.fixture
def save(click: Click) -> Click:
    """Makes saves of a draft that is to rest for 30 seconds."""

    def make(**more: object) -> JobRequest:
        return click(**{"type": "post.draft_saved", "quiet_seconds": 30.0} | more)

    return make


def test_a_new_job_waits(jobs: Jobs, click: Click) -> None:
    """A submitted request is a queued job that tells what it was asked."""
    submitted = jobs.submit(click(post_id=12, post_type="page"))
    status = jobs.status(submitted.job)
    assert not submitted.repeat
    assert (status.state, status.site, status.post_id, status.post_type) == ("queued", "blog", 12, "page")
    assert (status.revision, status.code, status.attempts, status.finished) == (None, "", 0, False)


def test_the_same_webhook_twenty_times_at_once_makes_one_job(database_url: str, jobs: Jobs, click: Click) -> None:
    """One job, one first answer, nineteen repeats: from the threads of two web processes' clients alike."""
    request, other = click(), Jobs(database_url)
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda number: (jobs, other)[number % 2].submit(request), range(20)))
    other.close()
    assert len({answer.job for answer in answers}) == 1
    assert sorted(answer.repeat for answer in answers) == [False] + [True] * 19
    assert len(jobs.list()) == 1


def test_a_webhook_id_belongs_to_its_site(jobs: Jobs, click: Click) -> None:
    """Two sites may use the same webhook id for different jobs."""
    answers = [jobs.submit(click(site=site, webhook_id="msg_same")) for site in ("blog", "shop")]
    assert answers[0].job != answers[1].job
    assert not answers[1].repeat


def test_a_webhook_is_a_repeat_even_when_its_job_is_over(jobs: Jobs, click: Click) -> None:
    """The idempotency key outlives the job."""
    request = click()
    job = jobs.submit(request).job
    jobs.cancel(job)
    again = jobs.submit(request)
    assert (again.job, again.repeat) == (job, True)


def test_a_series_of_saves_is_one_job(jobs: Jobs, save: Click) -> None:
    """Twelve saves of one draft at once join one job; another post's save does not."""
    with ThreadPoolExecutor(12) as threads:
        series = list(threads.map(lambda _: jobs.submit(save(post_id=5)), range(12)))
    assert len({submitted.job for submitted in series}) == 1
    assert not any(submitted.repeat for submitted in series)
    assert jobs.submit(save(post_id=6)).job != series[0].job


def test_each_save_puts_the_start_off_up_to_a_limit(database_url: str, jobs: Jobs, save: Click) -> None:
    """The draft rests after its last save, but a job that is 60 seconds old starts all the same."""
    job = jobs.submit(save(quiet_seconds=30.0)).job
    first = jobs.status(job)
    jobs.submit(save(quiet_seconds=45.0))
    second = jobs.status(job)
    jobs.submit(save(quiet_seconds=3600.0))
    last = jobs.status(job)
    assert first.due == pytest.approx(first.created + 30.0)
    assert second.due == pytest.approx(second.updated + 45.0)
    assert last.due == pytest.approx(first.created + 60.0)


def test_a_shorter_rest_does_not_bring_the_start_forward(jobs: Jobs, save: Click) -> None:
    """A save with a shorter rest leaves the moment that an earlier one set."""
    job = jobs.submit(save(quiet_seconds=30.0)).job
    due = jobs.status(job).due
    jobs.submit(save(quiet_seconds=1.0))
    assert jobs.status(job).due == due


@pytest.mark.parametrize("type_", ["post.rewrite_requested", "post.commanded"])
def test_a_click_takes_a_resting_save_along(jobs: Jobs, save: Click, click: Click, type_: str) -> None:
    """The click's request holds, as the operator's, the job is the same, and nothing is waited for any more."""
    job = jobs.submit(save()).job
    clicked = jobs.submit(click(type=type_, options={"tone": "vif"}))
    status = jobs.status(job)
    assert (clicked.job, clicked.repeat) == (job, False)
    assert status.type == type_
    assert status.due <= time.time()


def test_a_save_does_not_hold_a_click_up(jobs: Jobs, save: Click, click: Click) -> None:
    """A save after a click joins its job and leaves it as urgent as it was."""
    job = jobs.submit(click()).job
    due = jobs.status(job).due
    assert jobs.submit(save()).job == job
    status = jobs.status(job)
    assert (status.type, status.due) == ("post.rewrite_requested", due)


def test_a_full_queue_refuses_and_says_when_to_come_back(jobs: Jobs, click: Click) -> None:
    """Beyond the limit a site's new jobs are refused and leave nothing; its repeats, joins and other sites pass."""
    requests = [click(post_id=number) for number in range(1, 21)]
    first, *_ = [jobs.submit(request) for request in requests]
    refused = click(post_id=99)
    for _ in range(2):
        with pytest.raises(QueueFull) as caught:
            jobs.submit(refused)
        assert caught.value.retry_after
    assert len(jobs.list("blog")) == 20
    assert jobs.submit(requests[0]).job == first.job
    assert jobs.submit(click(post_id=1)).job == first.job
    jobs.submit(click(site="shop", post_id=99))
    jobs.cancel(first.job)
    jobs.submit(refused)


def test_a_refusal_does_not_touch_those_who_came_with_it(jobs: Jobs, click: Click) -> None:
    """Thirty requests at once against room for twenty: who is refused leaves nothing, who is not is stored.

    PostgreSQL counts what is committed, so that a few that come in the same moment may pass together.
    """

    def attempt(number: int) -> bool:
        try:
            jobs.submit(click(post_id=number))
        except QueueFull:
            return False
        return True

    with ThreadPoolExecutor(30) as threads:
        passed = list(threads.map(attempt, range(1, 31)))
    assert 20 <= sum(passed) == len(jobs.list()) < 30


def test_a_waiting_job_is_cancelled(jobs: Jobs, click: Click) -> None:
    """It is over, says so to the author, and the next click is a new job."""
    job = jobs.submit(click()).job
    status = jobs.cancel(job)
    assert (status.state, status.code, status.finished) == ("cancelled", "cancelled", True)
    assert "annulée" in status.reason_fr
    assert jobs.submit(click()).job != job


def test_a_cancelled_job_is_retried(jobs: Jobs, click: Click) -> None:
    """It waits again, without a delay and without a trace of its end."""
    job = jobs.submit(click()).job
    jobs.cancel(job)
    status = jobs.retry(job)
    assert (status.state, status.code, status.reason_fr) == ("queued", "", "")


def test_only_what_stopped_is_retried(jobs: Jobs, click: Click) -> None:
    """A waiting job, and one whose post has a newer job waiting, are not run again."""
    job = jobs.submit(click()).job
    with pytest.raises(JobNotRetryable, match="queued"):
        jobs.retry(job)
    jobs.cancel(job)
    jobs.submit(click())
    with pytest.raises(JobNotRetryable, match="waiting already"):
        jobs.retry(job)


def test_waiting_jobs_are_counted_by_the_index_of_waiting_jobs(tmp_path: Path, click: Click) -> None:
    """What a site ever had does not slow its next webhook down."""
    url = f"sqlite:///{tmp_path}/jobs.sqlite"
    jobs, engine = Jobs(url), open_database(url)
    jobs.submit(click())
    with engine.connect() as connection:
        query = "EXPLAIN QUERY PLAN SELECT count(*) FROM bridge_job WHERE site = 'blog' AND waiting"
        plan = str(connection.exec_driver_sql(query).fetchall())
    engine.dispose()
    jobs.close()
    assert "bridge_job_waiting" in plan


@pytest.mark.parametrize("ask", ["status", "cancel", "retry"])
def test_an_unknown_job_is_not_found(jobs: Jobs, ask: str) -> None:
    """Every question about a job that is not there says so."""
    with pytest.raises(JobNotFound):
        getattr(jobs, ask)("nobody")


def test_the_list_is_newest_first_and_filtered(jobs: Jobs, click: Click) -> None:
    """By site, by state, and no longer than asked."""
    made = [jobs.submit(click(post_id=number, site=site)).job for number, site in enumerate(["a", "b", "a"], start=1)]
    jobs.cancel(made[0])
    assert [status.job for status in jobs.list()] == made[::-1]
    assert [status.job for status in jobs.list("a")] == [made[2], made[0]]
    assert [status.job for status in jobs.list("a", "cancelled")] == [made[0]]
    assert [status.job for status in jobs.list(limit=1)] == [made[2]]


def test_readiness_without_a_worker(jobs: Jobs) -> None:
    """A queue that no worker has ever looked at is reachable, and says that nobody works on it."""
    ready = jobs.ready()
    assert (ready.database, ready.worker_seen_seconds) == (True, None)


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all/jobs.sqlite", "postgresql://bridge@127.0.0.1:9/none?connect_timeout=2"]
)
def test_an_outage_is_said_with_a_time_to_come_back(url: str, click: Click) -> None:
    """A database that cannot be reached refuses a request as temporary, and readiness only says so."""
    jobs = Jobs(url)
    with pytest.raises(QueueUnavailable) as caught:
        jobs.submit(click())
    assert caught.value.retry_after
    assert jobs.ready().database is False
    jobs.close()


def test_another_kind_of_database_is_refused() -> None:
    """The error names the key."""
    with pytest.raises(ConfigError, match=r"database\.url"):
        Jobs("mysql://localhost/bridge")


def test_an_acknowledged_job_survives_a_power_cut(tmp_path: Path) -> None:
    """SQLite is told to wait for the disk at each commit, and to let readers read meanwhile."""
    engine = open_database(f"sqlite:///{tmp_path}/jobs.sqlite")
    with engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")]
    engine.dispose()
    assert found == [2, "wal"]


def test_unpublished_texts_are_for_the_owner_alone(tmp_path: Path, click: Click) -> None:
    """Neither the SQLite file nor those beside it can be read by other users of the machine."""
    jobs = Jobs(f"sqlite:///{tmp_path}/jobs.sqlite")
    jobs.submit(click())
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("jobs.sqlite*")}
    jobs.close()
    assert modes == dict.fromkeys(["jobs.sqlite", "jobs.sqlite-wal", "jobs.sqlite-shm"], 0)


def test_tables_are_made_by_whoever_comes_first(database_url: str) -> None:
    """Sixteen processes' worth of clients that start at once on a new database all find the tables."""
    clients = [Jobs(database_url) for _ in range(16)]
    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(lambda client: client.list(), clients)) == [()] * 16
    for client in clients:
        client.close()


def test_a_token_opens_its_own_job_alone() -> None:
    """It is good for one job under one key; a second key may be tried, for rotation."""
    old, new = b"k" * 32, b"n" * 32
    mine = token("job1", old)
    assert token_ok("job1", mine, [new, old])
    assert not token_ok("job2", mine, [old])
    assert not token_ok("job1", mine, [new])
    assert not token_ok("job1", mine, [])
    assert not token_ok("job1", "", [old])
    assert not token_ok("job1", mine + "=", [old])
    assert not token_ok("job1", "\udcff", [old])


def test_a_short_key_is_refused() -> None:
    """A key that could be guessed signs nothing."""
    with pytest.raises(ValueError, match="16 bytes"):
        token("job1", b"short")
