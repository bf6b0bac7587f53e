"""What a site's answer over the REST API means: its data, or the typed error that it stands for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer
from pydantic import BaseModel, ValidationError

from bridge.errors import (
    PostNotFound,
    SiteClosed,
    SiteCredentials,
    SiteForbidden,
    SiteNotJson,
    SiteRedirected,
    SiteRejected,
    SiteUnavailable,
)
from bridge.wordpress.http import Answer, printable

Model = TypeVar("Model", bound=BaseModel)
#: Answers that say "not now".
BUSY = frozenset({408, 425, 429})
#: Bytes of a page in which its title is looked for.
PAGE_TOP = 16_384
#: How XHTML begins, by which a reader of HTML would take it for something else.
PROLOG = re.compile(rb"^\s*<\?xml[^>]*>")
#: What plugins that close the REST API, and WordPress's own old filter, call that.
CLOSED = frozenset({"rest_disabled", "rest_cannot_access", "rest_login_required", "rest_api_disabled"})


def is_json(answer: Answer) -> bool:
    """Whether the answer calls itself JSON and begins like it; PHP warnings printed before it make it none."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    start = answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return kind in {"application/json", "application/problem+json"} and start in {b"{", b"["}


def accepted(answer: Answer, what: str) -> Any:
    """The object, or the list, in an answer that says yes; a typed error for any other answer."""
    if not 200 <= answer.status < 300:
        refuse(answer, what)
    if not answer.body:  # PHP ran out of memory or time, or the connection was cut among the headers
        raise SiteUnavailable(f"{what}: {answer.status} with an empty body")
    if not is_json(answer):
        raise SiteNotJson(f"{what}: {answer.status} {page(answer)}")
    try:
        return json.loads(answer.body.decode("utf-8-sig"))
    except RecursionError as error:
        raise SiteNotJson(f"{what}: nested too deeply") from error
    except ValueError as error:  # it began as JSON: cut off on the way, and whole the next time
        raise SiteUnavailable(f"{what}: the JSON is damaged") from error


def refuse(answer: Answer, what: str) -> NoReturn:
    """Raises the error that the status of `answer` stands for."""
    status, detail = answer.status, f"{what}: {answer.status} {complaint(answer)}".rstrip()
    if 300 <= status < 400:
        raise SiteRedirected(f"{what}: redirects to {printable(answer.headers.get('location', 'nowhere'))}")
    if status >= 500 or status in BUSY:
        raise SiteUnavailable(detail, retry_after=answer.retry_after)
    if status in {401, 403} and fields(answer).get("code") in CLOSED:
        raise SiteClosed(detail)
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
    error = fields(answer)
    params = error.get("data", {}).get("params") if isinstance(error.get("data"), dict) else None
    parts = [error.get("code"), error.get("message"), params]
    return printable(" ".join(str(part) for part in parts if part)) or "(damaged JSON)"


def fields(answer: Answer) -> Mapping[str, Any]:
    """The fields of the object in an answer that says no; none where it holds no object."""
    try:
        error = json.loads(answer.body.decode("utf-8-sig")) if is_json(answer) else None
    except (ValueError, RecursionError):
        return {}
    return error if isinstance(error, dict) else {}


def page(answer: Answer) -> str:
    """What came instead of JSON, in one line: its type, and its title, by which an operator knows whose page it is."""
    kind = printable(answer.headers.get("content-type", "without a content type"))[:100]
    # From the first bytes alone: a page names itself at its top, and what comes here is not to be trusted with more.
    top = PROLOG.sub(b"", answer.body[:PAGE_TOP])
    soup = BeautifulSoup(top, "html.parser", parse_only=SoupStrainer("title"))
    title = " ".join(soup.get_text(" ").split())[:100]
    return f"{kind}, titled {title!r}" if title else kind


def shaped(model: type[Model], data: Any) -> Model:
    """`data` as `model`. Raises `SiteNotJson` naming the field that is not as contract 2, or WordPress, has it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise SiteNotJson(
            f"the site's answer is not as agreed: {field}: {fault['msg']}; update the plugin, or WordPress"
        ) from error
