"""How a site is found, and that nobody but its own host is asked."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bridge.errors import ConfigError
from bridge.wordpress.addresses import normalised, same_host
from bridge.wordpress.discovery import Found, discover, found_by_xmlrpc
from bridge.wordpress.http import Http
from bridge.wordpress.obstacles import SAID, Obstacle
from tests.wordpress_client.stand_in import HTML, JSON, Handler, StandIn


def http(**options: Any) -> Http:
    """Nobody in particular, who may ask this machine."""
    return Http("", "", **{"timeout_seconds": 5.0, "allow_private_address": True, **options})


def index(url: str, **changes: Any) -> dict[str, Any]:
    """The index of a REST API as WordPress has it."""
    page = {"endpoints": {"authorization": f"{url}/wp-admin/authorize-application.php"}}
    namespaces = ["oembed/1.0", "seo-bridge/v1", "wp/v2"]
    return {
        "name": "Le Val",
        "home": url,
        "namespaces": namespaces,
        "authentication": {"application-passwords": page},
        **changes,
    }


def serve(site: StandIn, pages: dict[str, tuple[int, dict[str, str], Any]]) -> None:
    """From now on these pages, by the beginning of their addresses, the longest first; else a theme's 404."""

    def answer(handler: Handler, _: str) -> None:
        for start in sorted(pages, key=len, reverse=True):
            if handler.path.replace("%2F", "/").startswith(start):
                status, headers, body = pages[start]
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                site.raw(handler, status, headers, raw)
                return
        site.raw(handler, 404, HTML, b"<title>Page introuvable</title>")

    site.answer = answer


def obstacle(site: StandIn, **options: Any) -> str:
    """The code of what stands in the way."""
    with pytest.raises(Obstacle) as caught:
        discover(http(**options), site.url)
    return caught.value.found.code


HOME = (200, HTML, b"<title>Accueil</title>")


def test_the_root_is_found_by_header_link_or_guess(wordpress: StandIn) -> None:
    """By the home page's header, by its link, at the usual address, and without pretty permalinks."""
    url = wordpress.url
    root = (200, JSON, index(url))
    link = {**HTML, "Link": f'<{url}/wp-json/>; rel="https://api.w.org/", <{url}/>; rel=shortlink'}
    tag = f'<link rel="https://api.w.org/" href="{url}/wp-json/" />'.encode()
    for pages in (
        {"/": (200, link, b""), "/wp-json/": root},
        {"/": (200, HTML, b"<head>" + tag), "/wp-json/": root},
        {"/": HOME, "/wp-json/": root},
        {"/": HOME, "/?rest_route=": root},
    ):
        serve(wordpress, pages)
        found = discover(http(), url)
        assert found == Found(url, "Le Val", f"{url}/wp-admin/authorize-application.php", plugin=True)


def test_a_site_in_a_folder_with_a_prefix_of_its_own_is_found(wordpress: StandIn) -> None:
    """The configuration then has the folder, below which `?rest_route=` works whatever the prefix is."""
    base = f"{wordpress.url}/blog"
    link = {**HTML, "Link": f'<{base}/api/>; rel="https://api.w.org/"'}
    serve(wordpress, {"/blog/": (200, link, b""), "/blog/api/": (200, JSON, index(base, namespaces=["wp/v2"]))})
    found = discover(http(), f"{base}/wp-admin/edit.php")
    assert (found.url, found.plugin) == (base, False)


def test_xmlrpc_is_found_where_wordpress_has_a_folder_of_its_own(wordpress: StandIn, elsewhere: StandIn) -> None:
    """The home page says where it lies; a link to another host is no answer, and not followed."""
    url, there = wordpress.url, (405, HTML, b"XML-RPC server accepts POST requests only.")
    for folder, found in ((f"{url}/wp", True), ("/wp", True), (f"{elsewhere.url}/wp", False)):
        page = f'<link rel="EditURI" type="application/rsd+xml" href="{folder}/xmlrpc.php?rsd">'.encode()
        serve(
            wordpress, {"/": (200, HTML, page), "/wp-json": (404, HTML, b""), "/wp/xmlrpc.php": there, "/xmlrpc": HOME}
        )
        if found:
            assert found_by_xmlrpc(http(), url).url == f"{url}/wp"
        else:
            with pytest.raises(Obstacle, match="XML-RPC does not answer"):
                found_by_xmlrpc(http(), url)


