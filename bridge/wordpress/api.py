"""The REST API of one site, as one user."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Unpack

from bridge.wordpress.answers import accepted, is_json
from bridge.wordpress.http import Answer, Http, Reach

#: For routes that take none.
NO_QUERY: Mapping[str, str] = MappingProxyType({})


class RestApi:
    """Calls a site's REST routes with an application password.

    Works with and without pretty permalinks: `/wp-json/` first, `?rest_route=` when that is not the REST API.
    """

    def __init__(self, url: str, user: str, password: str, *, name: str = "", **reach: Unpack[Reach]) -> None:
        """`url` is the site's own address, as in its settings; `name` its key in the bridge's configuration."""
        self.url = url.rstrip("/")
        self.name = name
        self.pretty = True
        self.http = Http(user, password, **reach)

    def call(
        self,
        method: str,
        route: str,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] = NO_QUERY,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON that `route` answers, an object or a list. Raises `SiteError`s and `SiteUnavailable`.

        What may have changed something is not sent under the other form of address.
        """
        answer = self.send(method, route, body, query, headers, pretty=self.pretty)
        if self.pretty and not is_json(answer) and answer.status < 500 and (method == "GET" or self.missed(answer)):
            plain = self.send(method, route, body, query, headers, pretty=False)
            if is_json(plain):
                self.pretty, answer = False, plain
        return accepted(answer, f"{method} {self.url} {route}")

    def missed(self, answer: Answer) -> bool:
        """Whether a write with this answer never reached the REST API, so that nothing was done.

        An error says so by itself. A page that says yes does where the API is at the plain form of address alone; else
        the API may have done its work and a plugin have printed over the answer.
        """
        if answer.status >= 400:
            return True
        pretty, plain = (self.send("GET", "/", None, {"_fields": "namespaces"}, pretty=form) for form in (True, False))
        return not is_json(pretty) and is_json(plain)

    def send(
        self,
        method: str,
        route: str,
        body: Mapping[str, Any] | None,
        query: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        *,
        pretty: bool,
    ) -> Answer:
        """One request, under either form of address."""
        if pretty:
            return self.http.request(method, f"{self.url}/wp-json{route}", query=query, json=body, headers=headers)
        return self.http.request(
            method, f"{self.url}/", query={"rest_route": route, **query}, json=body, headers=headers
        )
