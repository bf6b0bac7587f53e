"""What a workflow writes down of its job, when others write too."""

from __future__ import annotations

import time
from pathlib import Path

from bridge.jobs import JobRequest, Jobs, runs
from bridge.jobs.database import open_database
from bridge.wordpress import Receipt


def test_what_was_delivered_counts(tmp_path: Path) -> None:
    """A job that was cancelled while its proposal was being stored is done, and tells the revision."""
    url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    queue, engine = Jobs(url), open_database(url)
    request = JobRequest(site="blog", webhook_id="msg_1", type="post.rewrite_requested", post_id=1)
    job, now = queue.submit(request).job, time.time()
    with engine.begin() as connection:
        assert runs.claim(connection, job, 1, now) is not None
    assert queue.cancel(job).state == "cancelled"
    with engine.begin() as connection:
        runs.finish(connection, job, 1, "done", now, Receipt(revision=7))
    status = queue.status(job)
    assert (status.state, status.revision, status.code) == ("done", 7, "")
    queue.close()
    engine.dispose()
