"""The README against the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bridge.cli import main

README = Path(__file__).parents[2] / "README.md"


def commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below `group`, with its full name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


COMMANDS = dict(commands(main, "seo-bridge"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    """The README shows each command, by its full name or, in a row of its family, without the program's."""
    text = README.read_text(encoding="utf-8")
    assert f"`{name}" in text or f"`{name.removeprefix('seo-bridge ')}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    """Each command has a summary of its own, and each of its options a help text or choices that speak."""
    command = COMMANDS[name]
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help or isinstance(option.type, click.Choice), option.name
