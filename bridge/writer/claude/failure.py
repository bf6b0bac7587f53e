"""The API's errors as ours, and whether the call may have been billed."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping

import anthropic
import httpx2

from bridge.errors import (
    BridgeError,
    WriterContextTooLong,
    WriterCredentials,
    WriterRejected,
    WriterUnavailable,
)

#: What the SDK raises when a call fails, and lets pass from its transport within an answer.
ERRORS = (anthropic.APIError, httpx2.TransportError)

#: A server may ask for any wait; an hour is the most that is passed on.
LONGEST_WAIT = 3600.0

#: Error codes of the account's own limits: 429 by status, but no waiting helps.
SPEND_LIMITS = frozenset({"enforced_spend_limit_reached", "contract_spend_limit_reached"})

#: Statuses of a gateway that gave up on a request which the model may have worked on all the same.
GAVE_UP = frozenset({408, 499, 502, 504})


class Billed(enum.Enum):
    """Whether a failed call may appear on the bill."""

    NO = enum.auto()
    PERHAPS = enum.auto()


def failure_of(error: anthropic.APIError | httpx2.TransportError) -> tuple[BridgeError, Billed]:
    """The typed error for `error`; its detail holds a status and a type, never a header, a key or a body."""
    if isinstance(error, anthropic.APIStatusError):
        return of_status(error), Billed.PERHAPS if error.status_code in GAVE_UP else Billed.NO
    cause = error.__cause__ if isinstance(error, anthropic.APIConnectionError) else error
    if isinstance(cause, BridgeError):  # our own, of a call that was not made
        return cause, Billed.NO
    name = type(cause or error).__name__
    if isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return WriterUnavailable(f"the API cannot be reached ({name})"), Billed.NO
    return WriterUnavailable(f"the connection to the API was lost ({name})"), Billed.PERHAPS


def of_status(error: anthropic.APIStatusError) -> BridgeError:
    """The error for an answer with a status."""
    status, said = error.status_code, f"the API answered {error.status_code} ({error.type or 'no type'})"
    if error.error_code in SPEND_LIMITS or status == 402:
        return WriterRejected(f"{said}: the account's spend limit is reached; raise it in the API console")
    if 300 <= status < 400:
        return WriterRejected(f"{said}: it redirects; set claude.base_url to where it leads")
    if status in (401, 403):
        return WriterCredentials(f"{said}: check the API key")
    if status == 400 and "too long" in (error.api_message or "").lower():
        return WriterContextTooLong(f"{said}: the prompt is too long for the model")
    if status == 404:
        return WriterRejected(f"{said}: check claude.model and claude.base_url")
    if status in (408, 409, 429, 499) or status >= 500:
        return WriterUnavailable(said, retry_after=retry_after(error.response.headers))
    return WriterRejected(said)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait, at most `LONGEST_WAIT`; None when it does not say, or says it as a date."""
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(seconds, LONGEST_WAIT) if math.isfinite(seconds) and seconds >= 0 else None
