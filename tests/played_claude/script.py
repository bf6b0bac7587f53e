"""A streamed answer, event by event, as the Messages API sends it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.played_claude.bill import Bill, tokens

#: Name, data, and the text of the answer in it.
Event = tuple[str, dict[str, Any], str]


def script(
    role: str, message: dict[str, Any], text: str, stop: str, bill: Bill, stopped: threading.Event
) -> Iterator[Event]:
    """Name, data and answer text of each event in turn; an empty name cuts the connection."""
    begun = {**message, "content": [], "stop_reason": None, "usage": {**bill.usage(), "output_tokens": 1}}
    yield "message_start", {"type": "message_start", "message": begun}, ""
    thinking = {"type": "thinking", "thinking": "", "signature": ""}
    yield "content_block_start", {"type": "content_block_start", "index": 0, "content_block": thinking}, ""
    yield "ping", {"type": "ping"}, ""
    signature = {"type": "signature_delta", "signature": "cGxheWVk"}
    yield "content_block_delta", {"type": "content_block_delta", "index": 0, "delta": signature}, ""
    yield "content_block_stop", {"type": "content_block_stop", "index": 0}, ""
    block = {"type": "text", "text": ""}
    yield "content_block_start", {"type": "content_block_start", "index": 1, "content_block": block}, ""
    pieces = [text[at : at + 60] for at in range(0, len(text), 60)]
    for number, piece in enumerate(pieces):
        if number == len(pieces) // 2:
            yield from interruption(role, stopped)
        delta = {"type": "text_delta", "text": piece}
        yield "content_block_delta", {"type": "content_block_delta", "index": 1, "delta": delta}, piece
    yield "content_block_stop", {"type": "content_block_stop", "index": 1}, ""
    end = {"stop_reason": stop, "stop_sequence": None}
    usage = replace(bill, output=tokens(text)).usage()
    yield "message_delta", {"type": "message_delta", "delta": end, "usage": usage}, ""
    yield "message_stop", {"type": "message_stop"}, ""


def interruption(role: str, stopped: threading.Event) -> Iterator[Event]:
    """What happens half-way."""
    if role == "cut":
        yield "", {}, ""
    if role == "error_event":
        error = {"type": "overloaded_error", "message": "Overloaded"}
        yield "error", {"type": "error", "error": error}, ""
        yield "", {}, ""
    if role == "stalling":
        stopped.wait(60)
        yield "", {}, ""
