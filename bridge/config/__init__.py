"""TOML and environment to frozen, validated settings.

Every error is a `ConfigError` that names the key and where it stands. Secrets come from the
environment alone, or from a file that `NAME_FILE` names, and never show in a repr or an error.
"""

from __future__ import annotations

from bridge.config.load import load
from bridge.config.model import (
    Budget,
    Claude,
    Database,
    Hook,
    Price,
    Rewrite,
    Rules,
    Server,
    Settings,
    Site,
    Worker,
)
from bridge.config.values import WriterName

__all__ = [
    "Budget",
    "Claude",
    "Database",
    "Hook",
    "Price",
    "Rewrite",
    "Rules",
    "Server",
    "Settings",
    "Site",
    "Worker",
    "WriterName",
    "load",
]
