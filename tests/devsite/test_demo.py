"""The demo: its settings, its secrets, and the whole way."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

import demo.__main__ as program
from bridge.config import load
from demo.draft import FILE, IMAGE, TITLE
from demo.follow import NoRevision
from demo.played import played, wanted
from demo.service import environment, settings
from demo.site import AUTHOR, Missing, Secrets, choose, kept
from devsite.pytest_plugin import SITES, new_site
from devsite.wordpress import Site

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def shared(tmp_path: Path) -> Secrets:
    """Secrets of the right form."""
    password, secret = tmp_path / "password", tmp_path / "secret"
    password.write_text("abcd efgh")
    secret.write_text("whsec_" + "A" * 32)
    return Secrets(password, secret)


def test_the_settings_are_ones_that_the_bridge_takes(one_site: Site, shared: Secrets, tmp_path: Path) -> None:
    """The written file and the environment load, and lead to the site."""
    config = tmp_path / "config.toml"
    config.write_text(settings(8765, one_site))
    loaded = load(config, environment(shared))
    assert list(loaded.sites) == ["demo"]
    assert loaded.sites["demo"].url.rstrip("/") == one_site.url
    assert loaded.rewrite.writer == "offline"


def test_the_settings_for_a_played_claude(one_site: Site, shared: Secrets, tmp_path: Path) -> None:
    """They name its address, a model with a price, and a key that is none."""
    config = tmp_path / "config.toml"
    config.write_text(settings(8765, one_site, "http://127.0.0.1:9"))
    loaded = load(config, environment(shared))
    assert loaded.writer_for(loaded.sites["demo"].rewrite) == "claude"
    assert loaded.sites["demo"].claude.base_url == "http://127.0.0.1:9"
    assert loaded.sites["demo"].claude.prices[loaded.sites["demo"].claude.model].output > 0


def test_somebody_elses_settings_stay_out(shared: Secrets, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of another bridge do not reach the demo's, and no real key does."""
    monkeypatch.setenv("SEO_BRIDGE_SERVER_PORT", "1")
    monkeypatch.setenv("ANTHROPIC_API_KEY_FILE", "/etc/key")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-real")
    assert {name: value for name, value in environment(shared).items() if "ANTHROPIC" in name} == {
        "ANTHROPIC_API_KEY": "played"
    }
    assert sorted(name for name in environment(shared) if name.startswith("SEO_BRIDGE_")) == [
        "SEO_BRIDGE_DEMO_APPLICATION_PASSWORD_FILE",
        "SEO_BRIDGE_DEMO_WEBHOOK_SECRET_FILE",
    ]


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    """The file is only ours to read, and the second time it is what it was."""
    file = kept(tmp_path / "secret", lambda: "one")
    assert kept(file, lambda: "two").read_text() == "one"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_secret_that_could_not_be_made_leaves_no_file(tmp_path: Path) -> None:
    """An empty file would count as a secret the next time."""

    def fail() -> str:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        kept(tmp_path / "secret", fail)
    assert not (tmp_path / "secret").exists()


def test_the_draft_has_what_a_rewrite_must_cope_with() -> None:
    """Instructions, bare heading lines, a misspelt name, quotations, figures, a link, an image, residue."""
    content = FILE.read_text(encoding="utf-8")
    words = re.sub(r"<[^>]+>", " ", content).split()
    assert TITLE.startswith("Rewrite this title in frenchLa")
    assert 700 <= len(words) <= 1000
    assert content.count("«") >= 10
    assert (content.count("Orlainne"), content.count("Orlaine") >= 3) == (1, True)
    for trait in ("Make this article", "<p>Une alerte commune</p>", "Lanvel-Presse photographe", "possibilité de</p>"):
        assert trait in content
    for trait in ("[Edited by", "<p>Source link</p>", "<a href=", IMAGE.name):
        assert trait in content
    assert "<h2" not in content


