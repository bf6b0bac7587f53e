"""Where WordPress comes from: npm packages for several versions, Debian for 6.1.

What was fetched once stays in the checkout's `.cache/devsite/` and is not fetched again.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from devsite.errors import DevsiteError, PartMissing

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "devsite"
INSTALLED = Path("/usr/share/wordpress")

# Name, version and the sha512 that the package had when this was written.
BUILDS = (
    "@wp-playground/wordpress-builds", "0.9.19",
    "dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==",
)  # fmt: skip
SQLITE = (
    "@wp-playground/cli", "3.1.56",
    "JTxl6djPEM2YRYz/w+BUoyoCvhSGHIjqMi4fMV1b8o1UPNvZatLaS7opo57UsrVElXrfdZwvi6IuyS4LswUx9Q==",
)  # fmt: skip

# Debian's wordpress package wants a web server that would start by itself; unpacked by hand it needs none,
# nor root. The others hold files that its symbolic links point at.
DEBIAN_PACKAGES = ("wordpress", "wordpress-l10n", "php-getid3", "libjs-cropper", "libjs-underscore")


def npm_wordpress(version: str) -> Path:
    """WordPress `version` ("6.2" to "6.5") out of the npm builds, without its database."""

    def fill(place: Path) -> None:
        with tarfile.open(npm_package(*BUILDS)) as tar:
            unpack(tar, f"package/public/wp-{version}/", place)
            archive = zipfile.ZipFile(opened(tar, f"package/src/wordpress/wp-{version}.zip"))
            archive.extractall(place)
        shutil.rmtree(place / "wp-content" / "database")

    return cached(f"wordpress-{version}", fill)


def sqlite_plugin() -> Path:
    """The SQLite integration plugin, whose `db.copy` becomes the drop-in."""

    def fill(place: Path) -> None:
        with tarfile.open(npm_package(*SQLITE)) as tar:
            archive = zipfile.ZipFile(opened(tar, "package/sqlite-database-integration.zip"))
            archive.extractall(place)

    return next(path.parent for path in cached("sqlite-database-integration", fill).glob("*/db.copy"))


def debian_wordpress() -> Path:
    """Debian's WordPress: the installed package, or else its files. Symbolic links are not resolved."""
    installed = (INSTALLED / "wp-load.php").is_file()
    return INSTALLED if installed else debian_files() / INSTALLED.relative_to("/")


def french() -> Path | None:
    """The folder of core's French translation, or None where Debian's packages cannot be had."""
    try:
        folder = debian_files() / INSTALLED.relative_to("/") / "wp-content" / "languages"
    except DevsiteError:
        return None
    return folder if folder.is_dir() else None


def version_of(tree: Path) -> str:
    """The version an unpacked WordPress gives itself. Raises `DevsiteError` for anything else."""
    try:
        text = (tree / "wp-includes" / "version.php").read_text()
    except OSError as error:
        raise DevsiteError(f"{tree} is not an unpacked WordPress: it has no wp-includes/version.php") from error
    found = re.search(r"\$wp_version = '([^']+)'", text)
    if not found:
        raise DevsiteError(f"{tree}/wp-includes/version.php names no version")
    return found.group(1)


def debian_files() -> Path:
    """The files of `DEBIAN_PACKAGES` under one root, downloaded by apt-get and not installed."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise PartMissing("apt-get")

    def fill(place: Path) -> None:
        with tempfile.TemporaryDirectory(dir=CACHE) as downloads:
            download = ["apt-get", "download", *DEBIAN_PACKAGES]
            try:
                run(download, Path(downloads))
            except DevsiteError:
                if os.geteuid():
                    raise
                run(["apt-get", "update"], Path(downloads))
                run(download, Path(downloads))
            for package in sorted(Path(downloads).glob("*.deb")):
                run(["dpkg-deb", "-x", package.name, str(place)], Path(downloads))

    return cached("debian", fill)


def npm_package(name: str, version: str, sha512: str) -> Path:
    """The package's tarball, as `npm pack` brings it. Raises `DevsiteError` when its digest is another."""
    folder = CACHE / "npm"
    tarball = folder / f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not tarball.is_file():
        if not shutil.which("npm"):
            raise PartMissing("npm")
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            run(["npm", "pack", "--silent", f"{name}@{version}"], Path(fresh))
            (Path(fresh) / tarball.name).rename(tarball)
    with tarball.open("rb") as file:
        digest = base64.b64encode(hashlib.file_digest(file, "sha512").digest()).decode()
    if digest != sha512:
        raise DevsiteError(f"{tarball} is not {name} {version} as it was published: delete it and try again")
    return tarball


def cached(name: str, fill: Callable[[Path], None]) -> Path:
    """A folder of the cache, filled once. It appears under its name only when it is complete."""
    place = CACHE / name
    if not place.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=CACHE))
        try:
            fill(fresh)
            fresh.rename(place)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return place


def unpack(tar: tarfile.TarFile, prefix: str, place: Path) -> None:
    """Writes the plain files below `prefix`, and nothing outside `place`."""
    for member in tar:
        path = (place / member.name.removeprefix(prefix)).resolve()
        if member.isfile() and member.name.startswith(prefix) and path.is_relative_to(place.resolve()):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                shutil.copyfileobj(opened(tar, member), target)


def opened(tar: tarfile.TarFile, member: tarfile.TarInfo | str) -> IO[bytes]:
    """A plain file of the archive. Raises `DevsiteError` when there is none of that name."""
    try:
        file = tar.extractfile(member)
    except KeyError:
        file = None
    if file is None:
        raise DevsiteError(f"{tar.name!s} holds no {member!s}")
    return file


def run(args: list[str], folder: Path) -> None:
    """Runs a program in `folder`; raises `DevsiteError` with what it said when it fails."""
    done = subprocess.run(args, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DevsiteError(f"{' '.join(args)} failed: {(done.stderr or done.stdout).strip()[-600:]}")
