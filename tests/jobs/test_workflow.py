"""A job's way through worker processes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from bridge.jobs import JobRequest, Jobs, JobState
from tests.jobs.conftest import Workers, ended, until
from tests.jobs.fakes import CONTENT, Plan

Click = Callable[..., JobRequest]


def test_a_job_goes_the_whole_way(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """A click becomes one revision, each outside call is made once, and the status says where the revision lies."""
    workers.start()
    status = ended(jobs, jobs.submit(click(post_id=7)).job)
    assert (status.state, status.code, status.revision) == ("done", "", 1007)
    assert (status.compare_url, status.attempts) == ("https://blog.test/compare", 0)
    assert [event.split(" ")[0] for event in plan.events()] == [
        *("begin", "fetch", "fetched", "write", "written", "propose", "revision", "proposed")
    ]
    assert (plan.folder / f"revision-{status.job}").read_text(encoding="utf-8").count("<p>") == 2


def test_what_came_before_any_worker_is_worked_on(jobs: Jobs, workers: Workers, click: Click) -> None:
    """Jobs that were acknowledged while no worker had ever run are done by the first one."""
    made = [jobs.submit(click(post_id=number)).job for number in (1, 2, 3)]
    workers.start()
    assert [ended(jobs, job).state for job in made] == ["done"] * 3
    assert (jobs.ready().worker_seen_seconds or 0.0) < 10.0


@pytest.mark.parametrize(
    ("moment", "writes", "proposals"),
    [
        ("begin", 1, 1),
        ("fetch", 1, 1),
        ("fetched", 1, 1),
        ("write", 2, 1),
        ("written", 2, 1),
        ("repair", 1, 1),
        ("repaired", 1, 1),
        ("propose", 1, 2),
        ("revision", 1, 2),
        ("proposed", 1, 2),
    ],
)
def test_a_killed_worker_costs_no_job_and_no_second_draft(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click, moment: str, writes: int, proposals: int
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
    assert len(plan.events("write")) == writes
    assert len(plan.events("propose")) == proposals
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


@pytest.mark.parametrize(
    "failures", [["SiteUnavailable"], ["SiteUnavailable=0.1", "SiteUnavailable"]], ids=["once", "twice"]
)
def test_a_site_that_is_away_is_waited_for(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click, failures: list[str]
) -> None:
    """A fetch that fails for now is tried again, and the job counts its tries."""
    plan.fail("fetch", *failures)
    workers.start()
    status = ended(jobs, jobs.submit(click()).job)
    assert (status.state, status.code, status.attempts) == ("done", "", len(failures))


def test_a_draft_is_kept_while_the_site_is_away(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """Handing over fails three times: the draft is written once, and handed over in the end."""
    plan.fail("propose", "SiteUnavailable", "SiteUnavailable", "SiteUnavailable")
    workers.start()
    status = ended(jobs, jobs.submit(click()).job)
    assert (status.state, status.attempts) == ("done", 3)
    assert (len(plan.events("fetch")), len(plan.events("write")), len(plan.events("propose"))) == (1, 1, 4)


def test_a_waiting_retry_says_why_and_holds_no_place(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """A job that waits for its next try tells the author so, and its site's next job is not held up."""
    plan.fail("fetch", "SiteUnavailable=3600")
    workers.start()
    job = jobs.submit(click(post_id=1)).job
    until(lambda: jobs.status(job).attempts)
    status = jobs.status(job)
    assert (status.state, status.code) == ("queued", "site_unavailable")
    assert status.due > time.time() + 3000
    assert "automatiquement" in status.reason_fr
    assert ended(jobs, jobs.submit(click(post_id=2)).job).state == "done"


