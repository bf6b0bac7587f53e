"""A site that is asked for its events: the same jobs as by webhook, and news of them on the way."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from bridge.config import Settings, load
from bridge.errors import SiteNotJson, SiteUnavailable
from bridge.jobs import FINAL, JobRequest, Jobs, exchanges, runs
from bridge.jobs.exchanges import exchange
from bridge.jobs.pull import Puller
from bridge.jobs.tell import news_of
from bridge.wordpress import Receipt
from bridge.wordpress.answers import shaped
from bridge.wordpress.exchange import Answered, News, Pull, Pulled, Told, Unwanted
from tests.web.hooks import SECRET, event

CONFIG = """
[sites.blog]
url = "https://blog.example.fr"
user = "seo-bridge"
pull_seconds = 0.05
"""


PONG = {"pong": True, "writer": "claude", "model": "claude-essai", "usd_per_1000_words": 0.12}


class Outbox:
    """The plugin's side: gives events out until they are answered, names what is cancelled until it is told of its end,
    and keeps what it is told.
    """

    def __init__(self) -> None:
        self.waiting: dict[str, str] = {}
        self.cancelled: dict[str, int] = {}
        self.later: set[str] = set()
        self.bridge: Any = None
        self.answers: list[Answered] = []
        self.news: list[News] = []
        self.calls = 0
        self.lose: Callable[[], bool] = lambda: False
        self.out = False

    def put(self, webhook_id: str, body: Any) -> None:
        """An event."""
        self.waiting[webhook_id] = body if isinstance(body, str) else json.dumps(body)

    def exchange(self, told: Told) -> Pull:
        self.calls += 1
        assert told.events
        if self.out:
            raise SiteUnavailable("the site is away")
        self.bridge = told.bridge
        for answer in told.answers:
            self.answers.append(answer)
            self.waiting.pop(answer.webhook_id, None)
        self.news += told.jobs
        for news in told.jobs:
            if news.state in FINAL and self.cancelled.get(news.job) == news.post_id:
                del self.cancelled[news.job]
        events = tuple(Pulled(webhook_id=name, body=body) for name, body in self.waiting.items())
        cancels = tuple(Unwanted(post_id=post_id, job=job) for job, post_id in self.cancelled.items())
        if self.lose():
            raise SiteUnavailable("the answer was lost")
        return Pull(events=events, cancels=cancels, later=frozenset(self.later))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One site, which is asked."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    secrets = {"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "x", "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": SECRET}
    return load(tmp_path / "config.toml", secrets)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Jobs]:
    """The queue, empty."""
    opened = Jobs(f"sqlite:///{tmp_path}/jobs.sqlite", max_queued=3)
    yield opened
    opened.close()


@pytest.fixture
def outbox() -> Outbox:
    """An empty outbox."""
    return Outbox()


@pytest.fixture
def puller(settings: Settings, queue: Jobs, outbox: Outbox) -> Puller:
    """Whoever asks that outbox."""
    return Puller(settings.sites["blog"], outbox, queue, PONG)


def test_events_become_jobs_and_are_answered(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """Two events make two jobs, each answered with its own; the outbox is empty after one turn."""
    for number in (1, 2):
        outbox.put(f"msg_{number}", event(post_id=number))
    puller.turn()
    jobs = {job.post_id: job.job for job in queue.list()}
    assert {a.webhook_id: (a.code, a.answer["job"]) for a in outbox.answers} == {
        "msg_1": (202, jobs[1]),
        "msg_2": (202, jobs[2]),
    }
    assert not outbox.waiting


def test_an_answer_that_is_lost_makes_no_second_job(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """The answer is given once more, and the event, should it come again under its webhook id, has the same job."""
    outbox.put("msg_1", event())
    lost = iter([False, True])
    outbox.lose = lambda: next(lost, False)
    puller.turn()
    puller.turn()
    outbox.put("msg_1", event())
    puller.turn()
    (job,) = queue.list()
    assert [(a.code, a.answer["job"]) for a in outbox.answers] == [(202, job.job), (202, job.job), (200, job.job)]


def test_a_bridge_that_begins_anew_makes_no_second_job(
    puller: Puller, settings: Settings, outbox: Outbox, queue: Jobs
) -> None:
    """Whoever died between taking an event and answering it leaves it to the next."""
    outbox.put("msg_1", event())
    lost = iter([False, True])
    outbox.lose = lambda: next(lost, False)
    puller.turn()
    Puller(settings.sites["blog"], outbox, queue, PONG).turn()
    assert len(queue.list()) == 1


def test_what_cannot_be_used_is_refused_by_name(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """A body that is not as agreed is answered 422 with its field, a test with a pong; neither makes a job."""
    outbox.put("msg_1", event(post_id="sept"))
    outbox.put("msg_2", "pas du JSON")
    outbox.put("msg_3", {"type": "ping", "timestamp": "2026-11-23T10:00:00Z", "data": {}})
    puller.turn()
    first, second, third = outbox.answers
    assert (first.code, first.answer["error"]["field"]) == (422, "data.post_id")
    assert second.code == 422
    assert (third.code, third.answer) == (200, PONG)
    assert queue.list() == ()


def test_a_full_queue_sends_back_with_a_time(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """What does not fit is to come again later, and is not lost."""
    for number in range(1, 6):
        outbox.put(f"msg_{number}", event(post_id=number))
    puller.turn()
    codes = [answer.code for answer in outbox.answers]
    assert codes.count(429) >= 1
    assert all(answer.retry_after > 0 for answer in outbox.answers if answer.code == 429)
    assert len(queue.list()) == 5 - codes.count(429)


def test_the_site_is_told_how_its_jobs_stand(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """Each change is told once, with its reason in both languages; another site's jobs are not."""
    job = queue.submit(JobRequest(site="blog", webhook_id="msg_1", type="post.rewrite_requested", post_id=7)).job
    queue.submit(JobRequest(site="shop", webhook_id="msg_1", type="post.rewrite_requested", post_id=8))
    puller.turn()
    puller.turn()
    queue.cancel(job)
    puller.turn()
    assert [(news.job, news.state) for news in outbox.news] == [(job, "queued"), (job, "cancelled")]
    assert "annulée" in outbox.news[-1].reason_fr
    assert "cancelled" in outbox.news[-1].reason_en


