"""Failures as data, so that a step that failed is recorded and replayed like one that went well."""

from __future__ import annotations

import logging
import random
import traceback
from collections.abc import Iterator

from pydantic import BaseModel

from bridge.errors import BridgeError, Cancelled, PermanentError, RetryableError
from bridge.jobs.database import is_outage
from bridge.jobs.model import QueueUnavailable
from bridge.jobs.parts import WorkerOptions

log = logging.getLogger(__name__)

#: Code, French, English; for an author.
Reason = tuple[str, str, str]

CANCELLED: Reason = (Cancelled.code, Cancelled.fr, Cancelled.en)
UNCHANGED: Reason = (
    "unchanged",
    "Le texte n’a pas changé depuis la dernière réécriture : rien n’a été réécrit ni dépensé.",
    "The text has not changed since the last rewrite: nothing was rewritten or spent.",
)
CRASHED: Reason = (
    "crashed",
    "La réécriture s’est interrompue plusieurs fois. Votre texte n’a pas changé ; prévenez l’administrateur du site.",
    "The rewrite broke off several times. Your text is unchanged; tell the site's administrator.",
)
_GAVE_UP = {
    "site_unavailable": (
        "Le site n’a pas répondu, malgré plusieurs essais. Votre texte n’a pas changé ; réessayez plus tard.",
        "The site did not answer, after several tries. Your text is unchanged; ask again later.",
    ),
    "writer_unavailable": (
        "Le modèle de rédaction est resté indisponible. Votre texte n’a pas changé ; relancez la réécriture plus tard.",
        "The writing model stayed unavailable. Your text is unchanged; ask again later.",
    ),
}


class Failure(BaseModel):
    """A `BridgeError` as it is recorded."""

    name: str
    detail: str
    retry_after: float | None = None

    def error(self) -> BridgeError:
        """The error again, of its own type."""
        kind = next((kind for kind in _kinds(BridgeError) if kind.__name__ == self.name), PermanentError)
        error = kind.__new__(kind)
        BridgeError.__init__(error, self.detail, retry_after=self.retry_after)
        return error


def failure_of(error: Exception) -> Failure:
    """What is recorded of `error`. An unknown one is logged by place and type alone: its message may hold a secret."""
    if isinstance(error, BridgeError):
        return Failure(name=type(error).__name__, detail=error.detail, retry_after=error.retry_after)
    if is_outage(error):
        return Failure(name=QueueUnavailable.__name__, detail=type(error).__name__, retry_after=5.0)
    frames = traceback.extract_tb(error.__traceback__)[:-9:-1]
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    log.error("unexpected %s at %s", type(error).__name__, places)
    return Failure(name=PermanentError.__name__, detail=f"unexpected {type(error).__name__}")


def reason_of(error: BridgeError) -> Reason:
    """What an author is told of an error that ends a job; one that is tried again no more is told as such."""
    if isinstance(error, RetryableError) and error.code in _GAVE_UP:
        return (error.code, *_GAVE_UP[error.code])
    return error.code, error.reason("fr"), error.reason("en")


def wait_before(attempt: int, error: BridgeError, options: WorkerOptions) -> float:
    """Seconds before try number `attempt` + 1 (`attempt` from 1): what the other side asks for, else growing threefold;
    capped.

    Jitter keeps jobs that failed together from coming back together.
    """
    if error.retry_after is not None:
        wait, jitter = error.retry_after, random.uniform(1.0, 1.1)  # noqa: S311
    else:
        wait, jitter = options.backoff_seconds * 3.0 ** (attempt - 1), random.uniform(0.8, 1.2)  # noqa: S311
    return min(max(wait, 0.0) * jitter, options.longest_backoff_seconds)


def _kinds(kind: type[BridgeError]) -> Iterator[type[BridgeError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _kinds(child)
