"""What several commands take: the configuration, and a file or standard input."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from bridge.config import Settings, load

Command = TypeVar("Command", bound=Callable[..., Any])

#: Read when no other file is named and it is there.
CONFIG_FILE = Path("config.toml")


class InputError(click.ClickException):
    """A file that cannot be used; the message names it."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """One line."""
        click.echo(f"seo-bridge: {self.message}", file=file, err=file is None)


def config_option(command: Command) -> Command:
    """Adds --config."""
    return click.option(
        "--config",
        "config",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="SEO_BRIDGE_CONFIG",
        help="The configuration file.  [default: config.toml in this folder, if there]",
    )(command)


def config_file(config: Path | None) -> Path | None:
    """`config`, else config.toml where it is there."""
    return config or (CONFIG_FILE if CONFIG_FILE.is_file() else None)


def spelled(command: str, file: Path) -> str:
    """`command` as it is typed where that configuration file is used."""
    return f"seo-bridge {command}" + ("" if file == CONFIG_FILE else f" --config {file}")


def settings_from(config: Path | None, *, sites: bool = True) -> Settings:
    """The settings of `config`, else of config.toml, else the defaults; the environment over them."""
    return load(config_file(config), os.environ, sites=sites)


def read_text(path: str) -> str:
    """The text of the file `path`, or of standard input for "-". Raises `InputError`."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (at byte {error.start}); convert it first") from error


def in_french() -> bool:
    """Whether the operator reads French, by LC_ALL, LC_MESSAGES or LANG."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return locale.normalize(value).lower().startswith("fr")
    return False


def say(fr: str, en: str) -> str:
    """The one of the two that the operator reads."""
    return fr if in_french() else en
