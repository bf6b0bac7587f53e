"""Real WordPress sites on 127.0.0.1: `sqlite_site` and `mariadb_site` make them, `Site` is one."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any, Self

import requests

from devsite import php
from devsite.config import Constant, constants, salts, wp_config
from devsite.content import Content
from devsite.database import Database, MariaDB, SQLite
from devsite.errors import DevsiteError
from devsite.process import Child, free_port, listening
from devsite.sources import debian_wordpress, french, npm_wordpress, version_of

PLUGIN = Path(__file__).resolve().parent.parent / "wp_plugin_stub"
ADMIN = "admin"
WORKERS = 4


def sqlite_site(
    root: Path, *, version: str = "6.5", wordpress_dir: Path | None = None, cron: bool = True, **defined: Constant
) -> Site:
    """A site on SQLite: WordPress `version` from the npm builds, or a copy of the unpacked WordPress in `wordpress_dir`.

    `cron` lets page views run WP-Cron; `defined` are further constants for wp-config.php. What is in `root` already is
    used again. The site is not started yet: it is a context manager. Raises `DevsiteError`.
    """
    return Site(root, SQLite(), lambda: wordpress_dir or npm_wordpress(version), cron=cron, defined=defined)


def mariadb_site(root: Path, *, cron: bool = True, **defined: Constant) -> Site:
    """A site on Debian's WordPress 6.1 and a MariaDB server of its own. Otherwise like `sqlite_site`."""
    return Site(root, MariaDB(), debian_wordpress, cron=cron, defined=defined)


class Site(Content):
    """A WordPress installation in a folder, and the servers that run it while it is started.

    Below the folder: `wordpress/` (the document root), `database/`, `debug.log`, `server.log` and `site.json` (mode
    0600: port, salts, passwords).
    """

    def __init__(self, root: Path, database: Database, tree: Any, *, cron: bool, defined: dict[str, Constant]) -> None:
        self.root = root.resolve()
        self.wordpress = self.root / "wordpress"
        self.database = database
        self.defined = defined
        self._cron = cron
        self._tree = tree
        self._server: Child | None = None
        self._state: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Installs what is not there yet and serves the site. Raises `DevsiteError`."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._take()
        try:
            new = not self._state_file.exists()
            if new:
                self._lay_down()
            self._state = {"passwords": {}, "salts": salts(), "port": 0} if new else json.loads(self._state_file.read_text())
            self._state["port"] = free_port(self._state["port"])
            self._connection = self.database.start(self.root)
            self.define()
            if new:
                self._install()
            self._save()
            self.install_plugin()
            self._serve()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops everything that `start` started."""
        if self._server:
            self._server.stop()
            self._server = None
        self.database.stop()
        self._lock.close()

    @property
    def url(self) -> str:
        """The home page's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._state['port']}"

    @property
    def admin_url(self) -> str:
        """The address of wp-admin, with a slash at its end."""
        return f"{self.url}/wp-admin/"

    @property
    def wp_version(self) -> str:
        """For example "6.5.5"."""
        return version_of(self.wordpress)

    def define(self, **defined: Constant) -> None:
        """Writes wp-config.php anew with these constants added; they count from the next request on."""
        self.defined |= defined
        known = constants(self.root, self.url, self._connection, cron=self._cron)
        (self.wordpress / "wp-config.php").write_text(wp_config({**known, **self._state["salts"], **self.defined}))

    def install_plugin(self) -> None:
        """Copies the plugin's present files into the site and activates it. A copy, since WordPress may delete plugins."""
        place = self.wordpress / "wp-content" / "plugins" / "seo-bridge"
        if PLUGIN.is_dir() and any(PLUGIN.glob("*.php")):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(PLUGIN, place)
            self.json(
                """require_once ABSPATH . 'wp-admin/includes/plugin.php';
                $plugin = key( get_plugins( '/seo-bridge' ) );
                $done = activate_plugin( 'seo-bridge/' . $plugin );
                if ( is_wp_error( $done ) ) { throw new Exception( $done->get_error_message() ); }"""
            )

    def php(self, code: str, *, user: str = "", **data: Any) -> str:
        """What `code` prints. It runs as a function's body with WordPress loaded, as `user`, with `data` in `$in`."""
        return php.run(code, self.wordpress, data, user=user)[0]

    def json(self, code: str, *, user: str = "", **data: Any) -> Any:
        """What `code` returns, by way of JSON. Otherwise like `php`."""
        return php.run(code, self.wordpress, data, user=user)[1]

    def session(self, login: str) -> requests.Session:
        """A browser's session of that user: its cookies, and no proxies."""
        session = requests.Session()
        session.trust_env = False
        session.cookies.update(self.login_cookies(login))
        return session

    def debug_log(self) -> str:
        """What PHP and WordPress have complained about since `clear_debug_log`, but for core's own deprecations."""
        log = self.root / "debug.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        return "\n".join(line for line in lines if not self._of_core(line))

    def clear_debug_log(self) -> None:
        """Empties the log."""
        (self.root / "debug.log").write_text("")

    def password(self, login: str) -> str:
        """The password that `create_user` gave this user. Raises `KeyError`."""
        return str(self._state["passwords"][login])

    def remember_password(self, login: str, password: str) -> None:
        """Keeps a password for the next start on this folder."""
        self._state["passwords"][login] = password
        self._save()

    def _of_core(self, line: str) -> bool:
        core = (f"in {self.wordpress}/wp-includes/", f"in {self.wordpress}/wp-admin/")
        return "PHP Deprecated:" in line and any(path in line for path in core) or "sqlite-database-integration" in line

    @property
    def _state_file(self) -> Path:
        return self.root / "site.json"

    def _save(self) -> None:
        with open(os.open(self._state_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(self._state, file)

    def _take(self) -> None:
        self._lock = (self.root / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise DevsiteError(f"the site in {self.root} runs already; stop the command that started it") from error

    def _lay_down(self) -> None:
        """The files of a new site. An unfinished attempt is cleared away first."""
        for part in ("wordpress", "database"):
            shutil.rmtree(self.root / part, ignore_errors=True)
        tree = self._tree()
        version_of(tree)
        unwanted = shutil.ignore_patterns(".git", "node_modules", "wp-config.php", ".htaccess")
        shutil.copytree(tree, self.wordpress, ignore=unwanted, ignore_dangling_symlinks=True)
        content = self.wordpress / "wp-content"
        translation = french()
        if translation and not (content / "languages").is_dir():
            shutil.copytree(translation, content / "languages")
        (content / "mu-plugins").mkdir(exist_ok=True)
        shutil.copy(php.HERE / "mu-plugin.php", content / "mu-plugins" / "devsite.php")
        shutil.copytree(php.HERE / "theme", content / "themes" / "devsite", dirs_exist_ok=True)
        self.database.prepare(self.root)

    def _install(self) -> None:
        password = secrets.token_urlsafe(12)
        php.run(
            (php.HERE / "install.php").read_text().removeprefix("<?php"),
            self.wordpress,
            {"title": "Le Courrier du Val", "login": ADMIN, "password": password, "locale": "fr_FR"},
            constants={"WP_INSTALLING": True},
        )
        self._state["passwords"][ADMIN] = password

    def _serve(self) -> None:
        port = self._state["port"]
        self._server = Child(
            [*php.command(), "-S", f"127.0.0.1:{port}", "-t", str(self.wordpress), str(php.HERE / "router.php")],
            self.root / "server.log",
            cwd=self.wordpress,
            env={**os.environ, "PHP_CLI_SERVER_WORKERS": str(WORKERS)},
        )
        self._server.wait_until(lambda: listening(port), "PHP's server")
