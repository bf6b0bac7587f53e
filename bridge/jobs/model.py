"""What goes into the queue, and what is told about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from bridge.errors import PermanentError, RetryableError

#: The first three are webhooks; the others are the operator's own commands: for one post, and for many.
RequestType = Literal["post.rewrite_requested", "post.draft_saved", "post.published", "post.commanded", "post.backfill"]
JobState = Literal[
    "queued", "reading", "writing", "checking", "repairing", "delivering", "done", "failed", "cancelled", "stale"
]

#: Nothing more happens to a job in one of these, unless somebody asks for a retry.
FINAL: frozenset[JobState] = frozenset({"done", "failed", "cancelled", "stale"})


class QueueFull(RetryableError):
    """A site has as many jobs waiting as it may have; `retry_after` says when to come back (HTTP 429)."""

    code: ClassVar[str] = "queue_full"
    fr: ClassVar[str] = "Trop de réécritures attendent déjà pour ce site. Réessayez dans quelques minutes."
    en: ClassVar[str] = "Too many rewrites are already waiting for this site. Try again in a few minutes."


class QueueUnavailable(RetryableError):
    """The database cannot be reached, or no worker has made its tables yet (HTTP 503)."""

    code: ClassVar[str] = "queue_unavailable"
    fr: ClassVar[str] = "Le service de réécriture démarre ou est momentanément indisponible. Réessayez dans un instant."
    en: ClassVar[str] = "The rewriting service is starting or unavailable for now. Try again in a moment."


class JobNotFound(PermanentError):
    """No job has this name (HTTP 404)."""

    code: ClassVar[str] = "job_not_found"
    fr: ClassVar[str] = "Cette réécriture est inconnue."
    en: ClassVar[str] = "There is no such rewrite."


class JobNotRetryable(PermanentError):
    """Only a job that failed, was cancelled or went stale can be retried; the detail says what state it is in."""

    code: ClassVar[str] = "job_not_retryable"
    fr: ClassVar[str] = "Cette réécriture n’est pas arrêtée : il n’y a rien à relancer."
    en: ClassVar[str] = "This rewrite has not stopped: there is nothing to retry."


class JobRequest(BaseModel):
    """One verified webhook. (`site`, `webhook_id`) is the idempotency key.

    `quiet_seconds`: how long a draft must rest before its job starts; each further save of it starts the wait anew, up
    to `Jobs.max_wait_seconds` from the first. Without effect on a click, which starts at once and takes a waiting job
    along. `site_concurrency`: how many jobs of this site may run at once, over all workers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    site: Annotated[str, Field(min_length=1, max_length=64)]
    webhook_id: Annotated[str, Field(min_length=1, max_length=200)]
    type: RequestType
    post_id: Annotated[int, Field(gt=0, lt=2**63)]
    post_type: Annotated[str, Field(min_length=1, max_length=64)] = "post"
    content_hash: Annotated[str, Field(max_length=200)] = ""
    user_id: Annotated[int, Field(ge=0, lt=2**63)] = 0
    options: Mapping[str, Any] = {}
    quiet_seconds: Annotated[float, Field(ge=0, le=86_400)] = 0.0
    site_concurrency: Annotated[int, Field(ge=1, le=64)] = 1


@dataclass(frozen=True, slots=True)
class Submitted:
    """The job that a request became. `repeat`: this webhook had been taken before."""

    job: str
    repeat: bool


@dataclass(frozen=True, slots=True)
class JobStatus:
    """Where a job stands. `words` of `expected` are written so far. Times are seconds since the epoch.

    `code` is a stable reason ("site_credentials", "over_budget", "unchanged" …), empty while there is nothing to
    explain; `reason_fr` and `reason_en` are its sentences for an author. `run` counts the workflows that it was given.
    `due`: before this moment a waiting job does not start.
    """

    job: str
    run: int
    state: JobState
    site: str
    post_id: int
    post_type: str
    type: RequestType
    words: int
    expected: int
    code: str
    reason_fr: str
    reason_en: str
    revision: int | None
    compare_url: str
    edit_url: str
    attempts: int
    due: float
    created: float
    updated: float

    @property
    def finished(self) -> bool:
        """Nothing more happens unless somebody retries it."""
        return self.state in FINAL

    @property
    def stage(self) -> int:
        """How far the job has come in its life: by this, and by no clock, older news of it are told from newer ones."""
        return stage_of(self.run, self.state)


def stage_of(run: int, state: JobState) -> int:
    """A number that only grows over a job's life: with each run of it; and in a run with its end, which a receipt that
    comes after all still changes.
    """
    ends = 0 if state not in FINAL else 1 if state in {"failed", "cancelled"} else 2
    return 3 * run + ends


@dataclass(frozen=True, slots=True)
class Past:
    """What was done for a post: how often it was written `today` (UTC), and the row of the last job that proposed."""

    today: int
    last: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """`database`: reachable. `worker_seen_seconds`: age of the last sign of life of any worker, None without one."""

    database: bool
    worker_seen_seconds: float | None
