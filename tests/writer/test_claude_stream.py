"""The event stream of one call, cut into any pieces, and what is no such stream."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bridge.errors import BridgeError, Cancelled, WriterMalformed, WriterRejected, WriterUnavailable
from bridge.writer import silent
from bridge.writer.claude.stream import LONGEST_LINE, Reply, receive
from bridge.writer.ledger import Usage


def event(name: str, **data: object) -> bytes:
    """One event as it comes over the wire."""
    return f"event: {name}\ndata: {json.dumps({'type': name, **data}, ensure_ascii=False)}\n\n".encode()


def delta(kind: str, **fields: object) -> bytes:
    """A piece of a content block."""
    return event("content_block_delta", index=0, delta={"type": kind, **fields})


START = event("message_start", message={"usage": {"input_tokens": 7, "cache_read_input_tokens": 5, "output_tokens": 1}})
END = event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 9}) + event("message_stop")
WHOLE = START + event("ping") + delta("thinking_delta", thinking="…") + delta("text_delta", text="Été ") * 2 + END


def received(chunks: Iterator[bytes] | list[bytes], most: int = 100) -> Reply:
    """What `receive` makes of `chunks`."""
    reply = Reply()
    receive(chunks, reply, silent, 100, 60, most)
    return reply


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 10_000])
def test_any_cut_of_the_stream_reads_the_same(size: int) -> None:
    """Text, stop reason and usage do not depend on how the bytes are cut, within a character too."""
    reply = received([WHOLE[at : at + size] for at in range(0, len(WHOLE), size)])
    assert reply.text == "Été Été "
    assert reply.stop_reason == "end_turn"
    assert reply.used == Usage(input=7, output=9, cache_write=0, cache_read=5)


def test_windows_line_ends_and_comments_are_read() -> None:
    """Carriage returns and comment lines, which the format of such streams allows, are no fault."""
    assert received([b": hello\r\n\r\n" + WHOLE.replace(b"\n", b"\r\n")]).text == "Été Été "


def test_usage_at_the_end_replaces_what_was_said_at_the_start() -> None:
    """Counts are cumulative: the last one that is named holds."""
    late = event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 9, "input_tokens": 8})
    assert received([START + late + event("message_stop")]).used.input == 8


def test_until_the_end_the_output_is_estimated_high() -> None:
    """Of an answer that broke off, more tokens are counted than characters would make at four apiece."""
    reply = Reply()
    with pytest.raises(WriterUnavailable):
        receive([START + delta("text_delta", text="x" * 400)], reply, silent, 100, 60, 1000)
    assert reply.begun
    assert reply.used.output > 100


@pytest.mark.parametrize(
    ("chunks", "error"),
    [
        ([], WriterUnavailable),
        ([b"<html>Bad gateway</html>"], WriterUnavailable),
        ([START], WriterUnavailable),
        ([START + END.partition(b"event: message_stop")[0]], WriterUnavailable),
        ([b"event: message_start\ndata: {\n\n"], WriterMalformed),
        ([b"event: message_start\ndata: [1]\n\n"], WriterMalformed),
        ([START + event("error", error={"type": "overloaded_error"})], WriterUnavailable),
        ([START + event("error", error={"type": "invalid_request_error"})], WriterRejected),
        ([START + event("error")], WriterRejected),
        ([START, *[delta("text_delta", text="x" * 500)] * 3, END], WriterMalformed),
    ],
)
def test_what_is_no_answer(chunks: list[bytes], error: type[BridgeError]) -> None:
    """A stream that ends early, holds no JSON, tells of an error or never ends is a typed error."""
    with pytest.raises(error):
        received(chunks)


def test_a_line_without_end_is_given_up() -> None:
    """A line that grows beyond a limit is not kept in memory until it ends."""
    drawn = 0

    def endless() -> Iterator[bytes]:
        nonlocal drawn
        while True:
            drawn += 100_000
            yield b"x" * 100_000

    with pytest.raises(WriterMalformed, match="no end"):
        received(endless())
    assert drawn <= LONGEST_LINE + 200_000


def test_a_ping_is_an_occasion_to_cancel() -> None:
    """A model that only thinks, and sends pings, can be cancelled all the same."""

    def stop(words: int, expected: int) -> None:
        raise Cancelled("asked to stop")

    with pytest.raises(Cancelled):
        receive([START, event("ping"), WHOLE], Reply(), stop, 100, 60, 100)


@pytest.mark.parametrize("usage", [{}, {"input_tokens": "7"}, {"input_tokens": -1}, {"input_tokens": None}])
def test_senseless_usage_is_not_believed(usage: dict[str, object]) -> None:
    """A count that is no natural number leaves what was known."""
    assert received([event("message_start", message={"usage": usage}) + END]).used == Usage(output=9)