def request(post_id: int, site: str = "blog") -> JobRequest:
    """A click on a post."""
    return JobRequest(site=site, webhook_id=f"msg_{post_id}", type="post.rewrite_requested", post_id=post_id)


def test_an_end_is_told_however_long_ago_it_was(
    puller: Puller, settings: Settings, outbox: Outbox, queue: Jobs
) -> None:
    """A bridge that died between the end and the telling tells it when it is back, days later too, and once."""
    job = queue.submit(request(7)).job
    with mock.patch("bridge.jobs.queue.time.time", return_value=time.time() - 86_400 * 3):
        queue.cancel(job)
    lost = iter([True])
    outbox.lose = lambda: next(lost, False)
    puller.turn()
    for _ in range(2):
        Puller(settings.sites["blog"], outbox, queue, PONG).turn()
    assert [(news.job, news.state) for news in outbox.news] == [(job, "cancelled")] * 2


def test_news_that_come_too_early_are_told_again(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """While the site has not had the answer by which it knows the job."""
    job = queue.submit(request(7)).job
    queue.cancel(job)
    outbox.later = {job}
    puller.turn()
    outbox.later = set()
    puller.turn()
    puller.turn()
    assert [news.job for news in outbox.news] == [job, job]


def test_the_site_is_told_who_writes(puller: Puller, outbox: Outbox) -> None:
    """With each exchange, as a ping would be answered."""
    puller.turn()
    assert outbox.bridge == PONG


def test_what_an_author_cancels_is_cancelled(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """Before the site's new request of the same post is taken, which would join it otherwise; and the site is told."""
    job = queue.submit(request(7)).job
    outbox.cancelled = {job: 7}
    outbox.put("msg_new", event(post_id=7))
    puller.turn()
    assert outbox.cancelled == {}
    assert queue.status(job).state == "cancelled"
    assert [answer.answer["job"] == job for answer in outbox.answers] == [False]


def test_a_cancellation_whose_exchange_breaks_off_is_not_lost(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """Neither when the site's word is lost on its way nor when the bridge's is; the job ends once."""
    job = queue.submit(request(7)).job
    outbox.cancelled = {job: 7}
    lost = iter([True, False, True])
    outbox.lose = lambda: next(lost, False)
    for _ in range(3):
        puller.turn()
    assert outbox.cancelled == {}
    assert {news.state for news in outbox.news if news.job == job} == {"queued", "cancelled"}


def test_no_site_cancels_what_is_not_its_own(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """Another site's job goes on, one that has ended stays as it is, and one that is not there is over for the site."""
    others, ended = queue.submit(request(1, "shop")).job, queue.submit(request(2)).job
    queue.write(lambda c: runs.finish(c, ended, 1, "done", time.time(), Receipt(revision=9)))
    outbox.cancelled = {others: 1, ended: 22, "nowhere": 3}
    puller.turn()
    assert outbox.cancelled == {}
    assert [queue.status(job).state for job in (others, ended)] == ["queued", "done"]
    assert {(news.post_id, news.job, news.state) for news in outbox.news} == {
        (1, others, "cancelled"), (2, ended, "done"), (22, ended, "done"), (3, "nowhere", "cancelled"),
    }  # fmt: skip


def test_a_change_that_is_committed_late_is_told(puller: Puller, outbox: Outbox, queue: Jobs) -> None:
    """One whose time is before that of the last one told: its transaction waited, or its clock is behind."""
    early, late = (
        queue.submit(JobRequest(site="blog", webhook_id=f"msg_{n}", type="post.rewrite_requested", post_id=n)).job
        for n in (1, 2)
    )
    seen = {name: queue.status(name) for name in (early, late)}
    with mock.patch("bridge.jobs.rows.progressing", return_value=(seen[late],)):
        puller.turn()
    for _ in range(2):
        puller.turn()
    assert [news.job for news in outbox.news] == [late, early]


def test_a_reason_is_cut_to_what_the_plugin_takes(queue: Jobs) -> None:
    """It refuses a longer one, and with it every event and every other news."""
    job = queue.submit(JobRequest(site="blog", webhook_id="msg_1", type="post.rewrite_requested", post_id=7)).job
    news = news_of(replace(queue.status(job), reason_fr="é" * 1001, reason_en="e" * 999))
    assert (len(news.reason_fr), len(news.reason_en)) == (1000, 999)


@pytest.mark.parametrize(
    "events",
    [
        [{"webhook_id": "", "body": "{}"}],
        [{"webhook_id": "a" * 201, "body": "{}"}],
        [{"webhook_id": "a\u0000", "body": "{}"}],
        [{"webhook_id": "a", "body": "x" * 65_537}],
        [{"webhook_id": str(n), "body": "{}"} for n in range(201)],
    ],
)
def test_a_site_gives_out_no_more_than_the_web_would_take(events: Any) -> None:
    """Names as of webhooks, bodies as of webhooks, and a number of them that can be answered at once."""
    with pytest.raises(SiteNotJson):
        shaped(Pull, {"events": events})


def test_an_error_that_nobody_thought_of_is_a_failure_like_any_other(
    puller: Puller, outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged by its type, for its words may hold a secret, and the site asked again after a pause."""
    with mock.patch.object(outbox, "exchange", side_effect=RuntimeError("abcd efgh")):
        puller.turn()
    assert puller.due > time.monotonic()
    assert "site blog: cannot be asked for its events: unexpected RuntimeError" in caplog.text
    assert "abcd efgh" not in caplog.text


def test_an_end_waits_for_one_exchange_at_most(puller: Puller, outbox: Outbox) -> None:
    """What the site has still to give waits there for the next bridge."""
    outbox.put("msg_1", event())
    stop = threading.Event()
    stop.set()
    puller.turn(stop)
    assert outbox.calls == 1


def test_a_site_that_is_away_is_asked_less_and_less(puller: Puller, outbox: Outbox) -> None:
    """Each failure doubles the pause; an answer brings the usual one back."""
    outbox.out = True
    pauses = []
    for _ in range(4):
        puller.turn()
        pauses.append(puller.due - time.monotonic())
    assert pauses[3] > 6 * pauses[0] > 0
    outbox.out = False
    puller.turn()
    assert puller.due - time.monotonic() <= 0.05


def test_a_site_that_is_away_for_days_is_asked_every_five_minutes(puller: Puller, outbox: Outbox) -> None:
    """However often it failed."""
    outbox.out = True
    with mock.patch.object(puller, "_failures", 5000):
        puller.turn()
    assert 290 < puller.due - time.monotonic() <= 300


def test_a_slow_site_holds_up_none_of_the_others(settings: Settings, queue: Jobs) -> None:
    """While one site does not answer, another is asked again and again; and the end is not waited for."""
    slow, quick, stop, go = Outbox(), Outbox(), threading.Event(), threading.Event()
    slow.lose = lambda: go.wait(60) and False
    site = settings.sites["blog"]
    pullers = {"slow": Puller(site, slow, queue, PONG), "quick": Puller(site, quick, queue, PONG)}
    thread = threading.Thread(target=exchange, args=(lambda: pullers, queue, stop))
    thread.start()
    until = time.monotonic() + 60
    while quick.calls < 3 and time.monotonic() < until:
        time.sleep(0.01)
    calls = (slow.calls, quick.calls)
    go.set()
    stop.set()
    thread.join(60)
    assert calls[0] == 1
    assert calls[1] >= 3


def test_a_round_that_breaks_off_is_not_the_last(
    settings: Settings, queue: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with the parts or the database for a moment: sites are called again after it."""
    monkeypatch.setattr(exchanges, "AGAIN_SECONDS", 0.0)
    outbox, stop, deaths = Outbox(), threading.Event(), iter([PermissionError("no"), PermissionError("no")])
    pullers = {"blog": Puller(settings.sites["blog"], outbox, queue, PONG)}

    def parties() -> dict[str, Puller]:
        for death in deaths:
            raise death
        return pullers

    thread = threading.Thread(target=exchange, args=(parties, queue, stop))
    thread.start()
    until = time.monotonic() + 60
    while not outbox.calls and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    thread.join(60)
    assert outbox.calls
