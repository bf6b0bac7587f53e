"""A backfill with the real writer and ledger, against the played API and a site in memory; no worker runs here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.article.model import Brief
from bridge.errors import PostNotFound, WriterCredentials
from bridge.jobs import backfill as module
from bridge.jobs.backfill import Backfill, BackfillRunning, Subject, Tally, open_backfill
from bridge.jobs.database import open_database
from bridge.jobs.ledger import Limits
from bridge.jobs.tables import calls
from bridge.wordpress import Post, PostRef, Proposal, Receipt
from bridge.writer.claude import ClaudeSettings
from bridge.writer.claude.batch import Batches
from bridge.writer.claude.money import PRICES, cost
from bridge.writer.ledger import USD, Usage
from tests.jobs.conftest import new_database
from tests.played_claude import PlayedClaude
from tests.writer.articles import PRESS

#: What one request of `PRESS` may cost in a batch, and a little.
ONE = round(0.19 * USD)

NONE = Limits()

Open = Callable[..., Backfill]


class Kiosk:
    """A site of posts in memory; `text` changes one."""

    def __init__(self) -> None:
        self.text = {number: PRESS.replace("Brénac", f"Brénac-{number}") for number in (1, 2, 3)}

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        if post_id not in self.text:
            raise PostNotFound(f"post {post_id}")
        content = self.text[post_id]
        digest = hashlib.sha256(content.encode()).hexdigest()
        return Post(
            id=post_id,
            type=post_type,
            status="draft",
            title="La piscine",
            content=content,
            content_hash=f"sha256:{digest}",
            modified_gmt="2026-11-23T10:00:00",
        )

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        raise AssertionError("a backfill leaves that to the jobs")


POSTS = [PostRef(id=number) for number in (1, 2, 3)]


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return new_database(getattr(request, "param", "sqlite"), request, tmp_path)


both = pytest.mark.parametrize("url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits for nothing, so that a test tells what happens and not when."""
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)


@pytest.fixture
def opened(url: str, kiosk: Kiosk) -> Iterator[Open]:
    """Opens the backfill of the site `blog`, which the end of the test closes."""
    contexts = []

    def open_one(played: PlayedClaude, limits: Limits = NONE, site: str = "blog") -> Backfill:
        writer = Batches(ClaudeSettings(api_key="sk-played", base_url=played.url, stall_seconds=5))
        subject = Subject(site, kiosk, lambda post: Brief(title=post.title), writer)
        contexts.append(open_backfill(url, subject, limits, 1, 100))
        return contexts[-1].__enter__()

    yield open_one
    for context in reversed(contexts):
        context.__exit__(None, None, None)


def run(job: Backfill) -> Tally:
    """A whole backfill of the three posts."""
    *_, last = job.run(job.plan(POSTS))
    return last


def states(url: str) -> Counter[str]:
    """How many calls of the ledger are in which state."""
    engine = open_database(url)
    with engine.connect() as connection:
        found = Counter(connection.execute(sa.select(calls.c.state)).scalars())
    engine.dispose()
    return found


def spent(url: str) -> int:
    """Nano-dollars on all days of the ledger."""
    engine = open_database(url)
    with engine.connect() as connection:
        total = int(connection.execute(sa.select(sa.func.sum(calls.c.cost))).scalar_one())
    engine.dispose()
    return total


def half_price(played: PlayedClaude) -> int:
    """Nano-dollars that the played API bills for what it answered in batches."""
    usages = [Usage(bill.input, bill.output, bill.cache_write, bill.cache_read) for bill in played.bills]
    return sum(cost(usage, PRICES["claude-sonnet-5-5"]) for usage in usages) // 2


@both
def test_answers_are_paid_at_half_price_and_become_jobs(opened: Open, url: str) -> None:
    """Three posts, one batch: the ledger holds what the API bills, halved, and a job waits for each post."""
    with PlayedClaude() as played:
        job = opened(played)
        tally = run(job)
    assert (tally.asked, tally.answered, len(tally.jobs), tally.left) == (3, 3, 3, 0)
    assert {status.post_id for status in job.queue.list("blog")} == {1, 2, 3}
    assert len(played.batches.all) == 1
    assert spent(url) == tally.cost == half_price(played) > 0


