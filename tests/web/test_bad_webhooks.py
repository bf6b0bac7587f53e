"""POST /webhooks/{site}: what is not taken, with its status and the field at fault."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from bridge.jobs import Jobs
from tests.web.hooks import ABSENT, OLDER, STRANGER, Hook, event

GOOD = Hook()
BODY = GOOD.body
SIGNATURE = GOOD.signed()["webhook-signature"]


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
