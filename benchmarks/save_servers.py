"""The web servers of `save.py`, each on a free port of 127.0.0.1 with the site's own files."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from devsite.process import Child, free_port
from devsite.wordpress import Site

NGINX = """
daemon off; pid {root}/nginx.pid; error_log {root}/nginx.log; {user} worker_processes 1;
events {{}}
http {{
    access_log off; client_body_temp_path {root}/nginx-body; fastcgi_temp_path {root}/nginx-fastcgi;
    proxy_temp_path {root}/nginx-proxy; uwsgi_temp_path {root}/nginx-uwsgi; scgi_temp_path {root}/nginx-scgi;
    server {{
        listen 127.0.0.1:{port}; root {wordpress}; index index.php;
        location / {{ try_files $uri $uri/ /index.php?$args; }}
        location ~ \\.php$ {{ include /etc/nginx/fastcgi_params; fastcgi_pass unix:{root}/fpm.sock;
            fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; }}
    }}
}}
"""
FPM = """
[global]
pid = {root}/fpm.pid
error_log = {root}/fpm.log
[www]
{user}
listen = {root}/fpm.sock
pm = static
pm.max_children = 4
"""
APACHE = """
ServerRoot {root}
ServerName 127.0.0.1
PidFile {root}/apache.pid
ErrorLog {root}/apache.log
Listen 127.0.0.1:{port}
LoadModule mpm_prefork_module {modules}/mod_mpm_prefork.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule deflate_module {modules}/mod_deflate.so
LoadModule filter_module {modules}/mod_filter.so
LoadModule php_module {php}
{user}
StartServers 4
MinSpareServers 4
MaxRequestWorkers 8
TypesConfig /etc/mime.types
DocumentRoot {wordpress}
DirectoryIndex index.php
AddOutputFilterByType DEFLATE text/html application/json
FallbackResource /index.php
<FilesMatch "\\.php$">
    SetHandler application/x-httpd-php
</FilesMatch>
<Directory {wordpress}>
    Require all granted
</Directory>
"""
MODULES = "/usr/lib/apache2/modules"
LIBPHP = f"{MODULES}/libphp8.2.so"


@dataclass(frozen=True)
class Server:
    """The programs and files that it takes, and how it is started for a site."""

    needs: tuple[str, ...]
    start: Callable[[Site], AbstractContextManager[None]]


@contextmanager
def builtin(site: Site) -> Iterator[None]:
    """The server that the site has anyway."""
    yield


@contextmanager
def fpm(site: Site) -> Iterator[None]:
    """PHP-FPM behind nginx, four workers."""
    port = move(site)
    root = site.root
    as_root = os.geteuid() == 0
    nginx_user, fpm_user = ("user root;", "user = root\ngroup = root") if as_root else ("", "")
    (root / "nginx.conf").write_text(NGINX.format(root=root, port=port, wordpress=site.wordpress, user=nginx_user))
    (root / "fpm.conf").write_text(FPM.format(root=root, user=fpm_user))
    pool = [program("php-fpm8.2"), "-F", "-y", str(root / "fpm.conf"), *(["-R"] if as_root else [])]
    front = [program("nginx"), "-c", str(root / "nginx.conf")]
    with running(site, pool, (root / "fpm.sock").exists), running(site, front, lambda: listens(port)):
        try:
            yield
        finally:
            # It has left the process group that ends with its starter.
            os.kill(int((root / "fpm.pid").read_text()), signal.SIGTERM)


@contextmanager
def apache(site: Site) -> Iterator[None]:
    """Apache with mod_php, whose responses are compressed."""
    port = move(site)
    root = site.root
    user = ""
    if os.geteuid() == 0:
        user = "User www-data\nGroup www-data"
        subprocess.run(["chown", "-R", "www-data:www-data", str(root)], check=True)
    text = APACHE.format(root=root, port=port, wordpress=site.wordpress, modules=MODULES, php=LIBPHP, user=user)
    (root / "apache.conf").write_text(text)
    command = [program("apache2"), "-f", str(root / "apache.conf"), "-DFOREGROUND"]
    with running(site, command, lambda: listens(port)):
        yield


def move(site: Site) -> int:
    """Gives the site an address at a free port, and returns it."""
    port = free_port()
    site.define(WP_HOME=f"http://127.0.0.1:{port}", WP_SITEURL=f"http://127.0.0.1:{port}")
    return port


@contextmanager
def running(site: Site, command: list[str], ready: Callable[[], bool]) -> Iterator[None]:
    """Runs a server beside the site's own."""
    child = Child(command, site.root / f"{Path(command[0]).name}.out", cwd=site.root)
    try:
        child.wait_until(ready, command[0])
        yield
    finally:
        child.stop()


def listens(port: int) -> bool:
    """Whether anybody takes connections there."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def program(name: str) -> str:
    """A program's path; the name itself when it is not there, as for a file given by its path."""
    return shutil.which(name, path="/usr/bin:/usr/sbin") or name


SERVERS = {
    "builtin": Server(("php",), builtin),
    "fpm": Server(("php-fpm8.2", "nginx"), fpm),
    "apache": Server(("apache2", LIBPHP), apache),
}
