"""The rows of jobs: every change of a job is one of these functions, in a transaction that the caller owns.

`run` counts the workflows that a job is given, one after the other, and is what a workflow must still hold to change
its job: whoever gives the job a new run (a click that cannot wait, a later attempt, a retry) thereby takes it from the
old one. `waiting`: no workflow has begun, so that further saves of the post join in. `dispatched`: the run was handed
to DBOS. `due`: when it may be. `carried`: steps of earlier runs whose results still hold, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, RowMapping

from bridge.errors import BridgeError
from bridge.jobs.database import jobs, webhooks
from bridge.jobs.model import FINAL, JobRequest, JobState, JobStatus
from bridge.wordpress import Receipt

Ending = Literal["done", "failed", "cancelled", "stale"]

URGENT = "post.rewrite_requested"

_STATUS = [jobs.c[name] for name in JobStatus.__dataclass_fields__]
_FRESH: Mapping[str, Any] = {
    "attempts": 0,
    "state": "queued",
    "words": 0,
    "expected": 0,
    "code": "",
    "reason_fr": "",
    "reason_en": "",
    "revision": None,
    "compare_url": "",
    "edit_url": "",
    "dispatched": False,
    "carried": "{}",
}
_NEW: Mapping[str, Any] = {**_FRESH, "run": 1, "waiting": True, "base_hash": "", "brief_key": "", "proposed_hash": ""}
_OPEN = jobs.c.state.not_in(sorted(FINAL))

_waiting_target: dict[str, Any] = {"index_elements": [jobs.c.site, jobs.c.post_id], "index_where": jobs.c.waiting}
_INSERT_JOB = {
    "sqlite": sqlite.insert(jobs).on_conflict_do_nothing(**_waiting_target).returning(jobs.c.job),
    "postgresql": postgresql.insert(jobs).on_conflict_do_nothing(**_waiting_target).returning(jobs.c.job),
}
_INSERT_WEBHOOK = {
    "sqlite": sqlite.insert(webhooks).on_conflict_do_nothing().returning(webhooks.c.job),
    "postgresql": postgresql.insert(webhooks).on_conflict_do_nothing().returning(webhooks.c.job),
}


def status_of(connection: Connection, job: str) -> JobStatus | None:
    """How `job` stands, or None."""
    row = connection.execute(sa.select(*_STATUS).where(jobs.c.job == job)).mappings().first()
    return JobStatus(**row) if row else None


def newest(connection: Connection, site: str | None, state: JobState | None, limit: int) -> tuple[JobStatus, ...]:
    """The newest jobs first."""
    query = sa.select(*_STATUS).order_by(jobs.c.created.desc()).limit(limit)
    if site is not None:
        query = query.where(jobs.c.site == site)
    if state is not None:
        query = query.where(jobs.c.state == state)
    return tuple(JobStatus(**row) for row in connection.execute(query).mappings())


def take_webhook(connection: Connection, request: JobRequest, job: str, now: float) -> str:
    """The job that `request`'s webhook belongs to: `job` when it is new, the earlier one when it is a repeat."""
    values = {"site": request.site, "webhook_id": request.webhook_id, "job": job, "created": now}
    if connection.execute(_INSERT_WEBHOOK[connection.dialect.name], values).first():
        return job
    return str(connection.execute(sa.select(webhooks.c.job).where(*_webhook(request))).scalar_one())


def link_webhook(connection: Connection, request: JobRequest, job: str) -> None:
    """`request`'s webhook belongs to `job` after all."""
    connection.execute(sa.update(webhooks).where(*_webhook(request)).values(job=job))


def insert(connection: Connection, job: str, request: JobRequest, now: float) -> bool:
    """A new waiting job; False, and nothing is stored, when a job of this post waits already."""
    values = {
        **_NEW,
        "job": job,
        "site": request.site,
        "post_id": request.post_id,
        "request": request.model_dump_json(),
        "type": request.type,
        "post_type": request.post_type,
        "due": now + _quiet(request),
        "created": now,
        "updated": now,
    }
    return connection.execute(_INSERT_JOB[connection.dialect.name], values).first() is not None


