"""A job's way through a worker, on SQLite and on PostgreSQL."""

from __future__ import annotations

import time

import pytest

from bridge.jobs import JobRequest, Jobs
from tests.jobs.conftest import Crew, Workers, until
from tests.jobs.fakes import CONTENT, Plan


def test_a_job_goes_the_whole_way(crew: Crew) -> None:
    """A click becomes one revision, each outside call is made once, and the status says where the revision lies."""
    status = crew.ended(crew.submit(post_id=7))
    assert (status.state, status.code, status.revision) == ("done", "", 1007)
    assert (status.compare_url, status.attempts) == ("https://blog.test/compare", 0)
    assert [event.split(" ")[0] for event in crew.plan.events()] == [
        *("begin", "fetch", "fetched", "write", "written", "propose", "revision", "proposed")
    ]
    assert (crew.plan.folder / f"revision-{status.job}").read_text(encoding="utf-8").count("<p>") == 2


@pytest.mark.parametrize(
    "failures", [["SiteUnavailable"], ["SiteUnavailable=0.1", "SiteUnavailable"]], ids=["once", "twice"]
)
def test_a_site_that_is_away_is_waited_for(crew: Crew, failures: list[str]) -> None:
    """A fetch that fails for now is tried again, and the job counts its tries."""
    crew.plan.fail("fetch", *failures)
    status = crew.ended(crew.submit())
    assert (status.state, status.code, status.attempts) == ("done", "", len(failures))


def test_a_draft_is_kept_while_the_site_is_away(crew: Crew) -> None:
    """Handing over fails three times: the draft is written once, and handed over in the end."""
    crew.plan.fail("propose", "SiteUnavailable", "SiteUnavailable", "SiteUnavailable")
    status = crew.ended(crew.submit())
    assert (status.state, status.attempts) == ("done", 3)
    assert (len(crew.plan.events("fetch")), len(crew.plan.events("write")), len(crew.plan.events("propose"))) == (
        1,
        1,
        4,
    )


def test_a_waiting_retry_says_why_and_holds_no_place(crew: Crew) -> None:
    """A job that waits for its next try tells the author so, and its site's next job is not held up."""
    crew.plan.fail("fetch", "SiteUnavailable=3600")
    job = crew.submit(post_id=1)
    until(lambda: crew.jobs.status(job).attempts)
    status = crew.jobs.status(job)
    assert (status.state, status.code) == ("queued", "site_unavailable")
    assert status.due > time.time() + 3000
    assert "automatiquement" in status.reason_fr
    assert crew.ended(crew.submit(post_id=2)).state == "done"


def request(post_id: int) -> JobRequest:
    """A click on a post of one site, whose jobs run one by one."""
    return JobRequest(site="blog", webhook_id=f"msg_{post_id}", type="post.rewrite_requested", post_id=post_id)


def test_a_site_that_hangs_is_spared_its_other_jobs(workers: Workers, jobs: Jobs, plan: Plan) -> None:
    """After one job waited in vain, those behind it are put off untried, and that is none of their attempts."""
    plan.hang("fetch")
    plan.fail("fetch", "SiteUnavailable=3600")
    made = [jobs.submit(request(post_id)).job for post_id in (1, 2, 3)]
    workers.start(slow_seconds=0.2, spared_seconds=3600.0)
    until(lambda: plan.hung("fetch"))
    time.sleep(0.3)  # so long that the site counts as slow
    plan.go()
    until(lambda: all(jobs.status(job).due > time.time() + 60 for job in made))
    assert sorted((jobs.status(job).state, jobs.status(job).attempts) for job in made) == [
        ("queued", 0),
        ("queued", 0),
        ("queued", 1),
    ]
    assert {jobs.status(job).code for job in made} == {"site_unavailable"}
    assert len(plan.events("fetch")) == 1


def test_a_click_starts_a_waiting_retry_at_once(crew: Crew) -> None:
    """Whoever sees that the site is back need not wait; it is the same job."""
    crew.plan.fail("fetch", "SiteUnavailable=3600")
    job = crew.submit()
    until(lambda: crew.jobs.status(job).attempts)
    assert crew.submit() == job
    assert crew.ended(job).state == "done"
    assert len(crew.plan.events("revision")) == 1


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
def test_a_no_is_not_asked_twice(crew: Crew, event: str, error: str, code: str) -> None:
    """A permanent error fails the job at once, with its own reason in two languages."""
    crew.plan.fail(event, error)
    status = crew.ended(crew.submit())
    assert (status.state, status.code, status.attempts) == ("failed", code, 0)
    assert status.reason_fr
    assert status.reason_en != status.reason_fr
    assert len(crew.plan.events(event)) == 1


@pytest.mark.parametrize("event", ["begin", "write"])
def test_a_bug_fails_the_job_and_tells_no_secret(crew: Crew, event: str) -> None:
    """An unforeseen exception becomes the general reason; the log has its place and type, not its message."""
    crew.plan.fail(event, "bug")
    status = crew.ended(crew.submit())
    assert (status.state, status.code) == ("failed", "error")
    assert "unexpected KeyError" in crew.log()
    assert "fakes.py" in crew.log()
    assert "a-secret" not in crew.log()


