"""GET /jobs/{id}, POST /jobs/{id}/cancel, /healthz, /readyz."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from bridge.config import Settings
from bridge.jobs import FINAL, Jobs, Readiness, tables, token
from bridge.web import create_app
from tests.web.hooks import Hook


@pytest.fixture
def status_path(client: FlaskClient) -> str:
    """Path and token of the status of a new job."""
    parts = urlsplit(Hook().send(client).get_json()["status_url"])
    return f"{parts.path}?{parts.query}"


def test_status_is_what_contract_1_has(client: FlaskClient, status_path: str) -> None:
    """The status holds the agreed fields and nothing of the site or the author."""
    data = client.get(status_path).get_json()
    assert list(data) == ["job", "state", "words", "expected", "reason", "revision", "compare_url", "edit_url"]
    assert (data["state"], data["reason"], data["revision"]) == ("queued", None, None)


@pytest.mark.parametrize(
    ("language", "start"),
    [("en", "The rewrite was"), ("fr-CA, en;q=0.5", "La réécriture a"), ("de", "La réécriture a")],
)
def test_the_reason_is_in_the_language_of_the_request(
    client: FlaskClient, status_path: str, language: str, start: str
) -> None:
    """An author reads why a job ended in French, or in English when that is asked for."""
    path, _, query = status_path.partition("?")
    cancelled = client.post(f"{path}/cancel?{query}", headers={"Accept-Language": language}).get_json()
    assert cancelled["state"] == "cancelled"
    assert cancelled["reason"]["code"] == "cancelled"
    assert cancelled["reason"]["message"].startswith(start)


def test_cancel_stops_the_job(client: FlaskClient, jobs: Jobs, status_path: str) -> None:
    """POST cancel with the token ends a waiting job; asking again changes nothing."""
    path, _, query = status_path.partition("?")
    assert client.post(f"{path}/cancel?{query}").status_code == 200
    assert client.post(f"{path}/cancel?{query}").get_json()["state"] == "cancelled"
    assert jobs.list()[0].state == "cancelled"


@pytest.mark.parametrize("state", sorted(FINAL))
def test_cancel_leaves_a_finished_job_as_it_is(
    client: FlaskClient, settings: Settings, status_path: str, state: str
) -> None:
    """Whoever cancels too late is told how the job ended."""
    engine = sa.create_engine(settings.database.url)
    with engine.begin() as connection:
        connection.execute(sa.update(tables.jobs).values(state=state, waiting=False))
    engine.dispose()
    path, _, query = status_path.partition("?")
    answer = client.post(f"{path}/cancel?{query}")
    assert (answer.status_code, answer.get_json()) == (200, client.get(status_path).get_json())
    assert answer.get_json()["state"] == state


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("query", ["", "?token=", "?token=x", "?token=%00%ff", "?token=%F0%9F%98%80", "?other=1"])
def test_without_its_token_a_job_is_unknown(
    client: FlaskClient, jobs: Jobs, status_path: str, method: str, query: str
) -> None:
    """A wrong token is answered like an unknown job, and nothing is cancelled."""
    path = status_path.partition("?")[0] + ("/cancel" if method == "post" else "")
    answer = getattr(client, method)(path + query)
    assert answer.status_code == 404
    assert answer.get_data() == getattr(client, method)(path.replace("/jobs/", "/jobs/0") + query).get_data()
    assert jobs.list()[0].state == "queued"


def test_a_token_opens_one_job_only(client: FlaskClient, status_path: str) -> None:
    """The token of one job does not open another of the same site."""
    other = Hook.of(post_id=99).but(id="msg_99").send(client).get_json()["job"]
    assert client.get(f"/jobs/{other}?{status_path.partition('?')[2]}").status_code == 404


def test_a_key_of_another_site_opens_nothing(client: FlaskClient, settings: Settings, status_path: str) -> None:
    """A site cannot make tokens for the jobs of another, even where both know one secret."""
    job = status_path.partition("?")[0].rpartition("/")[2]
    for key in settings.sites["other"].status_keys:
        assert client.get(f"/jobs/{job}?token={token(job, key)}").status_code == 404


def test_a_forged_token_does_not_reach_the_database(settings: Settings) -> None:
    """Without any site's token the answer is 404 even when the database is away."""
    away = Jobs("sqlite:////nowhere/jobs.sqlite")
    client = create_app(settings, away).test_client()
    assert client.get("/jobs/abc?token=x").status_code == 404
    right = token("abc", settings.sites["blog"].status_keys[0])
    assert client.get(f"/jobs/abc?token={right}").status_code == 503
    away.close()


def test_healthz_asks_nobody(settings: Settings) -> None:
    """A process is alive whether or not its database is."""
    away = Jobs("sqlite:////nowhere/jobs.sqlite")
    assert create_app(settings, away).test_client().get("/healthz").status_code == 200
    away.close()


@pytest.mark.parametrize(
    ("readiness", "ready"),
    [
        (Readiness(database=True, worker_seen_seconds=1.0), 200),
        (Readiness(database=True, worker_seen_seconds=31.0), 503),
        (Readiness(database=True, worker_seen_seconds=None), 503),
        (Readiness(database=False, worker_seen_seconds=None), 503),
    ],
)
def test_readyz_needs_database_and_worker(
    client: FlaskClient, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, readiness: Readiness, ready: int
) -> None:
    """Ready is: the database answers and a worker was seen lately."""
    monkeypatch.setattr(jobs, "ready", lambda: readiness)
    assert client.get("/readyz").status_code == ready


def test_readyz_is_503_while_draining(
    client: FlaskClient, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, draining: threading.Event
) -> None:
    """A load balancer stops sending to a bridge that is about to end."""
    monkeypatch.setattr(jobs, "ready", lambda: Readiness(database=True, worker_seen_seconds=1.0))
    draining.set()
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/", 404), ("GET", "/webhooks/blog", 405), ("PUT", "/healthz", 405), ("GET", "/jobs/a/b", 404)],
)
def test_errors_are_json_with_security_headers(client: FlaskClient, method: str, path: str, status: int) -> None:
    """Whatever is asked, the answer is JSON and carries the headers that keep browsers out."""
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.get_json()["error"]["message"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
