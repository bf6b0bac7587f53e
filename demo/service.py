"""The bridge itself, as a child process: `seo-bridge serve`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from demo.site import BRIDGE_USER, SITE_KEY, Secrets
from devsite.process import Child
from devsite.wordpress import Site

COMMAND = Path(sys.executable).parent / "seo-bridge"


#: What the played model would cost, so that the ledger has something to count: USD per million tokens.
PLAYED = """
[claude]
base_url = "{url}"
model = "played"

[claude.prices."played"]
input = 2.0
output = 10.0
cache_write = 2.5
cache_read = 0.1
"""


def settings(port: int, site: Site, claude_url: str = "") -> str:
    """The text of the demo's config.toml: offline, or with the played Claude at that address.

    A save is rewritten a second later, since nobody types on.
    """
    writer = "claude" if claude_url else "offline"
    return f"""\
[server]
port = {port}

[database]
url = "sqlite:///{site.root / "seo-bridge.sqlite"}"

[rewrite]
writer = "{writer}"

[sites.{SITE_KEY}]
url = "{site.url}"
user = "{BRIDGE_USER}"
quiet_seconds = 1.0
allow_private_address = true
{PLAYED.format(url=claude_url) if claude_url else ""}"""


def environment(secrets: Secrets) -> dict[str, str]:
    """Our environment without settings and keys of somebody's own bridge, and with the files of the demo's secrets."""
    foreign = ("SEO_BRIDGE_", "ANTHROPIC_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    prefix = f"SEO_BRIDGE_{SITE_KEY.upper()}"
    return {
        **own,
        "ANTHROPIC_API_KEY": "played",
        f"{prefix}_APPLICATION_PASSWORD_FILE": str(secrets.application_password),
        f"{prefix}_WEBHOOK_SECRET_FILE": str(secrets.webhook_secret),
    }


@contextmanager
def served(folder: Path, port: int, site: Site, secrets: Secrets, claude_url: str = "") -> Iterator[Path]:
    """Runs the bridge on that port; gives its log file. Raises `DevsiteError` when it does not come up."""
    config, log = folder / "config.toml", folder / "bridge.log"
    config.write_text(settings(port, site, claude_url), encoding="utf-8")
    bridge = Child([str(COMMAND), "serve", "--config", str(config)], log, env=environment(secrets))
    try:
        bridge.wait_until(lambda: ready(port), "the bridge")
        yield log
    finally:
        bridge.stop()


def ready(port: int) -> bool:
    """Whether web and worker are both there."""
    try:
        return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200
    except requests.RequestException:
        return False
