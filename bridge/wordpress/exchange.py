"""What the bridge and the plugin exchange when it is the bridge that calls: news of jobs, which any site is told; and,
with a site that cannot reach the bridge, who writes there, answers to its events, its events, what it wants cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

#: As webhooks have it, Standard Webhooks with the default of `server.max_body_bytes`; and far more events than the
#: plugin gives out at once.
WEBHOOK_ID, LONGEST_BODY, MOST_EVENTS = r"^[A-Za-z0-9_-]{1,200}$", 65_536, 200
#: Each is answered by news of it, of which the plugin takes 200 at once.
MOST_CANCELS = 100
JobId = Annotated[str, Field(min_length=1, max_length=200)]


class Pulled(BaseModel):
    """An event of the plugin's outbox: its idempotency key, and the raw body of contract 1."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    webhook_id: Annotated[str, Field(pattern=WEBHOOK_ID)]
    body: Annotated[str, Field(max_length=LONGEST_BODY)]


class Unwanted(BaseModel):
    """A job that somebody at the site has cancelled; it is named until the bridge has told of its end."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    post_id: Annotated[int, Field(gt=0, lt=2**63)]
    job: JobId


class Pull(BaseModel):
    """The plugin's answer. `later`: jobs whose news are to be told again, because the answer to the event that they
    came of has not arrived yet.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    events: Annotated[tuple[Pulled, ...], Field(max_length=MOST_EVENTS)] = ()
    cancels: Annotated[tuple[Unwanted, ...], Field(max_length=MOST_CANCELS)] = ()
    later: Annotated[frozenset[JobId], Field(max_length=MOST_EVENTS)] = frozenset()


class Answered(BaseModel):
    """What a webhook would have been answered: HTTP status, body, seconds to wait (0: as the plugin sees fit)."""

    model_config = ConfigDict(frozen=True)

    webhook_id: str
    code: int
    answer: Mapping[str, Any]
    retry_after: int = 0


class News(BaseModel):
    """How a job stands, as its status page would say it; the reason in French and in English, or empty.

    Of two news of a job, the one with the lower `stage` is the older; 0 where that cannot be said.
    """

    model_config = ConfigDict(frozen=True)

    post_id: int
    job: str
    state: str
    words: int = 0
    expected: int = 0
    reason_fr: str = ""
    reason_en: str = ""
    stage: int = 0


class Told(BaseModel):
    """What the bridge hands over. `events`: whether it asks for the site's in return, and what is cancelled there.

    `bridge` is who writes, as a ping is answered (contract 3), and how often it asks, `pull_seconds`.
    """

    model_config = ConfigDict(frozen=True)

    events: bool
    jobs: tuple[News, ...] = ()
    answers: tuple[Answered, ...] = ()
    bridge: Mapping[str, Any] | None = None
