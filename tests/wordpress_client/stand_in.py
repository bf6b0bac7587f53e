"""A WordPress on the loopback address that answers as a test tells it to, in all the ways that a real one can fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bridge.wordpress.rest import RestSite

POST = {
    "id": 12,
    "type": "post",
    "status": "draft",
    "title": "Le refuge rouvre",
    "content": "<p>Le refuge des Écrins rouvre.</p>",
    "content_hash": "sha256:00",
    "modified_gmt": "2026-11-23T10:00:00",
    "locale": "fr_FR",
    "featured_image": {"id": 3, "alt": "Le refuge sous la neige"},
    "options": {"min_words": 500},
}
RECEIPT = {
    "revision": 77,
    "stale": False,
    "compare_url": "https://b.fr/r?revision=77",
    "edit_url": "https://b.fr/e",
}
STATUS = {
    "plugin": "0.1.0",
    "wp_version": "6.5.5",
    "bridge_url": "http://127.0.0.1:8765",
    "site_key": "blog",
    "secret_set": True,
    "user_can": {"seo_bridge_propose": True},
    "locale": "fr_FR",
}
ROUTES = {"/posts/12": POST, "/posts/12/suggestions": RECEIPT, "/status": STATUS}
HTML = {"Content-Type": "text/html; charset=UTF-8"}
JSON = {"Content-Type": "application/json; charset=UTF-8"}


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the stand-in."""

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        """A read."""
        self.server.stand_in.take(self)  # type: ignore[attr-defined]

    do_POST = do_DELETE = do_GET  # noqa: N815


class StandIn:
    """The site. `answer` is called with the handler and the plugin's route; `seen` lists what was asked."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.stand_in = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.pretty = True
        self.answer: Callable[[Handler, str], None] = lambda handler, route: self.say(handler, 200, ROUTES[route])
        self.seen: list[tuple[str, str, Mapping[str, str], bytes]] = []
        self.released = threading.Event()
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def take(self, handler: Handler) -> None:
        """Finds the route in either form of address; without pretty permalinks `/wp-json/` is the theme's 404 page."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.seen.append((handler.command, handler.path, dict(handler.headers), body))
        if handler.path.startswith("/wp-json") and not self.pretty:
            self.raw(handler, 404, HTML, b"<!doctype html><title>Page introuvable</title>")
            return
        self.answer(handler, handler.path.replace("%2F", "/").rpartition("/seo-bridge/v1")[2])

    def say(self, handler: Handler, status: int, data: Any, **headers: str) -> None:
        """JSON."""
        self.raw(handler, status, JSON | headers, json.dumps(data).encode())

    def raw(
        self, handler: Handler, status: int, headers: Mapping[str, str], body: bytes, size: int | None = None
    ) -> None:
        """Any bytes; `size` is what Content-Length claims."""
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body) if size is None else size)}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    def always(self, status: int, headers: Mapping[str, str], body: bytes, size: int | None = None) -> None:
        """From now on, this answer to everything."""
        self.answer = lambda handler, route: self.raw(handler, status, headers, body, size)

    def site(self, **options: Any) -> RestSite:
        """A client of this site."""
        given: dict[str, Any] = {
            "timeout_seconds": 5.0,
            "allow_private_address": True,
            "name": "blog",
            **options,
        }
        return RestSite(self.url, "seo-bridge", "abcd efgh", **given)

    def close(self) -> None:
        """Stops the server and lets go of requests that hang."""
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
