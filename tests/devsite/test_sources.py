"""Fetching WordPress."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from devsite import sources
from devsite.errors import DevsiteError


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that nobody else uses."""
    monkeypatch.setattr(sources, "CACHE", tmp_path / "cache")
    return tmp_path / "cache"


def archive(*names: str) -> tarfile.TarFile:
    """A tar archive that holds a file "x" under each name."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size = 1
            tar.addfile(member, io.BytesIO(b"x"))
    file.seek(0)
    return tarfile.open(fileobj=file)


def test_unpacking_stays_inside_its_folder(tmp_path: Path) -> None:
    """A member that climbs out, or lies under another prefix, is not written."""
    with archive("p/a/b", "p/../evil", "p//etc/evil", "q/c") as tar:
        sources.unpack(tar, "p/", tmp_path / "place")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b"]


def test_a_package_with_another_digest_is_refused(own_cache: Path) -> None:
    """A tarball in the cache that is not the published one is named, not used."""
    (own_cache / "npm").mkdir(parents=True)
    (own_cache / "npm" / "acme-thing-1.0.tgz").write_bytes(b"x")
    with pytest.raises(DevsiteError, match=r"acme-thing-1\.0\.tgz is not @acme/thing 1\.0"):
        sources.npm_package("@acme/thing", "1.0", "AAAA")


def test_a_missing_npm_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without npm and without the tarball, the message says what to run."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DevsiteError, match=r"npm is missing; run: .*devsite\.install"):
        sources.npm_package("@acme/thing", "1.0", "AAAA")


def test_a_failed_fill_leaves_nothing(own_cache: Path) -> None:
    """A folder of the cache is there whole or not at all."""

    def fill(place: Path) -> None:
        (place / "half").write_text("x")
        raise DevsiteError("cut")

    with pytest.raises(DevsiteError, match="cut"):
        sources.cached("thing", fill)
    assert list(own_cache.iterdir()) == []


def test_a_folder_is_filled_once(own_cache: Path) -> None:
    """The second call takes what the first one made."""
    calls: list[Path] = []
    first = sources.cached("thing", calls.append)
    assert sources.cached("thing", calls.append) == first == own_cache / "thing"
    assert len(calls) == 1


def test_version_of_reads_what_wordpress_says(tmp_path: Path) -> None:
    """The version is the one in wp-includes/version.php; a file without one is refused."""
    (tmp_path / "wp-includes").mkdir()
    version = tmp_path / "wp-includes" / "version.php"
    version.write_text("<?php\n$wp_version = '7.1-beta2';\n")
    assert sources.version_of(tmp_path) == "7.1-beta2"
    version.write_text("<?php\n")
    with pytest.raises(DevsiteError, match="names no version"):
        sources.version_of(tmp_path)
