"""A site that is to be connected, and how it is written into the configuration."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bridge.config.environment import site_prefix
from bridge.config.files import SECRETS_FOLDER, current, forget_secrets, keep_secret, rewrite_file
from bridge.config.load import SITE_NAME
from bridge.config.writing import site_tables, with_keys
from bridge.errors import ConfigError
from bridge.wordpress.discovery import Found

#: The secrets that connecting makes, by the names of their files.
SECRETS = ("application_password", "webhook_secret")


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

    @contextmanager
    def kept(self, user: str, password: str, secret: str) -> Iterator[None]:
        """Keeps them while the site is told; until it knows, the earlier webhook secrets are good besides.

        When that fails, a site that worked goes on as before. The new secret then stays good too: the site may have
        taken it, and only its answer been lost.
        """
        before = current(self.file)
        after = self.changed(before, user, plugin=bool(secret))
        earlier = {key: current(self.secret_file(key)).strip() for key in SECRETS}
        known = earlier["webhook_secret"] if secret else ""
        try:
            self.keep(user, password, f"{secret} {known}".strip())
            yield
        except BaseException:
            self.put_back({**earlier, "webhook_secret": f"{known} {secret}"} if known else earlier)
            if current(self.file) == after:  # else it was never written, or changed by somebody since
                self.unwrite(after, before)
            raise
        if known:
            keep_secret(self.file, self.name, "webhook_secret", secret)
            os.utime(self.file)

    def put_back(self, secrets: Mapping[str, str]) -> None:
        """Writes what stood in the files of secrets; "" is a file that was not there."""
        for key, value in secrets.items():
            if value:
                keep_secret(self.file, self.name, key, value)
            else:
                forget_secrets(self.file, [f"{SECRETS_FOLDER}/{self.name}.{key}"])

    def unwrite(self, after: str, before: str) -> None:
        """Writes what stood in the configuration; "" is a file that was not there."""
        if before:
            rewrite_file(self.file, after, before)
        else:
            self.file.resolve().unlink()

    def secret_file(self, key: str) -> Path:
        """Where that secret of the site is kept."""
        return self.file.resolve().parent / SECRETS_FOLDER / f"{self.name}.{key}"

    def earlier_user(self) -> str:
        """Whose access the site has been reached with so far; "" when it is new."""
        return str(site_tables(current(self.file)).get(self.name, {}).get("user", ""))


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
