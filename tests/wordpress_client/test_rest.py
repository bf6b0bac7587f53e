"""The REST client against a site that does everything wrong."""

from __future__ import annotations

import base64
import json
import socket
from typing import Any

import pytest

from bridge.errors import (
    ArticleTooLarge,
    BridgeError,
    ConfigError,
    PostNotFound,
    SiteCredentials,
    SiteForbidden,
    SiteNotJson,
    SiteRedirected,
    SiteRejected,
    SiteUnavailable,
)
from bridge.wordpress import Post, Proposal
from bridge.wordpress import http as wrapper
from bridge.wordpress.rest import RestSite
from tests.wordpress_client.stand_in import POST, RECEIPT

PROPOSAL = Proposal(
    job="job-1",
    base_hash="sha256:00",
    title="Le refuge des Écrins rouvre ses portes",
    titles=("Le refuge des Écrins rouvre ses portes",),
    slug="refuge-ecrins-rouvre",
    excerpt="",
    content="<p>Le refuge des Écrins rouvre.</p>",
    seo={"meta_description": "…"},
    report={"writer": "offline"},
)
HTML = {"Content-Type": "text/html; charset=UTF-8"}
JSON = {"Content-Type": "application/json; charset=UTF-8"}
PAGE = b"<!doctype html><title>Maintenance</title>"


def wp_error(code: str, **data: Any) -> bytes:
    """The body of an error as WordPress writes it."""
    return json.dumps({"code": code, "message": "Désolé.", "data": data}).encode()


def test_a_post_is_read_as_contract_2_has_it(wordpress: Any) -> None:
    """fetch asks for the post with the application password and reads all fields that the bridge needs."""
    post = wordpress.site().fetch(12)
    assert (post.id, post.title, post.featured_image_alt, post.options) == (
        12,
        "Le refuge rouvre",
        "Le refuge sous la neige",
        {"min_words": 500},
    )
    method, path, headers, _ = wordpress.seen[0]
    assert (method, path) == ("GET", "/wp-json/seo-bridge/v1/posts/12")
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"seo-bridge:abcd efgh").decode()


def test_a_proposal_is_posted_whole(wordpress: Any) -> None:
    """propose sends every field of the proposal as JSON and reads the receipt."""
    site = wordpress.site()
    receipt = site.propose(site.fetch(12), PROPOSAL)
    assert (receipt.revision, receipt.stale) == (77, False)
    assert Proposal.model_validate_json(wordpress.seen[1][3]) == PROPOSAL
    assert wordpress.seen[1][2]["Content-Type"] == "application/json"


def test_plain_permalinks_are_found_and_remembered(wordpress: Any) -> None:
    """Where /wp-json/ is a 404 page, ?rest_route= serves, and later requests go there at once."""
    wordpress.pretty = False
    site = wordpress.site()
    site.propose(site.fetch(12), PROPOSAL)
    assert [path.partition("?")[0] for _, path, _, _ in wordpress.seen] == [
        "/wp-json/seo-bridge/v1/posts/12",
        "/",
        "/",
    ]


@pytest.mark.parametrize("status", [200, 302])
@pytest.mark.parametrize("warns_always", [False, True])
def test_a_proposal_that_may_have_been_stored_is_not_sent_again(
    wordpress: Any, status: int, warns_always: bool
) -> None:
    """A write whose yes, or redirect, is printed over by a plugin goes out once, though reads are printed over too."""

    def answer(handler: Any, route: str) -> None:
        if handler.command == "POST":
            wordpress.raw(handler, status, HTML, b"Warning: foo in bar.php" + json.dumps(RECEIPT).encode())
        elif warns_always:
            wordpress.raw(handler, 200, HTML, b"Warning: foo in bar.php {}")
        else:
            wordpress.say(handler, 200, POST)

    site, post = wordpress.site(), wordpress.site().fetch(12)
    wordpress.answer = answer
    with pytest.raises(SiteNotJson if status == 200 else SiteRedirected):
        site.propose(post, PROPOSAL)
    assert [method for method, *_ in wordpress.seen].count("POST") == 1


