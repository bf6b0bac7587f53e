"""Handing jobs over to DBOS."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bridge.jobs import JobRequest, Jobs
from bridge.jobs.database import open_database
from bridge.jobs.dispatcher import Dispatcher
from bridge.jobs.tables import jobs


class Handed:
    """Takes what is enqueued."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def enqueue_in_transaction(self, connection: Any, options: Any, job: str, run: int) -> None:
        self.jobs.append(job)


def test_a_request_of_another_version_holds_nothing_up(tmp_path: Path, monkeypatch: Any) -> None:
    """A job that this version cannot read fails, with a reason, and the ones behind it start."""
    url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    queue, engine = Jobs(url), open_database(url)
    names = [
        queue.submit(JobRequest(site="blog", webhook_id=f"msg_{post}", type="post.rewrite_requested", post_id=post)).job
        for post in (1, 2)
    ]
    with engine.begin() as connection:
        connection.execute(sa.update(jobs).where(jobs.c.job == names[0]).values(request='{"version": 9}'))
    dispatcher, handed = Dispatcher(engine, 1.0), Handed()
    monkeypatch.setattr(dispatcher, "_client", handed)
    dispatcher.dispatch(time.time())
    status = queue.status(names[0])
    assert handed.jobs == [names[1]]
    assert (status.state, status.code, bool(status.reason_fr)) == ("failed", "error", True)
    assert dispatcher.dispatch(time.time()) == 0
    queue.close()
    engine.dispose()
