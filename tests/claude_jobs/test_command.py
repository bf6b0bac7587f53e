"""`seo-bridge rewrite --writer claude`: a key is all it needs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bridge.cli import main
from tests.played_claude import PlayedClaude
from tests.writer.articles import PRESS, TITLE


def rewrite(played: PlayedClaude, title: str = TITLE, **more: str) -> Result:
    """The command with a key in its environment, and the address that makes it the played API's."""
    environment = {"ANTHROPIC_API_KEY": "sk-played", "SEO_BRIDGE_CLAUDE_BASE_URL": played.url, **more}
    arguments = ["rewrite", "-", "--title", title, "--writer", "claude"]
    return CliRunner().invoke(main, arguments, input=PRESS, env=environment)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and no settings of somebody's own bridge."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(("SEO_BRIDGE_", "ANTHROPIC_")):
            monkeypatch.delenv(name)


def test_a_key_is_all_it_needs() -> None:
    """Without a configuration: one call, and a finished rewrite as JSON."""
    with PlayedClaude() as played:
        result = rewrite(played)
    assert result.exit_code == 0, result.output
    done = json.loads(result.stdout)
    assert done["report"]["writer"] == "claude"
    assert len(done["titles"]) == 3
    assert len(played.requests) == 1


def test_the_same_text_again_costs_nothing_and_says_so() -> None:
    """The second time the answer comes from the ledger of this folder, and the report says that it was paid for."""
    with PlayedClaude() as played:
        rewrite(played)
        done = json.loads(rewrite(played).stdout)
    assert len(played.requests) == 1
    assert "writer.reused" in [finding["check"] for finding in done["report"]["findings"]]


def test_nothing_is_spent_beyond_the_budget() -> None:
    """With room for one call, the next text is refused with what is spent and when it renews; nothing is sent for it."""
    with PlayedClaude() as played:
        first, second = (rewrite(played, title, SEO_BRIDGE_BUDGET_DAILY_USD="0.35") for title in (TITLE, "Un autre"))
    assert first.exit_code == 0, first.output
    assert second.exit_code == 1
    assert "budget of all sites is 0.35 USD: 0.01" in second.output
    assert "renews at 00:00 UTC" in second.output
    assert len(played.requests) == 1
