"""What a call costs: prices per model, the bill of a usage, and the most that a call can cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from bridge.errors import ConfigError
from bridge.writer.ledger import Usage

#: French has about 3.5 characters a token, JSON and markup fewer; 2 keeps the reservation above the truth.
CHARACTERS_PER_TOKEN = 2


@dataclass(frozen=True, slots=True)
class Price:
    """USD per million tokens; `cache_write` is the price of the five-minute cache, the only one used here."""

    input: float
    output: float
    cache_write: float
    cache_read: float


#: List prices read on 2026-11-23 (platform.claude.com/docs/en/about-claude/pricing); check them against your
#: own contract. Haiku 5.5 is dearer for prompts beyond 100,000 tokens, which no article reaches.
PRICES: Mapping[str, Price] = MappingProxyType(
    {
        "claude-sonnet-5-5": Price(2.00, 10.00, 2.50, 0.10),
        "claude-opus-5-5": Price(4.00, 20.00, 5.00, 0.20),
        "claude-haiku-5-5": Price(0.10, 0.50, 0.125, 0.01),
        "claude-fable-5-1": Price(10.00, 50.00, 12.50, 0.25),
    }
)


def price_of(model: str, prices: Mapping[str, Price]) -> Price:
    """The configured price of `model`, else today's. Raises `ConfigError`: nothing is bought at an unknown price."""
    price = prices.get(model) or PRICES.get(model)
    if price is None:
        raise ConfigError(
            f'no price is known for the model "{model}": set input, output, cache_write and cache_read '
            f'(USD per million tokens, 0 for a model of your own) in [claude.prices."{model}"]'
        )
    return price


def nano(usd_per_million: float) -> Decimal:
    """Nano-dollars per token."""
    return Decimal(str(usd_per_million)) * 1000


def cost(usage: Usage, price: Price) -> int:
    """Nano-dollars that `usage` is billed."""
    return round(
        usage.input * nano(price.input)
        + usage.output * nano(price.output)
        + usage.cache_write * nano(price.cache_write)
        + usage.cache_read * nano(price.cache_read)
    )


def worst(characters: int, max_tokens: int, price: Price) -> int:
    """Nano-dollars that a request of `characters` can cost at most: the whole input at its dearest, the whole
    output.

    An estimate from the length, not from `count_tokens`: that would be a second request, with failures of its
    own, to make a booking that lives for a minute smaller by a cent.
    """
    tokens = characters // CHARACTERS_PER_TOKEN + 1
    return round(tokens * nano(max(price.input, price.cache_write)) + max_tokens * nano(price.output))
