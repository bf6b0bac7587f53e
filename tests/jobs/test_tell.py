"""A site that sends its events by itself: how it learns of the ends of its jobs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from bridge.config import Settings, load
from bridge.errors import SiteRejected, SiteUnavailable
from bridge.jobs import JobRequest, Jobs, news, runs
from bridge.jobs.exchanges import exchange
from bridge.jobs.parts import WorkerOptions
from bridge.jobs.tell import Teller
from bridge.wordpress import Receipt
from bridge.wordpress.exchange import News, Pull, Told
from tests.jobs.conftest import Workers, until
from tests.jobs.fakes import Plan
from tests.web.hooks import SECRET

CONFIG = """
[sites.blog]
url = "https://blog.example.fr"
user = "seo-bridge"
"""
RULES = ("rules", "Trop court.", "Too short.")


class Plugin:
    """The plugin's side: keeps what it is told, or fails as planned."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.later: set[str] = set()
        self.fails: list[BaseException] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def exchange(self, told: Told) -> Pull:
        assert not told.events
        self.news += told.jobs
        self.meanwhile()
        if self.fails:
            raise self.fails.pop(0)
        return Pull(later=frozenset(self.later))

    def told(self) -> list[tuple[str, str]]:
        return [(one.job, one.state) for one in self.news]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One site, which is not asked."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    secrets = {"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "x", "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": SECRET}
    return load(tmp_path / "config.toml", secrets)


@pytest.fixture
def plugin() -> Plugin:
    """The site's plugin."""
    return Plugin()


@pytest.fixture
def teller(settings: Settings, jobs: Jobs, plugin: Plugin) -> Teller:
    """Whoever tells that site; a retry is due at once."""
    return Teller(settings.sites["blog"], plugin, jobs, WorkerOptions(backoff_seconds=0.0, max_attempts=3))


@pytest.fixture
def ended(jobs: Jobs) -> Callable[..., str]:
    """Makes a job that has ended."""

    def make(state: runs.Ending = "failed", post_id: int = 7, reason: tuple[str, str, str] = RULES) -> str:
        request = JobRequest(site="blog", webhook_id=f"m{post_id}", type="post.rewrite_requested", post_id=post_id)
        job = jobs.submit(request).job
        receipt = Receipt(revision=9) if state in {"done", "stale"} else None
        jobs.write(lambda c: runs.finish(c, job, 1, state, time.time(), receipt, reason))
        return job

    return make


def test_every_end_is_told_once(teller: Teller, plugin: Plugin, jobs: Jobs, ended: Callable[..., str]) -> None:
    """With its reason in both languages; a job that is under way is not."""
    made = [ended(state, number) for number, state in enumerate(("failed", "cancelled", "done", "stale"), 1)]
    jobs.submit(JobRequest(site="blog", webhook_id="m9", type="post.rewrite_requested", post_id=9))
    queued = jobs.submit(JobRequest(site="blog", webhook_id="m8", type="post.rewrite_requested", post_id=8)).job
    jobs.cancel(queued)
    teller.turn()
    teller.turn()
    states = ["failed", "cancelled", "done", "stale", "cancelled"]
    assert plugin.told() == list(zip([*made, queued], states, strict=True))
    assert (plugin.news[0].post_id, plugin.news[0].reason_fr, plugin.news[0].reason_en) == (1, RULES[1], RULES[2])


def test_a_site_that_is_away_is_told_later(
    teller: Teller, plugin: Plugin, jobs: Jobs, ended: Callable[..., str]
) -> None:
    """As often as a job would be tried, then no more; the job's own end is none the worse for it."""
    job = ended()
    plugin.fails = [SiteUnavailable("away"), SiteUnavailable("away")]
    for _ in range(4):
        teller.turn()
    assert plugin.told() == [(job, "failed")] * 3
    lost = ended(post_id=8)
    plugin.fails = [SiteUnavailable("away")] * 9
    for _ in range(4):
        teller.turn()
    assert plugin.told()[3:] == [(lost, "failed")] * 3
    assert (jobs.status(lost).state, jobs.status(lost).code) == ("failed", "rules")


