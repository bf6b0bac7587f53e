"""POST /hooks/{site}/{hook}: webhooks of plugins that know nothing of this bridge."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from bridge.config import load
from bridge.errors import ConfigError
from bridge.jobs import Jobs
from bridge.web import create_app
from tests.web.conftest import CONFIG
from tests.web.hooks import OLDER, SECRET

HEADED, ADDRESSED = "un-secret-dans-un-en-tete", "un-secret-dans-une-adresse"
HOOKS = """
[sites.blog.hooks.form]
post_id = "post.ID"
post_type = "post.post_type"
[sites.blog.hooks.plain]
header = ""
trigger = "save"
"""
ENVIRON = {
    "SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "x",
    "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": SECRET,
    "SEO_BRIDGE_OTHER_APPLICATION_PASSWORD": "x",
    "SEO_BRIDGE_OTHER_WEBHOOK_SECRET": OLDER,
    "SEO_BRIDGE_BLOG_FORM_HOOK_SECRET": HEADED,
    "SEO_BRIDGE_BLOG_PLAIN_HOOK_SECRET": ADDRESSED,
}
WITH_SECRET = {"X-Webhook-Secret": HEADED}
POST = {"post": {"ID": 12, "post_type": "page"}}


@pytest.fixture
def hooked(tmp_path: Path, jobs: Jobs) -> Iterator[FlaskClient]:
    """A client of a bridge whose first site has two hooks."""
    path = tmp_path / "hooked.toml"
    path.write_text(CONFIG + HOOKS, encoding="utf-8")
    with create_app(load(path, ENVIRON), jobs).test_client() as client:
        yield client


def test_a_plain_webhook_becomes_a_job(hooked: FlaskClient, jobs: Jobs) -> None:
    """Post and type are taken from where the configuration says, and the answer is that of any webhook."""
    answer = hooked.post("/hooks/blog/form", json=POST, headers=WITH_SECRET)
    assert answer.status_code == 202
    (job,) = jobs.list()
    assert (job.post_id, job.post_type, job.type) == (12, "page", "post.published")
    assert answer.get_json()["job"] == job.job
    assert f"/jobs/{job.job}?token=" in answer.get_json()["status_url"]


def test_a_form_serves_as_well(hooked: FlaskClient, jobs: Jobs) -> None:
    """Numbers come as strings there, and a field's name may have dots."""
    assert (
        hooked.post(
            "/hooks/blog/form", data={"post.ID": "7", "post.post_type": "post"}, headers=WITH_SECRET
        ).status_code
        == 202
    )
    assert [job.post_id for job in jobs.list()] == [7]


def test_the_secret_in_the_address_is_a_last_resort(hooked: FlaskClient, jobs: Jobs) -> None:
    """It counts only for a hook that is configured so, and is a save where that says so."""
    assert hooked.post(f"/hooks/blog/plain/{ADDRESSED}", json={"post_id": 3}).status_code == 202
    assert [(job.post_id, job.post_type, job.type) for job in jobs.list()] == [(3, "post", "post.draft_saved")]
    assert hooked.post(f"/hooks/blog/form/{HEADED}", json=POST).status_code == 404
    assert hooked.post(f"/hooks/blog/form/{HEADED}", json=POST, headers=WITH_SECRET).status_code == 404


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/hooks/blog/form", {}),
        ("/hooks/blog/form", {"X-Webhook-Secret": ADDRESSED}),
        ("/hooks/blog/form", {"X-Webhook-Secret": "é" * 24}),
        ("/hooks/blog/plain", WITH_SECRET),
        (f"/hooks/blog/plain/{HEADED}", {}),
        ("/hooks/blog/none", WITH_SECRET),
        ("/hooks/other/form", WITH_SECRET),
        ("/hooks/none/form", WITH_SECRET),
    ],
)
def test_whoever_lacks_the_secret_learns_nothing(
    hooked: FlaskClient, jobs: Jobs, path: str, headers: dict[str, str]
) -> None:
    """A wrong secret, an unknown hook and an unknown site are one and the same 404."""
    answer = hooked.post(path, json=POST, headers=headers)
    assert (answer.status_code, answer.get_json()["error"]["message"]) == (
        404,
        "no such hook, or the secret is not its own",
    )
    assert jobs.list() == ()


