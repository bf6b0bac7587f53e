"""The ledger of paid calls, in the database of jobs: what `bridge.writer.ledger.Ledger` asks for.

A reservation is committed before its call is made, so that a process that dies in mid-call leaves the booking behind.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bridge.config import Budget
from bridge.errors import OverBudget, TooCostly, WriterUnavailable
from bridge.jobs.database import create_tables, open_database, reachable, writing
from bridge.jobs.tables import calls
from bridge.writer.ledger import USD, Answer, Call, Usage

#: Seconds after which a job asks again whether another job's call of the same key is over, at most; a batch takes its
#: time.
_ASK_AGAIN = {"rewrite": 20.0, "repair": 20.0, "backfill": 900.0}

_SPENT = sa.func.coalesce(sa.func.sum(sa.case((calls.c.state == "settled", calls.c.cost), else_=calls.c.worst)), 0)
_COUNTS = calls.c.state.in_(["open", "uncertain", "settled"])


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent in a UTC day, in nano-dollars: by all sites, by one site, for one post. None does not limit."""

    all_sites: int | None = None
    site: int | None = None
    post: int | None = None

    @classmethod
    def of(cls, budget: Budget) -> Limits:
        """The limits that a section of the configuration sets, in dollars there."""
        dollars = (budget.daily_usd, budget.per_site_daily_usd, budget.per_post_usd)
        return cls(*(None if amount is None else round(amount * USD) for amount in dollars))


class Ledgers:
    """The ledger of one database; connects at first use and makes its tables. Safe to share between threads."""

    def __init__(self, database_url: str, clock: Callable[[], float] = time.time) -> None:
        """Raises `ConfigError` when the URL names neither SQLite nor PostgreSQL."""
        self._engine = open_database(database_url)
        self._has_tables = False
        self._clock = clock

    def of(self, job: str, site: str, post_id: int, limits: Limits) -> SqlLedger:
        """The ledger as one job sees it. Raises `QueueUnavailable`."""
        if not self._has_tables:
            with reachable():
                create_tables(self._engine)
            self._has_tables = True
        return SqlLedger(self._engine, job, site, post_id, limits, self._clock)

    def spent(self, day: str, site: str | None = None) -> int:
        """Nano-dollars that count against the budgets of a UTC day ("2026-11-23"). Raises `QueueUnavailable`."""
        ledger = self.of("", site or "", 0, Limits())
        with ledger.transaction() as connection:
            return ledger.spent(connection, day, *([calls.c.site == site] if site else []))

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()


