"""Every way a call can fail, through the real SDK over real HTTP: the error, the booking, and what is not sent."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from bridge.errors import (
    BridgeError,
    Cancelled,
    ConfigError,
    WriterContextTooLong,
    WriterCredentials,
    WriterLost,
    WriterMalformed,
    WriterRefused,
    WriterRejected,
    WriterTruncated,
    WriterUnavailable,
)
from tests.played_claude import PlayedClaude
from tests.played_claude.ledger import MemoryLedger
from tests.wordpress_client.stand_in import StandIn
from tests.writer.articles import brief, press
from tests.writer.conftest import Make

KEY = "sk-played-0123456789"


def failure(played: PlayedClaude, make: Make, **changes: object) -> BridgeError:
    """What a rewrite of `press` raises."""
    with pytest.raises(BridgeError) as caught:
        make(played, **changes).rewrite(press(), brief())
    return caught.value


@pytest.mark.parametrize(
    ("role", "error"),
    [
        ("refusing", WriterRefused),
        ("truncating", WriterTruncated),
        ("overflowing", WriterContextTooLong),
        ("malformed", WriterMalformed),
        ("babbling", WriterMalformed),
    ],
)
def test_an_answer_that_is_no_draft(role: str, error: type[BridgeError], make: Make, ledger: MemoryLedger) -> None:
    """A refusal, a truncation, an overflow and a malformed answer are typed, paid for, and not kept as an answer."""
    with PlayedClaude(role) as played:
        assert type(failure(played, make)) is error
    assert ledger.spent > 0
    assert ledger.kept == set()


@pytest.mark.parametrize(
    ("role", "error"),
    [
        ("overloaded", WriterUnavailable),
        ("rate_limited", WriterUnavailable),
        ("spend_limit", WriterRejected),
        ("unauthorized", WriterCredentials),
        ("too_long", WriterContextTooLong),
        ("not_found", WriterRejected),
    ],
)
def test_an_error_of_the_api(role: str, error: type[BridgeError], make: Make, ledger: MemoryLedger) -> None:
    """The API's errors are typed, cost nothing, and are not retried here."""
    with PlayedClaude(role) as played:
        assert type(failure(played, make)) is error
    assert len(played.requests) == 1
    assert ledger.spent == 0


@pytest.mark.parametrize("role", ["overloaded", "rate_limited"])
def test_retry_after_is_passed_on(role: str, make: Make) -> None:
    """The wait that the API asks for is the error's, in seconds, and nobody sleeps it off here."""
    with PlayedClaude(role, retry_after="41") as played:
        assert failure(played, make).retry_after == 41.0


@pytest.mark.parametrize(("asked", "passed"), [("999999", 3600.0), ("-1", None), ("nan", None), ("demain", None)])
def test_a_senseless_wait_is_bounded(asked: str, passed: float | None, make: Make) -> None:
    """A retry-after beyond an hour is an hour; one that is no number of seconds is none."""
    with PlayedClaude("overloaded", retry_after=asked) as played:
        assert failure(played, make).retry_after == passed


@pytest.mark.parametrize("role", ["hung_up", "cut", "error_event", "gateway"])
def test_a_cut_connection_is_retried_once_at_most(role: str, make: Make, ledger: MemoryLedger) -> None:
    """A call cut off after it was sent stays booked at its worst; after a second cut there is no third call."""
    with PlayedClaude(role) as played:
        assert type(failure(played, make)) is WriterUnavailable
        worst = next(iter(ledger.calls.values())).worst
        assert ledger.spent == worst
        assert type(failure(played, make)) is WriterLost
    assert ledger.spent == 2 * worst
    assert len(played.requests) == 2


def test_a_cut_then_an_answer(make: Make, ledger: MemoryLedger) -> None:
    """After one cut, the second call's answer is taken and kept."""
    with PlayedClaude("cut", "good") as played:
        failure(played, make)
        assert make(played).rewrite(press(), brief()).titles
    assert len(ledger.kept) == 1


