"""Parts that follow the configuration while a bridge runs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bridge.cli import latest as module
from bridge.cli.latest import Latest
from bridge.config import Settings
from bridge.errors import ConfigError


def test_a_changed_file_is_read_once_and_a_wrong_one_not_used(tmp_path: Path) -> None:
    """The parts follow the file; while it is wrong, the last good ones stay."""
    file, made, faults = tmp_path / "config.toml", [], []

    def load() -> Settings:
        if faults:
            raise ConfigError(faults[0])
        return Settings(source=file.read_text())

    def make(settings: Settings) -> str:
        made.append(settings.source)
        return settings.source

    put(file, "one")
    latest = Latest(file, load, make)
    assert (latest(), latest()) == ("one", "one")
    put(file, "second")
    assert (latest(), latest()) == ("second", "second")
    faults.append("wrong")
    put(file, "third, wrong")
    assert (latest(), latest()) == ("second", "second")
    faults.clear()
    put(file, "the fourth")
    assert latest() == "the fourth"
    assert made == ["one", "second", "the fourth"]


def test_a_file_that_is_being_written_is_left_for_a_moment(tmp_path: Path) -> None:
    """Half of it may be right by itself, and have no sites; so the last parts stay until it has been left alone."""
    file = tmp_path / "config.toml"
    file.write_text("[sites.a]\n[sites.b]\n")
    latest = Latest(file, lambda: Settings(source=file.read_text()), lambda settings: settings.source)
    file.write_text("")
    assert latest() == "[sites.a]\n[sites.b]\n"
    file.write_text("[sites.a]\n")
    assert latest() == "[sites.a]\n[sites.b]\n"
    os.utime(file, (time.time() - 10, time.time() - 10))
    assert latest() == "[sites.a]\n"


SECTION = "[sites.a]\nwebhook_secret_file = 'secrets/a'\n"


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of secrets are looked at whenever the parts are asked for."""
    monkeypatch.setattr(module, "SECRETS_SECONDS", 0.0)


@pytest.mark.usefixtures("looking")
@pytest.mark.parametrize("by", ["section", "variable"])
def test_a_secret_edited_by_hand_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
    """Once it has been left alone for a moment, whether the site's section names its file or the environment does."""
    secret = tmp_path / "secrets" / "a"
    secret.parent.mkdir()
    secret.write_text("old")
    file = tmp_path / "config.toml"
    file.write_text(SECTION if by == "section" else "")
    if by == "variable":
        monkeypatch.setenv("SEO_BRIDGE_A_WEBHOOK_SECRET_FILE", str(secret))
    latest = Latest(file, lambda: Settings(source=secret.read_text()), lambda settings: settings.source)
    secret.write_text("newer")
    assert latest() == "old"
    os.utime(secret, (time.time() - 10, time.time() - 10))
    assert latest() == "newer"


@pytest.mark.usefixtures("looking")
def test_a_secret_that_comes_after_its_site_is_noticed(tmp_path: Path) -> None:
    """A section may name a file that is written a little later; until then the last good parts stay."""
    file, secret = tmp_path / "config.toml", tmp_path / "secrets" / "a"
    secret.parent.mkdir()

    def load() -> Settings:
        if file.read_text() and not secret.exists():
            raise ConfigError("sites.a: webhook_secret_file: cannot be read")
        return Settings(source=file.read_text())

    put(file, "")
    latest = Latest(file, load, lambda settings: settings.source)
    put(file, SECTION)
    assert latest() == ""
    put(secret, "new")
    os.utime(secret, (time.time() - 10, time.time() - 10))
    assert latest() == SECTION


def test_files_of_secrets_are_not_looked_at_for_each_request(tmp_path: Path) -> None:
    """Where there are a hundred sites that would be slow; the configuration itself is, so that a command is followed."""
    file, secret = tmp_path / "config.toml", tmp_path / "a"
    put(file, SECTION.replace("secrets/", ""))
    put(secret, "old")
    latest = Latest(file, lambda: Settings(source=secret.read_text()), lambda settings: settings.source)
    latest.looked = time.monotonic() + 600.0
    put(secret, "newer")
    assert latest() == "old"
    os.utime(file)
    assert latest() == "newer"


def put(file: Path, text: str) -> None:
    """Replaces `file` at once, as the bridge's own commands do."""
    fresh = file.with_suffix(".fresh")
    fresh.write_text(text)
    fresh.replace(file)
