"""One streamed call: its text, why it stopped, what it used; progress on the way, and an end to any stall."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bridge.errors import BridgeError, WriterMalformed, WriterRejected, WriterUnavailable
from bridge.writer import Progress
from bridge.writer.ledger import Usage

#: No tokeniser makes longer tokens than this on average: an answer beyond it is not one that was asked for.
CHARACTERS_PER_TOKEN_AT_MOST = 12

#: Bytes of one line; an event of the API is a few hundred.
LONGEST_LINE = 1_000_000

#: Words between two reports of progress; each may be a write to a database.
STEP = 15


@dataclass
class Reply:
    """What has come in so far of one answer: `begun` with the API's first word, `ended` once the bill is known."""

    text: str = ""
    stop_reason: str = ""
    usage: Usage = field(default_factory=Usage)
    begun: bool = False
    ended: bool = False

    @property
    def used(self) -> Usage:
        """Usage so far; until the API has named it at the end, the output is estimated, on the high side."""
        if self.ended:
            return self.usage
        return Usage(
            self.usage.input,
            max(self.usage.output, len(self.text) // 3 + 1),
            self.usage.cache_write,
            self.usage.cache_read,
        )


def receive(
    chunks: Iterable[bytes], reply: Reply, progress: Progress, expected: int, seconds: float, most: int
) -> None:
    """Reads `chunks` into `reply`, which holds what had come when this raises.

    `expected` words, at most `seconds` in all and `most` tokens. Every event, pings too, is an occasion for
    `progress` to raise `Cancelled`. Raises `WriterUnavailable` at the deadline, when the stream ends without
    an end or breaks off, and `WriterMalformed` for something that is no event stream; lets the transport's
    own errors through.
    """
    deadline, told = time.monotonic() + seconds, 0
    for kind, data in events(chunks):
        take(kind, data, reply)
        words = reply.text.count(" ")
        if kind == "ping" or words >= told + STEP:
            told = words
            progress(min(words, expected), expected)
        if kind == "message_stop" and reply.ended:
            return
        if time.monotonic() > deadline:
            raise WriterUnavailable(f"the answer was not complete after {seconds:.0f} s")
        if len(reply.text) > most * CHARACTERS_PER_TOKEN_AT_MOST:
            raise WriterMalformed("the answer is longer than max_tokens allows")
    raise WriterUnavailable("the answer broke off before its end")


def events(chunks: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Type and data of every server-sent event, pings too, which the SDK's own iterator keeps to itself."""
    name, data = "", ""
    for line in lines(chunks):
        field, _, value = line.partition(":")
        if field == "event":
            name = value.strip()
        elif field == "data":
            data += value + "\n"
        elif not line and (name or data):
            yield name, loaded(data)
            name, data = "", ""


def lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """The lines of a stream, an empty one at the end. Raises `WriterMalformed` for a line without end."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > LONGEST_LINE:
            raise WriterMalformed("a line of the stream has no end")
        yield from (line.rstrip(b"\r").decode("utf-8", "replace") for line in whole)
    yield ""


def loaded(data: str) -> dict[str, Any]:
    """The object in `data`. Raises `WriterMalformed` for anything else."""
    try:
        value = json.loads(data or "{}")
    except ValueError as error:
        raise WriterMalformed("an event of the stream is not JSON") from error
    if not isinstance(value, dict):
        raise WriterMalformed("an event of the stream is not an object")
    return value


def take(kind: str, data: dict[str, Any], reply: Reply) -> None:
    """Adds one event to `reply`. Thinking is counted by the API's usage and otherwise passed over."""
    match kind, data:
        case "message_start", {"message": {"usage": dict(usage)}}:
            reply.begun = True
            reply.usage = usage_of(usage, reply.usage)
        case "content_block_delta", {"delta": {"type": "text_delta", "text": str(text)}}:
            reply.text += text
        case "message_delta", {"delta": dict(delta)}:
            reply.stop_reason = str(delta.get("stop_reason") or "")
            final = data.get("usage")
            reply.usage = usage_of(final if isinstance(final, dict) else {}, reply.usage)
            reply.ended = True
        case "error", {"error": {"type": str(kind_of_error)}}:
            raise of_event(kind_of_error)
        case "error", _:
            raise of_event("unknown")


def usage_of(raw: dict[str, Any], before: Usage) -> Usage:
    """Cumulative usage: what `raw` names replaces what was known."""

    def count(name: str, known: int) -> int:
        value = raw.get(name)
        return value if isinstance(value, int) and value >= 0 else known

    return Usage(
        input=count("input_tokens", before.input),
        output=count("output_tokens", before.output),
        cache_write=count("cache_creation_input_tokens", before.cache_write),
        cache_read=count("cache_read_input_tokens", before.cache_read),
    )


def of_event(kind: str) -> BridgeError:
    """The error for an `error` event within a stream, by its type."""
    if kind in ("overloaded_error", "api_error", "rate_limit_error", "timeout_error"):
        return WriterUnavailable(f"the API broke off its answer ({kind})")
    return WriterRejected(f"the API broke off its answer ({kind})")
