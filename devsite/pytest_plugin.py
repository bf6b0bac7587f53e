"""Fixtures that hand real WordPress sites to tests. Loaded by `tests/conftest.py`.

Without `WORDPRESS_DIR`, a test that asks for `site` runs on WordPress 6.1 with MariaDB and on 6.5 with
SQLite; with it, on that WordPress alone. A site whose parts are not all there is an error that says what to
run, never a skipped test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from devsite.wordpress import Site, mariadb_site, sqlite_site

WORDPRESS_DIR = os.environ.get("WORDPRESS_DIR", "")
SITES = ("WORDPRESS_DIR",) if WORDPRESS_DIR else ("6.1-mariadb", "6.5-sqlite")


def new_site(name: str, root: Path) -> Site:
    """A site that is not started yet, by its name in `SITES`."""
    if name == "WORDPRESS_DIR":
        return sqlite_site(root, wordpress_dir=Path(WORDPRESS_DIR))
    version, engine = name.split("-")
    return sqlite_site(root, version=version) if engine == "sqlite" else mariadb_site(root)


@pytest.fixture(scope="session", params=SITES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site with the plugin active, shared: each test makes users and posts of its own."""
    with new_site(request.param, tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def one_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One running site, for what does not depend on the version: `WORDPRESS_DIR`, or else 6.5 on SQLite."""
    with new_site(SITES[-1], tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def quiet_site(site: Site) -> Iterator[Site]:
    """The shared site; the test fails when PHP or WordPress complained about anything while it ran."""
    site.clear_debug_log()
    yield site
    assert site.debug_log() == ""
