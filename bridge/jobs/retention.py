"""What is deleted in time: finished jobs, and the calls that they paid for; a few rows at once, to hold nobody up."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bridge.jobs.database import writing
from bridge.jobs.model import FINAL
from bridge.jobs.tables import calls, jobs

#: Rows that one transaction deletes.
BATCH = 200


def forget(engine: Engine, before: float) -> int:
    """Deletes what ended before `before`, and returns how many rows that were.

    Of each post the last job stays that handed a proposal over: by it an unchanged post is known again. Calls go by
    whole UTC days, so that what a budget counts is there or is not.
    """
    return sum(_in_batches(engine, statement) for statement in (_old_jobs(before), _old_calls(before)))


def _old_jobs(before: float) -> sa.Delete:
    later = jobs.alias()
    replaced = sa.exists().where(
        later.c.post_id == jobs.c.post_id,
        later.c.site == jobs.c.site,
        later.c.updated > jobs.c.updated,
        later.c.state.in_(["done", "stale"]),
    )
    kept = sa.and_(jobs.c.state.in_(["done", "stale"]), ~replaced)
    # A job is made before it ends: `created` adds nothing but its index.
    old = sa.and_(jobs.c.created < before, jobs.c.updated < before, jobs.c.state.in_(sorted(FINAL)))
    return sa.delete(jobs).where(jobs.c.job.in_(sa.select(jobs.c.job).where(old, ~kept).limit(BATCH)))


def _old_calls(before: float) -> sa.Delete:
    over = sa.or_(calls.c.state != "open", calls.c.until < before)
    day = datetime.fromtimestamp(before, UTC).date().isoformat()
    old = sa.select(calls.c.reservation).where(calls.c.day < day, over).limit(BATCH)
    return sa.delete(calls).where(calls.c.reservation.in_(old))


def _in_batches(engine: Engine, statement: sa.Delete) -> int:
    deleted, full = 0, True
    while full:
        with writing(engine) as connection:
            count = connection.execute(statement).rowcount
        deleted, full = deleted + count, count == BATCH
    return deleted
