"""What a site's folder remembers between two starts, and who has the folder."""

from __future__ import annotations

import fcntl
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Self

from devsite.config import Constant, salts
from devsite.errors import DevsiteError


@dataclass
class State:
    """Kept in `site.json`, mode 0600."""

    port: int = 0
    salts: dict[str, Constant] = field(default_factory=salts)
    passwords: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> Self | None:
        """What the folder remembers; None before its first start has succeeded."""
        file = root / "site.json"
        return cls(**json.loads(file.read_text())) if file.exists() else None

    def save(self, root: Path) -> None:
        """Writes it down."""
        file = root / "site.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(self)))


def taken(root: Path) -> IO[str]:
    """The folder's lock, held until it is closed. Raises `DevsiteError` when another process has it."""
    root.mkdir(parents=True, exist_ok=True)
    lock = (root / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise DevsiteError(f"{root} runs already; stop the command that started it") from error
    return lock
