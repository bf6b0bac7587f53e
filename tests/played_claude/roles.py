"""The parts that the played API can play, and the errors that belong to some of them."""

from __future__ import annotations

#: What can be played. Each request takes the next of the roles that were given; the last one stays.
ROLES = (
    "good",
    "bad",
    "stubborn",
    "slow",
    "overloaded",
    "rate_limited",
    "spend_limit",
    "unauthorized",
    "too_long",
    "not_found",
    "gateway",
    "error_event",
    "hung_up",
    "cut",
    "stalling",
    "refusing",
    "truncating",
    "overflowing",
    "malformed",
    "babbling",
    "errored",
    "expired",
)

#: Status, type, message and details of the roles that answer with an error.
ERRORS: dict[str, tuple[int, str, str, dict[str, str] | None]] = {
    "overloaded": (529, "overloaded_error", "Overloaded", None),
    "rate_limited": (429, "rate_limit_error", "This request would exceed the rate limit", None),
    "spend_limit": (
        429,
        "rate_limit_error",
        "You have reached your usage limit",
        {"error_code": "enforced_spend_limit_reached"},
    ),
    "unauthorized": (401, "authentication_error", "invalid x-api-key", None),
    "too_long": (400, "invalid_request_error", "prompt is too long: 1200000 tokens > 1000000 maximum", None),
    "not_found": (404, "not_found_error", "model: claude-none", None),
    "gateway": (504, "api_error", "upstream timed out", None),
}

STOP = {"refusing": "refusal", "truncating": "max_tokens", "overflowing": "model_context_window_exceeded"}
