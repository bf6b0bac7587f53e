"""The body of a webhook (contract 1), read strictly: what a sender may get wrong has a name and a field.

Of use to web processes, which are sent it, and to those that ask a site for its events themselves.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from bridge.config import Settings, Site
from bridge.jobs.hours import quiet_seconds
from bridge.jobs.model import JobRequest

Number = Annotated[int, Field(gt=0, lt=2**63)]
Phrase = Annotated[str, Field(max_length=200)]


class BadEvent(Exception):
    """The body is not as agreed. `field` is dotted, empty for the body as a whole; `message` is for operators."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class Part(BaseModel):
    """Strict, and deaf to fields that a newer plugin may send."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", hide_input_in_errors=True)


class Options(Part):
    """What the author asked for; absent is not asked for. `again`: even when nothing changed since the last rewrite."""

    keyphrase: Phrase | None = None
    tone: Phrase | None = None
    audience: Phrase | None = None
    min_words: Annotated[int, Field(ge=0, le=10_000)] | None = None
    again: bool | None = None


class Data(Part):
    """The post that the event is about."""

    post_id: Number
    post_type: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,20}$")]  # as register_post_type has it
    status: Annotated[str, Field(max_length=20)]
    content_hash: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
    modified_gmt: Annotated[str, Field(max_length=40)]
    user_id: Annotated[int, Field(ge=0, lt=2**63)]
    options: Options = Options()


class Ping(Part):
    """A test of the connection."""

    type: Literal["ping"]


class Event(Part):
    """Something that happened to a post."""

    type: Literal["post.rewrite_requested", "post.draft_saved", "post.published"]
    timestamp: AwareDatetime
    data: Data


def read_event(body: bytes) -> Event | Ping:
    """The event in `body`. Raises `BadEvent`."""
    text = strict_json(body)
    try:
        if text.get("type") == "ping":
            return Ping.model_validate(text)
        return Event.model_validate_json(json.dumps(text))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise BadEvent(".".join(str(part) for part in fault["loc"]), fault["msg"]) from error


def strict_json(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`: UTF-8, no key twice, no NaN, nothing that a database could not store."""
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=once, parse_constant=no_constant)
        stored = json.dumps(data, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise BadEvent("", "nested too deeply") from error
    except UnicodeError as error:
        raise BadEvent("", "must be UTF-8, without lone surrogates") from error
    except ValueError as error:
        raise BadEvent("", "must be JSON") from error
    if b"\\u0000" in stored:
        raise BadEvent("", "must not hold the character U+0000")
    if not isinstance(data, dict):
        raise BadEvent("", "must be a JSON object")
    return data


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different; two readers could take different ones otherwise."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise BadEvent(next(name for name in names if names.count(name) > 1)[:100], "stands twice")
    return found


def no_constant(name: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise BadEvent("", f"{name} is not JSON")


def pong(settings: Settings, site: Site, price: float | None) -> dict[str, Any]:
    """What a site is told of who writes for it: "claude" with its model, or "offline" without; see contract 3.

    `price` is what 1,000 words cost it, in USD; None where nothing is to be paid.
    """
    writer = settings.writer_for(site.rewrite)
    model = site.claude.model if writer == "claude" else ""
    return {"pong": True, "writer": writer, "model": model, "usd_per_1000_words": price}


def request_of(event: Event, site: Site, webhook_id: str, now: datetime) -> JobRequest:
    """`event` as a request to the queue, which waits for the site's hours. `now` is aware."""
    return JobRequest(
        site=site.name,
        webhook_id=webhook_id,
        type=event.type,
        post_id=event.data.post_id,
        post_type=event.data.post_type,
        content_hash=event.data.content_hash,
        user_id=event.data.user_id,
        options=event.data.options.model_dump(exclude_none=True),
        quiet_seconds=quiet_seconds(site, event.type, now),
        site_concurrency=site.concurrency,
    )
