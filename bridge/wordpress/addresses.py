"""Addresses of sites: as people paste them, which of them are one host, and what is above a REST root."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from bridge.wordpress.obstacles import Obstacle

PORTS = {"http": 80, "https": 443}
#: What people copy from the address bar of their dashboard.
DASHBOARD = re.compile(r"/(?:wp-admin|wp-login\.php|wp-json)(?:/.*)?$")


def normalised(address: str) -> str:
    """`address` as a plain one of a site. Raises `Obstacle`."""
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        good = parts.scheme in PORTS and parts.hostname and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError as error:
        raise Obstacle("address", address) from error
    if not good or any(c.isspace() or not c.isprintable() for c in text):
        raise Obstacle("address", address)
    path = DASHBOARD.sub("", parts.path).removesuffix("/index.php").rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def same_host(url: str, other: str) -> bool:
    """Whether `url` is on the machine of `other`, under its port, or under https where the other was plain http."""
    try:
        one, two = urlsplit(url), urlsplit(other)
        if not one.hostname or one.hostname != two.hostname or "@" in one.netloc or not url.isprintable():
            return False  # what is not printable would steer the terminal that shows it
        upgraded = (two.scheme, one.scheme) == ("http", "https") and (port(two), port(one)) == (80, 443)
        return upgraded or (one.scheme, port(one)) == (two.scheme, port(two))
    except ValueError:
        return False


def joined(base: str, link: str) -> str:
    """`link` as seen from `base`; as it is when it is no address."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def port(parts: SplitResult) -> int | None:
    """The port, that of the scheme when none is named. Raises `ValueError`."""
    return parts.port or PORTS.get(parts.scheme)


def base_of(root: str, home: str) -> str:
    """The site's own address, below which its REST root is found by the usual ways."""
    parts = urlsplit(root)
    path = parts.path.removesuffix("index.php").rstrip("/")
    if not parts.query and not path.endswith("/wp-json"):
        path = urlsplit(home).path.rstrip("/")  # a REST prefix of the site's own
    return urlunsplit((parts.scheme, parts.netloc, path.removesuffix("/wp-json"), "", ""))


def is_local(url: str) -> bool:
    """Whether the address itself names this machine."""
    return urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}
