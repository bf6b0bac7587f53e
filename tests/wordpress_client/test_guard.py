"""Which peers the bridge speaks to."""

from __future__ import annotations

import ast
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import bridge
from bridge.article.model import Brief
from bridge.errors import ConfigError, SiteUnavailable
from bridge.pipeline import rewrite_post
from bridge.wordpress.guard import PrivateAddressError, require_public
from bridge.wordpress.rest import RestSite
from bridge.writer.offline import Offline
from tests.wordpress_client.stand_in import POST, RECEIPT, StandIn

BRIDGE = Path(bridge.__file__).parent


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
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("64:ff9b:1::10.1.2.3", False),
        ("fec0::1", False),
        ("224.0.0.1", False),
        ("ff0e::1", False),
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


@pytest.fixture
def elsewhere() -> Iterator[StandIn]:
    """A machine that is not in the configuration, and must never be asked anything."""
    stand_in = StandIn()
    yield stand_in
    assert stand_in.seen == []
    stand_in.close()


@pytest.mark.parametrize(
    ("scheme", "answers"),
    [("http", ["127.0.0.1"]), ("https", ["127.0.0.1"]), ("http", ["203.0.113.9", "127.0.0.1"])],
    ids=["http", "https", "after another"],
)
def test_a_public_name_of_a_private_machine_is_refused(
    elsewhere: StandIn, monkeypatch: pytest.MonkeyPatch, scheme: str, answers: list[str]
) -> None:
    """Whatever the name server says, first or later: the connection is looked at, and nothing is sent over it."""
    port = elsewhere.server.server_port

    def resolve(host: str, *_: Any, **__: Any) -> list[Any]:
        assert host == "blog.example.fr"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    site = RestSite(f"{scheme}://blog.example.fr:{port}", "u", "p", timeout_seconds=1.0)
    with pytest.raises((ConfigError, SiteUnavailable)) as caught:
        site.fetch(12)
    assert answers[1:] or isinstance(caught.value, ConfigError)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0", "localhost", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_however_it_is_written(elsewhere: StandIn, host: str) -> None:
    """Short, as one number, in base 16, as IPv6: what the machine's own resolver understands leads to the same peer."""
    with pytest.raises(ConfigError, match="not a public address"):
        RestSite(f"http://{host}:{elsewhere.server.server_port}", "u", "p", timeout_seconds=1.0).fetch(12)


class AtOnce:
    """A run whose steps are done as they come."""

    def step(self, name: str, action: Callable[[], Any], result: type[Any]) -> Any:
        return action()

    def tell(self, state: str, words: int = 0, expected: int = 0) -> None:
        """Nobody watches."""


def test_a_rewrite_calls_no_address_that_the_site_names(wordpress: StandIn, elsewhere: StandIn) -> None:
    """Neither links and images in the post, nor the addresses that the plugin tells of itself, are ever opened."""
    other = elsewhere.url
    text = "Le refuge des Écrins rouvre samedi. La gardienne l’a dit à tous les randonneurs de la vallée."
    content = (
        f'<p>{text} <a href="{other}/a">Ici</a>.</p><img src="{other}/b.png"><p>[embed]{other}/c[/embed]</p>'
        f'<iframe src="{other}/d"></iframe><p>{other}/e</p>'
    )
    told = {"link": f"{other}/f", "edit_link": f"{other}/g", "site_url": other, "content": content}
    receipt = RECEIPT | {"compare_url": f"{other}/h", "edit_url": f"{other}/i"}
    routes = {"/posts/12": POST | told, "/posts/12/suggestions": receipt}
    wordpress.answer = lambda handler, route: wordpress.say(handler, 200, routes[route])
    site = wordpress.site()
    post = site.fetch(12)
    brief = Brief(title=post.title, site_url=post.site_url, min_words=0)
    assert rewrite_post("job", 12, "post", site, Offline(), lambda _: brief, AtOnce()).revision == 77
    assert [method for method, *_ in wordpress.seen] == ["GET", "GET", "POST"]


#: Libraries that open connections, and the only modules that may use them for more than naming their errors.
OUT = {"requests", "urllib3", "httpx", "httpx2", "aiohttp", "http.client", "urllib.request", "socket", "ftplib"}
DOORS = {"wordpress/http.py", "wordpress/guard.py"}


@pytest.mark.parametrize("path", sorted(BRIDGE.rglob("*.py")), ids=lambda path: str(path.relative_to(BRIDGE)))
def test_there_is_one_way_out_to_a_site(path: Path) -> None:
    """Only the guarded client opens connections; the SDK's own client goes where base_url says."""
    if str(path.relative_to(BRIDGE)) in DOORS:
        return
    opened = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            opened |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not str(node.module).endswith((".exceptions", ".parse")):
            opened |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    if path.is_relative_to(BRIDGE / "writer" / "claude"):
        opened -= {"httpx2"}
    assert opened & OUT == set()