class SqlLedger:
    """A `bridge.writer.ledger.Ledger` of one job. Its methods raise `QueueUnavailable` during an outage."""

    def __init__(
        self, engine: Engine, job: str, site: str, post_id: int, limits: Limits, clock: Callable[[], float]
    ) -> None:
        self._engine, self._job, self._site, self._post_id = engine, job, site, post_id
        self._limits = limits
        self._clock = clock

    def answer(self, key: str) -> Answer | None:
        """The stored answer of a settled call with this key, by any job of this site."""
        query = sa.select(calls).where(*self._same(key), calls.c.state == "settled", calls.c.text.is_not(None))
        with self.transaction() as connection:
            row = connection.execute(query.order_by(calls.c.opened.desc()).limit(1)).mappings().first()
        if row is None:
            return None
        usage = Usage(row["input"], row["output"], row["cache_write"], row["cache_read"])
        return Answer(row["text"], usage, row["cost"])

    def reserve(self, call: Call) -> str:
        """Books `call.worst`. Raises `OverBudget`, `TooCostly`; `WriterUnavailable` while another job asks the same."""
        now = self._clock()
        name = uuid.uuid4().hex
        with self.transaction() as connection:
            self._bury(connection, call.key, now)
            self._let_the_other_finish(connection, call.key, now)
            self._hold_against_limits(connection, call.worst, now)
            connection.execute(sa.insert(calls).values(self._row(name, call, now)))
        return name

    def settle(self, reservation: str, usage: Usage, cost: int, text: str | None) -> None:
        """The call is over and was billed `cost`; `text` is the answer when it is worth keeping."""
        tokens = {name: getattr(usage, name) for name in ("input", "output", "cache_write", "cache_read")}
        self._change(reservation, ["open", "uncertain"], state="settled", cost=cost, text=text, **tokens)

    def release(self, reservation: str) -> None:
        """Nothing was billed."""
        self._change(reservation, ["open"], state="released")

    def doubt(self, reservation: str) -> int:
        """Perhaps billed. Returns how often this has happened to this key within this job."""
        self._change(reservation, ["open"], state="uncertain", doubts=1)
        mine = calls.alias()
        key = sa.select(mine.c.key).where(mine.c.reservation == reservation).scalar_subquery()
        query = sa.select(sa.func.coalesce(sa.func.sum(calls.c.doubts), 0)).where(
            calls.c.site == self._site, calls.c.key == key, calls.c.job == self._job
        )
        with self.transaction() as connection:
            return int(connection.execute(query).scalar_one())

    def spent(self, connection: Connection, day: str, *whose: sa.ColumnElement[bool]) -> int:
        """Nano-dollars that count on `day`, of the calls that `whose` selects."""
        query = sa.select(_SPENT).select_from(calls).where(calls.c.day == day, _COUNTS, *whose)
        return int(connection.execute(query).scalar_one())

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction at a time over all processes: a sum that was read holds until the booking it allows."""
        with reachable(), writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('seo-bridge ledger'))")
            yield connection

    def _bury(self, connection: Connection, key: str, now: float) -> None:
        """Open calls of a process that died, this job's or an overdue one, may have been billed."""
        dead = sa.or_(calls.c.job == self._job, calls.c.until <= now)
        query = sa.update(calls).where(*self._same(key), calls.c.state == "open", dead)
        connection.execute(query.values(state="uncertain"))

    def _let_the_other_finish(self, connection: Connection, key: str, now: float) -> None:
        query = sa.select(calls.c.until, calls.c.purpose).where(*self._same(key), calls.c.state == "open")
        other = connection.execute(query.order_by(calls.c.until.desc())).first()
        if other is not None:
            raise WriterUnavailable(
                "another job is asking the same; its answer will serve both",
                retry_after=min(other.until - now, _ASK_AGAIN[other.purpose]),
            )
        answered = sa.exists().where(*self._same(key), calls.c.state == "settled", calls.c.text.is_not(None))
        if connection.execute(sa.select(answered)).scalar():
            raise WriterUnavailable("another job was answered in this moment; ask for its answer", retry_after=0.0)

    def _hold_against_limits(self, connection: Connection, worst: int, now: float) -> None:
        site, post = calls.c.site == self._site, calls.c.post_id == self._post_id
        budgets: list[tuple[str, int | None, list[sa.ColumnElement[bool]]]] = [
            ("all sites", self._limits.all_sites, []),
            (f"site {self._site}", self._limits.site, [site]),
            (f"post {self._post_id} of site {self._site}", self._limits.post, [site, post]),
        ]
        for whose, limit, rows in budgets:
            if limit is None:
                continue
            if worst > limit:
                raise TooCostly(
                    f"one call may cost {worst / USD:.4f} USD; the daily budget of {whose} is {limit / USD:.2f} USD: "
                    "raise it in [budget], or have the article split"
                )
            spent = self.spent(connection, _day(now), *rows)
            if spent + worst > limit:
                raise OverBudget(
                    f"the daily budget of {whose} is {limit / USD:.2f} USD: {spent / USD:.4f} spent or booked, "
                    f"{worst / USD:.4f} asked for; it renews at 00:00 UTC"
                )

    def _row(self, name: str, call: Call, now: float) -> dict[str, object]:
        return {
            "reservation": name,
            "key": call.key,
            "site": self._site,
            "post_id": self._post_id,
            "job": self._job,
            "purpose": call.purpose,
            "model": call.model,
            "prompt": call.prompt,
            "state": "open",
            "worst": call.worst,
            **dict.fromkeys(("cost", "doubts", "input", "output", "cache_write", "cache_read"), 0),
            "day": _day(now),
            "opened": now,
            "until": now + call.lasts,
        }

    def _change(self, reservation: str, states: list[str], **values: object) -> None:
        with self.transaction() as connection:
            query = sa.update(calls).where(calls.c.reservation == reservation, calls.c.state.in_(states))
            connection.execute(query.values(**values))

    def _same(self, key: str) -> tuple[sa.ColumnElement[bool], ...]:
        return calls.c.site == self._site, calls.c.key == key


def _day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
