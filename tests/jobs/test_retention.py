"""What is deleted in time, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bridge.jobs import JobNotFound, JobRequest, Jobs, news, tables
from bridge.jobs.database import create_tables, open_database
from bridge.jobs.ledger import Ledgers, Limits
from bridge.jobs.retention import BATCH, forget
from bridge.writer.ledger import Call, Usage

DAY = 86_400.0
#: 2026-11-23, 12:00 UTC.
NOON = 1_795_435_200.0


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The database itself."""
    opened = open_database(database_url)
    create_tables(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def ledgers(database_url: str) -> Iterator[Ledgers]:
    """The ledger, ten days ago."""
    opened = Ledgers(database_url, lambda: NOON - 10 * DAY)
    yield opened
    opened.close()


def job(jobs: Jobs, engine: Engine, post_id: int, state: str, days: float) -> str:
    """A job of a post that came to `state` so many days ago."""
    request = JobRequest(site="blog", webhook_id=f"{post_id} {state} {days}", type="post.published", post_id=post_id)
    name = jobs.submit(request).job
    ended = {"state": state, "waiting": state == "queued", "created": NOON - days * DAY, "updated": NOON - days * DAY}
    with engine.begin() as connection:
        connection.execute(sa.update(tables.jobs).where(tables.jobs.c.job == name).values(ended))
    return name


def left(jobs: Jobs, *names: str) -> list[bool]:
    """Which of these jobs are still known."""

    def known(name: str) -> bool:
        try:
            jobs.status(name)
        except JobNotFound:
            return False
        return True

    return [known(name) for name in names]


def test_old_jobs_go_and_the_last_proposal_of_a_post_stays(jobs: Jobs, engine: Engine) -> None:
    """Failures go with their time, proposals once there is a newer one; what is recent or has not ended stays."""
    replaced, newer = job(jobs, engine, 1, "done", 200), job(jobs, engine, 1, "stale", 100)
    failed, cancelled = job(jobs, engine, 1, "failed", 95), job(jobs, engine, 2, "cancelled", 95)
    recent, running = job(jobs, engine, 3, "failed", 80), job(jobs, engine, 4, "writing", 95)
    assert forget(engine, NOON - 90 * DAY) == 3
    assert left(jobs, replaced, newer, failed, cancelled, recent, running) == [False, True, False, False, True, True]


def test_calls_go_by_whole_days(engine: Engine, ledgers: Ledgers) -> None:
    """A day whose end is not past yet still counts what it spent; a day before it counts nothing, and has no texts."""
    ledger = ledgers.of("j", "blog", 1, Limits())
    call = Call(key="a" * 64, purpose="rewrite", model="m", prompt="p", worst=10, lasts=600.0)
    ledger.settle(ledger.reserve(call), Usage(1, 1), 7, "text")
    assert forget(engine, NOON - 10 * DAY + 3600) == 0
    assert (ledgers.spent("2026-11-13"), bool(ledger.answer(call.key))) == (7, True)
    assert forget(engine, NOON - 9 * DAY) == 1
    assert (ledgers.spent("2026-11-13"), ledger.answer(call.key)) == (0, None)


def test_a_call_that_may_still_be_answered_stays(engine: Engine, ledgers: Ledgers) -> None:
    """Its booking is needed as long as it lasts."""
    ledger = ledgers.of("j", "blog", 1, Limits())
    call = Call(key="a" * 64, purpose="backfill", model="m", prompt="p", worst=10, lasts=3 * DAY)
    ledger.reserve(call)
    assert forget(engine, NOON - 8 * DAY) == 0
    assert forget(engine, NOON - 6 * DAY) == 1


def test_many_rows_go_in_several_transactions(jobs: Jobs, engine: Engine) -> None:
    """More than one batch of them, all in one round."""
    first = job(jobs, engine, 1, "failed", 100)
    with engine.begin() as connection:
        row = dict(connection.execute(sa.select(tables.jobs)).mappings().one())
        many = [{**row, "job": f"old-{number}", "post_id": number} for number in range(2 * BATCH)]
        connection.execute(sa.insert(tables.jobs), many)
    assert forget(engine, NOON - 90 * DAY) == 2 * BATCH + 1
    assert left(jobs, first) == [False]


def test_what_was_never_told_goes_with_its_job(jobs: Jobs, engine: Engine) -> None:
    """A site that was not told in all that time will not be."""
    jobs.cancel(job(jobs, engine, 1, "queued", 10))
    with engine.begin() as connection:
        connection.execute(sa.update(tables.jobs).values(updated=NOON - 10 * DAY))
    forget(engine, NOON - DAY)
    assert jobs.read(lambda c: news.sites(c, 1e12)) == set()
