"""The serialized block fixtures of WordPress's own end-to-end tests, fetched from npm once."""

from __future__ import annotations

import tarfile
from functools import cache

from devsite.sources import npm_package

# Name, version and the sha512 that the package had when this was written.
PACKAGE = (
    "@wordpress/e2e-tests",
    "2.1.6",
    "QwXU1NjVs1UNCSzl3NPgwxI70B/R79IwOmtV0Z2DGrGsQ4TmMXAmo58PVJrBqxwUw9eE/m6WM/qd104cAJtuTA==",
)


@cache
def wordpress_fixtures() -> dict[str, str]:
    """Content by file name: one post for every form of every core block, and a large one of all kinds.

    Raises `DevsiteError`, which says what is missing, when the package cannot be had.
    """
    found: dict[str, str] = {}
    with tarfile.open(npm_package(*PACKAGE)) as tar:
        for member in tar:
            name = member.name.removeprefix("package/")
            if name.endswith(".serialized.html") or name == "assets/large-post.html":
                file = tar.extractfile(member)
                assert file is not None
                found[name.rpartition("/")[2]] = file.read().decode("utf-8")
    return found
