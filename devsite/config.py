"""Writes a site's wp-config.php."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

Constant = str | int | bool

SCHEMES = ("AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE")
SALTS = tuple(f"{scheme}_{part}" for scheme in SCHEMES for part in ("KEY", "SALT"))


def constants(root: Path, url: str, database: Mapping[str, Constant], *, cron: bool) -> dict[str, Constant]:
    """The constants of a development site served at `url`, which reaches nothing but this machine."""
    return {
        "WP_HOME": url,
        "WP_SITEURL": url,
        "WP_ENVIRONMENT_TYPE": "local",
        "WP_DEBUG": True,
        "WP_DEBUG_DISPLAY": False,
        "WP_DEBUG_LOG": str(root / "debug.log"),
        "WP_HTTP_BLOCK_EXTERNAL": True,
        "WP_ACCESSIBLE_HOSTS": "127.0.0.1,localhost",
        "AUTOMATIC_UPDATER_DISABLED": True,
        "DISABLE_WP_CRON": not cron,
        "FS_METHOD": "direct",
        "DB_CHARSET": "utf8mb4",
        "DB_COLLATE": "",
        **database,
    }


def salts() -> dict[str, Constant]:
    """Fresh keys and salts for one site."""
    return {name: secrets.token_urlsafe(48) for name in SALTS}


def wp_config(defined: Mapping[str, Constant]) -> str:
    """The text of wp-config.php. A constant that a test's script defined before it keeps its value."""
    lines = [f"defined( '{name}' ) || define( '{name}', {literal(value)} );" for name, value in defined.items()]
    return "\n".join(
        [
            "<?php",
            *lines,
            "$table_prefix = 'wp_';",
            "defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );",
            "require_once ABSPATH . 'wp-settings.php';",
            "",
        ]
    )


def literal(value: Constant) -> str:
    """A PHP literal."""
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return json.dumps(value)
