"""Fixtures for the writers' tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bridge.writer.claude import Claude, ClaudeSettings
from tests.played_claude import PlayedClaude
from tests.played_claude.ledger import MemoryLedger

Make = Callable[..., Claude]


@pytest.fixture
def ledger() -> MemoryLedger:
    """An account without a limit."""
    return MemoryLedger()


@pytest.fixture
def make(ledger: MemoryLedger) -> Make:
    """Makes a `Claude` that talks to a played server, on `ledger`'s account unless another is given."""

    def made(played: PlayedClaude, *, account: MemoryLedger | None = None, **changes: object) -> Claude:
        settings = ClaudeSettings(api_key="sk-played-0123456789", base_url=played.url, stall_seconds=5)
        return Claude(replace(settings, **changes), account or ledger)

    return made
