"""`seo-bridge check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import SECRETS, Run
from tests.wordpress_client.stand_in import StandIn


def test_a_good_configuration_passes(run: Run, config: Path) -> None:
    """Against a site that is set up, every line is ok and the exit status 0."""
    result = run("check", env=SECRETS)
    assert result.exit_code == 0, result.output
    assert "FAIL" not in result.stdout
    assert "WordPress 6.5.5" in result.stdout


@pytest.mark.parametrize(
    ("language", "remedy"), [("fr_FR.UTF-8", "mot de passe d’application"), ("en_GB.UTF-8", "application password")]
)
def test_what_is_wrong_is_said_in_the_operators_language(
    run: Run, config: Path, wordpress: StandIn, language: str, remedy: str
) -> None:
    """A refused password fails the command and is explained in French or English, by LANG."""
    wordpress.always(401, {"Content-Type": "application/json"}, b"{}")
    result = run("check", env=SECRETS | {"LANG": language})
    assert result.exit_code == 1
    assert remedy in result.stdout
    assert "abcd efgh" not in result.output


def test_a_missing_secret_is_named(run: Run, config: Path) -> None:
    """Without a site's secret the configuration is refused, with the variable's name."""
    result = run("check", env={"SEO_BRIDGE_BLOG_WEBHOOK_SECRET": SECRETS["SEO_BRIDGE_BLOG_WEBHOOK_SECRET"]})
    assert result.exit_code == 2
    assert "SEO_BRIDGE_BLOG_APPLICATION_PASSWORD is not set" in result.stderr


def test_no_site_is_a_fault(run: Run) -> None:
    """A configuration without sites is refused, with where to look."""
    result = run("check")
    assert result.exit_code == 2
    assert "config.example.toml" in result.stderr


def test_a_model_without_a_price_is_a_fault(run: Run, config: Path) -> None:
    """A Claude model whose price nobody knows fails, with the section to add."""
    config.write_text(config.read_text() + '[claude]\nmodel = "claude-9"\n', encoding="utf-8")
    result = run("check", env=SECRETS | {"ANTHROPIC_API_KEY": "sk-x"})
    assert result.exit_code == 1
    assert '[claude.prices."claude-9"]' in result.stdout


def test_a_database_that_is_away_is_a_fault(run: Run, config: Path) -> None:
    """A database in a folder that is not there fails the check."""
    result = run("check", env=SECRETS | {"SEO_BRIDGE_DATABASE_URL": "sqlite:////nowhere/jobs.sqlite"})
    assert result.exit_code == 1
    assert "FAIL database" in result.stdout
