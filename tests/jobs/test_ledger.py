"""The ledger of paid calls, on SQLite and on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bridge.config import Budget
from bridge.errors import OverBudget, TooCostly, WriterUnavailable
from bridge.jobs.ledger import Ledgers, Limits, SqlLedger
from bridge.writer.ledger import USD, Call, Usage

KEY, OTHER = "a" * 64, "b" * 64
#: 2026-11-23, 23:59 UTC.
EVENING = 1_795_478_340.0

NONE = Limits()

Of = Callable[..., SqlLedger]


def call(key: str = KEY, worst: int = 10, lasts: float = 600.0) -> Call:
    return Call(key=key, purpose="rewrite", model="m", prompt="p1", worst=worst, lasts=lasts)


class Clock:
    def __init__(self) -> None:
        self.now = EVENING

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledgers(database_url: str, clock: Clock) -> Iterator[Ledgers]:
    ledgers = Ledgers(database_url, clock)
    yield ledgers
    ledgers.close()


@pytest.fixture
def of(ledgers: Ledgers) -> Of:
    def make(job: str = "j1", site: str = "blog", post_id: int = 1, limits: Limits = NONE) -> SqlLedger:
        return ledgers.of(job, site, post_id, limits)

    return make


def test_a_settled_answer_serves_every_job_of_its_site(of: Of) -> None:
    """The text, its usage and its cost come back under the key, for this site alone."""
    usage = Usage(input=100, output=50, cache_write=7, cache_read=8)
    of().settle(of().reserve(call()), usage, 9, "Bonjour")
    answer = of("j2", post_id=2).answer(KEY)
    assert answer is not None
    assert (answer.text, answer.usage, answer.cost) == ("Bonjour", usage, 9)
    assert of(site="other").answer(KEY) is None
    assert of().answer(OTHER) is None


@pytest.mark.parametrize("end", ["open", "released", "uncertain", "no text"])
def test_what_was_not_answered_has_no_answer(of: Of, end: str) -> None:
    """Open, released and uncertain calls, and settled ones without a text, give nothing."""
    ledger = of()
    name = ledger.reserve(call())
    if end == "released":
        ledger.release(name)
    if end == "uncertain":
        ledger.doubt(name)
    if end == "no text":
        ledger.settle(name, Usage(), 9, None)
    assert ledger.answer(KEY) is None


def test_a_booking_counts_as_its_worst_until_it_is_settled(of: Of, ledgers: Ledgers) -> None:
    """Open and uncertain calls count in full, settled ones by their cost, released ones not at all."""
    ledger = of()
    spent = []
    names = [ledger.reserve(call(str(number) * 64)) for number in range(4)]
    spent.append(ledgers.spent("2026-11-23"))
    ledger.settle(names[0], Usage(), 3, "x")
    ledger.settle(names[0], Usage(), 5, "y")
    ledger.release(names[1])
    ledger.doubt(names[2])
    spent.append(ledgers.spent("2026-11-23"))
    ledger.settle(names[2], Usage(), 4, None)
    spent.append(ledgers.spent("2026-11-23"))
    assert spent == [40, 3 + 0 + 10 + 10, 3 + 0 + 4 + 10]
    assert ledgers.spent("2026-11-23", "other") == 0


@pytest.mark.parametrize(
    ("limits", "passes"),
    [(Limits(all_sites=25), 2), (Limits(site=25), 3), (Limits(post=25), 4), (NONE, 5), (Limits(all_sites=0), 0)],
)
def test_each_budget_is_held(of: Of, limits: Limits, passes: int) -> None:
    """All sites', this site's and this post's sums each stop at their own limit."""
    booked = 0
    calls = [("s2", 1), ("blog", 2), ("blog", 1), ("blog", 1), ("blog", 1)]
    for number, (site, post) in enumerate(calls):
        try:
            of(site=site, post_id=post, limits=limits).reserve(call(str(number) * 64))
            booked += 1
        except OverBudget:
            continue
    assert booked == passes


def test_a_budget_renews_at_midnight_utc(of: Of, clock: Clock) -> None:
    """What was reserved before midnight does not count after it, even when it is settled later."""
    ledger = of(limits=Limits(all_sites=10))
    name = ledger.reserve(call())
    with pytest.raises(OverBudget):
        ledger.reserve(call(OTHER))
    clock.now += 120
    ledger.settle(name, Usage(), 10, "x")
    ledger.reserve(call(OTHER))


