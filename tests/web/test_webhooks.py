"""POST /webhooks/{site}: what is taken, and all that is not."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from bridge.config import Claude, Rewrite, Settings
from bridge.jobs import Jobs
from bridge.web import create_app
from tests.web.hooks import ABSENT, OLDER, STRANGER, Hook, event, served

GOOD = Hook()
PING = GOOD.but(body=b'{"type": "ping", "timestamp": "2026-11-23T10:00:00Z", "data": {}}')
OFFLINE = {"pong": True, "writer": "offline", "model": "", "usd_per_1000_words": None}
BODY = GOOD.body
SIGNATURE = GOOD.signed()["webhook-signature"]


def test_a_webhook_becomes_a_job(client: FlaskClient, jobs: Jobs) -> None:
    """A valid webhook is answered 202 with its job and a status address that opens it."""
    answer = GOOD.send(client)
    assert answer.status_code == 202
    data = answer.get_json()
    (status,) = jobs.list()
    assert (status.job, status.site, status.post_id, status.state) == (data["job"], "blog", 12, "queued")
    assert data["status_url"].startswith(f"https://bridge.example.fr/jobs/{data['job']}?token=")
    shown = client.get(data["status_url"].removeprefix("https://bridge.example.fr"))
    assert shown.get_json()["state"] == "queued"


def test_a_repeat_is_the_same_job(client: FlaskClient, jobs: Jobs) -> None:
    """The same webhook-id again is answered 200 with the same job, and starts nothing."""
    first, again = GOOD.send(client), GOOD.send(client)
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.get_json() == first.get_json()
    assert len(jobs.list()) == 1


def test_any_secret_of_a_rotation_is_good(client: FlaskClient) -> None:
    """While two secrets are configured, webhooks signed with either are taken."""
    assert GOOD.but(secret=OLDER).send(client).status_code == 202


def test_one_good_signature_of_several_is_enough(client: FlaskClient) -> None:
    """A site in rotation signs with both of its secrets, in one header."""
    good, stranger = GOOD.signed()["webhook-signature"], GOOD.but(secret=STRANGER).signed()["webhook-signature"]
    assert GOOD.with_headers(webhook_signature=f"{stranger} v2,{stranger[3:]} {good}").send(client).status_code == 202


def test_a_ping_is_answered_and_starts_nothing(client: FlaskClient, jobs: Jobs) -> None:
    """A signed ping is a pong that says who writes; no data is asked of it."""
    answer = PING.send(client)
    assert (answer.status_code, answer.get_json()) == (200, OFFLINE)
    assert jobs.list() == ()


def test_a_ping_tells_model_and_price(settings: Settings, jobs: Jobs) -> None:
    """Of a site that Claude writes for; not of the one beside it."""
    claude = {"rewrite": Rewrite(writer="claude"), "claude": Claude(model="m")}
    sites = {**settings.sites, "blog": settings.sites["blog"].model_copy(update=claude)}
    app = create_app(settings.model_copy(update={"sites": sites}), jobs, prices={"blog": 0.05, "other": None})
    told = {"pong": True, "writer": "claude", "model": "m", "usd_per_1000_words": 0.05}
    assert PING.send(app.test_client()).get_json() == told
    assert PING.but(site="other", secret=OLDER).send(app.test_client()).get_json() == OFFLINE


def test_fields_of_a_newer_plugin_are_ignored(client: FlaskClient) -> None:
    """Unknown fields and options do no harm."""
    body = event(options={"keyphrase": "refuge", "mood": "gai"}) | {"more": 1}
    assert GOOD.but(body=json.dumps(body).encode()).send(client).status_code == 202


def data(**changes: Any) -> Hook:
    """A well-signed webhook of an event with `changes`."""
    return Hook.of(**changes)


def without(key: str) -> Hook:
    """A well-signed webhook whose data lacks `key`."""
    body = event()
    del body["data"][key]
    return Hook(json.dumps(body).encode())


def raw(body: bytes) -> Hook:
    """A well-signed webhook with any body."""
    return Hook(body)


def swapped(body: bytes) -> Hook:
    """A webhook with another body than the one that was signed."""
    return GOOD.but(body=body, signed_body=BODY)


def stamped(timestamp: str) -> Hook:
    """A webhook with any timestamp."""
    return GOOD.with_headers(webhook_timestamp=timestamp)


def marked(signature: str) -> Hook:
    """A webhook with any signature."""
    return GOOD.with_headers(webhook_signature=signature)


BAD: list[tuple[str, Hook, int, str | None]] = [
    # signature and age: one answer for all
    ("forged", GOOD.but(secret=STRANGER), 401, None),
    ("forged with a prefix only", marked("v1,"), 401, None),
    ("signed by another site", GOOD.but(secret=OLDER, site="other").with_headers(webhook_id="msg_2"), 401, None),
    ("stale", GOOD.but(age=301), 401, None),
    ("from the future", GOOD.but(age=-302), 401, None),
    ("year 9999999999999", stamped("9" * 13), 401, None),
    ("timestamp nan", stamped("nan"), 401, None),
    ("timestamp with a fraction", stamped(GOOD.signed()["webhook-timestamp"] + ".0"), 401, None),
    ("timestamp in Arabic digits", stamped("١٧٠٠٠٠٠٠٠٠"), 401, None),
    ("timestamp empty", stamped(""), 401, None),
    ("no timestamp", stamped(ABSENT), 401, None),
    ("no id", GOOD.with_headers(webhook_id=ABSENT), 401, None),
    ("another id than the signed one", GOOD.with_headers(webhook_id="msg_3"), 401, None),
    ("id with a dot", GOOD.but(id="msg.1"), 401, None),
    ("id of 201 characters", GOOD.but(id="m" * 201), 401, None),
    ("no signature", marked(ABSENT), 401, None),
    ("signature without a comma", marked("v1"), 401, None),
    ("signature with two commas", marked("v1,a,b"), 401, None),
    ("signature that is not base64", marked("v1,a"), 401, None),
    ("signature beyond ASCII", marked("v1,é"), 401, None),
    ("signature of another version", marked("v2" + SIGNATURE[2:]), 401, None),
    ("3,000 signatures", marked("v1,YQ== " * 3000), 401, None),
    ("body truncated after signing", swapped(BODY[:-9]), 401, None),
    ("body changed after signing", swapped(BODY.replace(b"12", b"13")), 401, None),
    ("body with one more space", swapped(BODY + b" "), 401, None),
    ("empty body, forged", GOOD.but(body=b"", secret=STRANGER), 401, None),
    ("signed, but Latin-1", raw(BODY.decode("utf-8").replace("refuge", "Été").encode("latin-1", "replace")), 401, None),
    ("signed, but UTF-16", raw(BODY.decode().encode("utf-16")), 401, None),
    # transport
    ("unknown site", GOOD.but(site="nobody"), 404, None),
    ("site in capitals", GOOD.but(site="BLOG"), 404, None),
    ("site with a slash", GOOD.but(site="blog/"), 404, None),
    ("oversized", raw(b'{"a": "' + b"x" * 70_000 + b'"}'), 413, None),
    ("oversized and forged", GOOD.but(body=b"x" * 70_000, secret=STRANGER), 413, None),
    ("no content type", GOOD.with_headers(Content_Type=ABSENT), 415, None),
    ("a form", GOOD.with_headers(Content_Type="application/x-www-form-urlencoded"), 415, None),
    ("text", GOOD.with_headers(Content_Type="text/plain; charset=utf-8"), 415, None),
    # body, well signed
    ("empty", raw(b""), 422, ""),
    ("not JSON", raw(b"<xml/>"), 422, ""),
    ("truncated before signing", raw(BODY[:-9]), 422, ""),
    ("two documents", raw(BODY + BODY), 422, ""),
    ("a byte order mark", raw(b"\xef\xbb\xbf" + BODY), 422, ""),
    ("an array", raw(b"[]"), 422, ""),
    ("a string", raw(b'"post.published"'), 422, ""),
    ("null", raw(b"null"), 422, ""),
    ("duplicate key", raw(BODY.replace(b'"post_id": 12', b'"post_id": 12, "post_id": 13')), 422, "post_id"),
    ("NaN", raw(BODY.replace(b": 12", b": NaN")), 422, ""),
    ("Infinity", raw(BODY.replace(b": 12", b": -Infinity")), 422, ""),
    ("1e999", raw(BODY.replace(b": 12", b": 1e999")), 422, None),
    ("an integer of 5,000 digits", raw(BODY.replace(b": 12", b": " + b"9" * 5000)), 422, ""),
    ("nested 20,000 deep", raw(b"[" * 20_000 + b"]" * 20_000), 422, ""),
    ("options nested 10,000 deep", raw(BODY.replace(b'"refuge', b"[" * 10_000 + b"]" * 10_000 + b', "x": "')), 422, ""),
    ("a lone surrogate", raw(BODY.replace(b"refuge", b"\\ud800")), 422, ""),
    ("U+0000", raw(BODY.replace(b"refuge", b"\\u0000")), 422, ""),
    ("no type", raw(json.dumps({"data": event()["data"]}).encode()), 422, "type"),
    ("an unknown type", data(type="post.trashed"), 422, "type"),
    ("type is a list", data(type=["ping"]), 422, "type"),
    ("timestamp is a word", data(timestamp="yesterday"), 422, "timestamp"),
    ("timestamp without a zone", data(timestamp="2026-11-23T10:00:00"), 422, "timestamp"),
    ("data is null", data(data=None), 422, "data"),
    ("data is a list", data(data=[]), 422, "data"),
    *[(f"no {key}", without(key), 422, f"data.{key}") for key in event()["data"] if key != "options"],
    ("post_id is text", data(post_id="12"), 422, "data.post_id"),
    ("post_id is true", data(post_id=True), 422, "data.post_id"),
    ("post_id is 12.5", data(post_id=12.5), 422, "data.post_id"),
    ("post_id is 0", data(post_id=0), 422, "data.post_id"),
    ("post_id is negative", data(post_id=-12), 422, "data.post_id"),
    ("post_id is 2^63", data(post_id=2**63), 422, "data.post_id"),
    ("user_id is null", data(user_id=None), 422, "data.user_id"),
    ("post_type is a path", data(post_type="../users"), 422, "data.post_type"),
    ("post_type is empty", data(post_type=""), 422, "data.post_type"),
    ("post_type with a newline", data(post_type="post\n"), 422, "data.post_type"),
    ("status of 21 characters", data(status="d" * 21), 422, "data.status"),
    ("content_hash is short", data(content_hash="sha256:00"), 422, "data.content_hash"),
    ("content_hash with a newline", data(content_hash="sha256:" + "0" * 64 + "\n"), 422, "data.content_hash"),
    ("options is a list", data(options=[]), 422, "data.options"),
    ("min_words is text", data(options={"min_words": "700"}), 422, "data.options.min_words"),
    ("min_words is huge", data(options={"min_words": 10**9}), 422, "data.options.min_words"),
    ("keyphrase is a list", data(options={"keyphrase": ["a"]}), 422, "data.options.keyphrase"),
    ("keyphrase of 201 characters", data(options={"keyphrase": "é" * 201}), 422, "data.options.keyphrase"),
]  # fmt: skip


@pytest.mark.parametrize(("hook", "status", "field"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_webhook_gets_its_answer_and_starts_nothing(
    client: FlaskClient, jobs: Jobs, hook: Hook, status: int, field: str | None
) -> None:
    """Whatever is wrong has its status, says the field where there is one, and leaves the queue empty."""
    answer = hook.send(client)
    assert answer.status_code == status, answer.get_data(as_text=True)
    if field is not None:
        assert answer.get_json()["error"]["field"] == field
    assert jobs.list() == ()


def test_all_flaws_of_a_signature_look_the_same(client: FlaskClient) -> None:
    """A forger learns nothing from the answer: 401 with the same bytes whatever is wrong."""
    answers = {hook.send(client).get_data() for _, hook, status, _ in BAD if status == 401}
    assert len(answers) == 1


def test_a_senders_words_stay_on_one_line_of_the_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """A key with a line break, which could look like another entry of the log, is logged as a literal."""
    raw(BODY.replace(b'"post_id": 12', b'"a\\nERROR": 1, "a\\nERROR": 2')).send(client)
    assert "stands twice" in caplog.text
    assert "a\nERROR" not in caplog.text


def test_a_full_queue_is_429(client: FlaskClient, jobs: Jobs) -> None:
    """Beyond the site's limit a webhook is refused with Retry-After, and can be delivered again later."""
    answers = [Hook.of(post_id=n).but(id=f"msg_{n}").send(client) for n in range(1, 5)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert int(answers[3].headers["Retry-After"]) > 0
    assert len(jobs.list()) == 3
    jobs.cancel(answers[0].get_json()["job"])
    assert Hook.of(post_id=4).but(id="msg_4").send(client).status_code == 202


def test_draining_is_503(client: FlaskClient, jobs: Jobs, draining: threading.Event) -> None:
    """A bridge that is about to end takes nothing more and says when to come back."""
    draining.set()
    answer = GOOD.send(client)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    assert jobs.list() == ()


def test_a_missing_database_is_503(settings: Settings) -> None:
    """Without its database the bridge says so, with Retry-After, instead of 500."""
    away = Jobs("sqlite:////nowhere/jobs.sqlite")
    answer = GOOD.send(create_app(settings, away).test_client())
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    away.close()


def test_an_unexpected_error_shows_nothing(settings: Settings, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the bridge's own is a 500 without a word of what happened."""
    app = create_app(settings, jobs)
    monkeypatch.setattr(jobs, "submit", lambda request: 1 / 0)
    answer = GOOD.send(app.test_client())
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.get_data(as_text=True)


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
