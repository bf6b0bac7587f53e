"""Answers that several views give."""

from __future__ import annotations

from flask import Response, jsonify

#: Retry-After, in seconds, when nobody knows better.
BUSY_SECONDS = 10


def problem(code: int, message: str, field: str = "") -> Response:
    """An error as contract 1 has it."""
    response = jsonify({"error": {"field": field, "message": message}})
    response.status_code = code
    return response
