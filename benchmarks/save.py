"""How long saving a draft takes with the plugin, whatever the bridge does: a real WordPress 6.5, one save after the other.

    python benchmarks/save.py [--saves 60] [--pause 0.3] [--servers builtin fpm apache]

A save is a request of its own that brings new text: over the REST API as the block editor makes it, or a page that calls
`wp_update_post`. The time is from before connecting until the whole answer is read. The bridge answers at once, accepts and never
answers, or refuses the connection; "without" is the same site without the plugin. They take turns, save by save, with a pause for
what goes on beside, so that a machine's moods meet all of them. `builtin` is PHP's own server with four workers, where a response
ends with its script, as in `apache` (mod_php); `fpm` is PHP-FPM behind nginx. What is not installed is named.
"""

from __future__ import annotations

import argparse
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests
from save_servers import SERVERS, program

from devsite.wordpress import Site, sqlite_site

BRIDGES = ("without", "healthy", "hanging", "refused")
#: A page that saves as other plugins do, for the user of the cookie; one that switches bridges; and a site without the plugin.
PAGE = """<?php
add_filter( 'option_active_plugins', static function ( $plugins ) {
    return get_option( 'bench_without' ) ? array_diff( $plugins, array( 'seo-bridge/seo-bridge.php' ) ) : $plugins;
} );
add_action( 'wp_loaded', static function () {
    if ( isset( $_GET['bench_save'] ) ) {
        $id   = absint( $_GET['bench_save'] );
        $text = sanitize_text_field( wp_unslash( $_GET['text'] ) );
        wp_update_post( wp_slash( array( 'ID' => $id, 'post_content' => $text ) ) );
        exit( 'saved' );
    }
    if ( isset( $_GET['bench_bridge'] ) ) {
        $port = absint( $_GET['bench_bridge'] );
        update_option( 'bench_without', $port ? '' : '1' );
        update_option( 'seo_bridge_url', "http://127.0.0.1:$port" );
        exit( 'switched' );
    }
} );
"""
TEXT = "Le compost tient sur un balcon, et il ne sent rien. " * 40


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--saves", type=int, default=60, help="saves with each bridge")
    options.add_argument("--pause", type=float, default=0.3, help="seconds after each save")
    options.add_argument("--servers", nargs="+", choices=list(SERVERS), default=list(SERVERS))
    given = options.parse_args()
    print(
        f"{given.saves} saves each; median ms (ratio to `without`; median of what it takes longer than the one `without` before)"
    )
    print(f"{'server':>8}{'save':>16}" + "".join(f"{name:>22}" for name in BRIDGES))
    for name in given.servers:
        missing = [one for one in SERVERS[name].needs if not Path(program(one)).exists()]
        if missing:
            print(f"{name:>8}  not installed: {', '.join(missing)}")
            continue
        with ExitStack() as stack:
            site, bridges = stack.enter_context(serving(name)), stack.enter_context(played())
            for kind in ("REST", "wp_update_post"):
                times = measure(site, bridges, kind, given.saves, given.pause)
                print(f"{name:>8}{kind:>16}" + "".join(f"{shown(times, one):>22}" for one in BRIDGES), flush=True)


def shown(times: dict[str, list[float]], name: str) -> str:
    """A cell of the table."""
    median, base = statistics.median(times[name]), statistics.median(times["without"])
    longer = statistics.median(a - b for a, b in zip(times[name], times["without"], strict=True))
    return f"{median:.0f} ({median / base:.2f}; {longer:+.0f})"


@contextmanager
def serving(name: str) -> Iterator[Site]:
    """A site of its own behind that server."""
    with tempfile.TemporaryDirectory(prefix="seo-bridge-bench-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        with sqlite_site(root) as site:
            plugins = site.wordpress / "wp-content" / "mu-plugins"
            (plugins / "bench.php").write_text(PAGE)
            site.create_user("camille", "author")
            with SERVERS[name].start(site):
                yield site


@contextmanager
def played() -> Iterator[dict[str, int]]:
    """Ports of a bridge that answers, one that never does, and one where nobody listens."""
    ThreadingHTTPServer.allow_reuse_address = True
    healthy = ThreadingHTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=healthy.serve_forever, daemon=True).start()
    with socket.create_server(("127.0.0.1", 0), backlog=512) as hanging, socket.create_server(("127.0.0.1", 0)) as free:
        refused: int = free.getsockname()[1]
        free.close()
        yield {"healthy": healthy.server_port, "hanging": hanging.getsockname()[1], "refused": refused}
    healthy.shutdown()


class Healthy(BaseHTTPRequestHandler):
    """Accepts every event."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        answer = b'{"job": "job-1", "status_url": "http://127.0.0.1/jobs/job-1?token=t"}'
        self.send_response_only(202)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


def measure(site: Site, bridges: dict[str, int], kind: str, saves: int, pause: float) -> dict[str, list[float]]:
    """Milliseconds of every save with each bridge, in the order of their turns."""
    home: str = site.json("return home_url();")
    session = logged_in(site, home)
    posts = {name: site.create_post(user="camille", title="Le compost", content=TEXT) for name in BRIDGES}
    site.set_option("seo_bridge_site", "bench")
    site.set_option("seo_bridge_secret", "whsec_" + "QUFB" * 8)
    times: dict[str, list[float]] = {name: [] for name in BRIDGES}
    for number in range(saves + 1):
        for name in BRIDGES:
            session.get(f"{home}/", params={"bench_bridge": str(bridges.get(name, 0))}, timeout=60)
            taken = save(home, session, kind, posts[name], f"{TEXT} {number}")
            # The first ones fill caches.
            times[name] += [taken] if number else []
            time.sleep(pause)
    session.get(f"{home}/", params={"bench_bridge": str(bridges["healthy"])}, timeout=60)
    wait_for_delivery(site, posts["healthy"])
    return times


def logged_in(site: Site, home: str) -> requests.Session:
    """A session that may write over the REST API."""
    session = site.session("camille")
    session.headers["X-WP-Nonce"] = session.get(f"{home}/wp-admin/admin-ajax.php?action=rest-nonce", timeout=60).text
    return session


def save(home: str, session: requests.Session, kind: str, post_id: int, text: str) -> float:
    """Milliseconds of one save."""
    started = time.perf_counter()
    if kind == "REST":
        answer = session.post(f"{home}/wp-json/wp/v2/posts/{post_id}", json={"content": text}, timeout=60)
    else:
        answer = session.post(f"{home}/", params={"bench_save": str(post_id), "text": text}, timeout=60)
    taken = (time.perf_counter() - started) * 1000
    if answer.status_code != 200 or (kind != "REST" and "saved" not in answer.text):
        sys.exit(f"not saved: {answer.status_code} {answer.text[:500]}")
    return taken


def wait_for_delivery(site: Site, post_id: int) -> None:
    """Until an event about the post is delivered, or two minutes: that a save is quick must not mean that nothing is sent."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        rows = site.json("return seo_bridge_outbox_latest( 1000 );")
        if any(row["state"] == "delivered" and int(row["post_id"]) == post_id for row in rows):
            return
        time.sleep(0.5)
    sys.exit(f"no event about post {post_id} was delivered")


if __name__ == "__main__":
    main()