def test_the_secret_is_compared_in_constant_time(hooked: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer hangs on `hmac.compare_digest` alone, which tells nothing by the time it takes."""
    monkeypatch.setattr(hmac, "compare_digest", lambda given, wanted: given != wanted)
    for secret, status in ((HEADED, 404), ("autre", 202)):
        assert hooked.post("/hooks/blog/form", json=POST, headers={"X-Webhook-Secret": secret}).status_code == status


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "post.ID"),
        ({"post": []}, "post.ID"),
        ({"post": {"ID": 0, "post_type": "post"}}, "post.ID"),
        ({"post": {"ID": "9" * 30, "post_type": "post"}}, "post.ID"),
        ({"post": {"ID": True, "post_type": "post"}}, "post.ID"),
        ({"post": {"ID": 5}}, "post.post_type"),
        ({"post": {"ID": 5, "post_type": "../users"}}, "post.post_type"),
    ],
)
def test_what_is_not_where_it_should_be_is_named(hooked: FlaskClient, jobs: Jobs, body: Any, field: str) -> None:
    """422 with the configured path, by which the operator finds the mistake."""
    answer = hooked.post("/hooks/blog/form", json=body, headers=WITH_SECRET)
    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, field)
    assert jobs.list() == ()


def test_a_damaged_body_is_refused(hooked: FlaskClient) -> None:
    """As in any webhook."""
    answer = hooked.post("/hooks/blog/form", data=b"{", headers={**WITH_SECRET, "Content-Type": "application/json"})
    assert answer.status_code == 422


def test_a_site_without_the_plugin_can_have_hooks(tmp_path: Path, jobs: Jobs) -> None:
    """It has no webhook secret, and so nothing to open a status with: the job is taken all the same."""
    path = tmp_path / "hooked.toml"
    path.write_text(CONFIG.replace("[sites.other]", "plugin = false\n[sites.other]") + HOOKS, encoding="utf-8")
    settings = load(path, {name: value for name, value in ENVIRON.items() if name != "SEO_BRIDGE_BLOG_WEBHOOK_SECRET"})
    answer = create_app(settings, jobs).test_client().post("/hooks/blog/form", json=POST, headers=WITH_SECRET)
    (job,) = jobs.list()
    assert (answer.status_code, answer.get_json()) == (202, {"job": job.job, "status_url": ""})


def test_the_secret_in_an_address_is_never_logged(hooked: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """Not even when the body that came with it cannot be used."""
    assert hooked.post(f"/hooks/blog/plain/{ADDRESSED}", json={}).status_code == 422
    assert "site blog: a webhook was refused" in caplog.text
    assert ADDRESSED not in caplog.text


@pytest.mark.parametrize("secret", ["", "kurz", "mit leerzeichen mit leerzeichen"])
def test_a_hook_needs_a_secret_of_its_own(tmp_path: Path, secret: str) -> None:
    """No default, no short one, none that an address could not hold; and none in the file."""
    path = tmp_path / "hooked.toml"
    path.write_text(CONFIG + HOOKS, encoding="utf-8")
    with pytest.raises(ConfigError, match="SEO_BRIDGE_BLOG_FORM_HOOK_SECRET must be set"):
        load(path, {**ENVIRON, "SEO_BRIDGE_BLOG_FORM_HOOK_SECRET": secret})
    path.write_text(CONFIG + HOOKS.replace('header = ""', f'secret = "{ADDRESSED}"'), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"hooks\.plain\.secret: is not for the file") as caught:
        load(path, ENVIRON)
    assert ADDRESSED not in caught.value.detail
