"""What comes back over XML-RPC, from a site that may answer anything."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

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
from bridge.wordpress.core_xmlrpc import CoreXmlRpcSite
from bridge.wordpress.http import MAX_ANSWER_BYTES
from bridge.wordpress.xmlrpc_site import XmlRpcSite
from tests.wordpress_client.stand_in import POST, StandIn

XML = {"Content-Type": "text/xml; charset=UTF-8"}
HTML = {"Content-Type": "text/html; charset=UTF-8"}
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def client(wordpress: StandIn, kind: type[Any] = XmlRpcSite) -> Any:
    """A site at the stand-in, over XML-RPC."""
    return kind(wordpress.url, "seo-bridge", "abcd efgh", timeout_seconds=5.0, allow_private_address=True)


def value(xml: bytes) -> bytes:
    """An answer that holds one value."""
    return HEAD + b"<methodResponse><params><param><value>" + xml + b"</value></param></params></methodResponse>"


def in_base64(data: Any) -> bytes:
    """An answer as the plugin gives it."""
    return value(b"<base64>" + base64.b64encode(json.dumps(data).encode()) + b"</base64>")


def fault(code: object) -> bytes:
    """An answer that is a fault."""
    members = f"<name>faultCode</name><value><int>{code}</int></value></member><member><name>faultString</name>"
    inner = f"<struct><member>{members}<value><string>Non \x9b31m.</string></value></member></struct>"
    return HEAD + f"<methodResponse><fault><value>{inner}</value></fault></methodResponse>".encode()


def struct(**members: str) -> bytes:
    """A struct of strings."""
    inner = "".join(
        f"<member><name>{name}</name><value><string>{text}</string></value></member>" for name, text in members.items()
    )
    return f"<struct>{inner}</struct>".encode()


def test_a_post_comes_back_through_blank_lines(wordpress: StandIn) -> None:
    """Blank lines and a byte order mark that plugins print before the answer do not matter."""
    wordpress.always(200, XML, b"\xef\xbb\xbf\r\n\n" + in_base64(POST) + b"\n")
    assert client(wordpress).fetch(12).content == POST["content"]


def test_a_call_carries_no_password_outside_its_body(wordpress: StandIn) -> None:
    """The password is a parameter, as WordPress's XML-RPC has it, and in no header and no address."""
    wordpress.always(200, XML, in_base64(POST))
    client(wordpress).fetch(12)
    method, path, headers, body = wordpress.seen[0]
    assert (method, path) == ("POST", "/xmlrpc.php")
    assert "Authorization" not in headers
    assert b"<string>abcd efgh</string>" in body


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (401, SiteForbidden),
        (403, SiteCredentials),
        (404, PostNotFound),
        (405, SiteClosed),
        (400, SiteRejected),
        (409, SiteRejected),
        (413, SiteRejected),
        (429, SiteUnavailable),
        (500, SiteUnavailable),
        (-32700, SiteRejected),
        (-32601, PostNotFound),
    ],
)
def test_each_fault_is_the_error_for_it(wordpress: StandIn, code: int, error: type[Exception]) -> None:
    """WordPress's fault codes become the typed errors, with its words on one plain line."""
    wordpress.always(200, XML, fault(code))
    with pytest.raises(error) as caught:
        client(wordpress).fetch(12)
    assert str(code) in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_missing_method_of_wordpress_is_a_closed_door(wordpress: StandIn) -> None:
    """Where a security plugin has taken WordPress's own methods away, XML-RPC is closed."""
    wordpress.always(200, XML, fault(-32601))
    with pytest.raises(SiteClosed):
        client(wordpress, CoreXmlRpcSite).fetch(12)


@pytest.mark.parametrize(
    ("status", "headers", "body", "error"),
    [
        (200, HTML, b"<!doctype html><title>Maintenance</title>", SiteNotJson),
        (200, XML, b"", SiteUnavailable),
        (200, XML, b"<br />Warning: foo" + in_base64(POST), SiteNotJson),
        (200, XML, in_base64(POST)[:-30], SiteUnavailable),
        (200, XML, value(b"<string>\x01</string>"), SiteNotJson),
        (200, XML, value(b"<int>" + b"9" * 5000 + b"</int>"), SiteNotJson),
        (200, XML, value(b"<string>un texte</string>"), SiteNotJson),
        (200, XML, value(b"<base64>e30=</base64>"), SiteNotJson),
        (200, XML, value(b"<base64>" + base64.b64encode(b"[" * 100_000) + b"</base64>"), SiteNotJson),
        (200, XML, in_base64([]), SiteNotJson),
        (200, XML, HEAD + b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + in_base64(POST)[len(HEAD) :], SiteNotJson),
        (200, XML, fault("<b>"), SiteNotJson),
        (200, XML, HEAD + b"<methodResponse></methodResponse>", SiteNotJson),
        (301, {"Location": "https://www.blog.example/xmlrpc.php"}, b"", SiteRedirected),
        (401, HTML, b"<title>Authorization Required</title>", SiteCredentials),
        (403, HTML, b"<title>Forbidden</title>", SiteClosed),
        (404, HTML, b"<title>Page introuvable</title>", SiteClosed),
        (405, HTML, b"", SiteClosed),
        (503, HTML, b"<title>Maintenance</title>", SiteUnavailable),
        (405, XML, fault(405), SiteClosed),
    ],
)
def test_whatever_else_comes_is_a_typed_error(
    wordpress: StandIn, status: int, headers: dict[str, str], body: bytes, error: type[Exception]
) -> None:
    """Pages, cut answers, entities, wrong types and web servers' own refusals never leave as another exception."""
    wordpress.always(status, headers, body)
    with pytest.raises(error):
        client(wordpress).fetch(12)


@pytest.mark.parametrize(
    "answer",
    [
        value(b"<string>un texte</string>"),
        value(struct(post_title="T", post_content="C")),
        value(struct(post_id="douze")),
        value(b"<array><data><value><int>1</int></value></data></array>"),
        value(b"<boolean>1</boolean>"),
    ],
)
def test_a_post_of_another_shape_is_refused(wordpress: StandIn, answer: bytes) -> None:
    """Where WordPress's own methods answer something else than a post, the error says so."""
    wordpress.always(200, XML, answer)
    with pytest.raises(SiteNotJson):
        client(wordpress, CoreXmlRpcSite).fetch(12)


def test_an_answer_without_end_is_stopped(wordpress: StandIn) -> None:
    """Beyond the size limit nothing more is read."""
    from bridge.errors import ArticleTooLarge

    wordpress.always(200, XML, value(b"<string>" + b"a" * (MAX_ANSWER_BYTES + 1) + b"</string>"))
    with pytest.raises(ArticleTooLarge):
        client(wordpress).fetch(12)
