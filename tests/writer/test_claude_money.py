"""Prices, bills and the account of one run."""

from __future__ import annotations

import pytest

from bridge.errors import ConfigError, OverBudget
from bridge.writer.claude.money import PRICES, Price, cost, price_of, worst
from bridge.writer.ledger import USD, Call, Usage
from tests.played_claude.ledger import MemoryLedger

CALL = Call(key="k", purpose="rewrite", model="m", prompt="1", worst=100, lasts=60)


def test_four_prices_apart() -> None:
    """Input, output, cache writes and cache reads are each billed at their own price."""
    price = Price(input=2, output=10, cache_write=2.5, cache_read=0.1)
    assert cost(Usage(1_000_000, 0, 0, 0), price) == 2 * USD
    assert cost(Usage(0, 1_000_000, 0, 0), price) == 10 * USD
    assert cost(Usage(0, 0, 1_000_000, 0), price) == 2.5 * USD
    assert cost(Usage(0, 0, 0, 1_000_000), price) == USD // 10


def test_a_token_of_the_cheapest_kind_is_counted() -> None:
    """Money is exact down to a single cached token of the cheapest model."""
    assert cost(Usage(cache_read=1), PRICES["claude-haiku-5-5"]) == 10


@pytest.mark.parametrize("name", sorted(PRICES))
def test_the_worst_is_worse_than_any_bill(name: str) -> None:
    """A reservation covers a call that writes its whole input to the cache and uses up its output."""
    price = PRICES[name]
    most = max(cost(Usage(input=3000, output=8000), price), cost(Usage(cache_write=3000, output=8000), price))
    assert worst(characters=3000 * 2, max_tokens=8000, price=price) >= most


def test_the_configured_price_goes_before_the_default() -> None:
    """A price of one's own replaces today's; a model without any is refused."""
    own = Price(1, 1, 1, 1)
    assert price_of("claude-sonnet-5-5", {"claude-sonnet-5-5": own}) == own
    assert price_of("claude-sonnet-5-5", {}) == PRICES["claude-sonnet-5-5"]
    with pytest.raises(ConfigError, match="maison"):
        price_of("maison", {})


def test_a_reservation_counts_until_it_is_settled() -> None:
    """The worst counts while a call is open, its cost afterwards, nothing when it is released."""
    ledger = MemoryLedger(limit=250)
    first, second = ledger.reserve(CALL), ledger.reserve(CALL)
    with pytest.raises(OverBudget):
        ledger.reserve(CALL)
    ledger.settle(first, Usage(output=1), 10, "texte")
    ledger.release(second)
    assert ledger.spent == 10
    assert ledger.reserve(CALL)


def test_settling_twice_changes_nothing() -> None:
    """The first settlement of a call holds."""
    ledger = MemoryLedger()
    name = ledger.reserve(CALL)
    ledger.settle(name, Usage(output=1), 10, "texte")
    ledger.settle(name, Usage(output=9), 90, "autre")
    stored = ledger.answer("k")
    assert ledger.spent == 10
    assert stored is not None
    assert stored.text == "texte"


def test_a_useless_answer_is_not_kept() -> None:
    """A call that was billed without a usable answer gives none to the next."""
    ledger = MemoryLedger()
    ledger.settle(ledger.reserve(CALL), Usage(output=1), 10, None)
    assert ledger.answer("k") is None
    assert ledger.spent == 10


def test_a_doubtful_call_stays_booked_at_its_worst() -> None:
    """A call that was cut off counts in full, and the count of its cuts is by key."""
    ledger = MemoryLedger()
    assert ledger.doubt(ledger.reserve(CALL)) == 1
    assert ledger.doubt(ledger.reserve(CALL)) == 2
    assert ledger.spent == 200