def test_a_redirect_within_the_host_is_followed(wordpress: StandIn) -> None:
    """The site is where it leads."""
    url = f"{wordpress.url}/fr"
    serve(
        wordpress,
        {"/": (301, {"Location": "/fr/"}, b""), "/fr/": HOME, "/fr/wp-json/": (200, JSON, index(url))},
    )
    assert discover(http(), wordpress.url).url == url


@pytest.fixture
def elsewhere() -> Iterator[StandIn]:
    """Another site, which must never be asked anything."""
    stand_in = StandIn()
    yield stand_in
    assert stand_in.seen == []
    stand_in.close()


def test_no_other_host_is_ever_asked(wordpress: StandIn, elsewhere: StandIn) -> None:
    """Neither where a redirect leads, nor where header or link say that the API is, nor what the index calls home."""
    other = elsewhere.url
    for place in (f"{other}/", "http://[", "//evil.fr", "javascript:x"):
        serve(wordpress, {"/": (302, {"Location": place}, b"")})
        assert obstacle(wordpress) == "redirected"
    for head in ({**HTML, "Link": f'<{other}/wp-json/>; rel="https://api.w.org/"'}, HTML):
        tag = f'<link rel="https://api.w.org/" href="//{other.removeprefix("http://")}/wp-json/">'.encode()
        serve(wordpress, {"/": (200, head, tag)})
        assert obstacle(wordpress) == "rest_elsewhere"
    serve(wordpress, {"/": HOME, "/wp-json/": (307, {"Location": f"{other}/wp-json/"}, b"")})
    assert obstacle(wordpress) == "not_wordpress"
    serve(wordpress, {"/": HOME, "/wp-json/": (200, JSON, index(other))})
    found = discover(http(), wordpress.url)
    assert found.url == wordpress.url
    with pytest.raises(Obstacle, match="another site"):
        found.authorization_page()


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://a.fr/x", "https://a.fr", True),
        ("https://a.fr", "http://a.fr", True),
        ("https://a.fr:443", "http://a.fr:80/", True),
        ("http://a.fr", "https://a.fr", False),
        ("https://www.a.fr", "https://a.fr", False),
        ("https://a.fr.evil.fr", "https://a.fr", False),
        ("https://a.fr@evil.fr", "https://a.fr", False),
        ("https://x@a.fr", "https://a.fr", False),
        ("https://a.fr:8443", "https://a.fr", False),
        ("https://a.fr:8443", "http://a.fr:8080", False),
        ("https://a.fr:99999", "https://a.fr", False),
        ("javascript:alert(1)", "https://a.fr", False),
        ("//a.fr", "https://a.fr", False),
        ("https://[a.fr", "https://a.fr", False),
        ("https://a.fr/\x1b[2J", "https://a.fr", False),
    ],
)
def test_what_counts_as_the_same_host(url: str, other: str, same: bool) -> None:
    """Same name and port, or the usual https of the usual http; nothing that only looks like it."""
    assert same_host(url, other) is same


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("blog.example.fr", "https://blog.example.fr"),
        (" http://127.0.0.1:8080/ ", "http://127.0.0.1:8080"),
        ("https://a.fr/blog/wp-login.php?redirect_to=x#y", "https://a.fr/blog"),
        ("https://a.fr/index.php", "https://a.fr"),
    ],
)
def test_addresses_as_people_paste_them(given: str, url: str) -> None:
    """Without a scheme, with the dashboard's path, with a query."""
    assert normalised(given) == url


