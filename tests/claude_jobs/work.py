"""The main of a worker with the real Claude writer: python work.py DATABASE_URL PLAN_FOLDER API_URL OPTIONS_JSON."""

from __future__ import annotations

import json
import logging
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bridge.article.model import Brief
from bridge.jobs import JobRequest
from bridge.jobs.ledger import Ledgers, Limits
from bridge.jobs.worker import Parts, WorkerOptions, run_worker
from bridge.writer.claude import Claude, ClaudeSettings
from bridge.writer.ledger import USD
from tests.jobs.fakes import Plan, PlannedSite

if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    url, folder, api, options = sys.argv[1:]
    plan, ledgers = Plan(Path(folder)), Ledgers(url)
    given = json.loads(options)
    daily = given.pop("daily_usd", None)
    limits = Limits(all_sites=None if daily is None else round(daily * USD))

    def make_parts(job: str, request: JobRequest) -> Parts:
        plan.event("begin", job)
        settings = ClaudeSettings(api_key="sk-played", base_url=api, stall_seconds=20)
        writer = Claude(settings, ledgers.of(job, request.site, request.post_id, limits))
        return Parts(PlannedSite(plan), writer, lambda post: Brief(title=post.title))

    run_worker(url, WorkerOptions(**given), make_parts, threading.Event())
