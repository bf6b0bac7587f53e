"""What sites are still to be told of: jobs that ended, or began anew after that.

A row is written in the transaction that it is about, so that whoever dies before the telling leaves it to the next, and
goes once the site has heard. What is told is how the job stands then. `stage` is where it stood when the row was
written; `tries` to tell were in vain so far, and the next is not before `due`.

Each function is part of a transaction that the caller owns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bridge.jobs.model import JobStatus, stage_of
from bridge.jobs.tables import jobs, news

#: The columns of a `JobStatus`.
STATUS = [jobs.c[name] for name in JobStatus.__dataclass_fields__]


def note(connection: Connection, job: str, now: float) -> None:
    """The site of `job` is to be told how it stands, at once."""
    row = connection.execute(sa.select(jobs.c.site, jobs.c.run, jobs.c.state).where(jobs.c.job == job)).one()
    values: dict[str, Any] = {"stage": stage_of(row.run, row.state), "tries": 0, "due": now}
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(news)
    insert = insert.values(job=job, site=row.site, **values)
    connection.execute(insert.on_conflict_do_update(index_elements=[news.c.job], set_=values))


def sites(connection: Connection, now: float) -> set[str]:
    """The sites that something is to be told now."""
    return set(connection.execute(sa.select(news.c.site).where(news.c.due <= now).distinct()).scalars())


def untold(connection: Connection, site: str, limit: int) -> list[JobStatus]:
    """What `site` is to be told, the longest due first."""
    query = sa.select(*STATUS).join_from(jobs, news, jobs.c.job == news.c.job).where(news.c.site == site)
    return [JobStatus(**row) for row in connection.execute(query.order_by(news.c.due).limit(limit)).mappings()]


def claim(connection: Connection, site: str, now: float, until: float, limit: int) -> dict[JobStatus, int]:
    """What `site` is to be told now, for whoever claims it to tell by `until`; nobody else is given it before.

    With how often that was tried in vain.
    """
    due = sa.select(news.c.job).where(news.c.site == site, news.c.due <= now).order_by(news.c.due).limit(limit)
    # Said once more of the row itself: another process may have claimed it since the rows were chosen.
    claimed = sa.update(news).where(news.c.job.in_(due), news.c.due <= now).values(due=until)
    tries = {row.job: row.tries for row in connection.execute(claimed.returning(news.c.job, news.c.tries))}
    query = sa.select(*STATUS).where(jobs.c.job.in_(list(tries))).order_by(jobs.c.updated)
    return {JobStatus(**row): tries[row["job"]] for row in connection.execute(query).mappings()}


def told(connection: Connection, statuses: Iterable[JobStatus]) -> None:
    """The site knows of these, or never will; not of what has happened to them since."""
    for status in statuses:
        connection.execute(sa.delete(news).where(news.c.job == status.job, news.c.stage <= status.stage))


def put_off(connection: Connection, tries: Mapping[JobStatus, int], due: float) -> None:
    """Telling these was in vain so often, and is tried again when it is `due`."""
    for status, number in tries.items():
        held = sa.update(news).where(news.c.job == status.job, news.c.stage <= status.stage)
        connection.execute(held.values(tries=number, due=due))


def forget(connection: Connection, nobody: Iterable[str]) -> None:
    """There is nobody to tell at these sites."""
    connection.execute(sa.delete(news).where(news.c.site.in_(list(nobody))))
