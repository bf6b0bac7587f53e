"""The hours of a site: when requests that nobody waits for may start. Light, for web processes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bridge.config import Rules, Site
from bridge.jobs.model import RequestType

#: What the rules call a request; others are the operator's own.
TRIGGERS: Mapping[RequestType, str] = {
    "post.rewrite_requested": "click",
    "post.draft_saved": "save",
    "post.published": "publish",
}
TYPES: Mapping[str, RequestType] = {trigger: type_ for type_, trigger in TRIGGERS.items()}


def quiet_seconds(site: Site, type_: RequestType, now: datetime) -> float:
    """How long a request rests before it starts: the site's quiet time, or until its hours begin. `now` is aware."""
    return max(site.quiet_seconds, seconds_until_open(site.rules, type_, now))


def seconds_until_open(rules: Rules, type_: RequestType, now: datetime) -> float:
    """How long a request waits for the site's hours, at most a day: 0 within them, for a click, and for the operator.

    `now` is aware. Hours may span midnight, and are those of `rules.timezone`.
    """
    if not rules.hours or TRIGGERS.get(type_, "click") == "click":
        return 0.0
    opens, closes = opening(rules.hours)
    local = now.astimezone(ZoneInfo(rules.timezone))
    clock = local.time()
    after, before = clock >= opens, clock < closes
    if (after and before) if opens < closes else (after or before):
        return 0.0
    at = datetime.combine(local.date(), opens, local.tzinfo)
    if at.timestamp() <= local.timestamp():
        at = datetime.combine(local.date() + timedelta(days=1), opens, local.tzinfo)
    return min(at.timestamp() - local.timestamp(), 86_400.0)


def opening(hours: str) -> tuple[time, time]:
    """ "22:00-06:00" as two times of day."""
    opens, closes = hours.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