def undo(connection: Connection, request: JobRequest, job: str) -> None:
    """Takes back a webhook and the job that was inserted for it."""
    connection.execute(sa.delete(webhooks).where(*_webhook(request)))
    connection.execute(sa.delete(jobs).where(jobs.c.job == job))


def count_waiting(connection: Connection, site: str) -> int:
    """How many jobs of `site` wait."""
    query = sa.select(sa.func.count()).select_from(jobs).where(jobs.c.site == site, jobs.c.waiting)
    return int(connection.execute(query).scalar_one())


def join(connection: Connection, request: JobRequest, now: float, longest: float) -> str | None:
    """Adds `request` to the waiting job of its post and returns that job; None when none waits (any more).

    A save puts the start off, but not beyond `longest` seconds after the job was made. What need not rest starts at
    once.
    """
    query = sa.select(jobs).where(jobs.c.site == request.site, jobs.c.post_id == request.post_id, jobs.c.waiting)
    row = connection.execute(query.with_for_update()).mappings().first()
    if row is None:
        return None
    values: dict[str, Any] = {"updated": now}
    quiet = _quiet(request)
    if row["type"] != URGENT:  # a click's own options hold, whatever is saved after it
        values |= {"request": request.model_dump_json(), "type": request.type}
    if quiet and not row["dispatched"] and row["type"] != URGENT:
        values["due"] = max(row["due"], min(now + quiet, row["created"] + longest))
    if not quiet and (row["due"] > now or row["type"] != URGENT):
        values |= {"due": now, "run": row["run"] + 1, "dispatched": False}
    connection.execute(sa.update(jobs).where(jobs.c.job == row["job"]).values(values))
    return str(row["job"])


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
    connection: Connection, job: str, run: int, wait: float, carried: Mapping[str, str], error: BridgeError, now: float
) -> None:
    """The other side is unavailable: gives `job` its next run in `wait` seconds, with the steps that still hold.

    Without a finished draft to carry, it waits as if new: a save joins it, a click starts it. Another job that waits
    for the same post keeps that place.
    """
    row = connection.execute(sa.select(jobs).where(jobs.c.job == job, jobs.c.run == run, _OPEN)).mappings().first()
    if row is None:
        return
    alone = not connection.execute(
        sa.select(jobs.c.job).where(jobs.c.site == row["site"], jobs.c.post_id == row["post_id"], jobs.c.waiting)
    ).first()
    values: dict[str, Any] = {"run": run + 1, "attempts": row["attempts"] + 1, "dispatched": False, "due": now + wait}
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
    connection.execute(sa.update(jobs).where(jobs.c.job == job, jobs.c.run == run, still).values(values))


def cancel(connection: Connection, job: str, reason: tuple[str, str, str], now: float) -> None:
    """Nothing more of `job` starts, and what runs is told at its next sign of progress."""
    values: dict[str, Any] = {"state": "cancelled", "waiting": False, "dispatched": True, "updated": now}
    values |= dict(zip(("code", "reason_fr", "reason_en"), reason, strict=True))
    connection.execute(sa.update(jobs).where(jobs.c.job == job, _OPEN).values(values))


def restart(connection: Connection, job: str, now: float) -> bool:
    """A stopped job begins anew, at once; False when it has not stopped, or cannot be run again."""
    row = connection.execute(sa.select(jobs.c.run, jobs.c.state).where(jobs.c.job == job).with_for_update()).first()
    if row is None or row.state not in FINAL - {"done"}:
        return False
    values = {**_FRESH, "run": row.run + 1, "waiting": True, "due": now, "updated": now}
    connection.execute(sa.update(jobs).where(jobs.c.job == job).values(values))
    return True


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


def _held(job: str, run: int) -> sa.Update:
    return sa.update(jobs).where(jobs.c.job == job, jobs.c.run == run, _OPEN)


def _webhook(request: JobRequest) -> tuple[sa.ColumnElement[bool], ...]:
    return webhooks.c.site == request.site, webhooks.c.webhook_id == request.webhook_id


def _quiet(request: JobRequest) -> float:
    return 0.0 if request.type == URGENT else request.quiet_seconds
