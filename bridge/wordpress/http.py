"""One way out to a site: a timeout, a size limit, no redirects, no address that is not public unless allowed."""

from __future__ import annotations

import json as codec
import math
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

import requests
from urllib3.exceptions import HTTPError

from bridge import __version__
from bridge.errors import ArticleTooLarge, ConfigError, SiteUnavailable
from bridge.wordpress.guard import GuardedAdapter, PrivateAddressError

#: WordPress keeps a post in a LONGTEXT; the plugin refuses proposals over 2 MB. JSON escapes can make six of one byte.
MAX_ANSWER_BYTES = 12 * 1024 * 1024
MAX_RETRY_AFTER_SECONDS = 3600.0
CHUNK_BYTES = 65536


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered. `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, when the answer names them or a date; at most an hour."""
        return seconds_of(self.headers.get("retry-after", ""))


class Unredirected(requests.Session):
    """Never looks where a redirect leads: requests would read that address even where it does not follow it."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere."""


class Reach(TypedDict, total=False):
    """How a site is reached: seconds for a whole request, from connecting to the last byte; whether it may be on this
    machine or in this network; a file of certificates that are trusted instead of the usual ones.
    """

    timeout_seconds: float
    allow_private_address: bool
    ca_file: str


class Http:
    """Requests to one site as one user. Safe to use from several threads, each with its own connection."""

    def __init__(self, user: str, password: str, **reach: Unpack[Reach]) -> None:
        """An empty `user` is nobody in particular. Raises `ConfigError` when the file of certificates is not there."""
        ca_file = reach.get("ca_file", "")
        if ca_file and not is_readable(ca_file):
            raise ConfigError(f"ca_file: there is no file {ca_file} that this process may read")
        self.timeout_seconds = reach.get("timeout_seconds", 30.0)
        self.session = Unredirected()
        self.session.verify = ca_file or True
        self.session.trust_env = False  # no proxy, and no .netrc that would replace the password
        self.session.headers.update(
            {
                "Accept": "application/json",
                "Connection": "close",  # a few requests a job: nothing to keep open, and nothing to clean up
                "User-Agent": f"seo-bridge/{__version__}",
            }
        )
        if user:
            self.session.headers["Authorization"] = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
        adapter = GuardedAdapter(public_only=not reach.get("allow_private_address", False))
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)

    def request(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, str],
        json: Any = None,
        xml: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The site's answer to `json` or `xml`, whatever its status. `headers` come on top of the usual ones.

        Raises `SiteUnavailable` when there is none in time or it is cut off, `ArticleTooLarge` beyond the size limit,
        `ConfigError` for an address that is not public.
        """
        deadline = time.monotonic() + self.timeout_seconds
        try:
            with self.session.request(
                method,
                url,
                params=dict(query),
                data=encoded(json) if xml is None and json is not None else xml,
                headers={**kind_of(json, xml), **(headers or {})},
                timeout=self.timeout_seconds,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = read(response, deadline)
                answered = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, answered, body)
        except PrivateAddressError as error:
            raise ConfigError(f"{url}: {error}; set allow_private_address = true if that is meant") from error
        except (requests.RequestException, HTTPError) as error:
            raise SiteUnavailable(f"{method} {url}: {type(error).__name__}") from error


def encoded(json: Any) -> bytes:
    """`json` as it is sent, for whoever must sign it."""
    return codec.dumps(json, allow_nan=False).encode()


def kind_of(json: Any, xml: bytes | None) -> dict[str, str]:
    """The headers that belong to a body of that kind."""
    if xml is not None:
        return {"Accept": "text/xml", "Content-Type": "text/xml; charset=UTF-8"}
    return {} if json is None else {"Content-Type": "application/json"}


def read(response: requests.Response, deadline: float) -> bytes:
    """The whole body. A server that sends a byte now and then is stopped at `deadline`, as `time.monotonic` counts."""
    body = bytearray()
    while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):  # whatever is there, without waiting for more
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise ArticleTooLarge(f"{response.url}: the answer is over {MAX_ANSWER_BYTES} bytes")
        if time.monotonic() > deadline:
            raise SiteUnavailable(f"{response.url}: the answer took too long")
    return bytes(body)


def seconds_of(retry_after: str) -> float | None:
    """A Retry-After header (RFC 9110, 10.2.3) in seconds from now; None when there is none that can be read."""
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            date = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        seconds = (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS) if math.isfinite(seconds) else None


def printable(text: str) -> str:
    """`text` of a site's on one line of at most 300 characters, with nothing in it that would steer a terminal."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:300]


def is_readable(file: str) -> bool:
    """Whether this process may read `file`."""
    try:
        with Path(file).open("rb"):
            return True
    except OSError:
        return False
