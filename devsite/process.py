"""Child processes that never outlive us, not even after a kill -9 of ours."""

from __future__ import annotations

import atexit
import contextlib
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from devsite.errors import DevsiteError

# The guard holds the read end of a pipe whose write end is ours. However we end, the pipe closes and the
# guard ends its whole process group: PHP's forked workers survive their master otherwise.
GUARD = """
exec 3<&0
trap : TERM
( read -r _ <&3; kill -TERM 0 ) &
"$@" </dev/null 3<&- &
wait $!
kill -TERM 0
wait
"""


class Child:
    """A program in a process group of its own, with its output in a fresh log file."""

    def __init__(
        self, args: Sequence[str], log: Path, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
    ) -> None:
        self.log = log
        with log.open("wb") as output:
            self._guard = subprocess.Popen(
                ["sh", "-c", GUARD, "guard", *args],
                stdin=subprocess.PIPE, stdout=output, stderr=output,
                cwd=cwd, env=None if env is None else dict(env), start_new_session=True,
            )  # fmt: skip
        atexit.register(self.stop)

    @property
    def pid(self) -> int:
        """The process group's id."""
        return self._guard.pid

    @property
    def alive(self) -> bool:
        """Whether the program still runs."""
        return self._guard.poll() is None

    def stop(self, patience: float = 15) -> None:
        """Ends the whole group, gently at first; returns when it is gone."""
        atexit.unregister(self.stop)
        if self._guard.stdin and not self._guard.stdin.closed:
            self._guard.stdin.close()
        try:
            self._guard.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
            self._guard.wait()

    def wait_until(self, ready: Callable[[], bool], what: str, patience: float = 60) -> None:
        """Returns once `ready()`. Raises `DevsiteError` with the log's end when it dies or is late."""
        end = time.monotonic() + patience
        while not ready():
            if not self.alive or time.monotonic() > end:
                state = "did not become ready" if self.alive else "ended at once"
                self.stop()
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
                raise DevsiteError(f"{what} {state}; the end of {self.log}:\n{tail}")
            time.sleep(0.05)


def free_port(preferred: int = 0) -> int:
    """A free TCP port of 127.0.0.1: the preferred one when nobody has it."""
    # Below the range that outgoing connections take theirs from, so that it is still free at the next start.
    for port in filter(None, (preferred, *random.sample(range(20_000, 32_000), 100))):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise DevsiteError("no free port on 127.0.0.1")
