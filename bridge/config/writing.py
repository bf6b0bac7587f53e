"""Changes of a configuration's text that leave every other byte of it alone."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from bridge.errors import ConfigError

Value = str | int | float | bool
Key = tuple[str, ...]


def with_keys(text: str, table: Key, keys: Mapping[str, Value]) -> str:
    """`text` with `keys` set in the section `table`, which is made at the end when it is not there.

    Raises `ConfigError` with what to write by hand when the file has a form that cannot be changed safely.
    """
    wanted = parsed(text)
    section: Any = wanted
    for part in table:
        section = section.setdefault(part, {}) if isinstance(section, dict) else None
    if not isinstance(section, dict):
        raise ConfigError(f"the file has a form that cannot be changed by program; {snippet(table, keys)}")
    section.update(keys)
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    found = next((start for start, name in headers(lines) if name == table), None)
    if found is None:
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += end
        lines += [end] if lines else []
        lines += [f"[{'.'.join(table)}]{end}", *(assignment(key, value, end) for key, value in keys.items())]
    else:
        for key, value in keys.items():
            set_key(lines, found, key, assignment(key, value, end))
    return checked("".join(lines), wanted, snippet(table, keys))


def without_table(text: str, table: Key) -> str:
    """`text` without the section `table` and those below it; comments around them stay. Raises `ConfigError`."""
    wanted = parsed(text)
    parent: Any = wanted
    for part in table[:-1]:
        parent = parent.get(part) if isinstance(parent, dict) else None
    if not isinstance(parent, dict) or parent.pop(table[-1], None) is None:
        raise ConfigError(f"{'.'.join(table)}: is not in the file")
    if len(table) > 1 and not parent:  # a file without any [sites.…] has no "sites"
        wanted.pop(table[0])
    lines = text.splitlines(keepends=True)
    starts = [*headers(lines)]
    for index in reversed(range(len(starts))):
        start, name = starts[index]
        if name[: len(table)] != table:
            continue
        stop = starts[index + 1][0] if index + 1 < len(starts) else len(lines)
        while stop > start + 1 and lines[stop - 1].strip()[:1] in {"", "#"}:
            stop -= 1
        del lines[max(start - 1, 0) if start and not lines[start - 1].strip() else start : stop]
    return checked("".join(lines), wanted, f"remove [{'.'.join(table)}] and what belongs to it")


def parsed(text: str) -> dict[str, Any]:
    """The file's tables. Raises `ConfigError` when it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not TOML: {error}") from error


def site_tables(text: str) -> dict[str, dict[str, Any]]:
    """The sections of the sites as the file has them, without environment or defaults. Raises `ConfigError`."""
    sites = parsed(text).get("sites", {})
    return {name: keys for name, keys in sites.items() if isinstance(keys, dict)} if isinstance(sites, dict) else {}


def headers(lines: list[str]) -> Iterator[tuple[int, Key]]:
    """Index and name of each line that begins a section; not what only looks like one, within a string or a list."""
    for index, line in enumerate(lines):
        if not line.lstrip().startswith("["):
            continue
        try:
            name = path_of(tomllib.loads(line))
            tomllib.loads("".join(lines[: index + 1]))
        except tomllib.TOMLDecodeError:
            continue
        yield index, name


def path_of(tables: Any) -> Key:
    """The name in a parsed header."""
    path: list[str] = []
    while isinstance(tables, dict) and tables:
        [(part, tables)] = tables.items()
        path.append(part)
    return tuple(path)


def set_key(lines: list[str], start: int, key: str, line: str) -> None:
    """Replaces the line of `key` in the section that begins at `start`, or adds it after the section's last."""
    last = start
    for index in range(start + 1, len(lines)):
        stripped = lines[index].strip()
        if stripped.startswith("["):
            break
        if stripped.partition("=")[0].strip() == key:
            lines[index] = with_comment_of(lines[index], line)
            return
        if stripped and not stripped.startswith("#"):
            last = index
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    lines.insert(last + 1, line)


def with_comment_of(old: str, new: str) -> str:
    """`new`, with the comment that ends the line `old`; `old` itself where it says the same already."""
    try:
        said = tomllib.loads(old)
    except tomllib.TOMLDecodeError:  # the value goes on below
        return new
    if said == tomllib.loads(new):
        return old
    for found in re.finditer(r"[ \t]*#", old):
        with suppress(tomllib.TOMLDecodeError):  # a # within a string
            if tomllib.loads(old[: found.start()]) == said:
                return new.rstrip("\r\n") + old[found.start() :]
    return new


def assignment(key: str, value: Value, end: str = "\n") -> str:
    """`key = value` as a line of TOML."""
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}{end}"
    # JSON's strings are TOML's, but for U+007F, which none of ours holds.
    return f"{key} = {json.dumps(value, ensure_ascii=False)}{end}"


def snippet(table: Key, keys: Mapping[str, Value]) -> str:
    """What an operator would write by hand, in one line."""
    return f"write under [{'.'.join(table)}]: " + "; ".join(assignment(k, v, "") for k, v in keys.items())


def checked(text: str, wanted: Mapping[str, Any], by_hand: str) -> str:
    """`text`, if it says what is wanted and nothing else. Raises `ConfigError` otherwise."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        said = None
    if said != wanted:
        raise ConfigError(f"the file has a form that cannot be changed by program; {by_hand}")
    return text
