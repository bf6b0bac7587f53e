"""Whether a bridge answers where the configuration says; one that does so for a while, or until Ctrl-C."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bridge.config import Server
from bridge.errors import BridgeError
from bridge.wordpress.http import Http

#: A start takes a second or two.
START_SECONDS = 30.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what an operator may have set


def local_address(server: Server) -> str:
    """How the bridge is reached from its own machine."""
    host = EVERYWHERE.get(server.host, server.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{server.port}"


def answers(server: Server, page: str = "healthz") -> bool:
    """Whether the bridge at `server` says that it is well."""
    http = Http("", "", timeout_seconds=5.0, allow_private_address=True)
    try:
        return http.request("GET", f"{local_address(server)}/{page}", query={}).status == 200
    except BridgeError:
        return False


class Service:
    """The bridge that a command needs: the one that runs, or else one that it starts.

    With `stay` that is the whole service, which goes on when the command is done; else its web side, for the moment.
    """

    def __init__(self, server: Server, config: Path, *, stay: bool) -> None:
        self.server, self.stays = server, stay
        self.child: subprocess.Popen[bytes] | None = None
        what = "serve" if stay else "web"
        self.command = [sys.executable, "-m", "bridge", what, "--config", str(config), "--with-parent"]

    def start(self) -> bool:
        """Whether a bridge answers now."""
        if answers(self.server):
            return True
        self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE)  # noqa: S603
        page = "readyz" if self.stays else "healthz"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.child.poll() is None:
            if answers(self.server, page):
                return True
            time.sleep(0.1)
        return False

    def stay(self) -> None:
        """Until Ctrl-C, if this command started the whole service."""
        if self.child and self.stays:
            try:
                self.child.wait()
            except KeyboardInterrupt:  # it got that too, and ends in its own time
                self.child.wait()

    def end(self) -> None:
        """Stops what was started."""
        if self.child and self.child.poll() is None:
            self.child.terminate()
            self.child.wait()
