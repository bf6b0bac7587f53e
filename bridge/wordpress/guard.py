"""Connections whose peer is looked at before anything is sent, and whose answer must begin in time."""

from __future__ import annotations

import contextlib
import ipaddress
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection


class PrivateAddressError(Exception):
    """The name led to an address that is not public."""


def require_public(connected: socket) -> None:
    """Raises `PrivateAddressError` unless the peer is a public address.

    Looks at the connection itself and not at the name, which could be resolved to another address in between.
    """
    address = ipaddress.ip_address(connected.getpeername()[0].split("%")[0])
    if not is_public(inner(address)):
        connected.close()
        raise PrivateAddressError(f"leads to {address}, which is not a public address")


#: The only IPv6 addresses that are given out to the public (RFC 4291, 2.4).
GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
#: Gateways from IPv6 to the IPv4 address in the last 32 bits (NAT64, RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether `address` is a public one of one machine; `is_global` alone takes old and local kinds of IPv6 too."""
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast


def inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64); any other address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class Guarded(HTTPConnection):
    """A connection over HTTP, guarded; with `HTTPSConnection` behind it, over HTTPS."""

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
