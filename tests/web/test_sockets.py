"""POST /webhooks/{site} on the real server: many at once, and bytes that no client library sends."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from flask import Flask

from bridge.config import Settings
from bridge.jobs import Jobs
from tests.web.hooks import Hook, served

GOOD = Hook()
BODY = GOOD.body


def test_the_same_webhook_twenty_times_at_once_is_one_job(app: Flask, settings: Settings, jobs: Jobs) -> None:
    """Twenty deliveries of one webhook at the same moment, over real connections, make one job."""
    headers, barrier = GOOD.signed(), threading.Barrier(20)

    def deliver(port: int) -> tuple[int, str]:
        barrier.wait()
        answer = requests.post(f"http://127.0.0.1:{port}/webhooks/blog", data=BODY, headers=headers, timeout=30)
        return answer.status_code, answer.json()["job"]

    with served(app, settings) as port, ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: deliver(port), range(20)))
    assert sorted(status for status, _ in answers) == [200] * 19 + [202]
    assert {job for _, job in answers} == {job.job for job in jobs.list()}
    assert len(jobs.list()) == 1


def head(*lines: str) -> bytes:
    """The head of a request, signed as `GOOD`."""
    signed = [f"{name}: {value}" for name, value in GOOD.signed().items()]
    return "\r\n".join(["POST /webhooks/blog HTTP/1.1", "Host: bridge", *signed, *lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    ("lines", "payload", "status"),
    [
        (["Transfer-Encoding: chunked"], b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), 202),
        (["Transfer-Encoding: chunked"], b"5\r\n%s\r\n0\r\n\r\n" % BODY[:5], 401),
        (["Transfer-Encoding: chunked"], b"zz\r\nnonsense\r\n0\r\n\r\n", 400),
        (["Transfer-Encoding: chunked"], b"11170\r\n" + b"x" * 70_000 + b"\r\n0\r\n\r\n", 413),
        (["Transfer-Encoding: gzip", f"Content-Length: {len(BODY)}"], BODY, 501),
        (["Content-Length: 99999999"], b"", 413),
        (["Content-Length: -1"], b"", 400),
        ([f"Content-Length: {len(BODY)}"] * 2, BODY, 400),
        ([f"Content-Length: {len(BODY)}", "X: " + "x" * 20_000], BODY, 431),
        (["GET / HTTP/1.1"], b"", 400),
    ],
)
def test_requests_that_only_a_socket_can_send(
    app: Flask, settings: Settings, jobs: Jobs, lines: list[str], payload: bytes, status: int
) -> None:
    """Chunked, mislabelled, broken requests get their 4xx from the real server; a sound chunked one is taken."""
    with served(app, settings) as port, socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head(*lines) + payload)
        answer = connection.recv(100)
    assert int(answer.split()[1]) == status, answer
    assert len(jobs.list()) == (status == 202)


def test_a_body_that_never_ends_starts_nothing(app: Flask, settings: Settings, jobs: Jobs) -> None:
    """A sender that hangs up in the middle of the body starts nothing and does no harm to the next one."""
    with served(app, settings) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(head(f"Content-Length: {len(BODY)}") + BODY[:50])
        url = f"http://127.0.0.1:{port}"
        assert requests.get(f"{url}/healthz", timeout=10).status_code == 200
        assert jobs.list() == ()
        again = requests.post(f"{url}/webhooks/blog", data=BODY, headers=GOOD.signed(), timeout=10)
    assert again.status_code == 202
