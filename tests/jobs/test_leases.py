"""Leases on executor ids, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from bridge.jobs.database import open_database
from bridge.jobs.leases import acquire, first_free


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def test_a_lease_is_held_by_one_alone(engine: Engine) -> None:
    """A second asker gets nothing until the first gives it back; another name is free."""
    first = acquire(engine, "worker-1")
    assert first is not None
    assert acquire(engine, "worker-1") is None
    other = acquire(engine, "worker-2")
    assert other is not None
    assert first.held()
    first.release()
    again = acquire(engine, "worker-1")
    assert again is not None
    for lease in (other, again):
        lease.release()


def test_workers_take_the_first_free_name(engine: Engine) -> None:
    """A name that was given back is taken again, so that a restarted worker finds its own jobs."""
    names = [first_free(engine) for _ in range(3)]
    found = [name for name in names if name is not None]
    assert [executor for executor, _ in found] == ["worker-1", "worker-2", "worker-3"]
    found[1][1].release()
    again = first_free(engine)
    assert again is not None
    assert again[0] == "worker-2"
    for lease in (found[0][1], found[2][1], again[1]):
        lease.release()
