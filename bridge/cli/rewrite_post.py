"""`seo-bridge rewrite-post`: one post of a site, asked for from here."""

from __future__ import annotations

import hashlib
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bridge.cli.options import config_option, say
from bridge.cli.parts import configured_site, make_parts, site_client
from bridge.cli.rewrite import Inline
from bridge.cli.service import settings_with_sites
from bridge.config import Settings
from bridge.errors import SiteForbidden
from bridge.wordpress.http import printable

if TYPE_CHECKING:
    from bridge.jobs import JobRequest, Jobs, JobStatus

#: Workers give a sign of life every few seconds.
WORKER_SILENT_SECONDS = 20.0
POLL_SECONDS = 0.5


@click.command("rewrite-post")
@click.argument("site")
@click.argument("post_id", metavar="ID", type=click.IntRange(1))
@click.option("--type", "post_type", default="post", show_default=True, help="The post's type: post, page …")
@click.option("--keyphrase", default="", help="The focus keyphrase; without it, one is chosen.")
@click.option("--again", is_flag=True, help="Even if the text has not changed since its last rewrite.")
@config_option
def rewrite_post(site: str, post_id: int, post_type: str, keyphrase: str, again: bool, config: Path | None) -> None:
    """Rewrite post ID of SITE, and hand the suggestion back.

    The post itself stays as it is. Where a worker runs, it does the work, and this command shows how far it is; else
    the work is done at once, here. The only way, beside watch, for a site without the plugin (plugin = false): the
    suggestion then comes as an autosave or as a draft of its own. Exit status 1 when there is no suggestion.
    """
    from bridge.jobs import JobRequest, Jobs

    settings = settings_with_sites(config)
    chosen = configured_site(settings, site)
    for found in site_client(chosen).goes_without():
        click.echo(say(found.fr, found.en), err=True)
    options: dict[str, Any] = {**({"keyphrase": keyphrase} if keyphrase else {}), **({"again": True} if again else {})}
    request = JobRequest(
        site=site,
        webhook_id=f"rewrite-post:{uuid.uuid4().hex}",
        type="post.commanded",
        post_id=post_id,
        post_type=post_type,
        options=options,
        site_concurrency=chosen.concurrency,
    )
    jobs = Jobs(settings.database.url, max_queued=settings.worker.max_queued_per_site)
    try:
        seen = jobs.ready().worker_seen_seconds
        if seen is not None and seen < WORKER_SILENT_SECONDS:
            sys.exit(0 if followed(jobs, jobs.submit(request).job) else 1)
    finally:
        jobs.close()
    at_once(settings, request)


def at_once(settings: Settings, request: JobRequest) -> None:
    """Does the work in this process. Paid calls are booked, so that the same request is never paid for twice.

    The site's rules are not asked: whoever types this command means this post, and its daily limit counts jobs.
    The job is named by what was asked of whom, so that the site knows a repeat of it from an unchanged text.
    """
    from bridge.jobs.ledger import Ledgers
    from bridge.pipeline import rewrite_post as story

    site = settings.sites[request.site]
    asked = request.model_dump_json(exclude={"webhook_id"}), site.rewrite.model_dump_json()
    writer = settings.writer_for(site.rewrite), site.claude.model
    name = hashlib.sha256("\n".join((*asked, *writer)).encode()).hexdigest()[:32]
    job = uuid.uuid4().hex if request.options.get("again") else name
    run = Inline()
    parts = make_parts(settings, Ledgers(settings.database.url))(job, request)
    try:
        receipt = story(job, request.post_id, request.post_type, parts.site, parts.writer, parts.brief_for, run)
    except SiteForbidden as error:
        hint = (
            "with the plugin, the bridge may read the posts that its site has asked about: click there, or use backfill"
        )
        raise SiteForbidden(f"{error.detail}; {hint}") from error
    finally:
        run.end()
    told(receipt.revision, receipt.compare_url, receipt.edit_url, stale=receipt.stale)


def followed(jobs: Jobs, job: str) -> bool:
    """Shows how far a worker is until the job has ended; whether there is a proposal."""
    run = Inline()
    click.echo(say(f"travail {job}", f"job {job}"), err=True)
    try:
        while not (status := jobs.status(job)).finished:
            run.show(status.state, status.words, status.expected)
            time.sleep(POLL_SECONDS)
    finally:
        run.end()
    if status.code:
        click.echo(say(status.reason_fr, status.reason_en), err=True)
    if proposed(status):
        told(status.revision or 0, status.compare_url, status.edit_url, stale=status.state == "stale")
    return proposed(status)


def proposed(status: JobStatus) -> bool:
    """Whether a job that has ended left a proposal, now or before."""
    return status.state in {"done", "stale"} and bool(status.revision)


def told(revision: int, compare_url: str, edit_url: str, *, stale: bool) -> None:
    """Prints where the proposal lies."""
    click.echo(f"suggestion {revision}")
    click.echo(f"{say('à voir', 'look')}: {printable(compare_url)}")
    click.echo(f"{say('article', 'post')}: {printable(edit_url)}")
    if stale:
        click.echo(
            say("Le texte a changé entre-temps : comparez bien.", "The text has changed meanwhile: compare with care."),
            err=True,
        )
