"""The rows of batches: which post's request is in which batch; each function is part of its caller's transaction.

`state` of a batch: "booking" (its bookings are being made, nothing was sent), "sending" (it may have been sent),
"sent" (the API's id of it, `remote`, is known), "ended" (each of its posts has an outcome). Its bookings in the ledger
bear its name as their job. `outcome` of a post: empty until its result was booked, then what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bridge.jobs.tables import batch_posts, batches, calls


def begin(connection: Connection, batch: str, site: str, now: float) -> None:
    """A new batch, before its first booking."""
    values = {"batch": batch, "site": site, "state": "booking", "remote": "", "created": now}
    connection.execute(sa.insert(batches).values(values))


def fill(connection: Connection, batch: str, posts: Iterable[tuple[str, int, str, str]]) -> None:
    """What `batch` holds (reservation, post, its type, key); it may have been sent from now on."""
    names = ("reservation", "post_id", "post_type", "key")
    rows = [{**dict(zip(names, post, strict=True)), "batch": batch, "outcome": ""} for post in posts]
    connection.execute(sa.insert(batch_posts), rows)
    advance(connection, batch, "sending")


def advance(connection: Connection, batch: str, state: str, remote: str = "") -> None:
    """The next state of `batch`."""
    values = {"state": state, **({"remote": remote} if remote else {})}
    connection.execute(sa.update(batches).where(batches.c.batch == batch).values(values))


def unfinished(connection: Connection, site: str) -> list[RowMapping]:
    """The batches of `site` that have not ended, oldest first."""
    query = sa.select(batches).where(batches.c.site == site, batches.c.state != "ended")
    return list(connection.execute(query.order_by(batches.c.created)).mappings())


def remotes(connection: Connection) -> set[str]:
    """The API's ids of all batches that are known."""
    return set(connection.execute(sa.select(batches.c.remote).where(batches.c.remote != "")).scalars())


def waiting(connection: Connection, names: Iterable[str]) -> dict[str, RowMapping]:
    """The posts of the batches `names` that have no outcome yet, by reservation."""
    query = sa.select(batch_posts).where(batch_posts.c.batch.in_(list(names)), batch_posts.c.outcome == "")
    return {row["reservation"]: row for row in connection.execute(query).mappings()}


def close(connection: Connection, reservation: str, outcome: str) -> None:
    """What became of one post."""
    query = sa.update(batch_posts).where(batch_posts.c.reservation == reservation)
    connection.execute(query.values(outcome=outcome))


def undo(connection: Connection, batch: str) -> None:
    """`batch` never reached the API: takes it and its bookings back."""
    mine = sa.update(calls).where(calls.c.job == batch, calls.c.state == "open")
    connection.execute(mine.values(state="released"))
    connection.execute(sa.delete(batch_posts).where(batch_posts.c.batch == batch))
    connection.execute(sa.delete(batches).where(batches.c.batch == batch))
