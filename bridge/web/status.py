"""GET /jobs/{id} and POST /jobs/{id}/cancel, for whoever holds the job's token."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from bridge.config import Settings
from bridge.jobs import JobNotFound, Jobs, JobStatus, token_ok
from bridge.web.answers import problem


def blueprint(settings: Settings, jobs: Jobs) -> Blueprint:
    """The routes for jobs. A wrong token and an unknown job are the same 404."""
    views = Blueprint("status", __name__)
    keys = {name: site.status_keys for name, site in settings.sites.items()}
    all_keys = [key for own in keys.values() for key in own]

    def held(job: str, status: JobStatus) -> bool:
        return token_ok(job, request.args.get("token", ""), keys.get(status.site, ()))

    @views.get("/jobs/<job>")
    def show(job: str) -> Response:
        if not token_ok(job, request.args.get("token", ""), all_keys):  # nobody asks the database without one
            return unknown()
        try:
            status = jobs.status(job)
        except JobNotFound:
            return unknown()
        return answer(status) if held(job, status) else unknown()

    @views.post("/jobs/<job>/cancel")
    def cancel(job: str) -> Response:
        if not token_ok(job, request.args.get("token", ""), all_keys):
            return unknown()
        try:
            return answer(jobs.cancel(job)) if held(job, jobs.status(job)) else unknown()
        except JobNotFound:
            return unknown()

    return views


def unknown() -> Response:
    """No such job, or none that this token opens."""
    return problem(404, "no such job, or the token is not its own")


def answer(status: JobStatus) -> Response:
    """`status` as contract 1 has it, its reason in the language of the request."""
    wanted = (tag.lower().replace("_", "-").partition("-")[0] for tag in request.accept_languages.values())
    language = next((tag for tag in wanted if tag in {"fr", "en"}), "fr")
    message = status.reason_fr if language == "fr" else status.reason_en
    data: dict[str, Any] = {
        "job": status.job,
        "state": status.state,
        "words": status.words,
        "expected": status.expected,
        "reason": {"code": status.code, "message": message} if status.code else None,
        "revision": status.revision,
        "compare_url": status.compare_url,
        "edit_url": status.edit_url,
    }
    response = jsonify(data)
    response.headers["Vary"] = "Accept-Language"
    return response
