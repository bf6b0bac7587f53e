"""Commands run in an empty folder, and a site to run them against."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bridge.cli import main
from tests.web.hooks import SECRET
from tests.wordpress_client.stand_in import StandIn

Run = Callable[..., Result]

SECRETS = {"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "abcd efgh", "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": SECRET}

ARTICLE = """\
<p>Le refuge des Trois-Cols a rouvert samedi 14 juin, après deux ans de travaux. « Nous avons tout refait »,
a déclaré Jeanne Moral, la gardienne du refuge.</p>
<p>Le refuge compte 48 places et se trouve à 2340 mètres d'altitude. <a href="https://exemple.fr/refuge">La
réservation</a> se fait par téléphone.</p>
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, an English operator, and no settings of somebody's own bridge."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(("SEO_BRIDGE_", "ANTHROPIC_", "LC_", "LANG")):
            monkeypatch.delenv(name)


@pytest.fixture
def run() -> Run:
    """Runs a command: `run("rewrite", "-", input="…")`."""
    return lambda *arguments, **options: CliRunner().invoke(main, arguments, **options)


@pytest.fixture
def article(tmp_path: Path) -> str:
    """The name of a file with a short article."""
    (tmp_path / "article.html").write_text(ARTICLE, encoding="utf-8")
    return "article.html"


@pytest.fixture
def wordpress() -> Iterator[StandIn]:
    """A site that answers as contract 2 says."""
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def config(tmp_path: Path, wordpress: StandIn) -> Path:
    """A config.toml for that site, which is found without being named."""
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
[sites.blog]
url = "{wordpress.url}"
user = "seo-bridge"
quiet_seconds = 0.0
allow_private_address = true
""",
        encoding="utf-8",
    )
    return path
