"""What a bridge that its site cannot reach exchanges with the plugin: events for answers and news of jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

#: As webhooks have it, Standard Webhooks with the default of `server.max_body_bytes`; and far more events than the
#: plugin gives out at once.
WEBHOOK_ID, LONGEST_BODY, MOST_EVENTS = r"^[A-Za-z0-9_-]{1,200}$", 65_536, 200


class Pulled(BaseModel):
    """An event of the plugin's outbox: its idempotency key, and the raw body of contract 1."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    webhook_id: Annotated[str, Field(pattern=WEBHOOK_ID)]
    body: Annotated[str, Field(max_length=LONGEST_BODY)]


class Pull(BaseModel):
    """The plugin's answer to an exchange."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    events: Annotated[tuple[Pulled, ...], Field(max_length=MOST_EVENTS)]


class Answered(BaseModel):
    """What a webhook would have been answered: HTTP status, body, seconds to wait (0: as the plugin sees fit)."""

    model_config = ConfigDict(frozen=True)

    webhook_id: str
    code: int
    answer: Mapping[str, Any]
    retry_after: int = 0


class News(BaseModel):
    """How a job stands, as its status page would say it; the reason in French and in English, or empty."""

    model_config = ConfigDict(frozen=True)

    post_id: int
    job: str
    state: str
    words: int
    expected: int
    reason_fr: str
    reason_en: str
