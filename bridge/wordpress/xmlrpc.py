"""XML-RPC with a site: WordPress's own methods, and typed errors for its faults.

The methods and their structs are python-wordpress-xmlrpc's; how they travel is not: over our own `Http`, with answers
that are parsed without entities or a document type.
"""

from __future__ import annotations

import collections.abc
import re
from html import unescape
from typing import Any, Unpack
from xmlrpc.client import Fault, ServerProxy, Transport, Unmarshaller

from defusedxml.xmlrpc import DefusedExpatParser
from wordpress_xmlrpc import base

from bridge.errors import (
    PostNotFound,
    SiteClosed,
    SiteCredentials,
    SiteError,
    SiteForbidden,
    SiteNotJson,
    SiteRedirected,
    SiteRejected,
    SiteUnavailable,
)
from bridge.wordpress.answers import BUSY, page
from bridge.wordpress.http import Answer, Http, Reach, printable

# The library still looks for `collections.Iterable`, which Python 3.10 took away, where a method answers a list.
base.collections = collections.abc

#: What may stand before an answer: a plugin's stray blank lines, a byte order mark.
BLANK = b"\xef\xbb\xbf \t\r\n"
START = re.compile(rb"(?:<\?xml[^>]*\?>\s*)?<methodResponse>")
END = b"</methodResponse>"
#: WordPress's XML-RPC has 403 for a wrong password and 401 for what the user may not do.
FAULTS: dict[int, type[SiteError]] = {401: SiteForbidden, 403: SiteCredentials, 404: PostNotFound, 405: SiteClosed}
NO_SUCH_METHOD = -32601


class Client(base.Client):  # type: ignore[misc]  # the library has no types
    """Calls a site's methods as one user. Safe to use from several threads.

    Raises `SiteError`s and `SiteUnavailable`.
    """

    def __init__(self, url: str, user: str, password: str, http: Http) -> None:
        """`url` is the site's own address. Unlike the library's, goes nowhere yet."""
        self.url, self.username, self.password, self.blog_id = f"{url}/xmlrpc.php", user, password, 0
        self.server = ServerProxy(self.url, transport=Carrier(self.url, http), allow_none=True)

    def call(self, method: base.XmlrpcMethod) -> Any:
        """What `method` answers, as the library has it."""
        what = f"{self.url} {method.method_name}"
        try:
            raw = getattr(self.server, method.method_name)(*method.get_args(self))
        except Fault as fault:
            raise refusal(fault, what) from fault
        try:
            return method.process_result(raw)
        except Exception as error:  # the library converts what it is given, and fails in many ways at what is not due
            raise SiteNotJson(f"{what}: the answer is not as agreed ({type(error).__name__})") from error


class XmlRpc:
    """A site over XML-RPC, as one user."""

    def __init__(self, url: str, user: str, password: str, *, name: str = "", **reach: Unpack[Reach]) -> None:
        """`url` is the site's own address, as in its settings; `name` its key in the bridge's configuration."""
        self.url = url.rstrip("/")
        self.name = name
        # The password travels in the call; a header besides would only be one more thing for a host to refuse.
        self.client = Client(self.url, user, password, Http("", "", **reach))


class Carrier(Transport):
    """Takes calls to the site and answers back, by `Http`."""

    def __init__(self, url: str, http: Http) -> None:
        super().__init__()
        self.url, self.http = url, http

    def request(self, host: Any, handler: str, request_body: Any, verbose: bool = False) -> Any:
        """What a call returns. Raises `Fault`, `SiteError`s and `SiteUnavailable`."""
        body = bytes(request_body).replace(b"\r", b"&#13;")  # XML would read a bare one as a line feed
        return parsed(self.http.request("POST", self.url, query={}, xml=body), self.url)


def parsed(answer: Answer, what: str) -> Any:
    """The values in an answer, whatever its status. Raises its `Fault`; `SiteError`s when it is no XML-RPC."""
    body = answer.body.strip(BLANK)
    start = START.match(body)
    if start is None:
        raise stranger(answer, what)
    values = Unmarshaller()
    parser = DefusedExpatParser(values, forbid_dtd=True)
    try:
        parser.feed(body[: start.end()] + body[start.end() :].replace(b"\r", b"&#13;"))
        parser.close()
        return values.close()
    except Fault:
        raise
    except Exception as error:  # expat, defusedxml and the unmarshaller have a dozen for what they cannot read
        if not body.endswith(END):
            raise SiteUnavailable(f"{what}: the answer is cut off") from error
        raise SiteNotJson(f"{what}: the answer cannot be read ({type(error).__name__})") from error


def stranger(answer: Answer, what: str) -> SiteError | SiteUnavailable:
    """The error that an answer without XML-RPC stands for."""
    status = answer.status
    if 300 <= status < 400:
        return SiteRedirected(f"{what}: redirects to {printable(answer.headers.get('location', 'nowhere'))}")
    detail = f"{what}: {status} {page(answer)}"
    if status >= 500 or status in BUSY or (status < 300 and not answer.body):
        return SiteUnavailable(detail, retry_after=answer.retry_after)
    if status == 401:
        return SiteCredentials(detail)
    return SiteNotJson(detail) if status < 300 else SiteClosed(detail)


def refusal(fault: Fault, what: str) -> SiteError | SiteUnavailable:
    """The error that a fault stands for."""
    try:
        code = int(fault.faultCode)
    except (TypeError, ValueError):
        code = 0
    detail = f"{what}: {code} {printable(unescape(str(fault.faultString)))}"
    if code == NO_SUCH_METHOD:  # the plugin is not there, or a security plugin has taken WordPress's own away
        return PostNotFound(detail) if "seo_bridge." in what else SiteClosed(detail)
    if code >= 500 or code in BUSY:
        return SiteUnavailable(detail)
    return FAULTS.get(code, SiteRejected)(detail)