@pytest.mark.parametrize("status", [200, 404, 405])
def test_a_write_finds_plain_permalinks_too(wordpress: Any, status: int) -> None:
    """Where /wp-json/ is the home page, as on servers that send every address there, or no page, nothing was done."""

    def answer(handler: Any, route: str) -> None:
        if handler.path.startswith("/wp-json"):
            wordpress.raw(handler, status, HTML, PAGE)
        else:
            wordpress.say(handler, 200, RECEIPT if route else {"namespaces": []})

    post = wordpress.site().fetch(12)
    wordpress.answer = answer
    assert wordpress.site().propose(post, PROPOSAL).revision == 77
    assert [path[:9] for method, path, *_ in wordpress.seen if method == "POST"] == ["/wp-json/", "/?rest_ro"]


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (401, JSON, wp_error("rest_not_logged_in"), SiteCredentials),
        (401, HTML, PAGE, SiteCredentials),
        (403, JSON, wp_error("rest_forbidden"), SiteForbidden),
        (403, HTML, PAGE, SiteNotJson),
        (404, JSON, wp_error("rest_no_route"), PostNotFound),
        (404, HTML, PAGE, PostNotFound),
        (400, JSON, wp_error("rest_invalid_param", params={"slug": "invalid"}), SiteRejected),
        (413, HTML, PAGE, SiteRejected),
        (422, JSON, wp_error("seo_bridge_bad"), SiteRejected),
        (301, HTML | {"Location": "https://www.b.fr/"}, b"", SiteRedirected),
        (302, HTML | {"Location": "/wp-login.php"}, PAGE, SiteRedirected),
        (307, HTML, b"", SiteRedirected),
        (408, HTML, PAGE, SiteUnavailable),
        (429, JSON, wp_error("too_many"), SiteUnavailable),
        (500, HTML, PAGE, SiteUnavailable),
        (500, JSON, wp_error("internal_server_error"), SiteUnavailable),
        (502, HTML, PAGE, SiteUnavailable),
        (503, HTML, PAGE, SiteUnavailable),
        (200, HTML, PAGE, SiteNotJson),
        (200, HTML, b'{"id": 12}', SiteNotJson),
        (200, {}, b"", SiteUnavailable),
        (200, JSON, b"", SiteUnavailable),
        (200, JSON, b"<br />Warning: foo in bar.php" + b'{"id": 12}', SiteNotJson),
        (200, JSON, b"[]", SiteNotJson),
        (200, JSON, b'{"id": 12}', SiteNotJson),
        (200, JSON, b'{"id": "douze", "type": 1}', SiteNotJson),
        (200, JSON, b'{"a":' * 100_000, SiteNotJson),
        (200, JSON, b'{"id": 12, "title": "Le ref', SiteUnavailable),
        (200, JSON, b'{"id": 12, "title": "\xff\xfe"}', SiteUnavailable),
        (204, {}, b"", SiteUnavailable),
    ],
)
def test_each_bad_answer_is_a_typed_error(
    wordpress: Any, status: int, headers: dict[str, str], body: bytes, expected: type[BridgeError]
) -> None:
    """Whatever a site answers becomes one error, permanent or retryable, that an author can be told."""
    wordpress.always(status, headers, body)
    with pytest.raises(BridgeError) as caught:
        wordpress.site().fetch(12)
    assert type(caught.value) is expected
    assert "abcd efgh" not in caught.value.detail


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("999999", 3600.0), ("-5", 0.0), ("soon", None), ("nan", None), ("", None)],
)
def test_retry_after_is_honoured_up_to_an_hour(wordpress: Any, header: str, seconds: float | None) -> None:
    """A Retry-After in seconds is passed on, held between 0 and 3600; anything unreadable is no wish at all."""
    wordpress.always(503, HTML | {"Retry-After": header}, PAGE)
    with pytest.raises(SiteUnavailable) as caught:
        wordpress.site().fetch(12)
    assert caught.value.retry_after == seconds


def test_a_retry_after_date_is_seconds_from_now() -> None:
    """A date in the past is now, one far ahead is an hour."""
    assert wrapper.seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert wrapper.seconds_of("Wed, 21 Oct 2099 07:28:00 GMT") == 3600.0


def test_wordpress_names_the_field_at_fault(wordpress: Any) -> None:
    """The operator's detail holds WordPress's own code and the parameter that it refused."""
    wordpress.always(400, JSON, wp_error("rest_invalid_param", params={"slug": "invalid"}))
    with pytest.raises(SiteRejected, match=r"rest_invalid_param.*slug"):
        wordpress.site().fetch(12)


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_page_is_named_by_its_title(wordpress: Any, status: int) -> None:
    """An operator learns whose page came instead of data."""
    wordpress.always(status, HTML, b"<html><head><title>Site\n en maintenance</title></head><body></body>")
    with pytest.raises(BridgeError, match="titled 'Site en maintenance'"):
        wordpress.site().fetch(12)


