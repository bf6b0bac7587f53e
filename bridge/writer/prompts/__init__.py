"""Prompts are data: text files beside this one, declared in `prompts.toml`, validated when they are loaded.

`{{name}}` in a text is a variable. A text may use exactly the variables that are declared for it. A line
whose variables are all empty is left out, so that a brief says only what was asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bridge.errors import ConfigError

VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A text with declared variables."""

    name: str
    text: str
    variables: frozenset[str]

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with `values` in place. Raises `ConfigError` unless they are exactly the declared variables."""
        if wrong := self.variables ^ values.keys():
            raise ConfigError(f"prompt {self.name}: variables missing or unknown: {', '.join(sorted(wrong))}")
        lines = (filled(line, values) for line in self.text.splitlines())
        return "\n".join(line for line in lines if line is not None).strip()


@dataclass(frozen=True, slots=True)
class Prompts:
    """All that is said to a model. `version` is part of the content key: raise it with any change of wording."""

    version: str
    system: Template
    brief: Template
    repair: Template
    translation: Template


class Declaration(BaseModel):
    """One text of `prompts.toml`."""

    model_config = ConfigDict(extra="forbid")

    file: str = Field(pattern=r"^\w+\.md$")
    variables: frozenset[str] = frozenset()


class Manifest(BaseModel):
    """`prompts.toml`."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(min_length=1)
    system: Declaration
    brief: Declaration
    repair: Declaration
    translation: Declaration


@cache
def load() -> Prompts:
    """The prompts that this version of the bridge ships with."""
    return read(files(__name__))


def read(folder: Traversable) -> Prompts:
    """The prompts in `folder`. Raises `ConfigError`, which names the file and what is wrong with it."""
    try:
        manifest = Manifest.model_validate(tomllib.loads(folder.joinpath("prompts.toml").read_text("utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise ConfigError(f"prompts.toml: {error}") from error
    return Prompts(
        version=manifest.version,
        system=template(folder, manifest.system),
        brief=template(folder, manifest.brief),
        repair=template(folder, manifest.repair),
        translation=template(folder, manifest.translation),
    )


def template(folder: Traversable, declaration: Declaration) -> Template:
    """The declared text. Raises `ConfigError` when its variables are not the declared ones."""
    try:
        text = folder.joinpath(declaration.file).read_text("utf-8")
    except OSError as error:
        raise ConfigError(f"prompt {declaration.file}: cannot be read") from error
    if wrong := declaration.variables ^ frozenset(VARIABLE.findall(text)):
        names = ", ".join(sorted(wrong))
        raise ConfigError(f"prompt {declaration.file}: declared and used variables differ: {names}")
    return Template(declaration.file, text, declaration.variables)


def filled(line: str, values: Mapping[str, str]) -> str | None:
    """`line` with its variables in place; None when it has some and all of them are empty."""
    names = VARIABLE.findall(line)
    if names and not any(values[name] for name in names):
        return None
    return VARIABLE.sub(lambda match: values[match[1]], line)
