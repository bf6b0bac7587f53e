"""The main of a worker process in tests: python work.py DATABASE_URL PLAN_FOLDER OPTIONS_JSON.

A request's option `plan` names another folder for its job.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bridge.article.model import Brief
from bridge.jobs import JobRequest
from bridge.jobs.worker import Parts, WorkerOptions, run_worker
from tests.jobs.fakes import Plan, PlannedSite, PlannedWriter

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    url, folder, options = sys.argv[1:]
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def make_parts(job: str, request: JobRequest) -> Parts:
        plan = Plan(Path(request.options.get("plan", folder)))
        plan.event("begin", f"{job} {request.type} {request.content_hash}".rstrip())
        brief = Brief(min_words=0, tone=str(request.options.get("tone", "")))
        site, writer = PlannedSite(plan), PlannedWriter(plan)
        return Parts(site, writer, lambda post: brief.model_copy(update={"title": post.title}))

    run_worker(url, WorkerOptions(**json.loads(options)), make_parts, stop)
