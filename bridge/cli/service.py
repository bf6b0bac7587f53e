"""`seo-bridge serve`, `web` and `worker`."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from bridge.cli.options import config_file, config_option, settings_from
from bridge.config import Settings
from bridge.errors import ConfigError

#: For processes that start others: these end when their standard input does, which even a killed parent closes.
with_parent_option = click.option("--with-parent", is_flag=True, hidden=True)

#: EX_TEMPFAIL, with which a process that is well asks to be started again: a worker that lost its lease.
AGAIN = 75

#: From asking a process to stop to killing it: the worker lets running jobs go on for 20 s.
STOP_SECONDS = 30.0


def log_to_stderr() -> None:
    """One line per event: time, part, what."""
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
    for noisy in ("urllib3", "dbos", "httpx2"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of each request that waits for a thread


def end_with_parent() -> None:
    """Has this process asked to stop, as by SIGTERM, once standard input has ended."""

    def wait() -> None:
        os.read(0, 1)  # not sys.stdin's: a thread that still reads there would break the interpreter's own end
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def settings_with_sites(config: Path | None) -> Settings:
    """The settings; a service without a site has nothing to do. Raises `ConfigError`."""
    settings = settings_from(config)
    if not settings.sites:
        where = settings.source or "no configuration file; name one with --config"
        raise ConfigError(f"{where}: sites: none is configured; see config.example.toml")
    return settings


@click.command()
@config_option
@with_parent_option
def web(config: Path | None, with_parent: bool) -> None:
    """Take webhooks, and show the status of jobs.

    Until SIGTERM or Ctrl-C. Needs a worker beside it that shares its database.
    """
    from bridge.cli.latest import Latest
    from bridge.cli.pricing import prices
    from bridge.jobs import Jobs
    from bridge.web import create_app
    from bridge.web.server import serve as serve_web

    log_to_stderr()
    settings = settings_with_sites(config)
    draining = threading.Event()
    jobs = Jobs(settings.database.url, max_queued=settings.worker.max_queued_per_site)
    if with_parent:
        end_with_parent()
    file = config_file(config)
    app = Latest(file, lambda: settings_from(file), lambda now: create_app(now, jobs, draining, prices(now)))
    try:
        serve_web(lambda environ, start: app()(environ, start), settings.server, draining)
    except OSError as error:
        where = f"{settings.server.host}:{settings.server.port}"
        raise ConfigError(f"server.port: cannot listen on {where}: {error.strerror}") from error
    finally:
        jobs.close()


@click.command()
@config_option
@with_parent_option
def worker(config: Path | None, with_parent: bool) -> None:
    """Work on the jobs in the queue.

    Until SIGTERM or Ctrl-C; jobs that still run 20 seconds later are left to the next worker. Several workers may
    share one database.
    """
    from bridge.cli.exchanging import make_parties
    from bridge.cli.latest import Latest
    from bridge.cli.parts import make_parts
    from bridge.jobs import Jobs
    from bridge.jobs.exchanges import exchange
    from bridge.jobs.ledger import Ledgers
    from bridge.jobs.parts import WorkerOptions
    from bridge.jobs.worker import run_worker

    log_to_stderr()
    settings = settings_with_sites(config)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if with_parent:
        end_with_parent()
    options = WorkerOptions(
        concurrency=settings.worker.concurrency,
        poll_seconds=settings.worker.poll_seconds,
        max_attempts=settings.worker.max_attempts,
        history_days=settings.database.keep_days,
    )
    ledgers = Ledgers(settings.database.url)
    file = config_file(config)  # found once: if it goes away for a moment, that is not a bridge without a site
    present = Latest(file, lambda: settings_from(file), lambda now: now)
    parts = Latest(file, lambda: settings_from(file), lambda now: make_parts(now, ledgers, present))
    jobs = Jobs(settings.database.url, max_queued=settings.worker.max_queued_per_site)
    parties = Latest(file, lambda: settings_from(file), lambda now: make_parties(now, jobs, options))
    threading.Thread(target=exchange, args=(parties, jobs, stop), name="exchange", daemon=True).start()
    run_worker(settings.database.url, options, lambda job, request: parts()(job, request), stop)


@click.command()
@config_option
@with_parent_option
def serve(config: Path | None, with_parent: bool) -> None:
    """Run web and worker together, for one machine.

    Until SIGTERM or Ctrl-C. Ends with status 1 when one of the two dies; a worker that has lost its name to another
    process is started anew.
    """
    settings_with_sites(config)  # refuses a wrong configuration once, before there are two to say so
    arguments = ["--config", str(config)] if config else []
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):  # a closed terminal must not leave the two behind
        signal.signal(number, lambda *_: stop.set())
    begin = partial(started, arguments=arguments)
    if with_parent:
        end_with_parent()
    children = {name: begin(name) for name in ("worker", "web")}
    try:
        died = watch(children, stop, begin)
    finally:
        end(children)
    if died:
        click.echo(f"seo-bridge: {died}", err=True)
        sys.exit(1)


def started(name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    """The command `name` as a process that ends with this one."""
    command = [sys.executable, "-m", "bridge", name, "--with-parent", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def watch(
    children: dict[str, subprocess.Popen[bytes]],
    stop: threading.Event,
    begin: Callable[[str], subprocess.Popen[bytes]],
) -> str:
    """Waits until `stop` is set or a child has ended; says which one, empty when none has.

    One that ends with `AGAIN` is begun anew.
    """
    while not stop.wait(0.2):
        for name, child in children.items():
            status = child.poll()
            if status == AGAIN:
                children[name] = begin(name)
            elif status is not None:
                return f"{name} ended with status {status}"
    return ""


def end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Asks all to stop, web first so that nothing more comes in; kills what does not."""
    for name in ("web", "worker"):
        if children[name].poll() is None:
            children[name].terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
