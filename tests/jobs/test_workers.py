"""Worker processes that die, stop and share a queue, on SQLite and on PostgreSQL."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from bridge.jobs import JobRequest, Jobs, JobState
from bridge.jobs.database import open_database
from bridge.jobs.dispatcher import client_of, workflow_id
from tests.jobs.conftest import LATE, Workers, ended, until
from tests.jobs.fakes import Plan

Click = Callable[..., JobRequest]


def test_what_came_before_any_worker_is_worked_on(jobs: Jobs, workers: Workers, click: Click) -> None:
    """Jobs that were acknowledged while no worker had ever run are done by the first one."""
    made = [jobs.submit(click(post_id=number)).job for number in (1, 2, 3)]
    workers.start()
    assert [ended(jobs, job).state for job in made] == ["done"] * 3
    assert (jobs.ready().worker_seen_seconds or 0.0) < 10.0


MOMENTS = {
    # event at which the worker is killed: how often the writer and the site's propose are called in all
    "begin": (1, 1),
    "fetch": (1, 1),
    "fetched": (1, 1),
    "write": (2, 1),
    "written": (2, 1),
    "repair": (1, 1),
    "repaired": (1, 1),
    "propose": (1, 2),
    "revision": (1, 2),
    "proposed": (1, 2),
}


@pytest.mark.parametrize(
    ("database_url", "moment"),
    [*product(["sqlite"], MOMENTS), *product(["postgresql"], ["fetched", "written", "revision"])],
    indirect=["database_url"],
)
def test_a_killed_worker_costs_no_job_and_no_second_draft(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click, moment: str
) -> None:
    """kill -9 at each moment, then a restart: the job ends, ended steps are not repeated, one revision is there."""
    (plan.folder / "bad").touch()
    plan.hang(moment)
    first = workers.start()
    job = jobs.submit(click()).job
    until(lambda: plan.hung(moment))
    workers.kill(first)
    workers.start()
    assert ended(jobs, job).state == "done"
    assert (len(plan.events("write")), len(plan.events("propose"))) == MOMENTS[moment]
    assert plan.events("revision") == [f"revision {job}"]
    assert len(plan.events("fetch")) == (2 if moment in {"fetch", "fetched"} else 1)


def test_a_living_worker_takes_up_the_jobs_of_a_dead_one(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click
) -> None:
    """Two workers run, one is killed in mid-job for good: the other ends its jobs, with the draft that was paid for."""
    plan.hang("propose")
    first = workers.start()
    job = jobs.submit(click()).job
    until(lambda: plan.hung("propose"))
    workers.start()
    until(lambda: "starts" in workers.log(1))
    other = jobs.submit(click(site="shop", post_id=2)).job
    assert ended(jobs, other).state == "done"
    assert not jobs.status(job).finished
    workers.kill(first)
    assert ended(jobs, job).state == "done"
    assert len(plan.events("write")) == 2
    assert sorted(plan.events("revision")) == sorted([f"revision {job}", f"revision {other}"])
    assert "worker worker-1 is dead" in workers.log(1)


def test_two_workers_never_run_one_job_twice(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """Three workers, twenty jobs of five sites: each is begun once."""
    for _ in range(3):
        workers.start()
    made = [jobs.submit(click(site=f"s{number % 5}", post_id=number)).job for number in range(1, 21)]
    assert [ended(jobs, job).state for job in made] == ["done"] * 20
    assert sorted(event.split(" ")[1] for event in plan.events("begin")) == sorted(made)


@pytest.mark.parametrize(("concurrency", "at_once"), [(1, 1), (3, 3)])
def test_a_site_runs_no_more_jobs_at_once_than_it_may(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click, concurrency: int, at_once: int
) -> None:
    """Of one site's eight jobs, at most so many run at the same time, over two workers; other sites do not wait."""
    (plan.folder / "slow").touch()
    for _ in range(2):
        workers.start(concurrency=8)
    made = [jobs.submit(click(post_id=number, site_concurrency=concurrency)).job for number in range(1, 9)]
    until(lambda: len(plan.events("write")) == at_once)
    other = jobs.submit(click(site="shop")).job
    until(lambda: len(plan.events("write")) == at_once + 1)
    assert jobs.status(other).state == "writing"
    time.sleep(0.5)
    assert len(plan.events("write")) == at_once + 1
    (plan.folder / "slow").unlink()
    assert [ended(jobs, job).state for job in [*made, other]] == ["done"] * 9


