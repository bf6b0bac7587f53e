"""Which packages are asked for, and by whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from devsite import install
from devsite.install import Part, ensure, main, missing


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set "essai" of which one part is there and two are not; a played apt-get notes what it is asked."""
    there = tmp_path / "there"
    parts = (
        Part("bread", lambda: True, ("bread-cli",)),
        Part("butter", there.exists, ("butter", "butter-data")),
        Part("jam", there.exists, ("jam",)),
    )
    monkeypatch.setitem(install.SETS, "essai", parts)
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n[ $2 = update ] || touch {there}\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_root_installs_what_is_missing_and_no_more(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists are refreshed first, then only the missing parts' packages are installed."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert ensure("essai") == ""
    assert (made / "asked").read_text().splitlines() == [
        "-qq update",
        "-qq install --yes --no-install-recommends butter butter-data jam",
    ]
    assert missing("essai") == []


def test_a_second_time_nothing_is_run(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all parts there, apt-get is not called at all."""
    (made / "there").touch()
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert ensure("essai") == ""
    assert not (made / "asked").exists()


def test_anybody_else_gets_one_line(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names the parts and the command; nothing is run and the status is 1."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert main(["essai"]) == 1
    remedy = "apt-get install --no-install-recommends butter butter-data jam"
    assert capsys.readouterr().err == f"missing: butter, jam (as root on Debian: {remedy})\n"
    assert not (made / "asked").exists()


def test_a_failure_of_apt_is_told(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When installing fails, the line says so."""
    (made / "apt-get").write_text("#!/bin/sh\nexit 100\n")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert ensure("essai").endswith("butter butter-data jam failed)")


def test_an_unknown_set_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2 and the sets that there are."""
    assert main(["everything"]) == 2
    assert "demo" in capsys.readouterr().err