def test_nothing_is_sent_for_an_estimate(opened: Open) -> None:
    """A plan says how many posts, tokens and dollars, at most more than likely, and costs nothing."""
    with PlayedClaude() as played:
        plan = opened(played).plan(POSTS)
    likely, worst = (sum(f(item.prepared) for item in plan.write) for f in (lambda p: p.likely, lambda p: p.call.worst))
    assert len(plan.write) == 3
    assert 0 < likely < worst
    assert (played.requests, played.batches.all) == ([], {})


def test_an_estimate_is_near_the_bill(opened: Open) -> None:
    """What was estimated is within a factor of two of what the played API then bills."""
    with PlayedClaude() as played:
        job = opened(played)
        plan = job.plan(POSTS)
        *_, tally = job.run(plan)
    assert 0.5 < sum(item.prepared.likely for item in plan.write) / tally.cost < 2


def test_a_limit_is_kept(opened: Open) -> None:
    """With a limit, no more posts are read than it takes to find so many to write."""
    with PlayedClaude() as played:
        assert len(opened(played).plan(POSTS, limit=2).write) == 2


def test_the_same_command_again_pays_nothing(opened: Open, url: str) -> None:
    """A second backfill finds the answers paid for, and the very jobs that deliver them."""
    with PlayedClaude() as played:
        job = opened(played)
        first = run(job)
        plan = job.plan(POSTS)
        *_, second = job.run(plan)
    assert (len(plan.write), len(plan.paid)) == (0, 3)
    assert set(second.jobs) == set(first.jobs)
    assert len(played.requests) == 3


def test_posts_that_cannot_be_rewritten_are_left_aside(opened: Open, kiosk: Kiosk) -> None:
    """An empty, an endless and a deleted one: the others are written all the same."""
    kiosk.text |= {1: "", 4: "<p>mot</p>\n" * 2001, 5: PRESS}
    refs = [PostRef(id=number) for number in (1, 4, 5, 6)]
    with PlayedClaude() as played:
        plan = opened(played).plan(refs)
    assert [candidate.post.id for candidate in plan.write] == [5]
    assert plan.aside == Counter(article_empty=1, article_too_large=1, post_not_found=1)


def test_two_posts_with_one_text_are_paid_for_once(opened: Open, kiosk: Kiosk) -> None:
    """The second waits for the next backfill, which finds its answer paid for."""
    kiosk.text = dict.fromkeys((1, 2, 3), PRESS)
    with PlayedClaude() as played:
        job = opened(played)
        plan = job.plan(POSTS)
        assert (len(plan.write), plan.aside) == (1, Counter(twin=2))
        *_, _ = job.run(plan)
        assert len(job.plan(POSTS).paid) == 3


@pytest.mark.parametrize(
    ("role", "why", "ledger"),
    [("errored", "the API failed (api_error)", "released"), ("expired", "expired", "released")],
)
def test_what_the_api_did_not_answer_costs_nothing(opened: Open, url: str, role: str, why: str, ledger: str) -> None:
    """One of three errs or expires: two are delivered, its booking is undone, and the next backfill asks again."""
    with PlayedClaude("good", role, "good") as played:
        job = opened(played)
        tally = run(job)
        assert (len(tally.jobs), tally.failed) == (2, Counter([why]))
        assert states(url) == {"settled": 2, ledger: 1}
        assert len(job.plan(POSTS).write) == 1


@pytest.mark.parametrize("role", ["refusing", "malformed"])
def test_an_answer_of_no_use_is_paid_and_not_delivered(opened: Open, url: str, role: str) -> None:
    """It is booked at what it cost, and named."""
    with PlayedClaude("good", role, "good") as played:
        tally = run(opened(played))
    assert (len(tally.jobs), sum(tally.failed.values())) == (2, 1)
    assert spent(url) == half_price(played)


