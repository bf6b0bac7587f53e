"""Real WordPress sites on 127.0.0.1: `sqlite_site` and `mariadb_site` make them, `Site` is one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Self

import requests

from devsite import php
from devsite.config import Constant, constants, wp_config
from devsite.content import Content
from devsite.database import Database, MariaDB, SQLite
from devsite.layout import OURS, complaints, copy_plugin, lay_down
from devsite.process import Child, free_port
from devsite.sources import debian_wordpress, npm_wordpress, version_of
from devsite.state import State, taken

ADMIN = "admin"
WORKERS = 4


def sqlite_site(
    root: Path,
    *,
    version: str = "6.5",
    wordpress_dir: Path | None = None,
    cron: bool = True,
    **defined: Constant,
) -> Site:
    """A site on SQLite: WordPress `version` from npm, or a copy of the unpacked one in `wordpress_dir`.

    `cron` lets page views run WP-Cron; `defined` are further constants for wp-config.php. What is in `root`
    already is used again. The site is not started yet: it is a context manager. Raises `DevsiteError`.
    """
    return Site(root, SQLite(), lambda: wordpress_dir or npm_wordpress(version), cron=cron, defined=defined)


def mariadb_site(root: Path, *, cron: bool = True, **defined: Constant) -> Site:
    """A site on Debian's WordPress 6.1 and a MariaDB server of its own. Otherwise like `sqlite_site`."""
    return Site(root, MariaDB(), debian_wordpress, cron=cron, defined=defined)


class Site(Content):
    """A WordPress installation in a folder, and the servers that run it while it is started.

    The folder holds `wordpress/` (the document root), `database/`, `debug.log`, `server.log`, `site.json`.
    """

    def __init__(
        self,
        root: Path,
        database: Database,
        tree: Callable[[], Path],
        *,
        cron: bool,
        defined: dict[str, Constant],
    ) -> None:
        self.root = root.resolve()
        self.wordpress = self.root / "wordpress"
        self._database = database
        self._connection: dict[str, Constant] = {}
        self._defined = defined
        self._cron = cron
        self._tree = tree
        self._lock: IO[str] | None = None
        self._server: Child | None = None
        self._state = State()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Installs what is not there yet and serves the site. Raises `DevsiteError`."""
        self._lock = taken(self.root)
        try:
            known = State.of(self.root)
            if known is None:
                lay_down(self._tree(), self.root)
                self._database.prepare(self.root)
            self._state = known or State()
            self._state.port = free_port(self._state.port)
            self._connection = dict(self._database.start(self.root))
            self.define()
            if known is None:
                self._install()
            self._state.save(self.root)
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
        self._database.stop()
        if self._lock:
            self._lock.close()

    @property
    def url(self) -> str:
        """The home page's address, without a slash at its end."""
        return f"http://127.0.0.1:{self._state.port}"

    @property
    def host(self) -> str:
        """The home page's host and port."""
        return self.url.removeprefix("http://")

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
        self._defined |= defined
        given = constants(self.root, self.url, self._connection, cron=self._cron)
        text = wp_config({**given, **self._state.salts, **self._defined})
        (self.wordpress / "wp-config.php").write_text(text)

    def make_network(self) -> None:
        """Makes this running site the first of a network of sites in sub-folders."""
        self.php((OURS / "network.php").read_text().removeprefix("<?php"), host=self.host)
        self.define(
            MULTISITE=True,
            SUBDOMAIN_INSTALL=False,
            DOMAIN_CURRENT_SITE=self.host,
            PATH_CURRENT_SITE="/",
            SITE_ID_CURRENT_SITE=1,
            BLOG_ID_CURRENT_SITE=1,
        )

    def install_plugin(self) -> None:
        """Puts the plugin's present files into the site and activates it."""
        if copy_plugin(self.root):
            self.json(
                """require_once ABSPATH . 'wp-admin/includes/plugin.php';
                $done = activate_plugin( 'seo-bridge/' . key( get_plugins( '/seo-bridge' ) ) );
                if ( is_wp_error( $done ) ) { throw new Exception( $done->get_error_message() ); }"""
            )

    def php(self, code: str, *, user: str = "", **data: Any) -> str:
        """What `code` prints: it runs as a function's body in WordPress, as `user`, with `data` in `$in`."""
        return php.run(code, self.wordpress, data, user=user, host=self.host)[0]

    def json(self, code: str, *, user: str = "", **data: Any) -> Any:
        """What `code` returns, by way of JSON. Otherwise like `php`."""
        return php.run(code, self.wordpress, data, user=user, host=self.host)[1]

    def session(self, login: str) -> requests.Session:
        """A browser's session of that user: its cookies, and no proxies."""
        session = requests.Session()
        session.trust_env = False
        session.cookies.update(self.login_cookies(login))
        return session

    def rest_session(self, login: str) -> requests.Session:
        """A session that may also write over the REST API, as the block editor does."""
        session = self.session(login)
        nonce = session.get(f"{self.admin_url}admin-ajax.php?action=rest-nonce", timeout=60)
        nonce.raise_for_status()
        session.headers["X-WP-Nonce"] = nonce.text
        return session

    def debug_log(self) -> str:
        """What PHP and WordPress complained about since `clear_debug_log`; not core's own deprecations."""
        return complaints(self.root)

    def clear_debug_log(self) -> None:
        """Empties the log."""
        (self.root / "debug.log").write_text("")

    def password(self, login: str) -> str:
        """The password that `create_user` gave this user. Raises `KeyError`."""
        return self._state.passwords[login]

    def remember_password(self, login: str, password: str) -> None:
        """Keeps a password for the next start on this folder."""
        self._state.passwords[login] = password
        self._state.save(self.root)

    def _install(self) -> None:
        """Runs WordPress's own installation, under an administrator called `ADMIN`."""
        password = secrets.token_urlsafe(12)
        script = (OURS / "install.php").read_text().removeprefix("<?php")
        data = {"title": "Le Courrier du Val", "login": ADMIN, "password": password, "locale": "fr_FR"}
        php.run(script, self.wordpress, data, constants={"WP_INSTALLING": True})
        self._state.passwords[ADMIN] = password

    def _serve(self) -> None:
        log = self.root / "server.log"
        self._server = Child(
            [*php.command(), "-S", self.host, "-t", str(self.wordpress), str(OURS / "router.php")],
            log,
            cwd=self.wordpress,
            env={**os.environ, "PHP_CLI_SERVER_WORKERS": str(WORKERS)},
        )
        # Its own word for it: somebody else may answer on that port if PHP could not have it.
        self._server.wait_until(lambda: f"({self.url}) started" in log.read_text(errors="replace"), "PHP's server")
