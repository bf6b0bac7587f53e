"""Message Batches as the API answers them: create, list, retrieve, cancel, results in JSON lines.

Each request of a batch takes the next role, as a single call would. A batch ends when it is looked at for the
`looks`-th time, or when it is cancelled: then what was not answered yet is "canceled".
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.played_claude.bill import tokens

if TYPE_CHECKING:
    from tests.played_claude.server import PlayedClaude

PATH = re.compile(r"/v1/messages/batches(?:/([^/?]+))?(?:/(results|cancel))?(?:\?.*)?$")

#: Roles that come to nothing, and are not billed.
UNBILLED = {"errored": {"type": "error", "error": {"type": "api_error", "message": "Internal error"}}, "expired": None}


@dataclass
class PlayedBatch:
    """One batch; `results` from its end on."""

    id: str
    requests: list[dict[str, Any]]
    created: datetime
    looks: int
    results: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return bool(self.results)

    def shown(self, url: str) -> dict[str, Any]:
        """As the API shows it."""
        counts = Counter(line["result"]["type"] for line in self.results)
        names = ("succeeded", "errored", "canceled", "expired")
        return {
            "id": self.id,
            "type": "message_batch",
            "processing_status": "ended" if self.ended else "in_progress",
            "request_counts": {
                "processing": 0 if self.ended else len(self.requests),
                **{name: counts[name] for name in names},
            },
            "created_at": self.created.isoformat(),
            "expires_at": (self.created + timedelta(days=1)).isoformat(),
            "ended_at": self.created.isoformat() if self.ended else None,
            "results_url": f"{url}/v1/messages/batches/{self.id}/results" if self.ended else None,
        }


class PlayedBatches:
    """All batches of a played API.

    `looks`: after how many one ends. `lost`: answers to "create" that never arrive. `refuse`: an error for "create".
    `results_at`: where the results are said to be, if not here.
    """

    def __init__(self, played: PlayedClaude) -> None:
        self.played = played
        self.all: dict[str, PlayedBatch] = {}
        self.looks, self.lost, self.refuse, self.results_at = 1, 0, "", ""

    def answer(self, path: str, body: dict[str, Any] | None) -> dict[str, Any] | bytes | str | None:
        """The answer to a request: JSON, JSON lines, "hung_up", or None for what is not there."""
        matched = PATH.match(path)
        if not matched:
            return None
        with self.played.lock:
            name, what = matched.groups()
            if name is None:
                return self.create(body["requests"]) if body is not None else self.listed()
            batch = self.all.get(name)
            if batch is None:
                return None
            if what == "results":
                return b"".join(json.dumps(line).encode() + b"\n" for line in batch.results)
            if what == "cancel" and not batch.ended:
                batch.results = [result(request, "canceled") for request in batch.requests]
            return self.look(batch)

    def create(self, requests: list[dict[str, Any]]) -> dict[str, Any] | str:
        """A new batch."""
        batch = PlayedBatch(f"msgbatch_{len(self.all) + 1:04d}", requests, datetime.now(UTC), self.looks)
        self.all[batch.id] = batch
        if self.lost:
            self.lost -= 1
            return "hung_up"
        return batch.shown(self.results_at or self.played.url)

    def listed(self) -> dict[str, Any]:
        """All batches, newest first."""
        newest = [self.look(batch) for batch in reversed(self.all.values())]
        ends = {"first_id": newest[0]["id"], "last_id": newest[-1]["id"]} if newest else {}
        return {"data": newest, "has_more": False, **ends}

    def look(self, batch: PlayedBatch) -> dict[str, Any]:
        """The batch as it is now."""
        batch.looks -= 1
        if batch.looks <= 0 and not batch.ended:
            batch.results = [self.played_result(request) for request in reversed(batch.requests)]
        return batch.shown(self.results_at or self.played.url)

    def played_result(self, request: dict[str, Any]) -> dict[str, Any]:
        """What becomes of a request in the next role."""
        role, body = self.played.next_role(), request["params"]
        self.played.requests.append(body)
        if role in UNBILLED:
            return result(request, role, **({"error": UNBILLED[role]} if UNBILLED[role] else {}))
        bill = self.played.cache.price(body)
        text = "" if role == "refusing" else self.played.editor.write(body, role)
        bill = replace(bill, output=tokens(text), kind=f"batch {role}", request=len(self.played.requests))
        self.played.bills.append(bill)
        message = {
            "id": f"msg_{len(self.played.requests):04d}",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": [{"type": "text", "text": text}],
            "stop_reason": "refusal" if role == "refusing" else "end_turn",
            "usage": bill.usage(),
        }
        return result(request, "succeeded", message=message)


def result(request: dict[str, Any], kind: str, **more: Any) -> dict[str, Any]:
    """A line of the results."""
    return {"custom_id": request["custom_id"], "result": {"type": kind, **more}}