def test_a_post_that_changed_meanwhile_is_left_alone(opened: Open, kiosk: Kiosk) -> None:
    """The answer to its old text starts no job, which would pay for the new one at full price."""
    with PlayedClaude() as played:
        job = opened(played)
        plan = job.plan(POSTS)
        kiosk.text[2] += "<!-- wp:paragraph --><p>Une phrase de plus.</p><!-- /wp:paragraph -->"
        del kiosk.text[3]
        *_, tally = job.run(plan)
    assert tally.failed == Counter(changed=2)
    assert [status.post_id for status in job.queue.list()] == [1]


@both
def test_the_daily_budget_holds(opened: Open, url: str) -> None:
    """With room for one booking at a time, posts go one batch after the other, never more than the budget at once."""
    with PlayedClaude() as played:
        tally = run(opened(played, Limits(all_sites=2 * ONE)))
    assert (tally.answered, tally.left) == (3, 0)
    assert len(played.batches.all) > 1


def test_a_budget_that_is_too_small_says_so(opened: Open, url: str) -> None:
    """What does not fit is left over, with the reason, and nothing is booked for it."""
    with PlayedClaude() as played:
        tally = run(opened(played, Limits(site=ONE // 2)))
    assert (tally.answered, tally.left, played.requests) == (0, 3, [])
    assert "the daily budget of site" in tally.refusal
    assert states(url) == {}


@both
def test_a_lost_answer_to_the_sending_is_found_again(opened: Open, url: str) -> None:
    """The connection dies before the API's id arrives: the batch is found by its requests, and not sent twice."""
    with PlayedClaude() as played:
        played.batches.lost, played.batches.looks = 1, 4
        tally = run(opened(played))
    assert (tally.answered, tally.left, len(played.batches.all), len(played.requests)) == (3, 0, 1, 3)
    assert states(url) == {"settled": 3}


@both
def test_a_batch_that_never_arrived_is_sent_again(opened: Open, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection dies before the API has the batch: the bookings are undone, and it is sent anew."""
    with PlayedClaude() as played:
        create = played.batches.create
        deaths = iter([True])
        monkeypatch.setattr(
            played.batches, "create", lambda requests: "hung_up" if next(deaths, False) else create(requests)
        )
        tally = run(opened(played))
    assert (tally.answered, len(played.requests)) == (3, 3)
    assert states(url) == {"released": 3, "settled": 3}


@both
def test_what_a_dead_run_never_sent_is_planned_again(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies between its bookings and the sending leaves nothing aside: the next one does it all."""

    def killed(*_: object) -> str:
        raise KeyboardInterrupt

    with PlayedClaude() as played:
        job = opened(played)
        with monkeypatch.context() as patch:
            patch.setattr(Batches, "send", killed)
            with pytest.raises(KeyboardInterrupt):
                run(job)
        plan = job.plan(POSTS)
        assert (len(plan.write), plan.aside) == (3, Counter())
        *_, tally = job.run(plan)
    assert (tally.answered, len(played.requests)) == (3, 3)


def test_a_refused_batch_undoes_its_bookings(opened: Open, url: str) -> None:
    """A wrong key is an error of the whole, and leaves nothing booked."""
    with PlayedClaude() as played:
        job = opened(played)
        plan = job.plan(POSTS)
        played.batches.refuse = "unauthorized"
        with pytest.raises(WriterCredentials):
            list(job.run(plan))
    assert states(url) == {"released": 3}
    assert job.batching.under_way() == set()


def test_cancelled_batches_deliver_what_they_have(opened: Open, url: str) -> None:
    """Cancelling ends a batch; what was not answered costs nothing."""
    with PlayedClaude() as played:
        played.batches.looks = 1000
        job = opened(played)
        next(job.run(job.plan(POSTS)))
        assert job.batching.cancel() == 1
        *_, tally = job.run(job.plan([]))
    assert tally.failed == Counter(canceled=3)
    assert states(url) == {"released": 3}


@both
def test_one_backfill_of_a_site_at_a_time(opened: Open, url: str) -> None:
    """A second one is refused while the first runs; another site's is not."""
    with PlayedClaude() as played:
        opened(played)
        with pytest.raises(BackfillRunning):
            opened(played)
        opened(played, site="shop")
