"""A queue, workers with the real Claude writer, and a site whose posts are files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from bridge.jobs import JobRequest, Jobs
from bridge.jobs.tables import calls
from tests.jobs.fakes import Plan
from tests.played_claude import PlayedClaude
from tests.writer.articles import PRESS

WORK = Path(__file__).with_name("work.py")


class Newsroom:
    """One database, one site's posts in a folder, and the workers that are started on them."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/jobs.sqlite"
        self.plan = Plan(folder / "plan")
        self.plan.folder.mkdir()
        self.jobs = Jobs(self.url)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.posts = 0

    def start(self, played: PlayedClaude, **options: Any) -> subprocess.Popen[bytes]:
        """A worker."""
        given = json.dumps({"poll_seconds": 0.05, "sweep_seconds": 0.2, "grace_seconds": 0.0, **options})
        command = [sys.executable, WORK, self.url, self.plan.folder, played.url, given]
        with (self.plan.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL, and gone."""
        process.kill()
        process.wait()

    def submit(self, **options: Any) -> str:
        """The job of a click on a new post, whose text no other has, on a site of its own."""
        self.posts += 1
        content = PRESS.replace("Brénac", f"Brénac-{self.posts}")
        (self.plan.folder / f"content-{self.posts}").write_text(content, encoding="utf-8")
        return self.click(self.posts, **options)

    def click(self, post: int, **options: Any) -> str:
        """The job of a click on that post."""
        clicks = len(list(self.plan.folder.glob(f"click-{post}-*")))
        (self.plan.folder / f"click-{post}-{clicks}").touch()
        request = {"site": f"site{post}", "webhook_id": f"msg_{post}_{clicks}", "type": "post.rewrite_requested"}
        return self.jobs.submit(JobRequest(**request, post_id=post, options=options)).job

    def calls(self) -> list[RowMapping]:
        """The ledger."""
        engine = sa.create_engine(self.url)
        with engine.connect() as connection:
            found = list(connection.execute(sa.select(calls)).mappings())
        engine.dispose()
        return found

    def close(self) -> None:
        """Kills what still runs."""
        for process in self.processes:
            if process.poll() is None:
                self.kill(process)
        self.jobs.close()
        print((self.plan.folder / "log").read_text(encoding="utf-8"))  # shown when the test failed


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """For one test."""
    room = Newsroom(tmp_path)
    yield room
    room.close()