def test_a_redirect_is_not_followed(wordpress: Any) -> None:
    """The password is never sent to the address that a redirect names."""
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.setblocking(False)
        wordpress.always(301, {"Location": f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"}, b"")
        with pytest.raises(SiteRedirected):
            wordpress.site().fetch(12)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_a_site_that_is_down_is_unavailable() -> None:
    """Connection refused is worth another try."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    site = RestSite(f"http://127.0.0.1:{port}", "u", "p", timeout_seconds=2, allow_private_address=True)
    with pytest.raises(SiteUnavailable):
        site.fetch(12)


def test_a_site_that_hangs_is_unavailable(wordpress: Any) -> None:
    """A site that accepts and says nothing is given up after the timeout."""
    wordpress.answer = lambda handler, route: wordpress.released.wait()
    with pytest.raises(SiteUnavailable):
        wordpress.site(timeout_seconds=0.2).fetch(12)


def test_a_site_that_drips_is_unavailable(wordpress: Any) -> None:
    """A site that sends a byte now and then does not hold a worker beyond the timeout."""

    def drip(handler: Any, route: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        try:
            while not wordpress.released.wait(0.02):
                handler.wfile.write(b" ")
        except OSError:
            return

    wordpress.answer = drip
    with pytest.raises(SiteUnavailable):
        wordpress.site(timeout_seconds=0.3).fetch(12)


def test_a_site_that_drips_headers_is_unavailable(wordpress: Any) -> None:
    """The timeout holds for the headers too, however slowly they come."""

    def drip(handler: Any, route: str) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        try:
            while not wordpress.released.wait(0.02):
                handler.wfile.write(b"x")
        except OSError:
            return

    wordpress.answer = drip
    with pytest.raises(SiteUnavailable):
        wordpress.site(timeout_seconds=0.3).fetch(12)


def test_a_cut_body_is_unavailable(wordpress: Any) -> None:
    """An answer that ends before its Content-Length is worth another try."""
    wordpress.always(200, JSON, b'{"id": 12}', size=5000)
    with pytest.raises(SiteUnavailable):
        wordpress.site(timeout_seconds=1).fetch(12)


def test_an_oversized_answer_is_refused(wordpress: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer beyond the limit is not read to its end."""
    monkeypatch.setattr(wrapper, "MAX_ANSWER_BYTES", 100_000)
    wordpress.always(200, JSON, b'{"content": "' + b"x" * 200_000 + b'"}')
    with pytest.raises(ArticleTooLarge):
        wordpress.site().fetch(12)


def test_a_compressed_bomb_is_refused(wordpress: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit holds for what a compressed answer unfolds to."""
    import gzip

    monkeypatch.setattr(wrapper, "MAX_ANSWER_BYTES", 100_000)
    wordpress.always(200, JSON | {"Content-Encoding": "gzip"}, gzip.compress(b"{" + b" " * 5_000_000 + b"}"))
    with pytest.raises(ArticleTooLarge):
        wordpress.site().fetch(12)


def test_a_private_address_is_refused_unless_allowed(wordpress: Any) -> None:
    """Without allow_private_address nothing is sent to the loopback address, and the error names the setting."""
    with pytest.raises(ConfigError, match="allow_private_address"):
        wordpress.site(allow_private_address=False).fetch(12)
    assert wordpress.seen == []


def test_a_bom_before_the_json_is_forgiven(wordpress: Any) -> None:
    """A byte order mark, which a badly saved theme file prints before everything, does no harm."""
    post = Post(id=1, type="post", status="draft", title="t", content="c", content_hash="h", modified_gmt="m")
    wordpress.always(200, JSON, b"\xef\xbb\xbf" + post.model_dump_json().encode())
    assert wordpress.site().fetch(1) == post


def test_the_environment_does_not_change_where_requests_go(wordpress: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a proxy nor a .netrc of the environment is used."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert wordpress.site().fetch(12).id == 12


def test_posts_are_listed_page_by_page(wordpress: Any) -> None:
    """All pages, in order, with the status and the category that were asked for; without pretty permalinks too."""
    first = {"posts": [{"id": 9, "type": "post"}, {"id": 7, "type": "page"}], "pages": 2}
    last = {"posts": [{"id": 3}], "pages": 2}
    wordpress.answer = lambda handler, route: wordpress.say(handler, 200, last if "page=2" in handler.path else first)
    for pretty in (True, False):
        wordpress.pretty = pretty
        listed = wordpress.site().posts("draft", "sport")
        assert [(post.id, post.type) for post in listed] == [(9, "post"), (7, "page"), (3, "post")]
    assert all("status=draft" in path and "category=sport" in path for _, path, _, _ in wordpress.seen)
