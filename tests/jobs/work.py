"""The main of a worker process in tests: python work.py DATABASE_URL PLAN_FOLDER OPTIONS_JSON.

A request's options may name another folder for its job, `plan`, the URL of a played Claude as its writer, `claude`, and
the `rules` of its site.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from bridge.article.model import Brief
from bridge.config import Rules, Site, load
from bridge.jobs import JobRequest, Jobs
from bridge.jobs.exchanges import Party, exchange
from bridge.jobs.ledger import Ledgers, Limits
from bridge.jobs.tell import Teller
from bridge.jobs.worker import Parts, WorkerOptions, run_worker
from bridge.writer import Writer
from tests.jobs.fakes import Plan, PlannedPlugin, PlannedSite, PlannedWriter


def blog() -> Site:
    """The site that is told of its jobs; a telling that was broken off is taken up soon."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "config.toml")
        file.write_text(
            '[sites.blog]\nurl = "https://blog.test"\nuser = "b"\ntimeout_seconds = 0.1\n', encoding="utf-8"
        )
        secrets = {"APPLICATION_PASSWORD": "x", "WEBHOOK_SECRET": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"}
        return load(file, {f"SEO_BRIDGE_BLOG_{name}": value for name, value in secrets.items()}).sites["blog"]


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    url, folder, options = sys.argv[1:]
    made = WorkerOptions(**json.loads(options))
    ledgers, stop = Ledgers(url), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def make_parts(job: str, request: JobRequest) -> Parts:
        plan = Plan(Path(request.options.get("plan", folder)))
        plan.event("begin", f"{job} {request.type} {request.content_hash}".rstrip())
        brief = Brief(min_words=0, tone=str(request.options.get("tone", "")))
        writer: Writer = PlannedWriter(plan)
        if played := request.options.get("claude"):
            from bridge.writer.claude import Claude, ClaudeSettings

            ledger = ledgers.of(job, request.site, request.post_id, Limits())
            writer = Claude(ClaudeSettings(api_key="sk-played-0123456789", base_url=str(played)), ledger)
        rules = Rules.model_validate(request.options.get("rules", {}), strict=False)
        return Parts(PlannedSite(plan), writer, lambda post: brief.model_copy(update={"title": post.title}), rules)

    tellers: dict[str, Party] = {"blog": Teller(blog(), PlannedPlugin(Plan(Path(folder))), Jobs(url), made)}
    threading.Thread(target=exchange, args=(lambda: tellers, Jobs(url), stop), daemon=True).start()
    run_worker(url, made, make_parts, stop)