def test_a_refused_booking_leaves_nothing(of: Of, ledgers: Ledgers) -> None:
    """Over budget, nothing more is stored."""
    ledger = of(limits=Limits(all_sites=19))
    ledger.reserve(call())
    with pytest.raises(OverBudget, match="renews at 00:00 UTC"):
        ledger.reserve(call(OTHER))
    assert ledgers.spent("2026-11-23") == 10


def test_what_no_day_allows_is_said_to_be_too_costly(of: Of, ledgers: Ledgers) -> None:
    """A call that costs more than a whole budget is not put off to tomorrow: neither detail nor reason says so."""
    with pytest.raises(TooCostly) as caught:
        of(limits=Limits(post=9)).reserve(call())
    assert "renews" not in caught.value.detail
    assert "demain" not in caught.value.reason("fr")
    assert ledgers.spent("2026-11-23") == 0


def test_two_jobs_do_not_pay_for_one_answer(of: Of, clock: Clock) -> None:
    """While a job asks, another with the same key waits; an overdue call is taken for dead and may be made again."""
    of("j1").reserve(call(lasts=60))
    with pytest.raises(WriterUnavailable) as caught:
        of("j2").reserve(call())
    assert 0 < (caught.value.retry_after or 0) <= 60
    of("j2", site="other").reserve(call())
    clock.now += 61
    of("j2").reserve(call())


def test_an_answer_that_came_in_between_is_not_bought_again(of: Of, ledgers: Ledgers) -> None:
    """A job that looked just before another one's answer was stored is sent back to look again."""
    of("j1").settle(of("j1").reserve(call()), Usage(), 9, "Bonjour")
    with pytest.raises(WriterUnavailable) as caught:
        of("j2").reserve(call())
    assert caught.value.retry_after == 0.0
    assert ledgers.spent("2026-11-23") == 9


def test_a_call_of_a_process_that_died_stays_booked(of: Of, ledgers: Ledgers, database_url: str) -> None:
    """After kill -9 in mid-call the same job may call again, and both bookings count."""
    script = (
        "import os, signal, sys\n"
        "from bridge.jobs.ledger import Ledgers, Limits\n"
        "from bridge.writer.ledger import Call\n"
        f"ledger = Ledgers(sys.argv[1], lambda: {EVENING}).of('j1', 'blog', 1, Limits())\n"
        f"ledger.reserve(Call('{KEY}', 'rewrite', 'm', 'p1', 10, 600.0))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script, database_url], cwd=root, check=False).returncode == -9
    of("j1").reserve(call())
    assert ledgers.spent("2026-11-23") == 20


def test_a_late_settle_replaces_the_doubt(of: Of, ledgers: Ledgers) -> None:
    """A call that had become uncertain is settled by the truth."""
    first = of("j1").reserve(call())
    of("j1").reserve(call())
    of("j1").settle(first, Usage(output=5), 2, "x")
    assert ledgers.spent("2026-11-23") == 12
    assert of().answer(KEY) is not None


def test_doubts_are_counted_for_a_key_within_a_job(of: Of) -> None:
    """Cut connections count; calls of dead processes, other keys and other jobs do not."""
    of("j1").reserve(call())  # dies
    counts = [of("j1").doubt(of("j1").reserve(call())) for _ in range(2)]
    assert counts == [1, 2]
    assert of("j1").doubt(of("j1").reserve(call(OTHER))) == 1
    assert of("j2").doubt(of("j2").reserve(call())) == 1


def test_a_budget_holds_under_concurrency(database_url: str) -> None:
    """Forty bookings at once from two connections' pools against room for seven: seven pass."""
    pools = [Ledgers(database_url), Ledgers(database_url)]

    def book(number: int) -> bool:
        ledger = pools[number % 2].of(f"j{number}", "blog", number, Limits(site=75))
        try:
            ledger.reserve(call(f"{number:064}"))
        except OverBudget:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(book, range(40))) == 7
    for pool in pools:
        pool.close()


def test_limits_come_from_dollars() -> None:
    """A section of the configuration is read in dollars, and an absent cap does not limit."""
    assert Limits.of(Budget(daily_usd=2.5, per_post_usd=0.0)) == Limits(all_sites=5 * USD // 2, site=None, post=0)
