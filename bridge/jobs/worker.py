"""A worker process: it alone launches DBOS, holds a lease on its executor id, and looks after dead workers' jobs."""

from __future__ import annotations

import threading

from bridge.config import Worker as WorkerSettings
from bridge.jobs.model import MakeParts


def run_worker(database_url: str, settings: WorkerSettings, make_parts: MakeParts, stop: threading.Event) -> None:
    """Works until `stop` is set, then lets running jobs go (the next worker takes them up) and returns.

    Call it in the main thread of a process of its own; the caller wires SIGTERM and SIGINT to `stop.set`. Makes the tables
    that are missing. Raises `ConfigError` when the database cannot be used, `LeaseLost` when another process took its lease.
    """
    raise NotImplementedError
