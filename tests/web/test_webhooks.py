"""POST /webhooks/{site}: what is taken, and when the bridge itself cannot take anything."""

from __future__ import annotations

import json
import threading

import pytest
from flask.testing import FlaskClient

from bridge.config import Claude, Rewrite, Settings
from bridge.jobs import Jobs
from bridge.web import create_app
from tests.web.hooks import OLDER, STRANGER, Hook, event

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
