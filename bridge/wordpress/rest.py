"""A site through the routes of the SEO Bridge plugin (contract 2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NoReturn, TypeVar

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from pydantic import BaseModel, ValidationError

from bridge.errors import (
    BridgeError,
    PostNotFound,
    SiteCredentials,
    SiteForbidden,
    SiteNotJson,
    SiteRedirected,
    SiteRejected,
    SiteUnavailable,
)
from bridge.wordpress import Post, PostRef, Proposal, Receipt
from bridge.wordpress.diagnosis import Diagnosis, Status, failure, findings
from bridge.wordpress.http import Answer, Http, printable

Model = TypeVar("Model", bound=BaseModel)
#: Answers that say "not now".
BUSY = frozenset({408, 425, 429})
#: Bytes of a page in which its title is looked for.
PAGE_TOP = 16_384

#: For routes that take none.
NO_QUERY: Mapping[str, str] = MappingProxyType({})


class Listing(BaseModel):
    """A page of posts, and how many pages there are."""

    posts: tuple[PostRef, ...]
    pages: int


class RestSite:
    """A `Site` that speaks to the plugin with an application password.

    Works with and without pretty permalinks: `/wp-json/` first, `?rest_route=` when that is not the REST API.
    """

    def __init__(
        self,
        url: str,
        user: str,
        password: str,
        *,
        name: str = "",
        timeout_seconds: float = 30.0,
        allow_private_address: bool = False,
    ) -> None:
        """`url` is the site's own address, as in its settings; `name` its key in the bridge's configuration."""
        self.url = url.rstrip("/")
        self.name = name
        self.pretty = True
        self.http = Http(user, password, timeout_seconds=timeout_seconds, allow_private_address=allow_private_address)

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        """The post as it stands now. The plugin knows the type of `post_id` by itself."""
        data = self.call("GET", f"/posts/{post_id}")
        image = data.get("featured_image")
        alt = image.get("alt") if isinstance(image, dict) else None
        return shaped(Post, {**data, "featured_image_alt": alt})

    def posts(self, status: str, category: str = "") -> Iterator[PostRef]:
        """The posts with this status (and category, by slug) that the site hands over for a backfill, newest first.

        The plugin lists them only where its owner has allowed it: `SiteForbidden` otherwise.
        """
        page, pages = 1, 1
        while page <= pages:
            query = {"status": status, "page": str(page), **({"category": category} if category else {})}
            listed = shaped(Listing, self.call("GET", "/posts", query=query))
            yield from listed.posts
            page, pages = page + 1, listed.pages

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        """Stores `proposal` as a pending revision; the same `job` from the same text gets the same receipt."""
        return shaped(Receipt, self.call("POST", f"/posts/{post.id}/suggestions", proposal.model_dump(mode="json")))

    def status(self) -> Status:
        """What the plugin says of itself and of this user."""
        return shaped(Status, self.call("GET", "/status"))

    def diagnose(self) -> list[Diagnosis]:
        """What is right and what is wrong between the bridge and this site; never raises a `BridgeError`."""
        try:
            return findings(self.status(), self.url, self.name)
        except BridgeError as error:
            return [failure(error, self.url)]

    def call(
        self, method: str, route: str, body: Mapping[str, Any] | None = None, query: Mapping[str, str] = NO_QUERY
    ) -> dict[str, Any]:
        """The JSON object that the plugin's `route` answers. Raises `SiteError`s and `SiteUnavailable`."""
        answer = self.send(method, route, body, query, pretty=self.pretty)
        if self.pretty and not is_json(answer) and answer.status < 500:
            plain = self.send(method, route, body, query, pretty=False)
            if is_json(plain):
                self.pretty, answer = False, plain
        return accepted(answer, f"{method} {self.url} {route}")

    def send(
        self, method: str, route: str, body: Mapping[str, Any] | None, query: Mapping[str, str], *, pretty: bool
    ) -> Answer:
        """One request, under either form of address."""
        path = f"/seo-bridge/v1{route}"
        if pretty:
            return self.http.request(method, f"{self.url}/wp-json{path}", query=query, json=body)
        return self.http.request(method, f"{self.url}/", query={"rest_route": path, **query}, json=body)


def is_json(answer: Answer) -> bool:
    """Whether the answer calls itself JSON and begins like an object; PHP warnings printed before it make it none."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return (
        kind in {"application/json", "application/problem+json"}
        and answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    )


def accepted(answer: Answer, what: str) -> dict[str, Any]:
    """The object in an answer that says yes; a typed error for any other answer."""
    if not 200 <= answer.status < 300:
        refuse(answer, what)
    if not answer.body:  # PHP ran out of memory or time, or the connection was cut among the headers
        raise SiteUnavailable(f"{what}: {answer.status} with an empty body")
    if not is_json(answer):
        raise SiteNotJson(f"{what}: {answer.status} {page(answer)}")
    try:
        data: dict[str, Any] = json.loads(answer.body.decode("utf-8-sig"))
    except RecursionError as error:
        raise SiteNotJson(f"{what}: nested too deeply") from error
    except ValueError as error:  # it began as JSON: cut off on the way, and whole the next time
        raise SiteUnavailable(f"{what}: the JSON is damaged") from error
    return data


def refuse(answer: Answer, what: str) -> NoReturn:
    """Raises the error that the status of `answer` stands for."""
    status, detail = answer.status, f"{what}: {answer.status} {complaint(answer)}".rstrip()
    if 300 <= status < 400:
        raise SiteRedirected(f"{what}: redirects to {printable(answer.headers.get('location', 'nowhere'))}")
    if status >= 500 or status in BUSY:
        raise SiteUnavailable(detail, retry_after=answer.retry_after)
    if status == 401:
        raise SiteCredentials(detail)
    if status == 404:
        raise PostNotFound(detail)
    if status == 403:
        raise SiteForbidden(detail) if is_json(answer) else SiteNotJson(detail)
    raise SiteRejected(detail)


def complaint(answer: Answer) -> str:
    """WordPress's own error code and message, in one line of at most 300 characters."""
    if not is_json(answer):
        return page(answer)
    try:
        error = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "(damaged JSON)"
    params = error.get("data", {}).get("params") if isinstance(error.get("data"), dict) else None
    parts = [error.get("code"), error.get("message"), params]
    return printable(" ".join(str(part) for part in parts if part))


def page(answer: Answer) -> str:
    """What came instead of JSON, in one line: its type, and its title, by which an operator knows whose page it is."""
    kind = printable(answer.headers.get("content-type", "without a content type"))[:100]
    # From the first bytes alone: a page names itself at its top, and what comes here is not to be trusted with more.
    soup = BeautifulSoup(answer.body[:PAGE_TOP], "html.parser", parse_only=SoupStrainer("title"))
    title = " ".join(soup.get_text(" ").split())[:100]
    return f"{kind}, titled {title!r}" if title else kind


def shaped(model: type[Model], data: Mapping[str, Any]) -> Model:
    """`data` as `model`. Raises `SiteNotJson` naming the field that is not as contract 2 has it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise SiteNotJson(
            f"the plugin's answer is not as agreed: {field}: {fault['msg']}; update the plugin"
        ) from error
