"""Where WordPress's authorisation page sends the owner's browser: a page of this command's own, on this machine."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from bridge.cli.options import in_french, say

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
#: How long the page waits for the command to have done the rest.
PATIENCE = 120.0
LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class Granted:
    """What WordPress gave: who authorised, and the application password."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Granted({self.user!r})"


class Landing:
    """A web server on the loopback address that takes one answer, under a path that nobody can guess.

    The password arrives in an address, so the browser is sent on at once to one that does not have it.
    """

    def __init__(self) -> None:
        self.state = secrets.token_urlsafe(32)
        self.answer: Granted | None = None
        self.denied = False
        self.answered = threading.Event()
        self.finished = threading.Event()
        self.outcome = ""
        self.shown = threading.Event()
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"landing": self}))
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.answered.is_set():
            stopped = say("La commande s’est arrêtée : voyez le terminal.", "The command stopped: see the terminal.")
            self.finish(stopped, {})
            self.shown.wait(5.0)
        self.server.shutdown()
        self.server.server_close()

    def url(self, page: str) -> str:
        """The address of one of the pages "granted" and "denied"."""
        return f"http://{self.host}/{self.state}/{page}"

    def wait(self, seconds: float) -> Granted | None:
        """The answer; None when the owner said no, or nothing in time (then `denied` is False)."""
        self.answered.wait(seconds)
        return self.answer

    def take(self, granted: Granted | None) -> bool:
        """Keeps the first answer. None is a no."""
        with self.lock:
            if self.answered.is_set():
                return False
            self.answer, self.denied = granted, granted is None
            self.answered.set()
            return True

    def finish(self, outcome: str, links: Mapping[str, str]) -> None:
        """What the page tells the owner in the end, with links to go on by their labels; the first call counts."""
        if not self.finished.is_set():
            anchors = (f'<p><a href="{escape(link)}">{escape(label)}</a></p>' for label, link in links.items())
            self.outcome = f"<p>{escape(outcome)}</p>{''.join(anchors)}"
            self.finished.set()


class Handler(BaseHTTPRequestHandler):
    """Hands requests to the landing. `Host` is looked at, so that no name can be made to lead here."""

    landing: Landing

    def log_message(self, *args: Any) -> None:
        """Nothing: addresses hold the password."""

    def do_GET(self) -> None:
        """Any page."""
        parts = urlsplit(self.path)
        _, _, rest = parts.path.partition("/")
        state, _, page = rest.partition("/")
        known = hmac.compare_digest(state.encode(), self.landing.state.encode())
        if not known or self.headers.get("Host") != self.landing.host:
            self.show(404, "<p>404</p>")
        elif page == "granted":
            self.granted(parse_qs(parts.query))
        elif page == "denied":
            self.landing.take(None)
            self.show(200, f"<p>{say('Rien n’a été autorisé ni changé.', 'Nothing was authorised or changed.')}</p>")
            self.landing.shown.set()
        elif page == "done" and self.landing.answered.is_set():
            self.landing.finished.wait(PATIENCE)
            self.show(200, self.landing.outcome)
            self.landing.shown.set()
        else:
            self.show(404, "<p>404</p>")

    def granted(self, query: dict[str, list[str]]) -> None:
        """WordPress's answer."""
        user, password = (query.get(name, [""])[-1] for name in ("user_login", "password"))
        if not user or not password or max(len(user), len(password)) > LONGEST_VALUE:
            self.show(400, "<p>400</p>")
            return
        self.landing.take(Granted(user, password))
        self.send_response(303)
        self.send_header("Location", f"/{self.landing.state}/done")
        self.end_headers()

    def show(self, status: int, body: str) -> None:
        """A page."""
        style = "body{font:1.1rem/1.5 sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}"
        page = (
            f'<!doctype html><html lang="{"fr" if in_french() else "en"}"><meta charset="utf-8">'
            f"<title>SEO Bridge</title><style>{style}</style><h1>SEO Bridge</h1>{body}</html>"
        ).encode()
        self.send_response(status)
        for name, value in {**HEADERS, "Content-Length": str(len(page))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page)
