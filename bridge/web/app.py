"""The Flask application: its routes' answers, its errors, its headers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, Response
from werkzeug.exceptions import HTTPException, InternalServerError

from bridge.config import Settings
from bridge.jobs import Jobs, QueueFull, QueueUnavailable
from bridge.web import health, hooks, status, webhooks
from bridge.web.answers import BUSY_SECONDS, problem

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(
    settings: Settings,
    jobs: Jobs,
    draining: threading.Event | None = None,
    prices: Mapping[str, float | None] = MappingProxyType({}),
) -> Flask:
    """The application for `settings`, with `jobs` behind it. While `draining` is set, it takes no webhook any more.

    `prices` are what 1,000 words cost each site, in USD, by its name; None where nothing is to be paid.
    """
    draining = draining or threading.Event()
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.server.max_body_bytes
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_blueprint(webhooks.blueprint(settings, jobs, draining, prices))
    app.register_blueprint(hooks.blueprint(settings, jobs, draining))
    app.register_blueprint(status.blueprint(settings, jobs))
    app.register_blueprint(health.blueprint(jobs, draining))
    app.register_error_handler(HTTPException, http_problem)
    app.register_error_handler(QueueFull, lambda error: busy(429, error))
    app.register_error_handler(QueueUnavailable, lambda error: busy(503, error))
    app.after_request(with_headers)
    return app


def with_headers(response: Response) -> Response:
    """Nothing here is for a browser to keep, embed or guess at."""
    response.headers.update(HEADERS)
    return response


def http_problem(error: HTTPException) -> Response:
    """Flask's own errors as JSON; an unexpected one was logged by Flask with its traceback."""
    if isinstance(error, InternalServerError):
        return problem(500, "unexpected error; see the bridge's log")
    response = problem(error.code or 500, error.description or error.name)
    if allowed := error.get_response().headers.get("Allow"):
        response.headers["Allow"] = allowed
    return response


def busy(code: int, error: QueueFull | QueueUnavailable) -> Response:
    """Later, please."""
    log.warning("%d: %s", code, error.detail)
    response = problem(code, error.en)
    response.headers["Retry-After"] = str(round(error.retry_after or BUSY_SECONDS))
    return response
