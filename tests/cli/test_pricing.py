"""What a site is told of its costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bridge.cli.pricing import prices
from bridge.config import Settings, load

CONFIG = """
[sites.paying]
url = "https://a.example.fr"
user = "seo-bridge"
claude.model = "m"
claude.prices.m = {input = 2.0, output = 10.0, cache_write = 2.5, cache_read = 0.1}
[sites.dear]
url = "https://b.example.fr"
user = "seo-bridge"
claude.model = "m"
claude.prices.m = {input = 20.0, output = 100.0, cache_write = 25.0, cache_read = 1.0}
[sites.offline]
url = "https://c.example.fr"
user = "seo-bridge"
rewrite.writer = "offline"
"""
SECRETS = {
    f"SEO_BRIDGE_{site}_{name}": value
    for site in ("PAYING", "DEAR", "OFFLINE")
    for name, value in {"APPLICATION_PASSWORD": "x", "WEBHOOK_SECRET": f"whsec_{'A' * 43}="}.items()
}


def settings(tmp_path: Path, **environ: str) -> Settings:
    """Three sites: two that pay, the second ten times as much, and one that does not."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return load(path, {**SECRETS, **environ})


def test_the_price_is_that_of_the_sites_model(tmp_path: Path) -> None:
    """By the configured table: cents for 1,000 words at two dollars a million tokens, ten times that at twenty."""
    told = prices(settings(tmp_path, ANTHROPIC_API_KEY="sk-x"))
    assert told["offline"] is None
    assert told["paying"] is not None
    assert told["dear"] is not None
    assert 0.02 < told["paying"] < 0.2
    assert abs(told["dear"] - 10 * told["paying"]) < 0.001


def test_a_price_needs_no_sdk(tmp_path: Path) -> None:
    """The web process, which never calls the model, starts without the seconds that the SDK's import takes."""
    settings(tmp_path)
    program = """
import os, sys
import bridge.jobs, bridge.web
from pathlib import Path
from bridge.cli.pricing import prices
from bridge.config import load
print(prices(load(Path("config.toml"), os.environ))["paying"] > 0, "anthropic" in sys.modules)
"""
    environ = {**os.environ, **SECRETS, "ANTHROPIC_API_KEY": "sk-x"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "False"]


def test_without_a_key_nothing_is_paid(tmp_path: Path) -> None:
    """A process that cannot ask the model has no price for it."""
    assert set(prices(settings(tmp_path)).values()) == {None}