def test_a_stall_is_noticed(make: Make) -> None:
    """A stream that falls silent for longer than the limit is a failure that may pass, and may have been billed."""
    with PlayedClaude("stalling") as played:
        error = failure(played, make, stall_seconds=0.3)
    assert type(error) is WriterUnavailable
    assert "ReadTimeout" in error.detail


def test_an_answer_that_never_ends_is_broken_off(make: Make) -> None:
    """A stream that goes on beyond the whole call's limit is broken off though it is never silent."""
    with PlayedClaude("slow", pace=0.05) as played:
        error = failure(played, make, timeout_seconds=0.2)
    assert type(error) is WriterUnavailable
    assert "not complete" in error.detail


def test_nobody_there_costs_nothing(make: Make, ledger: MemoryLedger) -> None:
    """A refused connection is a failure that may pass; nothing was sent, so nothing is booked."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    with PlayedClaude() as played:
        error = failure(played, make, base_url=address)
    assert type(error) is WriterUnavailable
    assert ledger.spent == 0


def test_a_redirect_is_not_followed(make: Make, ledger: MemoryLedger) -> None:
    """The article goes to the configured address alone; the error says that it redirects, and nothing is booked."""
    with PlayedClaude() as played, closing(StandIn()) as redirecting:
        redirecting.always(307, {"Location": f"{played.url}/v1/messages"}, b"")
        error = failure(played, make, base_url=redirecting.url)
    assert type(error) is WriterRejected
    assert "it redirects" in error.detail
    assert (len(redirecting.seen), played.requests, ledger.spent) == (1, [], 0)


def test_cancel_closes_the_stream_and_settles_what_was_used(make: Make, ledger: MemoryLedger) -> None:
    """A cancelled call stops the server's writing; what had come is settled, less than the whole and more
    than nothing.
    """

    def stop(words: int, expected: int) -> None:
        if words > 60:
            raise Cancelled("asked to stop")

    whole = MemoryLedger()
    with PlayedClaude() as played:
        make(played, account=whole).rewrite(press(), brief())
    with PlayedClaude("slow", pace=0.02) as played, pytest.raises(Cancelled):
        make(played).rewrite(press(), brief(), stop)
    assert [bill.kind for bill in played.bills] == ["abandoned"]
    assert played.bills[0].output < whole.settled["1"].usage.output
    assert 0 < ledger.settled["1"].usage.output < whole.settled["1"].usage.output
    assert ledger.kept == set()


def test_cancel_before_the_call_books_nothing(make: Make, ledger: MemoryLedger) -> None:
    """A job that was cancelled already sends nothing."""

    def stop(words: int, expected: int) -> None:
        raise Cancelled("asked to stop")

    with PlayedClaude() as played, pytest.raises(Cancelled):
        make(played).rewrite(press(), brief(), stop)
    assert played.requests == []
    assert ledger.calls == {}


@pytest.mark.parametrize("role", ["unauthorized", "rate_limited", "cut", "malformed", "too_long"])
def test_no_error_tells_the_key(role: str, make: Make) -> None:
    """Neither an error nor what it came from holds the key."""
    with PlayedClaude(role) as played:
        error: BaseException | None = failure(played, make)
    while error is not None:
        assert KEY not in f"{error!r} {error}"
        error = error.__cause__


@pytest.mark.parametrize("key", ["", "sk-a\nb", "clé"])
def test_a_key_that_is_none_is_refused_unseen(key: str, make: Make) -> None:
    """A key that no header could carry is an error of the configuration that does not quote it."""
    with PlayedClaude() as played:
        error = failure(played, make, api_key=key)
    assert type(error) is ConfigError
    assert not key or key not in str(error)


def test_a_model_without_a_price_is_not_asked(make: Make) -> None:
    """Nothing is bought at an unknown price; the error names the key to set."""
    with PlayedClaude() as played:
        error = failure(played, make, model="maison-7b")
    assert type(error) is ConfigError
    assert '[claude.prices."maison-7b"]' in error.detail
    assert played.requests == []
