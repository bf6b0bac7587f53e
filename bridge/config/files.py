"""The configuration's file, and the files of a site's secrets: each is replaced whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bridge.config.environment import PREFIX
from bridge.config.writing import site_tables
from bridge.errors import ConfigError

#: Beside the configuration: a folder that only its owner may look into.
SECRETS_FOLDER = "secrets"


def rewrite_file(path: Path, before: str, after: str) -> None:
    """Replaces `path` at once, its permissions kept. Raises `ConfigError` when it no longer reads `before`."""
    path = path.resolve()
    try:
        if (current(path)) != before:
            raise ConfigError(f"{path}: was changed meanwhile; run the command again")
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        replace(path, after, mode)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error


def current(path: Path) -> str:
    """What the file reads, its line endings as they are; "" when it is not there yet. Raises `ConfigError`."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def keep_secret(config: Path, site: str, name: str, value: str) -> str:
    """Writes a secret that its owner alone can read, beside `config`; the file's name as seen from there.

    The owner is the configuration's, or that of its folder before there is one. Raises `ConfigError` when it cannot be
    written.
    """
    config = config.resolve()
    folder = config.parent / SECRETS_FOLDER
    file = folder / f"{site}.{name}"
    try:
        owner = (config if config.exists() else config.parent).stat()
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            (folder / ".gitignore").write_text("*\n")
            for made in (folder / ".gitignore", folder):  # the folder last: its owner may put links into it
                with suppress(PermissionError):
                    os.chown(made, owner.st_uid, owner.st_gid, follow_symlinks=False)
        if folder.stat().st_mode & 0o077:
            with suppress(PermissionError):
                folder.chmod(0o700)
        replace(file, value + "\n", 0o600, owner)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}") from error
    return f"{SECRETS_FOLDER}/{file.name}"


def files_named(keys: Mapping[str, object]) -> list[str]:
    """The files of secrets that a site's section names, as seen from the configuration's folder."""
    return [str(keys[key]) for key in ("application_password_file", "webhook_secret_file") if keys.get(key)]


def secret_files(config: Path, environ: Mapping[str, str]) -> set[Path]:
    """The files that secrets are read from, there or not: the sites' sections name them, and variables of `environ`.

    Of a `config` that is no TOML nothing is known; whoever loads it says so.
    """
    found = {
        Path(file)
        for name, file in environ.items()
        if file and name.startswith((PREFIX, "ANTHROPIC_API_KEY")) and name.endswith("_FILE")
    }
    try:
        sites = site_tables(current(config))
    except ConfigError:
        return found
    return found | {config.resolve().parent / name for keys in sites.values() for name in files_named(keys)}


def forget_secrets(config: Path, files: list[str]) -> None:
    """Deletes those of a site's files of secrets that lie in the folder made for them."""
    folder = config.resolve().parent / SECRETS_FOLDER
    for name in files:
        file = (config.resolve().parent / name).resolve()
        if file.parent == folder:
            file.unlink(missing_ok=True)


def replace(path: Path, text: str, mode: int, owner: os.stat_result | None = None) -> None:
    """Writes `path` by way of a new file, so that nobody ever reads a half one. It keeps its owner where it may, and a
    new file gets `owner`'s: an administrator who runs a command must not take the file from the bridge's own user.
    """
    before = path.stat() if path.exists() else owner
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if before:
                with suppress(PermissionError):
                    os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), mode)
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
