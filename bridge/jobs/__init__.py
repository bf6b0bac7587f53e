"""Durable jobs on DBOS: a queue that web processes fill and workers empty, and the ledger of paid calls.

Names for web processes are here; `bridge.jobs.worker` has those for workers, and needs the whole pipeline.
"""

from __future__ import annotations

from bridge.jobs.hours import TYPES, quiet_seconds
from bridge.jobs.model import (
    FINAL,
    JobNotFound,
    JobNotRetryable,
    JobRequest,
    JobState,
    JobStatus,
    QueueFull,
    QueueUnavailable,
    Readiness,
    Submitted,
)
from bridge.jobs.queue import Jobs
from bridge.jobs.tokens import token, token_ok

__all__ = [
    "FINAL",
    "TYPES",
    "JobNotFound",
    "JobNotRetryable",
    "JobRequest",
    "JobState",
    "JobStatus",
    "Jobs",
    "QueueFull",
    "QueueUnavailable",
    "Readiness",
    "Submitted",
    "quiet_seconds",
    "token",
    "token_ok",
]
