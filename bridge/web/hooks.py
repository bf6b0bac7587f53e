"""POST /hooks/{site}/{hook}: webhooks of other plugins, which sign nothing and know nothing of contract 1.

A shared secret in a header, or as a last resort in the address, says who sends. They carry no idempotency key: one that
comes twice finds its post waiting, or unchanged.
"""

from __future__ import annotations

import hmac
import logging
import re
import threading
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request
from pydantic import TypeAdapter, ValidationError

from bridge.config import Hook, Settings, Site
from bridge.jobs import TYPES, JobRequest, Jobs, quiet_seconds
from bridge.jobs.event import BadEvent, Number, strict_json
from bridge.web.answers import problem
from bridge.web.webhooks import draining_answer, not_as_agreed, status_url

log = logging.getLogger(__name__)

POST_TYPE = r"[a-z0-9_-]{1,20}"
_NUMBER = TypeAdapter[int](Number)
_LONGEST_NUMBER = 19


def blueprint(settings: Settings, jobs: Jobs, draining: threading.Event) -> Blueprint:
    """The routes for plain webhooks of all sites. A wrong secret and an unknown hook are the same 404."""
    views = Blueprint("hooks", __name__)
    views.register_error_handler(BadEvent, not_as_agreed)

    @views.post("/hooks/<name>/<hook>", defaults={"given": ""})
    @views.post("/hooks/<name>/<hook>/<given>")
    def take(name: str, hook: str, given: str) -> Response:
        site = settings.sites.get(name)
        mapping = site.hooks.get(hook) if site else None
        if site is None or mapping is None or not trusted(mapping, given):
            return problem(404, "no such hook, or the secret is not its own")
        if draining.is_set():
            return draining_answer()
        submitted = jobs.submit(request_for(site, mapping, body_of()))
        log.info("site %s: hook %s is job %s", name, hook, submitted.job)
        answer = jsonify({"job": submitted.job, "status_url": status_url(settings, site, submitted.job)})
        answer.status_code = 202
        return answer

    return views


def trusted(hook: Hook, in_address: str) -> bool:
    """Whether the secret stands where it should, and nowhere else."""
    given = request.headers.get(hook.header, "") if hook.header else in_address
    misplaced = bool(hook.header and in_address)
    secret = hook.secret.get_secret_value().encode()
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret) and not misplaced


def body_of() -> Mapping[str, Any]:
    """The body, JSON or a form. Raises `BadEvent`."""
    if request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return request.form.to_dict()
    return strict_json(request.get_data(cache=False))


def request_for(site: Site, hook: Hook, body: Mapping[str, Any]) -> JobRequest:
    """The request that a plain webhook stands for. Raises `BadEvent` naming the path that is not as configured."""
    type_ = TYPES[hook.trigger]
    return JobRequest(
        site=site.name,
        webhook_id=f"hook_{uuid.uuid4().hex}",
        type=type_,
        post_id=number_at(hook.post_id, body),
        post_type=type_at(hook.post_type, body) if hook.post_type else "post",
        quiet_seconds=quiet_seconds(site, type_, datetime.now(UTC)),
        site_concurrency=site.concurrency,
    )


def number_at(path: str, body: Mapping[str, Any]) -> int:
    """The post's id. Many plugins send numbers as strings."""
    found = at(path, body)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= _LONGEST_NUMBER:
        found = int(found)
    try:
        return _NUMBER.validate_python(found, strict=True)
    except ValidationError as error:
        raise BadEvent(path, "must be the id of a post") from error


def type_at(path: str, body: Mapping[str, Any]) -> str:
    """The post's type."""
    found = at(path, body)
    if not isinstance(found, str) or not re.fullmatch(POST_TYPE, found):
        raise BadEvent(path, "must be a post type")
    return found


def at(path: str, body: Mapping[str, Any]) -> object:
    """What lies at a dotted path; a form's field may have dots in its name. None when nothing does."""
    if path in body:
        return body[path]
    found: object = body
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found
