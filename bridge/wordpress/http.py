"""One way out to a site: a timeout, a size limit, no redirects, no address that is not public unless allowed."""

from __future__ import annotations

import contextlib
import ipaddress
import math
import time
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from bridge import __version__
from bridge.errors import ArticleTooLarge, ConfigError, SiteUnavailable

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


class PrivateAddressError(Exception):
    """The name led to an address that is not public."""


class Http:
    """Requests to one site as one user. Safe to use from several threads, each with its own connection."""

    def __init__(self, user: str, password: str, *, timeout_seconds: float, allow_private_address: bool) -> None:
        """`timeout_seconds` holds for a whole request, from connecting to the last byte."""
        self.timeout_seconds = timeout_seconds
        self.session = requests.Session()
        self.session.trust_env = False  # no proxy, and no .netrc that would replace the password
        self.session.headers.update(
            {
                "Accept": "application/json",
                "Connection": "close",  # two requests a job: nothing to keep open, and nothing to clean up
                "Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode(),
                "User-Agent": f"seo-bridge/{__version__}",
            }
        )
        adapter = GuardedAdapter(public_only=not allow_private_address)
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)

    def request(self, method: str, url: str, *, query: Mapping[str, str], json: Any = None) -> Answer:
        """The site's answer, whatever its status.

        Raises `SiteUnavailable` when there is none in time or it is cut off, `ArticleTooLarge` beyond the size limit,
        `ConfigError` for an address that is not public.
        """
        deadline = time.monotonic() + self.timeout_seconds
        try:
            with self.session.request(
                method,
                url,
                params=dict(query),
                json=json,
                timeout=self.timeout_seconds,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = read(response, deadline)
                headers = {name.lower(): value for name, value in response.headers.items()}
                return Answer(response.status_code, headers, body)
        except PrivateAddressError as error:
            raise ConfigError(f"{url}: {error}; set allow_private_address = true if that is meant") from error
        except (requests.RequestException, HTTPError) as error:
            raise SiteUnavailable(f"{method} {url}: {type(error).__name__}") from error


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


def require_public(connected: socket) -> None:
    """Raises `PrivateAddressError` unless the peer is a public address.

    Looks at the connection itself and not at the name, which could be resolved to another address in between.
    """
    address = ipaddress.ip_address(connected.getpeername()[0].split("%")[0])
    address = getattr(address, "ipv4_mapped", None) or address
    if not address.is_global:
        connected.close()
        raise PrivateAddressError(f"leads to {address}, which is not a public address")


class Guarded(HTTPConnection):
    """A connection whose peer is looked at before anything is sent, and whose answer must begin in time."""

    public_only = True

    def _new_conn(self) -> socket:
        connected: socket = super()._new_conn()
        if self.public_only:
            require_public(connected)
        return connected

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        """Status and headers. A timeout of the socket starts anew with each byte, so a timer ends a site that drips."""
        timer = Timer(float(self.timeout or 0), hang_up, [self.sock])
        timer.start()
        try:
            response = super().getresponse()
            if timer.finished.is_set():  # `http.client` takes the end of the connection for the end of the headers
                response.close()
                raise TimeoutError("the headers took too long")
            return response
        finally:
            timer.cancel()


def hang_up(connected: socket) -> None:
    """Ends whatever is being read from `connected`."""
    with contextlib.suppress(OSError):
        connected.shutdown(SHUT_RDWR)


def pools(*, public_only: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Pools of guarded connections by scheme, as urllib3 wants them."""
    own = {"public_only": public_only}
    plain = type("Plain", (Guarded,), own)
    tls = type("Tls", (Guarded, HTTPSConnection), own)
    return {
        "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("TlsPool", (HTTPSConnectionPool,), {"ConnectionCls": tls}),
    }


class GuardedAdapter(HTTPAdapter):
    """Has requests use guarded connections, and never try again by itself."""

    def __init__(self, *, public_only: bool) -> None:
        self.public_only = public_only
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Called by requests when the adapter is made."""
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = pools(public_only=self.public_only)
