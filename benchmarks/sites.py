"""What many sites cost, and what a slow one costs the others: `seo-bridge serve` on SQLite with played sites.

    python -m benchmarks.sites [--sites 100] [--hanging 0 1 4]

For one site and for many: seconds until the service is ready, and the resident memory of web and worker, in MB. Then
somebody clicks once at every site at the same moment, while some sites never answer (and have three clicks each
waiting first): seconds from the click to the proposal over the sites that do answer, and how many times longer that
is than without hanging sites. Every job is the offline writer's, on two paragraphs.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.jobs.fakes import CONTENT

KEY = b"only for measuring, nowhere else"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
CONFIG = """
[server]
port = {port}
[worker]
poll_seconds = 0.2
[rewrite]
writer = "offline"
min_words = 0
"""
SITE = """
[sites.{name}]
url = "http://127.0.0.1:{port}/{name}"
user = "bench"
timeout_seconds = 60.0
allow_private_address = true
"""


@dataclass
class Sites:
    """The played sites: those in `hanging` never answer; `arrived` holds when a site's proposal came."""

    hanging: set[str] = field(default_factory=set)
    arrived: dict[str, float] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    sites: Sites

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        name = self.path.split("/")[1]
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if name in self.sites.hanging:
            self.sites.over.wait()
            return
        answer = {"revision": 7, "stale": False}
        if self.command == "GET":
            text = {"title": "La bibliothèque", "content": CONTENT, "content_hash": "sha256:" + "0" * 64}
            known = {"id": 1, "type": "post", "status": "draft", "modified_gmt": "2026-11-23T10:00:00"}
            answer = {**known, **text}
        else:
            self.sites.arrived[name] = time.perf_counter()
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *args: object) -> None:
        pass  # a client that gave up


@contextmanager
def played() -> Iterator[tuple[int, Sites]]:
    """All sites on one port, each below a folder of its own."""
    sites = Sites()
    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"sites": sites}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port, sites
    finally:
        sites.over.set()
        server.shutdown()
        server.server_close()


@contextmanager
def bridge(names: list[str], site_port: int) -> Iterator[tuple[int, float, int]]:
    """The real command: its port, the seconds until it was ready, its process id."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="seo-bridge-bench-") as folder:
        config = CONFIG.format(port=port) + "".join(SITE.format(name=name, port=site_port) for name in names)
        Path(folder, "config.toml").write_text(config, encoding="utf-8")
        environ = dict(os.environ)
        for name in names:
            environ[f"SEO_BRIDGE_{name.upper()}_APPLICATION_PASSWORD"] = "bench"
            environ[f"SEO_BRIDGE_{name.upper()}_WEBHOOK_SECRET"] = SECRET
        started = time.perf_counter()
        with Path(folder, "log").open("wb") as log:
            command = [sys.executable, "-m", "bridge", "serve"]
            process = subprocess.Popen(command, cwd=folder, env=environ, stderr=log)
        try:
            while not ready(port):
                if process.poll() is not None or time.perf_counter() - started > 120:
                    sys.exit(Path(folder, "log").read_text())
                time.sleep(0.05)
            yield port, time.perf_counter() - started, process.pid
        finally:
            process.kill() if process.poll() is None and os.environ.get("IMPATIENT") else process.terminate()
            process.wait(90)


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def resident(pid: int) -> dict[str, float]:
    """Resident memory of the service's two processes, in MB."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        name = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[3].decode()
        status = Path(f"/proc/{child}/status").read_text()
        found[name] = int(status.split("VmRSS:")[1].split()[0]) / 1024
    return found


def click(port: int, site: str, post: int) -> None:
    """A signed webhook."""
    data = {"post_id": post, "post_type": "post", "status": "draft", "content_hash": "sha256:" + "0" * 64,
            "modified_gmt": "2026-11-23T10:00:00", "user_id": 2, "options": {}}  # fmt: skip
    event = {"type": "post.rewrite_requested", "timestamp": "2026-11-23T10:00:00Z", "data": data}
    body, name, moment = json.dumps(event).encode(), f"msg_{uuid.uuid4()}", str(int(time.time()))
    digest = hmac.new(KEY, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    headers = {"Content-Type": "application/json", "webhook-id": name, "webhook-timestamp": moment,
               "webhook-signature": f"v1,{base64.b64encode(digest).decode()}"}  # fmt: skip
    request = urllib.request.Request(f"http://127.0.0.1:{port}/webhooks/{site}", body, headers)
    urllib.request.urlopen(request, timeout=30).close()


def clicks(port: int, names: list[str], sites: Sites, hanging: int) -> tuple[list[float], int]:
    """Seconds from click to proposal at each site that answers; how many got none in two minutes."""
    sites.hanging, sites.arrived, sites.over = set(names[:hanging]), {}, threading.Event()
    for name in names[:hanging]:
        for post in range(3):
            click(port, name, uuid.uuid4().int % 2**40 + post)
    if hanging:
        time.sleep(2)
    sent = {}
    for name in names[hanging:]:
        sent[name] = time.perf_counter()
        click(port, name, uuid.uuid4().int % 2**40)
    deadline = time.perf_counter() + 120
    while len(sites.arrived) < len(sent) and time.perf_counter() < deadline:
        time.sleep(0.05)
    sites.over.set()
    return [sites.arrived[name] - sent[name] for name in sites.arrived], len(sent) - len(sites.arrived)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sites", type=int, default=100)
    options.add_argument("--hanging", type=int, nargs="+", default=[0, 1, 4])
    given = options.parse_args()
    names = [f"s{number}" for number in range(given.sites)]
    print(f"{os.cpu_count()} cores, SQLite")
    print(f"{'sites':>8}{'ready s':>10}{'web MB':>10}{'worker MB':>12}")
    base = 0.0
    with played() as (site_port, sites):
        for count in (1, given.sites):
            with bridge(names[:count], site_port) as (_, seconds, pid):
                memory = resident(pid)
                print(f"{count:>8}{seconds:>10.1f}{memory['web']:>10.0f}{memory['worker']:>12.0f}", flush=True)
        print(f"{'hanging':>8}{'p50 s':>10}{'p95 s':>10}{'max s':>10}{'missing':>10}{'ratio p50':>12}")
        for hanging in given.hanging:
            with bridge(names, site_port) as (port, _, _):
                times, missing = clicks(port, names, sites, hanging)
            cuts = statistics.quantiles(times, n=20) if len(times) > 1 else [float("nan")] * 19
            base = base or cuts[9]
            shown = "".join(f"{value:>10.1f}" for value in (cuts[9], cuts[18], max(times, default=float("nan"))))
            print(f"{hanging:>8}{shown}{missing:>10}{cuts[9] / base:>12.1f}", flush=True)


if __name__ == "__main__":
    main()
