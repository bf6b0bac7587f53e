"""Which peers the bridge speaks to."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.wordpress.guard import PrivateAddressError, require_public


@pytest.mark.parametrize(
    ("peer", "public"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::10.1.2.3", False),
        ("64:ff9b::93.184.215.14", True),
        ("2002:7f00:1::1", False),
    ],
)
def test_public_addresses_are_told_from_private_ones(peer: str, public: bool) -> None:
    """The peer of a connection must be public: neither this machine, nor this network, nor a cloud's metadata."""

    class Connected:
        closed = False

        def getpeername(self) -> tuple[str, int]:
            return peer, 443

        def close(self) -> None:
            self.closed = True

    connected: Any = Connected()
    if public:
        require_public(connected)
    else:
        with pytest.raises(PrivateAddressError):
            require_public(connected)
    assert connected.closed is not public
