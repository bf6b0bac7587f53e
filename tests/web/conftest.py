"""A bridge with two sites and a real queue behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bridge.config import Settings, load
from bridge.jobs import Jobs
from bridge.web import create_app
from tests.web.hooks import OLDER, SECRET

CONFIG = """
[server]
port = 1
public_url = "https://bridge.example.fr"
[worker]
max_queued_per_site = 3
[sites.blog]
url = "https://blog.example.fr"
user = "seo-bridge"
[sites.other]
url = "https://other.example.fr"
user = "seo-bridge"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One configuration with two sites, the first with a secret that is being rotated."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    environ = {
        "SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "x",
        "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": f"{SECRET} {OLDER}",
        "SEO_BRIDGE_OTHER_APPLICATION_PASSWORD": "x",
        "SEO_BRIDGE_OTHER_WEBHOOK_SECRET": OLDER,
        "SEO_BRIDGE_DATABASE_URL": f"sqlite:///{tmp_path / 'jobs.sqlite'}",
    }
    return load(path, environ)


@pytest.fixture
def jobs(settings: Settings) -> Iterator[Jobs]:
    """The queue, empty."""
    opened = Jobs(settings.database.url, max_queued=settings.worker.max_queued_per_site)
    yield opened
    opened.close()


@pytest.fixture
def draining() -> threading.Event:
    """Set by a test to have the bridge end."""
    return threading.Event()


@pytest.fixture
def app(settings: Settings, jobs: Jobs, draining: threading.Event) -> Flask:
    """The application."""
    return create_app(settings, jobs, draining)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()
