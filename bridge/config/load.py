"""From a TOML file and the environment to `Settings`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from bridge.config.environment import (
    SecretFiles,
    hook_secrets,
    hook_variable,
    overlay,
    secret,
    site_prefix,
    site_secrets,
)
from bridge.config.faults import Fault, Key, Origin, dotted, faults_of
from bridge.config.model import Settings, Site
from bridge.errors import ConfigError

#: The shared sections that a site may set otherwise, and the keys that make no sense for one site.
OVERRIDABLE: dict[str, set[str]] = {"rules": set(), "rewrite": set(), "claude": set(), "budget": {"daily_usd"}}
SITE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def load(path: Path | None, environ: Mapping[str, str], *, sites: bool = True) -> Settings:
    """The settings of `path` (None: the defaults) with `environ` over them.

    Without `sites`, the site sections and their secrets are left alone, for commands that talk to no site.
    Raises `ConfigError`, which names every key at fault and the file or variable that it stands in.
    """
    table = read(path) if path else {}
    origin = Origin(str(path) if path else "configuration")
    own = table.pop("sites", {})
    if inside := [key for key in table if key in Settings.filled_in]:
        message = "is not a key of the file; secrets are read from the environment"
        origin.refuse(Fault((key,), message) for key in inside)
    overlay(table, environ, origin)
    table = frozen(table)
    settings = validated(table, origin)
    if sites and own:
        settings = validated({**table, "sites": with_shared(table, own, environ, origin)}, origin)
    settings = settings.model_copy(update={"api_key": api_key(environ), "source": str(path or "")})
    if wrong := [*contradictions(settings)]:
        origin.refuse(wrong)
    return settings


def api_key(environ: Mapping[str, str]) -> SecretStr | None:
    """Anthropic's key, when there is one."""
    try:
        key = secret(environ, "ANTHROPIC_API_KEY")
    except ValueError as error:
        raise ConfigError(f"environment: {error}") from error
    return SecretStr(key) if key else None


def read(path: Path) -> dict[str, Any]:
    """The file's tables. Raises `ConfigError` when it is not there or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}; name another file with --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error


def frozen(value: Any) -> Any:
    """`value` with its lists as tuples, which frozen settings hold."""
    if isinstance(value, dict):
        return {key: frozen(item) for key, item in value.items()}
    return tuple(frozen(item) for item in value) if isinstance(value, list) else value


def validated(table: Mapping[str, Any], origin: Origin) -> Settings:
    """`table` as settings."""
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        origin.refuse(faults_of(error))


def with_shared(
    table: Mapping[str, Any], own: object, environ: Mapping[str, str], origin: Origin
) -> dict[str, dict[str, Any]]:
    """Each site's own keys, the shared sections beneath its overrides, and its secrets."""
    if not isinstance(own, dict):
        origin.refuse([Fault(("sites",), "must hold a section for each site: [sites.blog]")])
    if wrong := [*misplaced(own)]:
        origin.refuse(wrong)
    sites: dict[str, dict[str, Any]] = {}
    faults: list[Fault] = []
    for name, keys in own.items():
        shared = {key: {**table.get(key, {}), **frozen(keys.get(key, {}))} for key in OVERRIDABLE}
        secrets, missing = site_secrets(name, environ, SecretFiles(keys, Path(origin.file).resolve().parent))
        hooks, unset = hook_secrets(name, keys.get("hooks"), environ)
        sites[name] = {**keys, **shared, **secrets, "hooks": hooks, "name": name}
        faults += [*missing, *unset]
    if faults:
        origin.refuse(faults)
    return sites


def misplaced(own: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the sites' sections before any value is looked at."""
    taken: dict[str, str] = {}
    for name, keys in own.items():
        if not SITE_NAME.fullmatch(name):
            yield Fault(("sites", name), "a site's name is made of a-z, 0-9, - and _, at most 63 of them")
        if (other := taken.setdefault(site_prefix(name), name)) != name:
            yield Fault(("sites", name), f"reads the same variables as sites.{other}; rename one")
        if isinstance(keys, dict):
            yield from misplaced_keys(name, keys)
        else:
            yield Fault(("sites", name), "must be a section: [sites.blog]")
    yield from shared_hook_variables(own)


def shared_hook_variables(own: Mapping[str, Any]) -> Iterator[Fault]:
    """Plain webhooks that would have one secret between them: the hook b-c of site a, and c of site a-b."""
    taken: dict[str, Key] = {}
    for name, keys in own.items():
        hooks = keys.get("hooks") if isinstance(keys, dict) else None
        for hook in hooks if isinstance(hooks, dict) else ():
            key = ("sites", name, "hooks", hook)
            if (other := taken.setdefault(hook_variable(name, hook), key)) != key:
                yield Fault(key, f"reads the same variable as {dotted(other)}; rename one")


def misplaced_keys(name: str, keys: Mapping[str, Any]) -> Iterator[Fault]:
    """Keys of one site that belong elsewhere."""
    for key in keys.keys() & (Site.filled_in | {"webhook_secret"}):
        yield Fault(("sites", name, key), f"is not for the file; secrets are read from {site_prefix(name)}_…")
    for section, shared_only in OVERRIDABLE.items():
        if not isinstance(overrides := keys.get(section, {}), dict):
            yield Fault(("sites", name, section), "must be a section")
            continue
        for key in overrides.keys() & shared_only:
            yield Fault(("sites", name, section, key), f"is for all sites together; put it in [{section}]")


def contradictions(settings: Settings) -> Iterator[Fault]:
    """Keys that are right one by one and wrong together."""
    for name, site in settings.sites.items():
        if settings.writer_for(site.rewrite) == "claude" and not settings.api_key:
            message = (
                'is "claude", and ANTHROPIC_API_KEY is not set, nor ANTHROPIC_API_KEY_FILE '
                "(an endpoint of your own may take any value)"
            )
            yield Fault(("sites", name, "rewrite", "writer"), message)