def test_a_retry_waits_for_its_time(settings: Settings, jobs: Jobs, plugin: Plugin, ended: Callable[..., str]) -> None:
    """As long as the site itself asks for."""
    ended()
    plugin.fails = [SiteUnavailable("busy", retry_after=3600.0)]
    teller = Teller(settings.sites["blog"], plugin, jobs, WorkerOptions())
    teller.turn()
    teller.turn()
    assert len(plugin.news) == 1
    assert jobs.read(lambda c: news.sites(c, time.time() + 3500)) == set()
    assert jobs.read(lambda c: news.sites(c, time.time() + 4000)) == {"blog"}


@pytest.mark.parametrize("error", [SiteRejected("an older plugin"), KeyError("a bug")])
def test_a_site_that_says_no_is_told_no_more(
    teller: Teller, plugin: Plugin, ended: Callable[..., str], error: Exception
) -> None:
    """Nothing is tried again that changes nothing."""
    ended()
    plugin.fails = [error]
    teller.turn()
    teller.turn()
    assert len(plugin.news) == 1


def test_what_comes_before_its_job_is_known_is_told_again(
    teller: Teller, plugin: Plugin, ended: Callable[..., str]
) -> None:
    """And only that."""
    early, known = ended(post_id=1), ended(post_id=2)
    plugin.later = {early}
    teller.turn()
    plugin.later = set()
    teller.turn()
    assert plugin.told() == [(early, "failed"), (known, "failed"), (early, "failed")]


def test_what_happens_while_a_job_is_told_is_told_too(
    teller: Teller, plugin: Plugin, jobs: Jobs, ended: Callable[..., str]
) -> None:
    """A job that began anew in that moment, whether its telling went well or not; by its stage the site knows the newer."""
    for number, failure in enumerate([[], [SiteUnavailable("away", retry_after=3600.0)]], 1):
        job = ended(post_id=number)
        plugin.news, plugin.fails = [], list(failure)
        with mock.patch.object(plugin, "meanwhile", lambda job=job: jobs.retry(job)):
            teller.turn()
        teller.turn()
        assert plugin.told() == [(job, "failed"), (job, "queued")]
        assert plugin.news[0].stage < plugin.news[1].stage


def test_two_workers_do_not_tell_the_same(
    settings: Settings, teller: Teller, plugin: Plugin, jobs: Jobs, ended: Callable[..., str]
) -> None:
    """What one is telling, another leaves alone; once that one must be over or dead, it tells it."""
    job = ended()
    other = Teller(settings.sites["blog"], plugin, jobs, WorkerOptions())
    plugin.meanwhile = other.turn
    plugin.fails = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):  # as if killed: nothing of it is noted
        teller.turn()
    assert plugin.told() == [(job, "failed")]
    with mock.patch("bridge.jobs.tell.time.time", return_value=time.time() + 120):
        other.turn()
    assert plugin.told() == [(job, "failed")] * 2


def test_nothing_is_kept_for_a_site_that_nobody_calls(
    teller: Teller, plugin: Plugin, jobs: Jobs, ended: Callable[..., str]
) -> None:
    """Without the plugin, or configured no more; the others are told by the worker's loop."""
    job = ended()
    shop = jobs.submit(JobRequest(site="shop", webhook_id="m1", type="post.rewrite_requested", post_id=1)).job
    jobs.cancel(shop)
    stop = threading.Event()
    thread = threading.Thread(target=exchange, args=(lambda: {"blog": teller}, jobs, stop))
    thread.start()
    try:
        until(lambda: not jobs.read(lambda c: news.sites(c, time.time() + 1e6)))
    finally:
        stop.set()
        thread.join(60)
    assert plugin.told() == [(job, "failed")]


def test_a_killed_worker_loses_no_news(jobs: Jobs, workers: Workers, plan: Plan) -> None:
    """kill -9 between a job's end and its telling: the next worker tells it."""
    plan.fail("fetch", "PostNotFound")
    plan.hang("tell")
    first = workers.start()
    job = jobs.submit(JobRequest(site="blog", webhook_id="m1", type="post.rewrite_requested", post_id=1)).job
    until(lambda: plan.hung("tell"))
    assert jobs.status(job).state == "failed"
    workers.kill(first)
    workers.start()
    until(lambda: plan.events("told"))
    assert plan.events("told") == [f"told {job} failed"]
