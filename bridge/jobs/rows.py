"""The rows of jobs as clients change them; each function is part of a transaction that the caller owns.

`run` counts the workflows that a job is given, one after the other, and is what a workflow must still hold to change
its job: whoever gives the job a new run (a click that cannot wait, a later attempt, a retry) thereby takes it from the
old one. `waiting`: no workflow has begun, so that further saves of the post join in. `dispatched`: the run was handed
to DBOS. `due`: when it may be. `carried`: steps of earlier runs whose results still hold, as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bridge.jobs import news
from bridge.jobs.model import FINAL, JobRequest, JobState, JobStatus
from bridge.jobs.tables import jobs, webhooks

#: Requests that somebody waits for.
URGENT = frozenset({"post.rewrite_requested", "post.commanded"})

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
# One row beyond so many, rather than a count of all: the cost is that of the cap, however long the queue.
_WAITING_BEYOND = (
    sa.select(jobs.c.job)
    .where(jobs.c.site == sa.bindparam("site"), jobs.c.waiting)
    .limit(1)
    .offset(sa.bindparam("most", type_=sa.Integer))
)


def status_of(connection: Connection, job: str) -> JobStatus | None:
    """How `job` stands, or None."""
    row = connection.execute(sa.select(*news.STATUS).where(jobs.c.job == job)).mappings().first()
    return JobStatus(**row) if row else None


def newest(connection: Connection, site: str | None, state: JobState | None, limit: int) -> tuple[JobStatus, ...]:
    """The newest jobs first."""
    query = sa.select(*news.STATUS).order_by(jobs.c.created.desc()).limit(limit)
    if site is not None:
        query = query.where(jobs.c.site == site)
    if state is not None:
        query = query.where(jobs.c.state == state)
    return tuple(JobStatus(**row) for row in connection.execute(query).mappings())


def progressing(connection: Connection, site: str, since: float, limit: int) -> tuple[JobStatus, ...]:
    """The unfinished jobs of a site that were updated after `since`, in that order. Ends are in `bridge.jobs.news`."""
    query = sa.select(*news.STATUS).where(jobs.c.site == site, jobs.c.updated > since, _OPEN)
    return tuple(JobStatus(**row) for row in connection.execute(query.order_by(jobs.c.updated).limit(limit)).mappings())


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


def more_wait(connection: Connection, site: str, most: int) -> bool:
    """Whether more than `most` jobs of `site` wait."""
    return connection.execute(_WAITING_BEYOND, {"site": site, "most": most}).first() is not None


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
    if row["type"] not in URGENT:  # a click's own options hold, whatever is saved after it
        values |= {"request": request.model_dump_json(), "type": request.type}
    if quiet and not row["dispatched"] and row["type"] not in URGENT:
        values["due"] = max(row["due"], min(now + quiet, row["created"] + longest))
    if not quiet and (row["due"] > now or row["type"] not in URGENT):
        values |= {"due": now, "run": row["run"] + 1, "dispatched": False}
    connection.execute(sa.update(jobs).where(jobs.c.job == row["job"]).values(values))
    return str(row["job"])


def cancel(connection: Connection, job: str, reason: tuple[str, str, str], now: float) -> None:
    """Nothing more of `job` starts, and what runs is told at its next sign of progress."""
    values: dict[str, Any] = {"state": "cancelled", "waiting": False, "dispatched": True, "updated": now}
    values |= dict(zip(("code", "reason_fr", "reason_en"), reason, strict=True))
    if connection.execute(sa.update(jobs).where(jobs.c.job == job, _OPEN).values(values)).rowcount:
        news.note(connection, job, now)


def restart(connection: Connection, job: str, now: float) -> bool:
    """A stopped job begins anew, at once; False when it has not stopped, or cannot be run again."""
    row = connection.execute(sa.select(jobs.c.run, jobs.c.state).where(jobs.c.job == job).with_for_update()).first()
    if row is None or row.state not in FINAL - {"done"}:
        return False
    values = {**_FRESH, "run": row.run + 1, "waiting": True, "due": now, "updated": now}
    connection.execute(sa.update(jobs).where(jobs.c.job == job).values(values))
    news.note(connection, job, now)
    return True


def _webhook(request: JobRequest) -> tuple[sa.ColumnElement[bool], ...]:
    return webhooks.c.site == request.site, webhooks.c.webhook_id == request.webhook_id


def _quiet(request: JobRequest) -> float:
    return 0.0 if request.type in URGENT else request.quiet_seconds
