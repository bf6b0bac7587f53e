"""How long a signed webhook waits for its answer: `seo-bridge serve` on SQLite, a new connection for each webhook.

    python benchmarks/ack_http.py [--each 400] [--clients 1 8] [--pause 0.05]

Clients first send as fast as they are answered, which is the fullest load that so many can make, and then with a
pause after each answer. They are processes of their own and share the machine's cores with the bridge. The time is from
before connecting until the whole answer is read, in milliseconds.
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
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

KEY = b"only for measuring, nowhere else"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
#: Saves, which wait until the draft has rested: the answers are measured, not the rewriting.
CONFIG = """
[server]
port = {port}
"""
SITE = """
[sites.{name}]
url = "http://127.0.0.1:9"
user = "bench"
quiet_seconds = 3600.0
allow_private_address = true
"""
#: Over so many sites the webhooks are spread, each of which may have 500 jobs waiting.
SITES = [f"blog{number}" for number in range(20)]


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--each", type=int, default=400, help="webhooks per client")
    options.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    options.add_argument("--pause", type=float, default=0.05, help="seconds after each answer, in the second round")
    given = options.parse_args()
    print(f"{os.cpu_count()} cores, {given.each} webhooks per client, SQLite")
    print(f"{'clients':>8}{'pause s':>10}{'p50 ms':>10}{'p95 ms':>10}{'max ms':>10}{'per s':>10}")
    with bridge() as port:
        measure(port, 1, 50, 0.0)
        for pause in (0.0, given.pause):
            for clients in given.clients:
                started = time.perf_counter()
                times = measure(port, clients, given.each, pause)
                rate = len(times) / (time.perf_counter() - started)
                cuts = statistics.quantiles(times, n=20)
                shown = "".join(f"{value:>10.1f}" for value in (cuts[9], cuts[18], max(times)))
                print(f"{clients:>8}{pause:>10}{shown}{rate:>10.0f}")


@contextmanager
def bridge() -> Iterator[int]:
    """The real command in a folder of its own; gives the port when it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="seo-bridge-bench-") as folder:
        config = CONFIG.format(port=port) + "".join(SITE.format(name=name) for name in SITES)
        Path(folder, "config.toml").write_text(config, encoding="utf-8")
        environ = dict(os.environ)
        for name in SITES:
            environ[f"SEO_BRIDGE_{name.upper()}_APPLICATION_PASSWORD"] = "bench"
            environ[f"SEO_BRIDGE_{name.upper()}_WEBHOOK_SECRET"] = SECRET
        command = [sys.executable, "-m", "bridge", "serve", "--config", "config.toml"]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=folder, env=environ, stderr=log)
        try:
            wait_for(port, process, Path(folder, "log"))
            yield port
        finally:
            process.terminate()
            process.wait(60)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until web and worker are there."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if b" 200 " in ask(port, b"GET /readyz HTTP/1.0\r\nHost: b\r\n\r\n").split(b"\r\n")[0]:
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit(f"the bridge did not come up:\n{log.read_text()}")


def measure(port: int, clients: int, each: int, pause: float) -> list[float]:
    """Milliseconds of every webhook of every client."""
    with ProcessPoolExecutor(clients) as pool:
        found = pool.map(client, [port] * clients, [each] * clients, [pause] * clients)
        return [one for times in found for one in times]


def client(port: int, each: int, pause: float) -> list[float]:
    """Sends `each` webhooks, one after the other. Signing is not timed: that is the site's work."""
    times = []
    for _ in range(each):
        request = signed(uuid.uuid4())
        started = time.perf_counter()
        answer = ask(port, request)
        times.append((time.perf_counter() - started) * 1000)
        if b" 202 " not in answer.split(b"\r\n")[0]:
            sys.exit(f"not taken: {answer!r}")
        time.sleep(pause)
    return times


def ask(port: int, request: bytes) -> bytes:
    """One request on a connection of its own."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(4096):
            parts.append(part)
        return b"".join(parts)


def signed(name: uuid.UUID) -> bytes:
    """The bytes of a webhook for a post that nobody else sends about."""
    data = {
        "post_id": name.int % 2**62 + 1,
        "post_type": "post",
        "status": "draft",
        "content_hash": "sha256:" + hashlib.sha256(name.bytes).hexdigest(),
        "modified_gmt": "2026-11-23T10:00:00",
        "user_id": 2,
        "options": {},
    }
    body = json.dumps({"type": "post.draft_saved", "timestamp": "2026-11-23T10:00:00Z", "data": data}).encode()
    moment = str(int(time.time()))
    digest = hmac.new(KEY, f"msg_{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    head = [
        f"POST /webhooks/{SITES[name.int % len(SITES)]} HTTP/1.1",
        "Host: 127.0.0.1",
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"webhook-id: msg_{name}",
        f"webhook-timestamp: {moment}",
        f"webhook-signature: v1,{base64.b64encode(digest).decode()}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


if __name__ == "__main__":
    main()
