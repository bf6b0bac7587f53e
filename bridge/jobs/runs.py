"""The rows of jobs as workers change them; each function is part of a transaction that the caller owns.

`run`, `waiting`, `dispatched`, `due` and `carried` are explained in `rows`. A void run changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bridge.errors import BridgeError
from bridge.jobs import news
from bridge.jobs.model import FINAL, JobRequest, JobState
from bridge.jobs.tables import jobs
from bridge.wordpress import Receipt

Ending = Literal["done", "failed", "cancelled", "stale"]

#: Rewrites of a post are counted by UTC day, as money is.
DAY_SECONDS = 86_400
_OPEN = jobs.c.state.not_in(sorted(FINAL))


def dispatchable(connection: Connection, now: float, limit: int) -> list[RowMapping]:
    """Jobs whose time has come and whose run DBOS does not know yet: job, run, request."""
    query = sa.select(jobs.c.job, jobs.c.run, jobs.c.request).where(~jobs.c.dispatched, jobs.c.due <= now)
    return list(connection.execute(query.order_by(jobs.c.due).limit(limit)).mappings())


def mark_dispatched(connection: Connection, job: str, run: int) -> bool:
    """The run is being handed to DBOS in this transaction; False when another process did so, or it is void."""
    query = sa.update(jobs).where(jobs.c.job == job, jobs.c.run == run, ~jobs.c.dispatched, _OPEN)
    return connection.execute(query.values(dispatched=True)).rowcount > 0


def claim(connection: Connection, job: str, run: int, now: float) -> tuple[JobRequest, dict[str, str], int] | None:
    """A workflow begins: the request, the carried steps, the attempts so far. None when the run is void."""
    query = sa.select(jobs).where(jobs.c.job == job, jobs.c.run == run, _OPEN).with_for_update()
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    connection.execute(_held(job, run).values(waiting=False, updated=now))
    return JobRequest.model_validate_json(row["request"]), json.loads(row["carried"]), int(row["attempts"])


def progress(
    connection: Connection, job: str, run: int, state: JobState, words: int, expected: int, now: float
) -> bool:
    """Where the run stands; False when it must stop, because the job was cancelled or taken over."""
    values = {"state": state, "words": words, "expected": expected, "code": "", "reason_fr": "", "reason_en": ""}
    return connection.execute(_held(job, run).values(**values, updated=now)).rowcount > 0


def note(connection: Connection, job: str, run: int, **values: str) -> None:
    """Sets `base_hash`, `brief_key` or `proposed_hash`."""
    connection.execute(_held(job, run).values(**values))


def postpone(
    connection: Connection,
    job: str,
    run: int,
    wait: float,
    carried: Mapping[str, str],
    error: BridgeError,
    now: float,
    *,
    tried: bool = True,
) -> None:
    """The other side is unavailable: gives `job` its next run in `wait` seconds, with the steps that still hold.

    Unless it was `tried`, that does not count as an attempt.
    Without a finished draft to carry, it waits as if new: a save joins it, a click starts it. Another job that waits
    for the same post keeps that place.
    """
    row = connection.execute(sa.select(jobs).where(jobs.c.job == job, jobs.c.run == run, _OPEN)).mappings().first()
    if row is None:
        return
    alone = not connection.execute(
        sa.select(jobs.c.job).where(jobs.c.site == row["site"], jobs.c.post_id == row["post_id"], jobs.c.waiting)
    ).first()
    attempts = row["attempts"] + tried
    values: dict[str, Any] = {"run": run + 1, "attempts": attempts, "dispatched": False, "due": now + wait}
    if not carried:
        values |= {"state": "queued", "waiting": alone, "words": 0, "expected": 0}
    reasons = {"code": error.code, "reason_fr": error.reason("fr"), "reason_en": error.reason("en")}
    connection.execute(_held(job, run).values(**values, **reasons, carried=json.dumps(dict(carried)), updated=now))


def finish(
    connection: Connection,
    job: str,
    run: int,
    state: Ending,
    now: float,
    receipt: Receipt | None = None,
    reason: tuple[str, str, str] = ("", "", ""),
) -> None:
    """The end of a run. What was delivered counts, even when somebody cancelled in that moment.

    `reason`: code, French, English.
    """
    values: dict[str, Any] = {"state": state, "waiting": False, "dispatched": True, "carried": "{}", "updated": now}
    values |= dict(zip(("code", "reason_fr", "reason_en"), reason, strict=True))
    if receipt is not None:
        values |= receipt.model_dump(include={"revision", "compare_url", "edit_url"})
    still = jobs.c.state.not_in(["done", "stale"]) if receipt is not None else _OPEN
    ended = connection.execute(sa.update(jobs).where(jobs.c.job == job, jobs.c.run == run, still).values(values))
    if ended.rowcount:
        news.note(connection, job, now)


def silent(connection: Connection, since: float) -> list[RowMapping]:
    """Unfinished jobs that DBOS has had, and of which nothing was heard since `since`: job, run, attempts."""
    query = sa.select(jobs.c.job, jobs.c.run, jobs.c.attempts).where(_OPEN, jobs.c.dispatched, jobs.c.updated < since)
    return list(connection.execute(query.order_by(jobs.c.updated).limit(1000)).mappings())


def give_next_run(connection: Connection, job: str, run: int, now: float) -> None:
    """`job`'s run is over without a word: the next one starts at once, and counts as a try."""
    values = {"run": run + 1, "attempts": jobs.c.attempts + 1, "dispatched": False, "due": now, "updated": now}
    connection.execute(_held(job, run).values(values))


def last_finished(connection: Connection, site: str, post_id: int) -> RowMapping | None:
    """The last job of this post that handed a proposal over."""
    query = sa.select(jobs).where(jobs.c.site == site, jobs.c.post_id == post_id, jobs.c.state.in_(["done", "stale"]))
    return connection.execute(query.order_by(jobs.c.updated.desc()).limit(1)).mappings().first()


def written_today(connection: Connection, site: str, post_id: int, now: float, but: str = "") -> int:
    """How many jobs of this post, apart from job `but`, have been read and found worth writing on this UTC day."""
    query = sa.select(sa.func.count()).where(
        jobs.c.site == site,
        jobs.c.post_id == post_id,
        jobs.c.job != but,
        jobs.c.created >= now // DAY_SECONDS * DAY_SECONDS,
        jobs.c.base_hash != "",
        jobs.c.code != "unchanged",
    )
    return int(connection.execute(query).scalar_one())


def _held(job: str, run: int) -> sa.Update:
    return sa.update(jobs).where(jobs.c.job == job, jobs.c.run == run, _OPEN)
