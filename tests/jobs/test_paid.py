"""Paid calls of jobs whose workers are killed: the real writer, the real ledger, a played Claude."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from bridge.jobs import JobRequest, Jobs
from bridge.jobs.database import open_database
from bridge.jobs.ledger import Ledgers
from bridge.jobs.tables import calls
from bridge.writer.claude.money import PRICES, cost
from bridge.writer.claude.settings import ClaudeSettings
from bridge.writer.ledger import Usage
from tests.jobs.conftest import Workers, ended, until
from tests.jobs.fakes import Plan
from tests.played_claude import Bill, PlayedClaude

ARTICLES = sorted((Path(__file__).parents[1] / "articles").glob("*.html"))[:5]
MODEL = next(field.default for name, field in ClaudeSettings.__dataclass_fields__.items() if name == "model")

Click = Callable[..., JobRequest]


def billed(bill: Bill) -> int:
    """Nano-dollars of a bill of the played server."""
    return cost(Usage(bill.input, bill.output, bill.cache_write, bill.cache_read), PRICES[MODEL])


def submit(jobs: Jobs, plan: Plan, click: Click, played: PlayedClaude) -> list[str]:
    """A job for each article."""
    made = []
    for number, article in enumerate(ARTICLES, start=1):
        (plan.folder / f"content-{number}").write_text(article.read_text(encoding="utf-8"), encoding="utf-8")
        made.append(jobs.submit(click(post_id=number, site_concurrency=4, options={"claude": played.url})).job)
    return made


def test_the_ledger_counts_as_the_server_does(
    database_url: str, jobs: Jobs, workers: Workers, plan: Plan, click: Click
) -> None:
    """Without an accident, what is booked for the day is what was billed, to the nano-dollar."""
    with PlayedClaude() as played:
        workers.start()
        made = submit(jobs, plan, click, played)
        days = {datetime.now(UTC).date().isoformat()}
        assert [ended(jobs, job).state for job in made] == ["done"] * len(made)
        days.add(datetime.now(UTC).date().isoformat())
    ledgers = Ledgers(database_url)
    assert sum(ledgers.spent(day) for day in days) == sum(billed(bill) for bill in played.bills) > 0
    ledgers.close()


def test_no_answer_that_was_received_is_paid_for_twice(
    database_url: str, jobs: Jobs, workers: Workers, plan: Plan, click: Click
) -> None:
    """Workers are killed at any moment: each answer that came was booked and kept once, and no bill is missing."""
    chance = random.Random(5)
    with PlayedClaude(pace=0.005) as played:
        process = workers.start()
        made = submit(jobs, plan, click, played)
        for _ in range(5):
            asked = len(played.requests)
            until(lambda: len(played.requests) > asked or all(jobs.status(job).finished for job in made))  # noqa: B023
            time.sleep(chance.uniform(0.0, 0.6))
            workers.kill(process)
            process = workers.start()
        assert [ended(jobs, job).state for job in made] == ["done"] * len(made)
    engine = open_database(database_url)
    with engine.connect() as connection:
        booked = connection.execute(sa.select(calls)).mappings().all()
    engine.dispose()
    kept = Counter(row["key"] for row in booked if row["text"] is not None)
    assert set(kept.values()) == {1}
    settled = Counter(row["cost"] for row in booked if row["state"] == "settled")
    assert settled <= Counter(billed(bill) for bill in played.bills)
    assert len(played.requests) <= len(booked)
    assert sum(billed(bill) for bill in played.bills) <= sum(row["cost"] or row["worst"] for row in booked)
    assert len(plan.events("revision")) == len(made)
