"""A played bridge (a loopback HTTP server that keeps what it is sent) and the bridge's user at the plugin's routes."""

from __future__ import annotations

import base64
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
from standardwebhooks.webhooks import Webhook

from devsite.wordpress import Site

DRAFT = """<!-- wp:paragraph -->
<p>Le compost c'est facile. On y met les épluchures & le marc de café.</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>Il faut compter 6 mois.</p>
<!-- /wp:paragraph -->"""

REWRITTEN = """<!-- wp:heading -->
<h2 class="wp-block-heading">Que mettre au compost ?</h2>
<!-- /wp:heading -->

<!-- wp:paragraph -->
<p>Le compost est facile : on y met les épluchures et le marc de café.</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>Il faut compter 6 mois.</p>
<!-- /wp:paragraph -->"""

SECRET = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


@dataclass(frozen=True)
class Received:
    """One webhook as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The body, once its signature has been verified by the library that the bridge uses."""
        verified: dict[str, Any] = Webhook(SECRET).verify(self.body, self.headers)
        return verified

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class PlayedBridge:
    """What the bridge answers next, and what it has been sent."""

    status: int = 202
    answer: bytes = b'{"job": "job-1", "status_url": "http://127.0.0.1/jobs/job-1?token=t"}'
    headers: dict[str, str] = field(default_factory=dict)
    hold: threading.Event = field(default_factory=threading.Event)
    received: list[Received] = field(default_factory=list)
    # What it says about any job; None for a job that it does not know.
    job: dict[str, Any] | None = None
    asked: list[str] = field(default_factory=list)
    port: int = 0
    languages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hold.set()

    def of(self, post_id: int) -> list[Received]:
        """The webhooks about one post."""
        return [r for r in self.received if json.loads(r.body)["data"].get("post_id") == post_id]

    def awaited(self, post_id: int, count: int) -> list[Received]:
        """The webhooks about one post, once there are so many; a page does not wait for its own to be sent."""
        deadline = time.monotonic() + 60
        while len(self.of(post_id)) < count:
            assert time.monotonic() < deadline, f"{len(self.of(post_id))} webhooks"
            time.sleep(0.05)
        return self.of(post_id)


class Handler(BaseHTTPRequestHandler):
    bridge: PlayedBridge

    def do_GET(self) -> None:
        """The status of a job."""
        self.bridge.asked.append(self.path)
        self.bridge.languages.append(self.headers["accept-language"] or "")
        known = 200 if self.bridge.job else 404
        self.tell(
            self.bridge.status if self.bridge.status >= 500 else known, json.dumps(self.bridge.job or {}).encode()
        )

    def do_POST(self) -> None:
        if self.path.startswith("/jobs/"):
            self.bridge.job = {"state": "cancelled"}
            self.do_GET()
            return
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.bridge.received.append(Received(self.path, headers, body))
        self.bridge.hold.wait(30)
        self.tell(self.bridge.status, self.bridge.answer)

    def tell(self, status: int, answer: bytes) -> None:
        self.send_response_only(status)
        for name, value in {
            "date": self.date_time_string(),
            "content-type": "application/json",
            **self.bridge.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(answer)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # The sender did not wait for the answer.

    def log_message(self, *_: object) -> None:
        pass


def listen(bridge: PlayedBridge) -> ThreadingHTTPServer:
    """A server for `bridge` at its port, or at a free one."""
    ThreadingHTTPServer.allow_reuse_address = True
    server = ThreadingHTTPServer(("127.0.0.1", bridge.port), type("Bound", (Handler,), {"bridge": bridge}))
    bridge.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


def close(server: ThreadingHTTPServer) -> None:
    """Ends a server of `listen`."""
    server.shutdown()
    server.server_close()


def connect(site: Site, bridge: PlayedBridge) -> None:
    """Fills the plugin's settings in and empties its outbox."""
    site.set_option("seo_bridge_url", f"http://127.0.0.1:{bridge.port}")
    site.set_option("seo_bridge_site", "essai")
    site.set_option("seo_bridge_secret", SECRET)
    site.set_option("seo_bridge_triggers", {"draft_saved": True, "published": False})
    site.php(
        "global $wpdb; $wpdb->query( 'DELETE FROM ' . seo_bridge_outbox_table() );"
        "delete_option( 'seo_bridge_slow_until' );"
        "wp_clear_scheduled_hook( 'seo_bridge_deliver' );"
    )


@dataclass(frozen=True)
class Robot:
    """The bridge's WordPress user, at the routes of contract 2."""

    site: Site
    auth: tuple[str, str] | None

    def call(self, method: str, route: str, **kwargs: Any) -> requests.Response:
        """Calls `seo-bridge/v1/{route}`."""
        with requests.Session() as session:
            session.trust_env = False
            url = f"{self.site.url}/wp-json/seo-bridge/v1/{route}"
            return session.request(method, url, auth=self.auth, timeout=60, allow_redirects=False, **kwargs)

    def fetch(self, post_id: int) -> dict[str, Any]:
        """The post."""
        answer = self.call("GET", f"posts/{post_id}")
        assert answer.status_code == 200, answer.text
        post: dict[str, Any] = answer.json()
        return post

    def propose(self, post_id: int, **fields: Any) -> requests.Response:
        """Hands back a proposal for the post as it is now, with some of its fields changed."""
        base_hash = fields.pop("base_hash", None) or self.fetch(post_id)["content_hash"]
        return self.call("POST", f"posts/{post_id}/suggestions", json=proposal(base_hash=base_hash, **fields))


def proposal(**fields: Any) -> dict[str, Any]:
    """A valid proposal."""
    return {
        "job": f"job-{secrets.token_hex(8)}",
        "base_hash": "sha256:" + "0" * 64,
        "title": "Réussir son compost en ville",
        "titles": ["Réussir son compost en ville", "Le compost en ville", "Composter en appartement"],
        "slug": "reussir-son-compost-en-ville",
        "excerpt": "Le compost tient sur un balcon.",
        "content": REWRITTEN,
        "seo": {
            "title": "Réussir son compost",
            "meta_description": "Tout sur le compost.",
            "focus_keyphrase": "compost",
        },
        "report": {
            "writer": "offline",
            "words_before": 12,
            "words_after": 15,
            "findings": [],
            "removed": [],
            "lost": [],
        },
        **fields,
    }


def as_user(site: Site, login: str, action: str) -> tuple[str, requests.Session]:
    """A nonce for `action`, and the session of the user whom it was made for."""
    session = site.session(login)
    return nonce_of(site, login, session, action), session


def nonce_of(site: Site, login: str, session: requests.Session, action: str) -> str:
    """A nonce for `action` in that user's session."""
    cookie = next(value for name, value in session.cookies.items() if name.startswith("wordpress_logged_in_"))
    code = "$_COOKIE[ LOGGED_IN_COOKIE ] = $in['cookie']; return wp_create_nonce( $in['action'] );"
    return str(site.json(code, user=login, cookie=cookie, action=action))


def outbox(site: Site, post_id: int) -> list[tuple[str, str, int, int]]:
    """Type, state, attempts and HTTP status of the deliveries about one post, oldest first."""
    rows = site.json("return array_reverse( seo_bridge_outbox_latest( 100 ) );")
    return [
        (r["type"], r["state"], int(r["attempts"]), int(r["answer_code"])) for r in rows if int(r["post_id"]) == post_id
    ]
