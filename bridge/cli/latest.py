"""Parts that are made anew when the configuration file changes: a site connected meanwhile is served at once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from bridge.config import Settings
from bridge.errors import ConfigError

log = logging.getLogger(__name__)

Made = TypeVar("Made")
Stamp = tuple[int, int, int]
#: What is written in place is only half there for a moment, and half a file may well be TOML that has no sites.
SETTLED_SECONDS = 1.0


class Latest(Generic[Made]):
    """What `make` makes of the present settings; of the last good ones where the file has become wrong.

    The file's identity, size and time tell of a change; commands that change a secret touch it. Safe to share between
    threads.
    """

    def __init__(self, file: Path | None, load: Callable[[], Settings], make: Callable[[Settings], Made]) -> None:
        """Raises `ConfigError` when the settings are wrong already."""
        self.file, self.load, self.make = file, load, make
        self.lock = threading.Lock()
        self.stamp = self.look()
        self.made = make(load())

    def __call__(self) -> Made:
        """The parts, made anew if need be."""
        if self.look() != self.stamp:
            with self.lock:
                self.refresh()
        return self.made

    def refresh(self) -> None:
        """Makes the parts anew, unless another thread just did."""
        stamp = self.look()
        if stamp == self.stamp or self.is_being_written(stamp):
            return
        try:
            self.made = self.make(self.load())
        except ConfigError as error:
            log.error("the changed configuration is not used: %s", error.detail)  # noqa: TRY400 - the detail says it all
        else:
            log.info("the configuration was read anew")
        self.stamp = stamp

    def is_being_written(self, stamp: Stamp | None) -> bool:
        """Whether somebody may be at the file; not if it was replaced at once, as our own commands do."""
        if stamp is None or (self.stamp and (stamp[0] != self.stamp[0] or stamp[2] == self.stamp[2])):
            return False
        return 0.0 <= time.time() - stamp[1] / 1e9 < SETTLED_SECONDS

    def look(self) -> Stamp | None:
        """What tells one state of the file from another."""
        try:
            found = self.file.stat() if self.file else None
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns, found.st_size) if found else None
