"""What is wrong with a configuration, told so that the operator finds the place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NoReturn, get_args

from pydantic import ValidationError

from bridge.config.model import Section, Settings
from bridge.errors import ConfigError

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One key and what is wrong with it."""

    key: Key
    message: str


@dataclass(frozen=True)
class Origin:
    """Where values came from: `file`, unless a variable of the environment set the key."""

    file: str
    variables: dict[Key, str] = field(default_factory=dict)

    def refuse(self, faults: Iterable[Fault]) -> NoReturn:
        """Raises a `ConfigError` that names each key with the place it was set in."""
        raise ConfigError(
            "; ".join(
                f"{self.variables.get(fault.key, self.file)}: {dotted(fault.key)}: {fault.message}" for fault in faults
            )
        )


def dotted(key: Key) -> str:
    """`key` as TOML would write it."""
    return ".".join(part if re.fullmatch(r"[\w-]+", part) else f'"{part}"' for part in key)


def faults_of(error: ValidationError) -> list[Fault]:
    """Pydantic's errors as faults, none of them quoting a value."""
    faults = []
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        key = tuple(str(part) for part in item["loc"])
        unknown = item["type"] == "extra_forbidden"
        faults.append(Fault(key, unknown_key(key) if unknown else item["msg"].removeprefix("Value error, ")))
    return faults


def unknown_key(key: Key) -> str:
    """The message for a key that nobody reads, with the nearest one that somebody does."""
    close = difflib.get_close_matches(key[-1], section_at(key[:-1]).known_keys(), n=1, cutoff=0.0)
    return f"unknown key; the nearest is {dotted((*key[:-1], *close))}"


def section_at(key: Key) -> type[Section]:
    """The section that `key` leads to."""
    section: type[Section] = Settings
    named: type[Section] | None = None
    for part in key:
        if named:  # `part` is the free name of a site or a model
            section, named = named, None
            continue
        annotation: Any = section.model_fields[part].annotation
        if isinstance(annotation, type) and issubclass(annotation, Section):
            section = annotation
        else:
            named = get_args(annotation)[1]
    return section
