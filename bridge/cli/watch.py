"""`seo-bridge watch`: the drafts of a site that has no plugin to tell of them."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bridge.cli.options import config_option, say
from bridge.cli.parts import configured_site, site_client
from bridge.cli.service import settings_with_sites
from bridge.config import Site
from bridge.errors import ConfigError, RetryableError
from bridge.wordpress.core_rest import CoreRestSite
from bridge.wordpress.core_xmlrpc import CoreXmlRpcSite
from bridge.wordpress.http import printable

if TYPE_CHECKING:
    from bridge.jobs import Jobs
    from bridge.wordpress.core import Candidate, WatchedSite

#: The least time between two looks, in seconds: each reads whole drafts.
LEAST_SECONDS = 10.0


@click.command()
@click.argument("site")
@click.option("--tag", default="", help="Drafts with the tag of this slug.")
@click.option("--category", default="", help="Drafts in the category of this slug.")
@click.option(
    "--every", type=click.FloatRange(LEAST_SECONDS), default=60.0, show_default=True, help="Seconds between two looks."
)
@click.option("--at-most", type=click.IntRange(1), default=5, show_default=True, help="Jobs that one look may start.")
@click.option("--once", is_flag=True, help="Look once, and end.")
@config_option
def watch(site: str, tag: str, category: str, every: float, at_most: int, once: bool, config: Path | None) -> None:
    """Have the drafts of SITE rewritten that carry a tag or a category.

    For sites without the plugin (plugin = false). A draft is taken once for each text that it has, and never when the
    bridge has made it. Workers do the work. Until SIGTERM or Ctrl-C.
    """
    from bridge.jobs import Jobs

    settings = settings_with_sites(config)
    chosen = configured_site(settings, site)
    client = site_client(chosen)
    if not isinstance(client, (CoreRestSite, CoreXmlRpcSite)):
        raise ConfigError(f"sites.{site}: watch is for plugin = false; the plugin tells the bridge by itself")
    if bool(tag) == bool(category):
        raise click.UsageError("name either --tag or --category")
    for found in client.goes_without():
        click.echo(say(found.fr, found.en), err=True)
    stop = threading.Event()
    if not once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    jobs = Jobs(settings.database.url, max_queued=settings.worker.max_queued_per_site)
    try:
        while not stop.is_set():
            wait = look(client, jobs, chosen, tag, category, at_most)
            if once or stop.wait(max(every, wait)):
                return
    finally:
        jobs.close()


def look(client: WatchedSite, jobs: Jobs, site: Site, tag: str, category: str, at_most: int) -> float:
    """Looks once, and puts what is new into the queue; the seconds that the other side asks to wait, or 0.

    The name of a request holds the draft's content hash: the queue takes each only once.
    """
    started = 0
    try:
        for draft in client.drafts(tag, category):
            if started >= at_most:
                break
            started += submitted(jobs, site, draft)
    except RetryableError as error:
        click.echo(f"sites.{site.name}: {printable(error.detail)}", err=True)
        return error.retry_after or 0.0
    return 0.0


def submitted(jobs: Jobs, site: Site, draft: Candidate) -> bool:
    """Puts a draft into the queue; False when this text of it was there before."""
    from bridge.jobs import JobRequest, quiet_seconds

    request = JobRequest(
        site=site.name,
        webhook_id=f"watch:{draft.id}:{draft.content_hash}",
        type="post.draft_saved",
        post_id=draft.id,
        post_type=draft.type,
        content_hash=draft.content_hash,
        quiet_seconds=quiet_seconds(site, "post.draft_saved", datetime.now(UTC)),
        site_concurrency=site.concurrency,
    )
    taken = jobs.submit(request)
    if not taken.repeat:
        click.echo(say(f"article {draft.id} : travail {taken.job}", f"post {draft.id}: job {taken.job}"))
    return not taken.repeat