@pytest.mark.parametrize(
    "given", ["", "https://", "ftp://a.fr", "https://u:p@a.fr", "https://a.fr:x", "deux mots.fr", "http://[a"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    """With an example of one."""
    with pytest.raises(Obstacle, match="for example"):
        normalised(given)


def test_each_obstacle_is_told_from_the_others(wordpress: StandIn) -> None:
    """A page that is no WordPress, a closed API with and without XML-RPC, passwords switched off, a server's password,
    maintenance; a login that the API asks for is none.
    """  # fmt: skip
    url = wordpress.url
    xmlrpc = (405, {"Content-Type": "text/plain"}, b"XML-RPC server accepts POST requests only.")
    marked = (200, HTML, b"<link href='/wp-content/themes/x.css'>")
    asking = {"WWW-Authenticate": 'Basic realm="x"', **HTML}
    refused = (403, HTML, b"<title>Forbidden</title>")
    for code, pages in {
        "not_wordpress": {"/": HOME},
        "rest_closed": {"/": marked, "/wp-json/": refused},
        "rest_closed_xmlrpc": {"/": HOME, "/wp-json/": (403, JSON, {"code": "rest_disabled"}), "/xmlrpc.php": xmlrpc},
        "no_passwords": {"/": HOME, "/wp-json/": (200, JSON, index(url, authentication=[]))},
        "basic_auth": {"/": (401, asking, b"")},
        "down": {"/": (503, HTML, b"Maintenance")},
    }.items():
        serve(wordpress, pages)
        assert obstacle(wordpress) == code
    serve(wordpress, {"/": HOME, "/wp-json/": HOME, "/xmlrpc.php": xmlrpc})
    assert found_by_xmlrpc(http(), url).url == url
    serve(wordpress, {"/": HOME, "/wp-json/": (401, JSON, {"code": "rest_not_logged_in"})})
    found = discover(http(), url)
    assert (found.open, found.plugin, found.authorize) == (False, None, f"{url}/wp-admin/authorize-application.php")


def test_a_private_address_needs_leave(wordpress: StandIn) -> None:
    """A name that leads to this machine is refused unless that was allowed, before a byte is sent."""
    with pytest.raises(ConfigError, match="not a public address"):
        discover(http(allow_private_address=False), wordpress.url)
    assert wordpress.seen == []


@pytest.mark.parametrize(
    ("address", "code"), [("http://127.0.0.1:{closed}", "refused"), ("https://seo-bridge.invalid", "dns")]
)
def test_an_address_where_nobody_is(wordpress: StandIn, address: str, code: str) -> None:
    """No listener, no such name."""
    port = wordpress.server.server_port
    wordpress.close()
    with pytest.raises(Obstacle) as caught:
        discover(http(), address.format(closed=port))
    assert caught.value.found.code == code


def test_every_obstacle_says_what_to_do_in_both_languages() -> None:
    """What is wrong, and a second sentence or half of one; the French is not the English."""
    for fr, en in SAID.values():
        assert fr != en
        assert min(len(re.split(r"[.,:;] ", text)) for text in (fr, en)) > 2


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine that signed itself, with its key, in one file."""
    file = tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    made = [*command, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run(made, check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


def test_a_certificate_of_ones_own_is_refused_until_it_is_named(wordpress: StandIn, certificate: Path) -> None:
    """A self-signed one is an obstacle; named as trusted, the site is found, over https."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server: ThreadingHTTPServer = wordpress.server
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # handshakes that fail on purpose
    wordpress.url = wordpress.url.replace("http:", "https:")
    serve(wordpress, {"/": HOME, "/wp-json/": (200, JSON, index(wordpress.url))})
    assert obstacle(wordpress) == "certificate"
    assert discover(http(ca_file=str(certificate)), wordpress.url).plugin
    with pytest.raises(ConfigError, match="no file"):
        http(ca_file="nowhere.pem")
