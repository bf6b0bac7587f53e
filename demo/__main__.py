"""Runs the demo: `python -m demo`. With ONCE=1 it ends when the pending revision is there, else at Ctrl-C.

With CLAUDE=played a played Claude on this machine gives what a language model once wrote of the draft; else it is
rewritten offline.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console

from demo.draft import FILE, TITLE
from demo.follow import NoRevision, follow
from demo.played import played, show_bill, wanted
from demo.service import COMMAND, served
from demo.show import show, show_links
from demo.site import Missing, choose, furnish, save_draft
from devsite.errors import DevsiteError
from devsite.process import free_port
from devsite.wordpress import Site

FOLDER = Path(__file__).resolve().parent.parent / ".demo"
PORT = 8765


def main() -> int:
    """The exit status: 0 when the pending revision is there (or, without ONCE, was shown), else 1."""
    once = os.environ.get("ONCE", "") not in {"", "0"}
    console = Console(stderr=False)
    signal.signal(signal.SIGTERM, terminated)
    FOLDER.mkdir(exist_ok=True)
    try:
        with_claude = wanted()
        site = choose(FOLDER)
    except ValueError as error:
        Console(stderr=True).print(str(error), style="red", soft_wrap=True, markup=False)
        return 2
    except Missing as missing:
        console.print(str(missing), soft_wrap=True, highlight=False, markup=False)
        return to_the_terminal() or int(once)
    try:
        if with_claude:
            with played(FOLDER) as url:
                run(site, console, once=once, claude_url=url)
        else:
            run(site, console, once=once)
    except (DevsiteError, NoRevision) as error:
        told = f"No pending revision: {error}\n(the bridge's log: {FOLDER / 'bridge.log'})"
        Console(stderr=True).print(told, style="red", soft_wrap=True, markup=False)
        return 1
    except KeyboardInterrupt:
        console.print("\nStopped before the rewrite was there.")
        return 130
    return 0


def run(site: Site, console: Console, *, once: bool, claude_url: str = "") -> None:
    """One draft, the whole way, offline or with the Claude at that address. Raises `DevsiteError` or `NoRevision`."""
    console.print("Starting WordPress and the bridge …")
    port = free_port(PORT)
    with site:
        secrets = furnish(site, f"http://127.0.0.1:{port}")
        with served(FOLDER, port, site, secrets, claude_url) as log:
            console.print(f"  WordPress {site.wp_version} at {site.url}, the bridge's log in {log}", soft_wrap=True)
            post = save_draft(site)
            console.print(f"  the author has saved draft {post}")
            before = site.get_post(post)
            revision = follow(site, post, console)
            if site.get_post(post) != before:
                raise NoRevision(f"post {post} itself has changed, which must not happen")
            show(revision, console)
            if claude_url:
                show_bill(claude_url, console)
            show_links(site, post, int(revision["ID"]), console)
            if not once:
                stay(console)


def stay(console: Console) -> None:
    """Until Ctrl-C."""
    try:
        console.print("\nWordPress and the bridge stay up until Ctrl-C.")
        signal.pause()
    except KeyboardInterrupt:
        console.print("\nStopping …")


def to_the_terminal() -> int:
    """Rewrites the example without WordPress; the exit status of `seo-bridge rewrite`."""
    command = [str(COMMAND), "rewrite", str(FILE), "--title", TITLE, "--writer", "offline"]
    return subprocess.run(command, check=False).returncode


def terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Ends like any other exit, so that what was started is stopped."""
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main())
