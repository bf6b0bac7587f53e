"""A worker process: it alone launches DBOS, holds a lease on its executor id, and looks after dead workers' jobs."""

from __future__ import annotations

import logging
import os
import sys
import threading

from dbos import DBOS, DBOSPortableJSONSerializer
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bridge.errors import ConfigError
from bridge.jobs.database import create_tables, open_database
from bridge.jobs.dispatcher import APPLICATION, QUEUE, WORKFLOW, Dispatcher
from bridge.jobs.leases import SLOTS, Lease, first_free
from bridge.jobs.parts import MakeParts, Parts, WorkerOptions
from bridge.jobs.sweeper import Sweeper
from bridge.jobs.workflow import Workflow

__all__ = ["MakeParts", "Parts", "WorkerOptions", "run_worker"]

log = logging.getLogger(__name__)

#: By hand: DBOS's default changes with every release of it, and jobs of another version are left lying. To be raised
#: when the order or the names of the steps change.
APPLICATION_VERSION = "1"


def run_worker(database_url: str, options: WorkerOptions, make_parts: MakeParts, stop: threading.Event) -> None:
    """Works until `stop` is set, then lets running jobs finish for `options.grace_seconds` and ends.

    Call it in the main thread of a process of its own; the caller wires SIGTERM and SIGINT to `stop.set`. Makes the
    tables that are missing. Jobs that still run at the end are left to the next worker, and the process exits with
    status 0 from within. It exits with status 75 when another process took its lease. Raises `ConfigError` when the
    database cannot be used.
    """
    engine = open_database(database_url, pool_size=20 + 2 * options.concurrency)
    executor, lease = _name(engine)
    log.info("worker %s starts", executor)
    workflow = Workflow(engine, make_parts, options)
    _launch(engine, executor, workflow, options)
    over = threading.Event()
    sweeper, dispatcher = Sweeper(engine, executor, lease, options), Dispatcher(engine, options.poll_seconds)
    threads = [
        threading.Thread(target=dispatcher.run, args=(stop,), name="dispatcher", daemon=True),
        threading.Thread(target=sweeper.run, args=(over,), name="sweeper", daemon=True),
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    log.info("worker %s stops; running jobs have %.0f s", executor, options.grace_seconds)
    DBOS.destroy(workflow_completion_timeout_sec=int(options.grace_seconds))
    over.set()
    for thread in threads:
        thread.join(timeout=5.0)
    if workflow.running:
        # Their threads would hold the process for as long as a model may write; the jobs are in the database.
        log.info("worker %s leaves %d jobs to the next worker", executor, workflow.running)
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)
    lease.release()
    engine.dispose()


def _name(engine: Engine) -> tuple[str, Lease]:
    """An executor id of this process's own. Raises `ConfigError`."""
    try:
        create_tables(engine)
        found = first_free(engine)
    except (OSError, SQLAlchemyError) as error:
        detail = (str(error).splitlines() or [""])[0]
        raise ConfigError(f"database.url: cannot be used: {type(error).__name__}: {detail}") from error
    if found is None:
        raise ConfigError(f"database.url: {SLOTS} workers share this database already")
    return found


def _launch(engine: Engine, executor: str, workflow: Workflow, options: WorkerOptions) -> None:
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": engine,
            "executor_id": executor,
            "application_version": APPLICATION_VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "use_listen_notify": False,
            "enable_otlp": False,
            "log_level": "WARNING",
        }
    )

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=options.max_recoveries)
    def rewrite(job: str, run: int) -> None:
        workflow.rewrite(job, run)

    DBOS.launch()
    DBOS.register_queue(
        QUEUE,
        worker_concurrency=options.concurrency,
        partition_concurrency=1,  # a lane of a site runs one job at a time; see `lane_of`
        polling_interval_sec=options.poll_seconds,
        on_conflict="always_update",
    )
