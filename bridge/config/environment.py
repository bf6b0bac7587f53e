"""What the environment says: overrides of single keys, and secrets."""

from __future__ import annotations

import base64
import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import SecretStr, TypeAdapter, ValidationError

from bridge.config.faults import Fault, Key, Origin
from bridge.config.model import Section, Settings

PREFIX = "SEO_BRIDGE_"
#: Standard Webhooks asks for 24 to 64 random bytes.
SECRET_BYTES = range(24, 65)
#: How the variables of a site's secrets end, whose name may begin like a section's.
SECRETIVE = ("_APPLICATION_PASSWORD", "_WEBHOOK_SECRET", "_HOOK_SECRET")
HOOK_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def site_prefix(name: str) -> str:
    """How the variables of site `name` begin: "mon-blog" is SEO_BRIDGE_MON_BLOG."""
    return PREFIX + name.upper().replace("-", "_")


def hook_variable(site: str, hook: str) -> str:
    """The variable of the secret of a site's plain webhook."""
    return f"{site_prefix(site)}_{hook.upper().replace('-', '_')}_HOOK_SECRET"


def secret(environ: Mapping[str, str], name: str) -> str:
    """The value of `name`, or the content of the file that `name`_FILE names, or "".

    Raises `ValueError` when both are set or the file cannot be read.
    """
    value, file = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "")
    if value and file:
        raise ValueError(f"{name} and {name}_FILE are both set; unset one")
    if not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{name}_FILE: {file} cannot be read: {error}") from error


def overlay(table: dict[str, Any], environ: Mapping[str, str], origin: Origin) -> None:
    """Sets the keys of the fixed sections that `environ` overrides, and notes in `origin` which variable did.

    An empty variable counts as unset. Refuses a variable that begins like a section's and names no key of it.
    """
    faults: list[Fault] = []
    for variable, (key, annotation) in variables().items():
        try:
            raw = secret(environ, variable) if key == ("database", "url") else environ.get(variable, "")
            if not raw:
                continue
            value = TypeAdapter(annotation).validate_strings(raw)
        except ValidationError as error:
            origin.variables[key] = variable
            faults.append(Fault(key, error.errors()[0]["msg"]))
        except ValueError as error:
            faults.append(Fault(key, str(error)))
        else:
            origin.variables[key] = variable
            section = table.setdefault(key[0], {})
            if isinstance(section, dict):  # what it else may be is refused by the validation that follows
                section[key[1]] = value
    faults += unknown_variables(environ)
    if faults:
        origin.refuse(faults)


def variables() -> dict[str, tuple[Key, Any]]:
    """The variables that override a scalar: name to (key, type)."""
    found: dict[str, tuple[Key, Any]] = {}
    for section, info in Settings.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, Section):
            for key, field in info.annotation.model_fields.items():
                if is_scalar(field.annotation):
                    found[f"{PREFIX}{section}_{key}".upper()] = ((section, key), field.annotation)
    return found


def is_scalar(annotation: Any) -> bool:
    """Whether values of `annotation` can be written in one variable."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return is_scalar(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return all(is_scalar(part) for part in get_args(annotation))
    return origin is Literal or annotation in {str, int, float, bool, NoneType}


def unknown_variables(environ: Mapping[str, str]) -> Iterator[Fault]:
    """Variables that begin like a section's and are none of its keys."""
    known = [*variables(), f"{PREFIX}DATABASE_URL_FILE"]
    sections = tuple(f"{PREFIX}{name}_".upper() for name in Settings.known_keys() if name != "sites")
    for name in environ:
        secretive = name.removesuffix("_FILE").endswith(SECRETIVE)
        if name.startswith(sections) and name not in known and not secretive:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            yield Fault((name,), f"unknown variable; the nearest is {nearest[0]}")


def site_secrets(name: str, environ: Mapping[str, str], files: SecretFiles) -> tuple[dict[str, Any], list[Fault]]:
    """The secrets of site `name` as fields of `Site`, and what is wrong with them.

    The environment comes first, then the file that the site's own key names. A site without the plugin signs nothing.
    """
    fields: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, made in (("application_password", SecretStr), ("webhook_secrets", webhook_secrets)):
        own = key.removesuffix("s")
        variable = f"{site_prefix(name)}_{own.upper()}"
        try:
            value = secret(environ, variable) or files.read(f"{own}_file")
            fields[key] = made(value) if value else ()
        except ValueError as error:
            faults.append(Fault(("sites", name), f"{variable}: {error}"))
        else:
            if not value and not (own == "webhook_secret" and files.section.get("plugin") is False):
                faults.append(Fault(("sites", name), f"{variable} is not set, nor {variable}_FILE"))
    return fields, faults


def hook_secrets(name: str, hooks: object, environ: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    """The plain webhooks of site `name` with their secrets, and what is wrong with those."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for hook, keys in (hooks if isinstance(hooks, dict) else {}).items():
        variable = hook_variable(name, hook)
        key = ("sites", name, "hooks", hook)
        if not HOOK_NAME.fullmatch(hook) or not isinstance(keys, dict):
            faults.append(Fault(key, "must be a section whose name is made of a-z, 0-9, - and _"))
            continue
        if "secret" in keys:
            faults.append(Fault((*key, "secret"), f"is not for the file; it is read from {variable}"))
        try:
            value = secret(environ, variable)
        except ValueError as error:
            faults.append(Fault(key, f"{variable}: {error}"))
            continue
        if not re.fullmatch(r"[A-Za-z0-9_~.-]{24,200}", value):
            faults.append(Fault(key, f"{variable} must be set, or {variable}_FILE: 24 to 200 letters, digits, - _ . ~"))
        found[hook] = {**keys, "secret": SecretStr(value)}
    return found, faults


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """The files of secrets that a site's section names, from the configuration's own `folder`."""

    section: Mapping[str, object]
    folder: Path

    def read(self, key: str) -> str:
        """The content of the file that `key` names, or "" without one. Raises `ValueError` when it cannot be read."""
        name = self.section.get(key)
        if not name or not isinstance(name, str):
            return ""
        try:
            return (self.folder / name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{key}: {self.folder / name} cannot be read: {error}") from error


def webhook_secrets(value: str) -> tuple[SecretStr, ...]:
    """The secrets in `value`, separated by spaces: two while one is being rotated. Raises `ValueError`."""
    for one in value.split():
        try:
            size = len(base64.b64decode(one.removeprefix("whsec_"), validate=True))
        except ValueError:  # binascii.Error is one, and text beyond ASCII raises the plain one
            size = 0
        if not one.startswith("whsec_") or size not in SECRET_BYTES:
            raise ValueError("must be whsec_ and the base64 of 24 to 64 random bytes, as the plugin shows it")
    return tuple(SecretStr(one) for one in value.split())
