"""Message Batches through the real SDK: what is sent, what comes back, and what cannot be trusted."""

from __future__ import annotations

import json
import time
from contextlib import closing

import pytest

from bridge.errors import (
    BridgeError,
    ConfigError,
    WriterCredentials,
    WriterMalformed,
    WriterRejected,
    WriterUnavailable,
)
from bridge.writer.claude import ClaudeSettings
from bridge.writer.claude.batch import Batches
from bridge.writer.claude.request import key_of
from tests.played_claude import PlayedClaude
from tests.played_claude.ledger import MemoryLedger
from tests.wordpress_client.stand_in import StandIn
from tests.writer.articles import brief, press
from tests.writer.conftest import Make

NOW = time.time()


def batches(played: PlayedClaude, **changes: object) -> Batches:
    """The batches of that API."""
    given = {"api_key": "sk-played-0123456789", "base_url": played.url, "stall_seconds": 5, **changes}
    return Batches(ClaudeSettings(**given))  # type: ignore[arg-type]


def test_a_batch_asks_what_a_call_would_ask(make: Make, ledger: MemoryLedger) -> None:
    """The request is the single call's, streaming apart, so that its answer serves under the same content key."""
    with PlayedClaude() as played:
        make(played).rewrite(press(), brief())
        writer = batches(played)
        prepared = writer.prepare(press(), brief())
        writer.ended(writer.send({"a": prepared.body}))
    single = {name: value for name, value in played.requests[0].items() if name != "stream"}
    assert single == played.requests[1] == prepared.body
    assert ledger.answer(prepared.call.key)
    assert prepared.call.key == key_of(single, writer.prompts)


def test_everything_is_at_half_price() -> None:
    """The booking and the estimate are half of what a single call would be booked at."""
    with PlayedClaude() as played:
        writer = batches(played)
        full = writer.settings.prices[writer.settings.model]
    assert writer.price.output == full.output / 2
    assert writer.price.cache_read == full.cache_read / 2


def test_outcomes_come_in_any_order_and_by_name() -> None:
    """Each request has one outcome: answered with its usage, of no use, erred, expired."""
    with PlayedClaude("good", "refusing", "errored", "expired") as played:
        writer = batches(played)
        body = writer.prepare(press(), brief()).body
        batch = writer.send(dict.fromkeys(("a", "b", "c", "d"), body))
        assert writer.ended(batch)
        found = {outcome.name: outcome for outcome in writer.outcomes(batch)}
    told = {name: (outcome.billed, outcome.text is not None, outcome.detail) for name, outcome in found.items()}
    assert told == {
        "d": (True, True, ""),
        "c": (True, False, "the model refused (stop_reason refusal)"),
        "b": (False, False, "the API failed (api_error)"),
        "a": (False, False, "expired"),
    }
    assert found["d"].usage.output > 0
    assert found["a"].cost == 0


def test_results_are_fetched_from_the_configured_host_alone() -> None:
    """Wherever the API says that they are: neither the key nor a request goes anywhere else, nor around a gateway."""
    with PlayedClaude() as played, closing(StandIn()) as elsewhere:
        writer = batches(played)
        batch = writer.send({"a": writer.prepare(press(), brief()).body})
        assert writer.ended(batch)
        played.batches.results_at = elsewhere.url
        assert [outcome.name for outcome in writer.outcomes(batch)] == ["a"]
        assert elsewhere.seen == []


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"custom_id": 5, "result": {"type": "expired"}},
        {"custom_id": "a", "result": "expired"},
        {"custom_id": "a", "result": {"type": ["x"]}},
    ],
)
def test_a_line_that_is_no_result_is_malformed(line: dict[str, object]) -> None:
    """Whatever the endpoint sends, it is a result or an error with a type."""
    with PlayedClaude() as played, pytest.raises(WriterMalformed):
        batches(played).outcome_of(line)


@pytest.mark.parametrize(
    "message", [{}, {"content": "x", "usage": "y"}, {"content": [{"type": "text"}], "stop_reason": "end_turn"}]
)
def test_a_message_of_no_use_is_billed_and_has_no_text(message: dict[str, object]) -> None:
    """A succeeded result whose message holds no draft is named, and not kept."""
    line = {"custom_id": "a", "result": {"type": "succeeded", "message": message}}
    with PlayedClaude() as played:
        outcome = batches(played).outcome_of(line)
    assert (outcome.billed, outcome.text) == (True, None)
    assert outcome.detail


def test_a_batch_is_found_by_what_it_holds() -> None:
    """Of two batches of one size, the one with our names; none for names that were never sent."""
    with PlayedClaude() as played:
        writer = batches(played)
        body = writer.prepare(press(), brief()).body
        ours, other = writer.send({"ours": body}), writer.send({"other": body})
        assert writer.find({"ours"}, NOW, set()) == ours
        assert writer.find({"other"}, NOW, {ours}) == other
        assert writer.find({"third"}, NOW, set()) == ""
        assert writer.find({"ours"}, NOW + 3600, set()) == ""


def test_a_batch_that_is_worked_on_may_be_ours() -> None:
    """Until it has ended nobody can tell, and nothing may be sent again."""
    with PlayedClaude() as played:
        writer = batches(played)
        played.batches.looks = 5
        writer.send({"ours": writer.prepare(press(), brief()).body})
        with pytest.raises(WriterUnavailable, match="may be one"):
            writer.find({"ours"}, NOW, set())


@pytest.mark.parametrize(
    ("role", "error"),
    [("unauthorized", WriterCredentials), ("spend_limit", WriterRejected), ("overloaded", WriterUnavailable)],
)
def test_errors_of_the_api_are_ours(role: str, error: type[BridgeError]) -> None:
    """They are typed as those of a call, and hold no key."""
    with PlayedClaude() as played:
        played.batches.refuse = role
        writer = batches(played)
        with pytest.raises(error) as caught:
            writer.send({"a": writer.prepare(press(), brief()).body})
    assert "sk-played" not in f"{caught.value!r} {caught.value.__cause__!r}"


def test_a_model_without_a_price_is_not_asked() -> None:
    """Nothing is estimated, let alone bought, at an unknown price."""
    with PlayedClaude() as played, pytest.raises(ConfigError, match="maison"):
        batches(played, model="maison-7b").prepare(press(), brief())


def test_the_body_holds_no_secret() -> None:
    """The key goes in a header alone."""
    with PlayedClaude() as played:
        body = batches(played).prepare(press(), brief()).body
    assert "sk-played" not in json.dumps(body)
