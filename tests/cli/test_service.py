"""`seo-bridge serve`, `web` and `worker` as real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.cli.conftest import SECRETS
from tests.web.hooks import Hook
from tests.wordpress_client.stand_in import StandIn

#: Far more than anything here takes: what is late by then does not come.
LATE = 60.0

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def port(config: Path) -> int:
    """A free port, which the configuration names."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number: int = taken.getsockname()[1]
    config.write_text(
        f"{config.read_text()}\n[server]\nport = {number}\n[worker]\npoll_seconds = 0.1\n", encoding="utf-8"
    )
    return number


@pytest.fixture
def start(tmp_path: Path, config: Path) -> Iterator[Start]:
    """Starts a command; its log goes to the file `log`. What still runs at the end is stopped."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        with (tmp_path / "log").open("ab") as log:
            command = [sys.executable, "-m", "bridge", *arguments]
            process = subprocess.Popen(command, env={**os.environ, **SECRETS}, stderr=log, stdout=log)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(LATE)


def until(true: Callable[[], Any], what: str) -> Any:
    """Waits for `true()`, and returns what it gave."""
    deadline = time.monotonic() + LATE
    while time.monotonic() < deadline:
        if found := true():
            return found
        time.sleep(0.05)
    return pytest.fail(f"{what} did not come")


def answers(port: int, path: str) -> bool:
    """Whether GET `path` is a 200."""
    try:
        return requests.get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code == 200
    except requests.RequestException:
        return False


def children(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """The process ids of web and worker, by name."""
    found = {}
    for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if len(arguments) > 3:  # one that has ended has none
            found[arguments[3].decode()] = int(pid)
    return found


def test_a_webhook_goes_the_whole_way(start: Start, port: int, wordpress: StandIn, tmp_path: Path) -> None:
    """serve takes a webhook, rewrites, hands back; a closed terminal ends it well; no secret is logged."""
    process = start("serve")
    until(lambda: answers(port, "/readyz"), "a bridge that is ready")
    hook = Hook()
    url = f"http://127.0.0.1:{port}/webhooks/blog"
    taken = requests.post(url, data=hook.body, headers=hook.signed(), timeout=10).json()
    status_url = taken["status_url"]
    until(lambda: requests.get(status_url, timeout=10).json()["state"] == "done", "the end of the job")
    assert requests.get(status_url, timeout=10).json()["revision"] == 77
    assert [(method, path) for method, path, _, _ in wordpress.seen] == [
        ("GET", "/wp-json/seo-bridge/v1/posts/12"),
        ("POST", "/wp-json/seo-bridge/v1/posts/12/suggestions"),
    ]
    process.send_signal(signal.SIGHUP)  # the terminal is closed
    assert process.wait(LATE) == 0
    assert not answers(port, "/healthz")
    log = (tmp_path / "log").read_text(encoding="utf-8")
    for secret in (*SECRETS.values(), status_url.partition("token=")[2]):
        assert secret not in log


def test_a_refused_password_fails_the_job_until_it_is_retried(start: Start, port: int, wordpress: StandIn) -> None:
    """A 401 of the site ends the job at once, with a reason for the author; mended and retried, the job is done."""
    as_agreed = wordpress.answer
    wordpress.always(401, {"Content-Type": "application/json"}, b"{}")
    start("serve")
    until(lambda: answers(port, "/readyz"), "a bridge that is ready")
    hook = Hook()
    url = f"http://127.0.0.1:{port}/webhooks/blog"
    taken = requests.post(url, data=hook.body, headers=hook.signed(), timeout=10).json()

    def status() -> Any:
        return requests.get(taken["status_url"], timeout=10).json()

    until(lambda: status()["state"] == "failed", "the failure")
    assert status()["reason"]["code"] == "site_credentials"
    assert "mot de passe d’application" in status()["reason"]["message"]
    wordpress.answer = as_agreed
    assert start("jobs", "retry", taken["job"]).wait(LATE) == 0
    until(lambda: status()["state"] == "done", "the end of the job")


@pytest.mark.parametrize("name", ["web", "worker"])
def test_serve_fails_when_one_of_the_two_dies(start: Start, port: int, name: str) -> None:
    """When web or worker is killed, serve stops the other and ends with status 1."""
    process = start("serve")
    until(lambda: answers(port, "/readyz"), "a bridge that is ready")
    pids = children(process)
    os.kill(pids[name], signal.SIGKILL)
    assert process.wait(LATE) == 1
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids.values())


def test_serve_starts_a_worker_again_that_lost_its_lease(start: Start, port: int, tmp_path: Path) -> None:
    """When another process could have the worker's name, a new worker takes its place, and web stays as it is."""
    process = start("serve")
    until(lambda: answers(port, "/readyz"), "a bridge that is ready")
    before = children(process)
    for lease in tmp_path.glob("*.worker-1.lease"):
        lease.unlink()
    until(lambda: children(process).get("worker", before["worker"]) != before["worker"], "another worker")
    assert children(process)["web"] == before["web"]
    process.terminate()
    assert process.wait(LATE) == 0


def test_nothing_outlives_a_killed_serve(start: Start, port: int) -> None:
    """When serve itself is killed, web and worker end too, and give the port back."""
    process = start("serve")
    until(lambda: answers(port, "/readyz"), "a bridge that is ready")
    pids = children(process)
    process.kill()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids.values()), "the end of web and worker")
    socket.create_server(("127.0.0.1", port)).close()


def test_serve_refuses_a_wrong_configuration_before_it_starts(start: Start, config: Path) -> None:
    """A key that nobody reads ends serve with status 2."""
    config.write_text(config.read_text() + "[serve]\n", encoding="utf-8")
    assert start("serve").wait(LATE) == 2


def test_a_taken_port_is_said(start: Start, port: int, tmp_path: Path) -> None:
    """web that cannot listen ends with status 2 and names the key."""
    with socket.create_server(("127.0.0.1", port)):
        assert start("web").wait(LATE) == 2
    assert "server.port: cannot listen" in (tmp_path / "log").read_text()


def test_requests_in_flight_are_answered_at_the_end(start: Start, port: int) -> None:
    """A webhook whose second half arrives after SIGTERM still gets an answer, which asks to come again."""
    process = start("web")
    until(lambda: answers(port, "/healthz"), "the web process")
    hook = Hook()
    lines = [f"{name}: {value}" for name, value in hook.signed().items()]
    head = ["POST /webhooks/blog HTTP/1.1", "Host: b", *lines, f"Content-Length: {len(hook.body)}", "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=LATE) as connection:
        connection.sendall("\r\n".join(head).encode() + hook.body[:20])
        process.terminate()
        url = f"http://127.0.0.1:{port}/readyz"
        until(lambda: requests.get(url, timeout=LATE).json()["draining"], "draining")
        connection.sendall(hook.body[20:])
        answer = connection.recv(1000)
    assert answer.startswith(b"HTTP/1.1 503"), answer
    assert b"Retry-After" in answer
    assert process.wait(LATE) == 0
