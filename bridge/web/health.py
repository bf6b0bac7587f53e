"""GET /healthz: this process lives. GET /readyz: a webhook that comes now will be worked on."""

from __future__ import annotations

import threading

from flask import Blueprint, Response, jsonify

from bridge.jobs import Jobs

#: A worker gives a sign of life every few seconds.
WORKER_SEEN_SECONDS = 30.0


def blueprint(jobs: Jobs, draining: threading.Event) -> Blueprint:
    """The routes for supervisors and load balancers."""
    views = Blueprint("health", __name__)

    @views.get("/healthz")
    def alive() -> Response:
        return jsonify({"alive": True})

    @views.get("/readyz")
    def ready() -> Response:
        state = jobs.ready()
        seen = state.worker_seen_seconds is not None and state.worker_seen_seconds <= WORKER_SEEN_SECONDS
        response = jsonify({"database": state.database, "worker": seen, "draining": draining.is_set()})
        response.status_code = 200 if state.database and seen and not draining.is_set() else 503
        return response

    return views
