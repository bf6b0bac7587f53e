"""POST /webhooks/{site}: verify the raw bytes, read, hand to the queue, answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, request

from bridge.config import Settings, Site
from bridge.jobs import Jobs, token
from bridge.jobs.event import BadEvent, Ping, pong, read_event, request_of
from bridge.web.answers import BUSY_SECONDS, problem
from bridge.web.signature import SIGNED, BadSignature, Verifier

log = logging.getLogger(__name__)


def blueprint(
    settings: Settings, jobs: Jobs, draining: threading.Event, prices: Mapping[str, float | None]
) -> Blueprint:
    """The route for webhooks of all sites."""
    views = Blueprint("webhooks", __name__)
    verifiers = {name: Verifier(site.webhook_secrets) for name, site in settings.sites.items()}

    views.register_error_handler(BadSignature, forged)
    views.register_error_handler(BadEvent, not_as_agreed)

    @views.post("/webhooks/<name>")
    def take(name: str) -> Response:
        site = settings.sites.get(name)
        if site is None:
            return problem(404, "no such site in the bridge's configuration")
        if draining.is_set():
            return draining_answer()
        if request.mimetype != "application/json":
            return problem(415, "Content-Type must be application/json")
        body = request.get_data(cache=False)
        webhook_id = verifiers[name].verify(body, {key: request.headers.get(key, "") for key in SIGNED})
        event = read_event(body)
        if isinstance(event, Ping):
            return jsonify(pong(settings, site, prices.get(name)))
        submitted = jobs.submit(request_of(event, site, webhook_id, datetime.now(UTC)))
        log.info("site %s: %s of post %d is job %s", name, event.type, event.data.post_id, submitted.job)
        answer = jsonify({"job": submitted.job, "status_url": status_url(settings, site, submitted.job)})
        answer.status_code = 200 if submitted.repeat else 202
        return answer

    return views


def forged(error: BadSignature) -> Response:
    """One answer for every flaw of a signature."""
    log.info("%s: a webhook with a bad signature was refused", request.path)
    return problem(401, "the signature is missing, wrong or too old; check the secret and both clocks")


def not_as_agreed(error: BadEvent) -> Response:
    """A signed body that cannot be used. The sender's own words are logged as a literal, to stay on one line."""
    # Not the address as it came: the last part of a hook's may be its secret.
    log.warning("site %s: a webhook was refused: %r: %s", (request.view_args or {})["name"], error.field, error.message)
    return problem(422, error.message, error.field)


def draining_answer() -> Response:
    """This process is about to end; the webhook will be delivered again."""
    response = problem(503, "the bridge is being restarted")
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def status_url(settings: Settings, site: Site, job: str) -> str:
    """Where the status of `job` can be asked for, with the token that opens it and no other.

    "" for a site without a webhook secret, which has nothing to make tokens with.
    """
    if not site.status_keys:
        return ""
    base = settings.server.public_url or request.root_url.rstrip("/")
    return f"{base}/jobs/{job}?token={token(job, site.status_keys[0])}"
