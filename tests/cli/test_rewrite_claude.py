"""`seo-bridge rewrite --writer claude` against a played model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.played_claude import PlayedClaude

TITLE = ("--title", "Le refuge rouvre")
KEY = {"ANTHROPIC_API_KEY": "sk-played"}


@pytest.fixture
def model(tmp_path: Path) -> Iterator[PlayedClaude]:
    """A model that answers well, which config.toml points at."""
    with PlayedClaude() as played:
        (tmp_path / "config.toml").write_text(f'[claude]\nbase_url = "{played.url}"\n', encoding="utf-8")
        yield played


def test_the_model_writes(run: Run, article: str, model: PlayedClaude) -> None:
    """With a key, the model that is configured rewrites the file, and the report names the writer."""
    result = run("rewrite", article, *TITLE, "--writer", "claude", env=KEY)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["report"]["writer"] == "claude"
    assert "sk-played" in " ".join(model.headers[0].values())


def test_a_key_alone_chooses_the_model(run: Run, article: str, model: PlayedClaude) -> None:
    """The writer "auto", which is the default, is Claude when there is a key."""
    assert json.loads(run("rewrite", article, *TITLE, env=KEY).stdout)["report"]["writer"] == "claude"


def test_the_same_request_is_paid_for_once(run: Run, article: str, model: PlayedClaude) -> None:
    """The same file again gives the same text without another call."""
    first = json.loads(run("rewrite", article, *TITLE, env=KEY).stdout)
    calls = len(model.requests)
    assert json.loads(run("rewrite", article, *TITLE, env=KEY).stdout)["content"] == first["content"]
    assert len(model.requests) == calls


def test_a_budget_holds(run: Run, article: str, model: PlayedClaude) -> None:
    """What would pass the budget is not asked for; the exit status is 1."""
    result = run("rewrite", article, *TITLE, env={**KEY, "SEO_BRIDGE_BUDGET_DAILY_USD": "0.000001"})
    assert result.exit_code == 1
    assert "budget" in result.stderr
    assert model.requests == []


def test_a_failure_of_the_model_is_one_line(run: Run, article: str, tmp_path: Path) -> None:
    """A refused key ends with status 1 and one line that does not show the key."""
    with PlayedClaude("unauthorized") as played:
        (tmp_path / "config.toml").write_text(f'[claude]\nbase_url = "{played.url}"\n', encoding="utf-8")
        result = run("rewrite", article, *TITLE, env=KEY)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "sk-played" not in result.stderr
