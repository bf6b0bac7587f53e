"""How to reach the model and what to ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bridge.writer.claude.money import PRICES, Price

Effort = Literal["", "low", "medium", "high", "xhigh", "max"]

#: Named here and not left to the SDK, which would follow a variable of the environment elsewhere.
VENDOR = "https://api.anthropic.com"


@dataclass(frozen=True, slots=True)
class ClaudeSettings:
    """`api_key` is never shown. `base_url`: any endpoint that speaks the Messages API; empty is the vendor's own.

    `effort` empty is not sent at all, for models that know none. `max_tokens` bounds thinking and answer together.
    `timeout_seconds` is for a whole call, `stall_seconds` for a silence within it (a ping of the server ends a
    silence: a model may think for a while).
    """

    api_key: str = field(repr=False)
    base_url: str = ""
    model: str = "claude-sonnet-5-5"
    effort: Effort = "medium"
    max_tokens: int = 32_000
    timeout_seconds: float = 600.0
    stall_seconds: float = 60.0
    prices: Mapping[str, Price] = field(default_factory=lambda: PRICES)