def test_a_worker_runs_no_more_jobs_at_once_than_it_may(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """Of six sites' jobs, two run while the others wait for their turn."""
    (plan.folder / "slow").touch()
    workers.start(concurrency=2)
    made = [jobs.submit(click(site=f"s{number}")).job for number in range(6)]
    until(lambda: len(plan.events("write")) == 2)
    time.sleep(0.5)
    assert len(plan.events("write")) == 2
    (plan.folder / "slow").unlink()
    assert [ended(jobs, job).state for job in made] == ["done"] * 6


@pytest.mark.parametrize("grace", [0.0, 30.0])
def test_a_stopped_worker_lets_jobs_finish_or_leaves_them(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click, grace: float
) -> None:
    """After SIGTERM nothing new begins; a running job is finished within the grace, else left to the next worker."""
    plan.hang("write")
    first = workers.start(grace_seconds=grace)
    running = jobs.submit(click(post_id=1)).job
    until(lambda: plan.hung("write"))
    first.send_signal(signal.SIGTERM)
    until(lambda: "stops" in workers.log())
    waiting = jobs.submit(click(post_id=2)).job
    if grace:
        time.sleep(0.5)
        plan.go()
    assert first.wait(timeout=LATE) == 0
    states: tuple[JobState, JobState] = (jobs.status(running).state, jobs.status(waiting).state)
    assert states == (("done" if grace else "writing"), "queued")
    plan.go()
    workers.start()
    assert [ended(jobs, job).state for job in (running, waiting)] == ["done", "done"]
    assert len(plan.events("revision")) == 2


def test_a_worker_that_loses_its_lease_exits(database_url: str, jobs: Jobs, workers: Workers, click: Click) -> None:
    """With its lock file or its database session gone, another process may have its name: it stops with status 75."""
    process = workers.start()
    ended(jobs, jobs.submit(click()).job)
    if database_url.startswith("sqlite"):
        for lock in Path(make_url(database_url).database or "").parent.glob("*.lease"):
            lock.unlink()
    else:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
    assert process.wait(timeout=LATE) == 75
    assert "lost its lease" in workers.log()


def test_a_job_whose_workflow_was_ended_by_others_goes_on(
    database_url: str, jobs: Jobs, workers: Workers, plan: Plan, click: Click
) -> None:
    """A workflow that is cancelled behind the queue's back leaves a job without an end: it gets another try."""
    plan.hang("write")
    workers.start(silent_seconds=0.5)
    job = jobs.submit(click()).job
    until(lambda: plan.hung("write"))
    engine = open_database(database_url)
    client_of(engine).cancel_workflow(workflow_id(job, 1))
    engine.dispose()
    plan.go()
    status = ended(jobs, job)
    assert (status.state, status.attempts) == ("done", 1)
    assert plan.events("revision") == [f"revision {job}"]


def test_a_job_that_kills_its_workers_is_given_up(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """After as many deaths as it may cause, it fails with a reason, and the next job is worked on."""
    job = jobs.submit(click()).job
    for number in range(3):
        plan.hang("write")
        process = workers.start(max_recoveries=1, silent_seconds=0.5)
        if number < 2:
            until(lambda: plan.hung("write"))
            (plan.folder / "hung-write").unlink()
            workers.kill(process)
    (plan.folder / "hang-write").unlink()
    status = ended(jobs, job)
    assert (status.state, status.code) == ("failed", "crashed")
    assert ended(jobs, jobs.submit(click(post_id=2)).job).state == "done"


def test_texts_of_finished_jobs_are_forgotten(
    database_url: str, jobs: Jobs, workers: Workers, plan: Plan, click: Click
) -> None:
    """What the steps recorded is deleted after a time, while how the job ended stays."""
    workers.start(keep_days=0.5 / 86_400)
    job = jobs.submit(click()).job
    assert ended(jobs, job).state == "done"
    engine = open_database(database_url)
    until(lambda: not client_of(engine).list_workflows(workflow_id_prefix=job))
    engine.dispose()
    assert jobs.status(job).revision == 1001


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_database_goes_away_and_comes_back(
    database_url: str, jobs: Jobs, workers: Workers, plan: Plan, click: Click
) -> None:
    """All sessions of PostgreSQL are cut in mid-job: with a new worker the job ends, and nothing is written twice."""
    plan.hang("propose")
    process = workers.start()
    job = jobs.submit(click()).job
    until(lambda: plan.hung("propose"))
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert process.wait(timeout=LATE) == 75
    workers.start()
    assert ended(jobs, job).state == "done"
    assert (len(plan.events("write")), plan.events("revision")) == (1, [f"revision {job}"])
