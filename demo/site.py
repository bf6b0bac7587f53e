"""The demo's WordPress: made once in `.demo/`, with an author, the bridge's user and their secrets."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from demo.draft import FILE, IMAGE, TITLE
from devsite.errors import DevsiteError
from devsite.install import ensure
from devsite.sources import npm_wordpress, sqlite_plugin
from devsite.wordpress import Site, mariadb_site, sqlite_site

AUTHOR = ("aurelie", "Aurélie Fontanel")
BRIDGE_USER = "seo-bridge"
SITE_KEY = "demo"


class Missing(Exception):
    """This machine lacks what a WordPress needs; the message says it in one line."""


@dataclass(frozen=True)
class Secrets:
    """Files that hold the secrets, mode 0600: the bridge reads them through `…_FILE` variables."""

    application_password: Path
    webhook_secret: Path


def choose(folder: Path) -> Site:
    """The site to run, not started yet: `WORDPRESS_DIR`, 6.5 from npm, or else Debian's with MariaDB.

    Installs missing packages when root may. Raises `Missing`.
    """
    problem = ensure("demo")
    given = os.environ.get("WORDPRESS_DIR", "")
    if given and not problem:
        place = Path(given).resolve()
        name = hashlib.sha256(str(place).encode()).hexdigest()[:8]
        return sqlite_site(folder / f"wordpress-{name}", wordpress_dir=place)
    if not problem:
        try:
            npm_wordpress("6.5")
            sqlite_plugin()
            return sqlite_site(folder / "wordpress-6.5")
        except DevsiteError as error:
            problem = str(error).replace("\n", " ")
    if given or ensure("demo-debian"):
        raise Missing(problem)
    return mariadb_site(folder / "wordpress-6.1")


def furnish(site: Site, bridge_url: str) -> Secrets:
    """Makes the two users and the secrets once, and points the plugin at the bridge."""
    login, name = AUTHOR
    site.create_user(login, "author", display_name=name)
    site.create_user(BRIDGE_USER, "seo_bridge", display_name="SEO Bridge")
    site.without_tour(login)
    uploads = site.wordpress / "wp-content" / "uploads"
    uploads.mkdir(exist_ok=True)
    shutil.copy(IMAGE, uploads)
    found = Secrets(
        kept(site.root / "application-password", lambda: site.application_password(BRIDGE_USER)),
        kept(
            site.root / "webhook-secret",
            lambda: "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode(),
        ),
    )
    site.set_option("seo_bridge_url", bridge_url)
    site.set_option("seo_bridge_site", SITE_KEY)
    site.set_option("seo_bridge_secret", found.webhook_secret.read_text())
    return found


def kept(file: Path, make: Callable[[], str]) -> Path:
    """The file with a secret that nobody but us can read; made when it is not there."""
    if not file.exists():
        file.touch(mode=0o600)
        try:
            file.write_text(make())
        except BaseException:
            file.unlink()
            raise
    return file


def save_draft(site: Site) -> int:
    """Saves the draft as the author's editor would, over REST; the post's id. Raises `DevsiteError`."""
    # The editor shows no image whose address lacks the host.
    content = FILE.read_text(encoding="utf-8").replace('src="/', f'src="{site.url}/')
    draft = {"title": TITLE, "content": content, "status": "draft"}
    with site.rest_session(AUTHOR[0]) as session:
        answer = session.post(f"{site.url}/wp-json/wp/v2/posts", json=draft, timeout=60)
    if answer.status_code != 201:
        raise DevsiteError(f"WordPress did not save the draft: {answer.status_code} {answer.text[:300]}")
    return int(answer.json()["id"])
