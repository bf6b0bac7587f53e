"""A site that is to be connected, and how it is written into the configuration."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bridge.config.environment import site_prefix
from bridge.config.files import current, keep_secret, rewrite_file
from bridge.config.load import SITE_NAME
from bridge.config.writing import site_tables, with_keys
from bridge.errors import ConfigError
from bridge.wordpress.discovery import Found


@dataclass(frozen=True, slots=True)
class Connection:
    """What is to be connected, and how. `public_url`: to be written into the configuration, if not empty."""

    file: Path
    name: str
    found: Found
    bridge_url: str
    public_url: str
    private: bool
    ca_file: str

    @property
    def access(self) -> dict[str, Any]:
        """How a client reaches the site."""
        return {"name": self.name, "allow_private_address": self.private, "ca_file": self.ca_file}

    def check(self) -> None:
        """Raises `ConfigError` when the site could not be written into the configuration in the end."""
        if not SITE_NAME.fullmatch(self.name):
            raise ConfigError("--name: a site's name is made of a-z, 0-9, - and _, at most 63 of them")
        text = current(self.file)
        other = site_tables(text).get(self.name, {}).get("url", self.found.url)
        if str(other).rstrip("/") != self.found.url:
            raise ConfigError(f"--name: sites.{self.name} is {other} already; choose another name")
        for variable in secret_variables(self.name):
            if os.environ.get(variable):
                raise ConfigError(
                    f"{variable}: is set, and would come before the secrets that connecting makes; unset it"
                )
        self.changed(text, "seo-bridge", plugin=True)

    def changed(self, text: str, user: str, *, plugin: bool, transport: str = "") -> str:
        """The configuration with the site in it. Raises `ConfigError` where its form does not allow that."""
        before = site_tables(text).get(self.name, {})  # connected once already, perhaps in another way
        keys: dict[str, str | bool] = {"url": self.found.url, "user": user}
        keys |= {"transport": transport or "rest"} if transport or "transport" in before else {}
        keys |= {"plugin": plugin} if not plugin or "plugin" in before else {}
        keys |= {"allow_private_address": True} if self.private else {}
        keys |= {"ca_file": self.ca_file} if self.ca_file else {}
        keys["application_password_file"] = f"secrets/{self.name}.application_password"
        keys |= {"webhook_secret_file": f"secrets/{self.name}.webhook_secret"} if plugin else {}
        if self.public_url:
            text = with_keys(text, ("server",), {"public_url": self.public_url})
        return with_keys(text, ("sites", self.name), keys)

    def keep(self, user: str, password: str, secret: str, transport: str = "") -> None:
        """Writes the secrets, then the site, which a running bridge then knows."""
        before = current(self.file)
        keep_secret(self.file, self.name, "application_password", password)
        if secret:
            keep_secret(self.file, self.name, "webhook_secret", secret)
        rewrite_file(self.file, before, self.changed(before, user, plugin=bool(secret), transport=transport))


def secret_variables(name: str) -> list[str]:
    """The variables that the secrets of the site `name` may be in."""
    own = (f"{site_prefix(name)}_{key}" for key in ("APPLICATION_PASSWORD", "WEBHOOK_SECRET"))
    return [f"{variable}{end}" for variable in own for end in ("", "_FILE")]


def name_for(url: str, title: str, file: Path) -> str:
    """A name for the site: the one it has already, else made of its host, or of its title where that is a number."""
    taken = site_tables(current(file))
    for name, keys in taken.items():
        if str(keys.get("url", "")).rstrip("/") == url:
            return name
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    numeric = not re.search(r"[a-z]", host.rpartition(".")[2])
    words = title if numeric and title else f"{host}{parts.path}"
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "site"
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in taken)
