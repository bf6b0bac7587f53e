"""The application on waitress, until SIGTERM or SIGINT."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from typing import Any
from wsgiref.types import WSGIApplication

import waitress

from bridge.config import Server

log = logging.getLogger(__name__)

#: From the signal to the end webhooks are answered 503: at least so long, and at most so long while a request comes in.
DRAIN_SECONDS = 0.5
LONGEST_DRAIN_SECONDS = 5.0
MAX_HEADER_BYTES = 16_384


def make_server(app: WSGIApplication, server: Server) -> Any:
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


def serve(app: WSGIApplication, server: Server, draining: threading.Event) -> None:
    """Serves until SIGTERM or SIGINT; call it in the main thread. Raises `OSError` when the address is taken."""
    listening = make_server(app, server)

    latest = 0.0

    def drain(number: int, frame: object) -> None:
        nonlocal latest
        latest = latest or time.monotonic() + LONGEST_DRAIN_SECONDS
        draining.set()
        signal.setitimer(signal.ITIMER_REAL, DRAIN_SECONDS, 0.1)

    def leave_when_idle(number: int, frame: object) -> None:
        if not in_flight(listening) or time.monotonic() > latest:
            signal.setitimer(signal.ITIMER_REAL, 0)
            sys.exit(0)  # waitress then waits for what its threads work on; any other end would drop it

    signal.signal(signal.SIGALRM, leave_when_idle)
    signal.signal(signal.SIGTERM, drain)
    signal.signal(signal.SIGINT, drain)
    log.info("listening on http://%s:%d", server.host, server.port)
    listening.run()
    listening.close()


def in_flight(listening: Any) -> bool:
    """Whether a request is being received, worked on or answered."""
    channels = list(listening.active_channels.values())
    return any(channel.request or channel.requests or channel.total_outbufs_len for channel in channels)
