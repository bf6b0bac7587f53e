"""Finds out how a WordPress site can be reached: its REST root, its authorisation page, its XML-RPC, the plugin.

Asks the one host that it was given, and follows no redirect to another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

from bridge.errors import SiteUnavailable
from bridge.wordpress.addresses import PORTS, base_of, is_local, joined, normalised, same_host
from bridge.wordpress.answers import complaint, fields, is_json
from bridge.wordpress.http import Answer, Http, printable
from bridge.wordpress.obstacles import Obstacle, obstacle_of

#: https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/
REST_RELATION = "https://api.w.org/"
PLUGIN_NAMESPACE = "seo-bridge/v1"
AUTHORIZE = "/wp-admin/authorize-application.php"
MOST_REDIRECTS = 4
#: Bytes of a page in which links are looked for; characters of a header, in which `LINK` goes over the rest from every
#: "<" on.
HEAD, LINK_HEADER = 262_144, 4096
LINK = re.compile(r'<([^<>]*)>[^,]*?;\s*rel="?' + re.escape(REST_RELATION) + '"?')


@dataclass(frozen=True, slots=True)
class Found:
    """A WordPress site. `url` is its address for the configuration, without a slash at its end.

    `authorize` is the address of its authorisation page, which the owner opens. `open`: whether the REST API speaks to
    strangers at all; if it does not, whether the plugin is there is not known yet (`plugin` is None).
    """

    url: str
    title: str
    authorize: str
    plugin: bool | None
    open: bool = True

    def authorization_page(self) -> str:
        """The page to send the owner to. Raises `Obstacle` when it is on another host."""
        if not same_host(self.authorize, self.url):
            raise Obstacle("page_elsewhere", self.url, self.authorize)
        return self.authorize


def discover(http: Http, address: str) -> Found:
    """The site at `address`, which may lack a scheme or lead into its dashboard.

    Raises `Obstacle` with what stands in the way, `ConfigError` for a private address.
    """
    url, home = follow(http, normalised(address))
    complaints = []
    for root in roots(url, home):
        answer = asked(http, root, query={"_fields": "name,home,namespaces,authentication"})
        if answer.status == 200 and is_json(answer):
            return found_in(index_of(answer, root), root)
        if for_users_only(answer):
            return Found(base_of(root, ""), "", base_of(root, "") + AUTHORIZE, plugin=None, open=False)
        complaints.append(f"{answer.status} {complaint(answer)}")
    if xmlrpc_at(http, url, home):
        raise Obstacle("rest_closed_xmlrpc", url, complaints[0])
    raise Obstacle("rest_closed" if looks_like_wordpress(home) else "not_wordpress", url, complaints[0])


def for_users_only(answer: Answer) -> bool:
    """Whether the REST API is there and wants a login; plugins that close it to all call that `rest_disabled`."""
    code = str(fields(answer).get("code", ""))
    return answer.status in {401, 403} and code.startswith("rest_") and code != "rest_disabled"


def found_by_xmlrpc(http: Http, address: str) -> Found:
    """The site at `address`, by its XML-RPC alone. Raises as `discover`."""
    url, home = follow(http, normalised(address))
    base = xmlrpc_at(http, url, home)
    if not base:
        raise Obstacle("xmlrpc_closed", url)
    return Found(base, "", "", plugin=None, open=False)


def xmlrpc_at(http: Http, url: str, home: Answer) -> str:
    """The address below which XML-RPC is open, or "": the site's, or that of WordPress in a folder of its own.

    Asked with GET, WordPress's XML-RPC says that it wants POST.
    """
    told = joined(f"{url}/", linked(home, "EditURI"))
    places = [url, *([told.partition("/xmlrpc.php")[0]] if same_host(told, url) else [])]
    wanted = b"XML-RPC server accepts POST"
    return next((place for place in places if wanted in asked(http, f"{place}/xmlrpc.php").body), "")


def follow(http: Http, url: str) -> tuple[str, Answer]:
    """The home page and the address that it is at, after redirects within the host. Raises `Obstacle`."""
    place = f"{url}/"
    for _ in range(MOST_REDIRECTS):
        answer = asked(http, place)
        if not (300 <= answer.status < 400 and "location" in answer.headers):
            break
        target = joined(place, answer.headers["location"])
        if not same_host(target, place):
            raise Obstacle("redirected", url, target)
        place = target
    else:
        raise Obstacle("redirected", url, place)
    if answer.status >= 500 or answer.status == 429:
        raise Obstacle("down", url, str(answer.status))
    parts = urlsplit(place)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", "")), answer


def asked(http: Http, url: str, query: Mapping[str, str] | None = None) -> Answer:
    """What the site answers. Raises `Obstacle` when nothing does, or the web server wants a password of its own."""
    try:
        answer = http.request("GET", url, query=query or {})
    except SiteUnavailable as error:
        raise obstacle_of(error, url) from error
    if answer.status == 401 and answer.headers.get("www-authenticate", "").lower().startswith("basic"):
        raise Obstacle("basic_auth", url, "/wp-json/, /xmlrpc.php, /wp-admin/authorize-application.php")
    return answer


def roots(url: str, home: Answer) -> Iterator[str]:
    """Where the REST API may be: where the home page says, else where it usually is. Raises `Obstacle`."""
    told = announced(home)
    if told:
        root = joined(f"{url}/", told)
        if not same_host(root, url):
            raise Obstacle("rest_elsewhere", url, root)
        yield root
    yield f"{url}/wp-json/"
    yield f"{url}/?rest_route=/"


def announced(home: Answer) -> str:
    """The REST root that the home page names, in a header or in a link; "" when it names none."""
    if found := LINK.search(home.headers.get("link", "")[:LINK_HEADER]):
        return found[1]
    return linked(home, REST_RELATION)


def linked(home: Answer, relation: str) -> str:
    """Where the home page's link of that relation leads; "" when it has none."""
    soup = BeautifulSoup(home.body[:HEAD], "html.parser", parse_only=SoupStrainer("link"))
    link = soup.find("link", rel=relation, href=True)
    return str(link["href"]) if link else ""


def index_of(answer: Answer, root: str) -> Mapping[str, Any]:
    """The index of a REST API. Raises `Obstacle` when it is none."""
    try:
        index = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        index = None
    if not isinstance(index, dict) or not isinstance(index.get("namespaces"), list):
        raise Obstacle("rest_closed", root, "JSON")
    return index


def found_in(index: Mapping[str, Any], root: str) -> Found:
    """The site that the index at `root` describes. Raises `Obstacle` without application passwords."""
    url = base_of(root, str(index.get("home", "")))
    page = authorization(index)
    if not page:
        raise Obstacle("no_passwords" if urlsplit(url).scheme == "https" or is_local(url) else "no_https", url)
    return Found(url, printable(str(index.get("name", ""))), page, PLUGIN_NAMESPACE in index["namespaces"])


def authorization(index: Mapping[str, Any]) -> str:
    """The address of the authorisation page; "" where application passwords are off."""
    value: Any = index
    for key in ("authentication", "application-passwords", "endpoints", "authorization"):
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) and value.startswith(tuple(f"{scheme}://" for scheme in PORTS)) else ""


def looks_like_wordpress(home: Answer) -> bool:
    """Whether the page bears WordPress's marks."""
    page = home.body[:HEAD]
    return any(mark in page for mark in (b"/wp-content/", b"/wp-includes/", b'content="WordPress'))
