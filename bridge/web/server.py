"""The application on waitress, until SIGTERM or SIGINT."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from typing import Any

import waitress
from flask import Flask

from bridge.config import Server

log = logging.getLogger(__name__)

#: From the signal to the end: webhooks are answered 503 for so long, so that requests in flight are not cut.
DRAIN_SECONDS = 0.5
MAX_HEADER_BYTES = 16_384


def make_server(app: Flask, server: Server) -> Any:
    """A waitress server that listens already; `run()` serves."""
    return waitress.create_server(
        app,
        host=server.host,
        port=server.port,
        threads=server.threads,
        ident=None,
        max_request_body_size=server.max_body_bytes,
        max_request_header_size=MAX_HEADER_BYTES,
        channel_timeout=30,
        connection_limit=1000,
        asyncore_use_poll=True,
    )


def serve(app: Flask, server: Server, draining: threading.Event) -> None:
    """Serves until SIGTERM or SIGINT; call it in the main thread. Raises `OSError` when the address is taken."""
    listening = make_server(app, server)

    def drain(number: int, frame: object) -> None:
        draining.set()
        signal.setitimer(signal.ITIMER_REAL, DRAIN_SECONDS)

    def leave(number: int, frame: object) -> None:
        sys.exit(0)  # waitress then waits for the requests in flight; any other end would drop them

    signal.signal(signal.SIGALRM, leave)
    signal.signal(signal.SIGTERM, drain)
    signal.signal(signal.SIGINT, drain)
    log.info("listening on http://%s:%d", server.host, server.port)
    listening.run()
    listening.close()
