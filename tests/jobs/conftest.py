"""Queues on SQLite and on PostgreSQL, and worker processes that can be killed."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bridge.jobs import JobRequest, Jobs, JobStatus
from tests.jobs.fakes import Plan
from tests.jobs.postgresql import cluster

FAST = {"poll_seconds": 0.05, "sweep_seconds": 0.2, "backoff_seconds": 0.05, "grace_seconds": 0.0}
#: Far more than anything here takes: what is late by then does not come.
LATE = 120.0

WORK = Path(__file__).with_name("work.py")

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A private PostgreSQL cluster."""
    with tempfile.TemporaryDirectory(prefix="seo-bridge-pg-") as folder, cluster(Path(folder)) as url:
        yield url


def new_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of a new, empty database."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/jobs.sqlite"
    url = str(request.getfixturevalue("postgresql_url"))
    name = f"bridge_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database for one test."""
    return new_database(request.param, request, tmp_path)


@pytest.fixture
def jobs(database_url: str) -> Iterator[Jobs]:
    """The client side."""
    queue = Jobs(database_url, max_queued=20, max_wait_seconds=60.0)
    yield queue
    queue.close()


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """What the site and the writer of the workers are to do."""
    folder = tmp_path / "plan"
    folder.mkdir()
    return Plan(folder)


class Workers:
    """Worker processes of one database and plan; all are killed at the end of the test."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, **options: Any) -> subprocess.Popen[bytes]:
        """A new worker process."""
        command = [sys.executable, WORK, self.url, self.folder, json.dumps(FAST | options)]
        with (self.folder / f"log-{len(self.processes)}").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        self.processes.append(process)
        return process

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)
        for number in range(len(self.processes)):
            print(f"--- worker process {number}\n{self.log(number)}")  # shown when the test failed

    def log(self, number: int = 0) -> str:
        """What a worker printed."""
        return (self.folder / f"log-{number}").read_text(encoding="utf-8")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL, and gone."""
        process.send_signal(signal.SIGKILL)
        process.wait()


@pytest.fixture
def workers(database_url: str, plan: Plan) -> Iterator[Workers]:
    """Starts worker processes of this test alone."""
    with Workers(database_url, plan.folder) as them:
        yield them


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_workers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    """One worker process for the tests that need not kill one."""
    folder = tmp_path_factory.mktemp("shared")
    with Workers(new_database(request.param, request, folder), folder) as them:
        them.start(concurrency=16, max_attempts=4)
        yield them


class Crew:
    """A queue with its worker, a plan, and a site of one test's own."""

    def __init__(self, workers: Workers, plan: Plan) -> None:
        self.jobs = Jobs(workers.url)
        self.plan = plan
        self._workers = workers
        self._site = f"site{next(_numbers)}"

    def submit(self, post_id: int = 1, **more: Any) -> str:
        """The job of a new request, a click by default."""
        options = {"plan": str(self.plan.folder), **more.pop("options", {})}
        values = {"webhook_id": f"msg_{next(_numbers)}", "type": "post.rewrite_requested"}
        return self.jobs.submit(JobRequest(site=self._site, post_id=post_id, options=options, **values | more)).job

    def ended(self, job: str) -> JobStatus:
        """The status of `job` once it is finished."""
        return ended(self.jobs, job)

    def log(self) -> str:
        """What the worker printed."""
        return self._workers.log()


@pytest.fixture
def crew(shared_workers: Workers, plan: Plan) -> Iterator[Crew]:
    """A worker that runs already."""
    crew = Crew(shared_workers, plan)
    yield crew
    plan.release()
    crew.jobs.close()


@pytest.fixture
def click() -> Callable[..., JobRequest]:
    """Makes a request, a click by default, each with a webhook id of its own."""

    def make(post_id: int = 1, **more: Any) -> JobRequest:
        values = {"site": "blog", "webhook_id": f"msg_{next(_numbers)}", "type": "post.rewrite_requested"}
        return JobRequest(**values | {"post_id": post_id} | more)

    return make


def until(what: Callable[[], Any], seconds: float = LATE) -> Any:
    """Waits until `what()` is true, and returns it."""
    end = time.monotonic() + seconds
    while not (value := what()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
    return value


def ended(jobs: Jobs, job: str) -> JobStatus:
    """The status of `job` once it is finished."""
    until(lambda: jobs.status(job).finished)
    return jobs.status(job)
