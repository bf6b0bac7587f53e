"""Parts that are made anew when the configuration changes: a site connected meanwhile is served at once."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from bridge.config import Settings
from bridge.config.files import secret_files
from bridge.errors import ConfigError

log = logging.getLogger(__name__)

Made = TypeVar("Made")
Stamp = tuple[int, int, int]
#: What is written in place is only half there for a moment, and half a file may well be TOML that has no sites.
SETTLED_SECONDS = 1.0
#: The files of secrets, two to a site, are looked at this often; the configuration itself at every call.
SECRETS_SECONDS = 1.0


class Latest(Generic[Made]):
    """What `make` makes of the present settings; of the last good ones where a file has become wrong.

    A file's identity, size and time tell of a change: the configuration's, and a little later those of the files of
    secrets. Commands that change a secret touch the configuration. Safe to share between threads.
    """

    def __init__(self, file: Path | None, load: Callable[[], Settings], make: Callable[[Settings], Made]) -> None:
        """Raises `ConfigError` when the settings are wrong already."""
        self.file, self.load, self.make = file, load, make
        self.lock = threading.Lock()
        self.seen = self.look()
        self.looked = time.monotonic()
        self.made = make(load())

    def __call__(self) -> Made:
        """The parts, made anew if need be."""
        if self.has_changed():
            with self.lock:
                self.refresh()
        return self.made

    def look(self) -> dict[Path, Stamp | None]:
        """The files that the settings are read from, with what tells one state of each from another."""
        return {file: stamp(file) for file in (self.file, *secret_files(self.file, os.environ))} if self.file else {}

    def has_changed(self) -> bool:
        """Whether a file is no longer as it was seen."""
        seen = self.seen
        if self.file and stamp(self.file) != seen[self.file]:
            return True
        if time.monotonic() - self.looked < SECRETS_SECONDS:
            return False
        self.looked = time.monotonic()
        return any(stamp(file) != before for file, before in seen.items())

    def refresh(self) -> None:
        """Makes the parts anew, unless another thread just did, or somebody may still be writing."""
        changes = [(before, now) for file, before in self.seen.items() if (now := stamp(file)) != before]
        if not changes or any(is_being_written(before, now) for before, now in changes):
            return
        seen = self.look()
        try:
            self.made = self.make(self.load())
        except ConfigError as error:
            log.error("the changed configuration is not used: %s", error.detail)  # noqa: TRY400 - the detail says it all
        else:
            log.info("the configuration was read anew")
        self.seen = seen


def stamp(file: Path) -> Stamp | None:
    """What tells one state of the file from another; None when it is not there."""
    try:
        found = file.stat()
    except (OSError, ValueError):  # the latter for a name that no file can have
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def is_being_written(before: Stamp | None, now: Stamp | None) -> bool:
    """Whether somebody may be at the file; not if it was replaced at once, as our own commands do."""
    if now is None or (before and (now[0] != before[0] or now[2] == before[2])):
        return False
    return 0.0 <= time.time() - now[1] / 1e9 < SETTLED_SECONDS