def test_the_draft_goes_the_whole_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A saved draft comes back as a pending revision; a second run uses the same site again and adds a draft."""
    monkeypatch.setattr(program, "FOLDER", tmp_path)
    for _ in range(2):
        console = Console(file=io.StringIO(), width=120)
        site = new_site(SITES[-1], tmp_path / "site")
        program.run(site, console, once=True)
        assert isinstance(console.file, io.StringIO)
        printed = console.file.getvalue()
        for part in ("Make this article seo optimized", "New title", "Outline", "SEO score", "revision.php?revision="):
            assert part in printed
        assert site.password(AUTHOR[0]) in printed
    with site:
        drafts = site.json("return get_posts( array( 'post_status' => 'draft', 'fields' => 'ids' ) );")
        assert len(drafts) == 2
        assert [sum("_seo_bridge_job" in row["meta"] for row in site.revisions(draft)) for draft in drafts] == [1, 1]


def test_the_draft_goes_the_whole_way_with_a_played_claude(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The revision is what a language model once wrote of it, for one call, and what it would bill is printed."""
    monkeypatch.setattr(program, "FOLDER", tmp_path)
    console = Console(file=io.StringIO(), width=120)
    site = new_site(SITES[-1], tmp_path / "site")
    with played(tmp_path) as url:
        program.run(site, console, once=True, claude_url=url)
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert "the played Claude was called 1×" in printed
    assert "visite surprise d’Hélène Marchetti" in printed
    with site:
        (draft,) = site.json("return get_posts( array( 'post_status' => 'draft', 'fields' => 'ids' ) );")
        reports = [row["meta"].get("_seo_bridge_report", "") for row in site.revisions(draft)]
    assert sum('"writer":"claude"' in report for report in reports) == 1


def test_another_claude_is_not_known_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """CLAUDE with another value ends at once, with a line that says what there is."""
    monkeypatch.setenv("CLAUDE", "real")
    with pytest.raises(ValueError, match="CLAUDE=played"):
        wanted()


def test_a_bridge_that_cannot_read_the_post_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a wrong application password there is no revision, and the reason is the job's own."""
    monkeypatch.setattr(program, "FOLDER", tmp_path)
    site = new_site(SITES[-1], tmp_path / "site")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "application-password").write_text("wrong wrong wrong")
    with pytest.raises(NoRevision, match=r"ended as 'failed': .*application"):
        program.run(site, Console(file=io.StringIO()), once=True)


def test_ctrl_c_ends_it_and_leaves_nothing_running(tmp_path: Path) -> None:
    """Without ONCE it stays up after the rewrite, until it is interrupted: that is no failure."""
    code = f"""
import pathlib, signal, sys
import demo.__main__ as program
signal.signal(signal.SIGINT, signal.default_int_handler)  # where the tests run in the background it would be ignored
program.FOLDER = pathlib.Path({str(tmp_path)!r})
sys.exit(program.main())
"""
    own = {**os.environ, "ONCE": "", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=REPOSITORY, env=own, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert any("until Ctrl-C" in line for line in running.stdout)
        running.send_signal(signal.SIGINT)
        assert running.wait() == 0
    commands = (file.read_bytes() for file in Path("/proc").glob("[0-9]*/cmdline") if file.exists())
    assert not any(str(tmp_path).encode() in command for command in commands)


@pytest.mark.parametrize("missing", [{"demo"}, {"demo", "demo-debian"}])
def test_without_npm_debians_wordpress_serves(
    missing: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where npm cannot be had it is 6.1 on MariaDB; where that cannot be had either, one line says what is missing."""
    monkeypatch.delenv("WORDPRESS_DIR", raising=False)
    monkeypatch.setattr("demo.site.ensure", lambda name: f"missing: {name}" if name in missing else "")
    if "demo-debian" in missing:
        with pytest.raises(Missing, match=r"^missing: demo$"):
            choose(tmp_path)
    else:
        assert choose(tmp_path).root == tmp_path / "wordpress-6.1"


def test_without_php_it_rewrites_to_the_terminal() -> None:
    """One line says what is missing, the example follows, and ONCE is not satisfied."""
    bare = {**os.environ, "PATH": "/nonexistent", "ONCE": "1"}
    bare.pop("WORDPRESS_DIR", None)
    done = subprocess.run(
        [sys.executable, "-m", "demo"], cwd=REPOSITORY, env=bare, capture_output=True, text=True, check=False
    )
    first, _, rest = done.stdout.partition("\n")
    assert first.startswith("missing: php, ")
    assert "barrage de Cadoret" in rest
    assert "<p>Make this article" not in rest
    assert done.returncode == 1
