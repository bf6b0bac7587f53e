"""Webhooks as a site's plugin would sign them, and the application on a real server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bridge.config import Settings
from bridge.web.server import make_server

SECRET = "whsec_" + base64.b64encode(b"the secret that the site knows").decode()
OLDER = "whsec_" + base64.b64encode(b"the one it knew until yesterday").decode()
STRANGER = "whsec_" + base64.b64encode(b"a secret that nobody told us of").decode()


def event(**changes: Any) -> dict[str, Any]:
    """The body of contract 1; `changes` replace fields, of `data` when they are its own."""
    data: dict[str, Any] = {
        "post_id": 12,
        "post_type": "post",
        "status": "draft",
        "content_hash": "sha256:" + "0" * 64,
        "modified_gmt": "2026-11-23T10:00:00",
        "user_id": 2,
        "options": {"keyphrase": "refuge des Écrins"},
    }
    body = {"type": "post.rewrite_requested", "timestamp": "2026-11-23T10:00:00Z", "data": data}
    for key, value in changes.items():
        (body if key in body else data)[key] = value
    return body


@dataclass(frozen=True)
class Hook:
    """A webhook that is about to be sent."""

    body: bytes = field(default_factory=lambda: json.dumps(event()).encode())
    id: str = "msg_1"
    site: str = "blog"
    secret: str = SECRET
    age: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    signed_body: bytes | None = None

    @classmethod
    def of(cls, **changes: Any) -> Hook:
        """The webhook of a changed event."""
        return cls(json.dumps(event(**changes)).encode())

    def but(self, **changes: Any) -> Hook:
        """This webhook with other parts, signed accordingly."""
        return replace(self, **changes)

    def with_headers(self, **headers: str) -> Hook:
        """This webhook with headers laid over the signed ones, underscores for hyphens."""
        return replace(self, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def signed(self) -> dict[str, str]:
        """The headers. The signature is that of the specification, computed here and not by the library.

        It is made anew at each call, so that it is as old as `age` says; `signed_body` is signed in place of the body.
        """
        moment = int(time.time() - self.age)
        signed = self.body if self.signed_body is None else self.signed_body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        return {
            "Content-Type": "application/json",
            "webhook-id": self.id,
            "webhook-timestamp": str(moment),
            "webhook-signature": f"v1,{signature(key, f'{self.id}.{moment}.'.encode() + signed)}",
            **self.headers,
        }

    def send(self, client: FlaskClient) -> TestResponse:
        """Posts it."""
        headers = {name: value for name, value in self.signed().items() if value != ABSENT}
        return client.post(f"/webhooks/{self.site}", data=self.body, headers=headers)


ABSENT = "(absent)"


def signature(key: bytes, signed: bytes) -> str:
    """Base64 of HMAC-SHA256."""
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


@contextmanager
def served(app: Flask, settings: Settings) -> Iterator[int]:
    """The application on a real waitress; gives the port."""
    server = make_server(app, settings.server.model_copy(update={"port": 0}))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server.effective_port
    finally:
        server.trigger.pull_trigger(lambda: server.asyncore.close_all(server._map))  # in the loop's own thread
        thread.join()
        server.task_dispatcher.shutdown()