def test_a_click_starts_a_waiting_retry_at_once(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """Whoever sees that the site is back need not wait; it is the same job."""
    plan.fail("fetch", "SiteUnavailable=3600")
    workers.start()
    job = jobs.submit(click()).job
    until(lambda: jobs.status(job).attempts)
    assert jobs.submit(click()).job == job
    assert ended(jobs, job).state == "done"
    assert len(plan.events("revision")) == 1


def test_tries_are_bounded(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """After the last try the job fails, with a reason that promises no further one; a retry mends it."""
    plan.fail("fetch", *["SiteUnavailable"] * 3)
    workers.start(max_attempts=3)
    job = jobs.submit(click()).job
    status = ended(jobs, job)
    assert (status.state, status.code) == ("failed", "site_unavailable")
    assert "plusieurs essais" in status.reason_fr
    jobs.retry(job)
    status = ended(jobs, job)
    assert (status.state, status.code, status.attempts) == ("done", "", 0)


@pytest.mark.parametrize(
    ("event", "error", "code"),
    [
        ("fetch", "SiteCredentials", "site_credentials"),
        ("fetch", "PostNotFound", "post_not_found"),
        ("write", "OverBudget", "over_budget"),
        ("write", "WriterRefused", "writer_refused"),
        ("propose", "SiteRejected", "site_rejected"),
        ("begin", "ConfigError", "config"),
    ],
)
def test_a_no_is_not_asked_twice(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click, event: str, error: str, code: str
) -> None:
    """A permanent error fails the job at once, with its own reason in two languages."""
    plan.fail(event, error)
    workers.start()
    status = ended(jobs, jobs.submit(click()).job)
    assert (status.state, status.code, status.attempts) == ("failed", code, 0)
    assert status.reason_fr
    assert status.reason_en != status.reason_fr
    assert len(plan.events(event)) == 1


@pytest.mark.parametrize("event", ["begin", "write"])
def test_a_bug_fails_the_job_and_tells_no_secret(
    jobs: Jobs, workers: Workers, plan: Plan, click: Click, event: str
) -> None:
    """An unforeseen exception becomes the general reason; the log has its place and type, not its message."""
    plan.fail(event, "bug")
    workers.start()
    status = ended(jobs, jobs.submit(click()).job)
    assert (status.state, status.code) == ("failed", "error")
    assert "unexpected KeyError" in workers.log()
    assert "fakes.py" in workers.log()
    assert "a-secret" not in workers.log()


def test_a_job_is_cancelled_while_it_is_written(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """The writer is stopped at its next sign of progress, nothing is handed over, and a retry goes the whole way."""
    (plan.folder / "slow").touch()
    workers.start()
    job = jobs.submit(click()).job
    status = until(lambda: (now := jobs.status(job)).words == 4 and now)
    assert (status.state, status.expected) == ("writing", 30)
    assert jobs.cancel(job).state == "cancelled"
    until(lambda: f"{job}, try 1: cancelled" in workers.log())
    assert (plan.events("written"), plan.events("propose")) == ([], [])
    assert jobs.status(job).state == "cancelled"
    (plan.folder / "slow").unlink()
    jobs.retry(job)
    assert ended(jobs, job).state == "done"


def test_a_cancelled_job_of_a_full_site_never_starts(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """A job that waits behind another of its site is cancelled there."""
    plan.hang("write")
    workers.start()
    running = jobs.submit(click(post_id=1)).job
    until(lambda: plan.hung("write"))
    waiting = jobs.submit(click(post_id=2)).job
    jobs.cancel(waiting)
    plan.go()
    assert ended(jobs, running).state == "done"
    last = jobs.submit(click(post_id=3)).job
    assert ended(jobs, last).state == "done"
    assert [event.split(" ")[1] for event in plan.events("begin")] == [running, last]


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
    until(lambda: jobs.status(other).state == "writing")
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


def test_a_series_of_saves_is_rewritten_once(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """Five saves, each within the rest of the one before, become one job that starts after the last."""
    workers.start()
    made = set()
    for number in range(5):
        made.add(jobs.submit(click(type="post.draft_saved", quiet_seconds=1.0, content_hash=f"h{number}")).job)
        time.sleep(0.15)
    (job,) = made
    assert plan.events() == []
    assert ended(jobs, job).state == "done"
    assert plan.events("begin") == [f"begin {job} post.draft_saved h4"]


def test_a_save_during_a_rewrite_is_a_job_of_its_own(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """What is saved after the article was read is rewritten afterwards, never at the same time."""
    plan.hang("write")
    workers.start()
    first = jobs.submit(click()).job
    until(lambda: plan.hung("write"))
    (plan.folder / "content-1").write_text(CONTENT.replace("chaque matin", "chaque soir"), encoding="utf-8")
    second = jobs.submit(click(type="post.draft_saved")).job
    assert second != first
    plan.go()
    assert [ended(jobs, job).state for job in (first, second)] == ["done", "done"]
    assert plan.events("revision") == [f"revision {first}", f"revision {second}"]


def test_unchanged_content_costs_nothing_and_says_so(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """The same content and brief are not written again; a new brief, new content, or the option `again` are."""
    workers.start()
    first = ended(jobs, jobs.submit(click()).job)
    same = ended(jobs, jobs.submit(click()).job)
    third = ended(jobs, jobs.submit(click()).job)
    assert (same.state, same.code, same.revision) == ("done", "unchanged", first.revision)
    assert third.code == "unchanged"
    assert "rien n’a été réécrit" in same.reason_fr
    assert len(plan.events("write")) == 1
    codes = [
        ended(jobs, jobs.submit(click(options=options)).job).code for options in ({"tone": "vif"}, {"again": True})
    ]
    (plan.folder / "content-1").write_text(CONTENT.replace("chaque matin", "chaque soir"), encoding="utf-8")
    codes.append(ended(jobs, jobs.submit(click()).job).code)
    assert codes == ["", "", ""]
    assert len(plan.events("write")) == 4


def test_an_applied_proposal_is_not_rewritten(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """When the author restores the proposal, the save that follows finds nothing to do."""
    workers.start()
    (plan.folder / "content-1").write_text(CONTENT.replace("gare. Les", "gare.  Les"), encoding="utf-8")
    (plan.folder / "title").write_text("Une bibliothèque à Valbrune", encoding="utf-8")
    first = jobs.submit(click()).job
    assert ended(jobs, first).state == "done"
    proposal = (plan.folder / f"revision-{first}").read_text(encoding="utf-8")
    (plan.folder / "content-1").write_text(proposal, encoding="utf-8")
    status = ended(jobs, jobs.submit(click(type="post.draft_saved")).job)
    assert status.code == "unchanged"
    assert len(plan.events("write")) == 1


def test_a_post_that_changed_meanwhile_is_stale(jobs: Jobs, workers: Workers, plan: Plan, click: Click) -> None:
    """The proposal is stored, the job says stale, and it can be asked for again."""
    (plan.folder / "stale").touch()
    workers.start()
    job = jobs.submit(click()).job
    status = ended(jobs, job)
    assert (status.state, status.revision) == ("stale", 1001)
    (plan.folder / "stale").unlink()
    jobs.retry(job)
    assert ended(jobs, job).state == "done"


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
    assert first.wait(timeout=30) == 0
    states: tuple[JobState, JobState] = (jobs.status(running).state, jobs.status(waiting).state)
    assert states == (("done" if grace else "writing"), "queued")
    plan.go()
    workers.start()
    assert [ended(jobs, job).state for job in (running, waiting)] == ["done", "done"]
    assert len(plan.events("revision")) == 2