def test_a_job_is_cancelled_while_it_is_written(crew: Crew) -> None:
    """The writer is stopped at its next sign of progress, nothing is handed over, and a retry goes the whole way."""
    (crew.plan.folder / "slow").touch()
    job = crew.submit()
    status = until(lambda: (now := crew.jobs.status(job)).words == 4 and now)
    assert (status.state, status.expected) == ("writing", 30)
    assert crew.jobs.cancel(job).state == "cancelled"
    until(lambda: f"{job}, try 1: cancelled" in crew.log())
    assert (crew.plan.events("written"), crew.plan.events("propose")) == ([], [])
    assert crew.jobs.status(job).state == "cancelled"
    (crew.plan.folder / "slow").unlink()
    crew.jobs.retry(job)
    assert crew.ended(job).state == "done"


def test_a_cancelled_job_of_a_full_site_never_starts(crew: Crew) -> None:
    """A job that waits behind another of its site is cancelled there."""
    crew.plan.hang("write")
    running = crew.submit(post_id=1)
    until(lambda: crew.plan.hung("write"))
    waiting = crew.submit(post_id=2)
    crew.jobs.cancel(waiting)
    crew.plan.go()
    assert crew.ended(running).state == "done"
    last = crew.submit(post_id=3)
    assert crew.ended(last).state == "done"
    assert [event.split(" ")[1] for event in crew.plan.events("begin")] == [running, last]


def test_a_series_of_saves_is_rewritten_once(crew: Crew) -> None:
    """Five saves, each within the rest of the one before, become one job that starts after the last."""
    made = set()
    for number in range(5):
        made.add(crew.submit(type="post.draft_saved", quiet_seconds=1.0, content_hash=f"h{number}"))
        time.sleep(0.15)
    (job,) = made
    assert crew.plan.events() == []
    assert crew.ended(job).state == "done"
    assert crew.plan.events("begin") == [f"begin {job} post.draft_saved h4"]


def test_a_save_during_a_rewrite_is_a_job_of_its_own(crew: Crew) -> None:
    """What is saved after the article was read is rewritten afterwards, never at the same time."""
    crew.plan.hang("write")
    first = crew.submit()
    until(lambda: crew.plan.hung("write"))
    (crew.plan.folder / "content-1").write_text(CONTENT.replace("chaque matin", "chaque soir"), encoding="utf-8")
    second = crew.submit(type="post.draft_saved")
    assert second != first
    crew.plan.go()
    assert [crew.ended(job).state for job in (first, second)] == ["done", "done"]
    assert crew.plan.events("revision") == [f"revision {first}", f"revision {second}"]


def test_unchanged_content_costs_nothing_and_says_so(crew: Crew) -> None:
    """The same content and brief are not written again; a new brief, new content, or the option `again` are."""
    first = crew.ended(crew.submit())
    same = crew.ended(crew.submit())
    third = crew.ended(crew.submit())
    assert (same.state, same.code, same.revision) == ("done", "unchanged", first.revision)
    assert third.code == "unchanged"
    assert "rien n’a été réécrit" in same.reason_fr
    assert len(crew.plan.events("write")) == 1
    codes = [crew.ended(crew.submit(options=options)).code for options in ({"tone": "vif"}, {"again": True})]
    (crew.plan.folder / "content-1").write_text(CONTENT.replace("chaque matin", "chaque soir"), encoding="utf-8")
    codes.append(crew.ended(crew.submit()).code)
    assert codes == ["", "", ""]
    assert len(crew.plan.events("write")) == 4


def test_an_applied_proposal_is_not_rewritten(crew: Crew) -> None:
    """When the author restores the proposal, the save that follows finds nothing to do."""
    (crew.plan.folder / "content-1").write_text(CONTENT.replace("gare. Les", "gare.  Les"), encoding="utf-8")
    (crew.plan.folder / "title").write_text("Une bibliothèque à Valbrune", encoding="utf-8")
    first = crew.submit()
    assert crew.ended(first).state == "done"
    proposal = (crew.plan.folder / f"revision-{first}").read_text(encoding="utf-8")
    (crew.plan.folder / "content-1").write_text(proposal, encoding="utf-8")
    status = crew.ended(crew.submit(type="post.draft_saved"))
    assert status.code == "unchanged"
    assert len(crew.plan.events("write")) == 1


def test_a_post_that_changed_meanwhile_is_stale(crew: Crew) -> None:
    """The proposal is stored, the job says stale, and it can be asked for again."""
    (crew.plan.folder / "stale").touch()
    job = crew.submit()
    status = crew.ended(job)
    assert (status.state, status.revision) == ("stale", 1001)
    (crew.plan.folder / "stale").unlink()
    crew.jobs.retry(job)
    assert crew.ended(job).state == "done"


def test_tries_are_bounded(crew: Crew) -> None:
    """After the last try the job fails, with a reason that promises no further one; a retry mends it."""
    crew.plan.fail("fetch", *["SiteUnavailable"] * 4)
    job = crew.submit()
    status = crew.ended(job)
    assert (status.state, status.code) == ("failed", "site_unavailable")
    assert "plusieurs essais" in status.reason_fr
    crew.jobs.retry(job)
    status = crew.ended(job)
    assert (status.state, status.code, status.attempts) == ("done", "", 0)
