"""Builds the plugin as WordPress installs it: `python -m tools.plugin` writes dist/seo-bridge.zip.

The same files give the same bytes, whenever and by whomever it is built (and zlib being the same).
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

from tools.lint import PLUGIN, ROOT

#: What is released; the rest is for developers.
PARTS = ("LICENSE", "readme.txt", "seo-bridge.php", "uninstall.php", "assets", "includes", "languages")
#: The earliest date that a zip file can hold.
DATE = (1980, 1, 1, 0, 0, 0)
#: Where the version stands.
VERSIONS = {
    "seo-bridge.php": (r"^ \* Version: +(\S+)$", r"^define\( 'SEO_BRIDGE_VERSION', '(\S+)' \);$"),
    "readme.txt": (r"^Stable tag: (\S+)$", r"^== Changelog ==\n\n= (\S+) =$"),
}


class VersionsDiffer(Exception):
    """The plugin's files do not agree on its version."""


def version(plugin: Path = PLUGIN) -> str:
    """The version in the plugin's header. Raises `VersionsDiffer` unless constant and readme.txt name the same."""
    found = {}
    for name, patterns in VERSIONS.items():
        text = (plugin / name).read_text()
        for pattern in patterns:
            match = re.search(pattern, text, re.MULTILINE)
            found[f"{name}: {pattern}"] = match[1] if match else ""
    if len(set(found.values())) != 1:
        raise VersionsDiffer(f"bring the versions in line: {found}")
    return next(iter(found.values()))


def files(plugin: Path = PLUGIN) -> list[Path]:
    """The released files, in the archive's order."""
    below = [path for part in PARTS for path in (plugin / part, *(plugin / part).rglob("*"))]
    return sorted(path for path in below if path.is_file())


def build(target: Path, plugin: Path = PLUGIN) -> Path:
    """Writes the archive, with one folder `seo-bridge/`. Raises `VersionsDiffer`."""
    version(plugin)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files(plugin):
            entry = zipfile.ZipInfo(f"seo-bridge/{path.relative_to(plugin).as_posix()}", DATE)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def main() -> int:
    """Builds, and says what."""
    try:
        target = build(ROOT / "dist" / "seo-bridge.zip")
    except VersionsDiffer as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{target.relative_to(ROOT)}: version {version()}, {len(files())} files, {target.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
