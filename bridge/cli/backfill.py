"""`seo-bridge backfill`: many posts of a site, at half the price."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bridge.cli.options import config_option, say
from bridge.cli.parts import brief_of, claude_settings, configured_site, rest_site
from bridge.cli.service import settings_with_sites
from bridge.cli.tally import estimate, told
from bridge.config import Settings
from bridge.errors import ConfigError

if TYPE_CHECKING:
    from bridge.jobs.backfill import Backfill, Plan
    from bridge.wordpress import PostRef

STATUSES = ("draft", "pending", "future", "publish", "private")


@click.command()
@click.argument("site")
@click.option("--status", type=click.Choice(STATUSES), default="draft", show_default=True, help="Posts in this status.")
@click.option("--category", default="", help="Only posts in the category with this slug.")
@click.option("--limit", type=click.IntRange(1), help="Pay for at most so many posts.")
@click.option("--dry-run", is_flag=True, help="Print the estimate and send nothing.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("--cancel", is_flag=True, help="End the batches of SITE that are under way, and deliver what they have.")
@config_option
def backfill(
    site: str,
    status: str,
    category: str,
    limit: int | None,
    dry_run: bool,
    yes: bool,
    cancel: bool,
    config: Path | None,
) -> None:
    """Rewrite many posts of SITE through Message Batches, at half the price.

    Reads the posts, prints what their rewrite will cost, and asks before it spends. Answers come within a day, most
    within an hour; a worker then checks each and hands it back as a pending revision. Stop it at any moment: the same
    command goes on where it stood, and pays for nothing twice. The site's owner must have allowed it in the plugin's
    settings. Exit status 1 when posts failed or were left over.
    """
    settings = settings_with_sites(config)
    with opened(settings, site) as job:
        if cancel:
            job.batching.cancel()
        posts = () if cancel else rest_site(settings.sites[site]).posts(status, category)
        plan = planned(job, posts, limit)
        left_before = len(job.batching.under_way())
        estimate(plan, left_before)
        if dry_run or not (plan.write or plan.paid or left_before):
            return
        if plan.write and not yes:
            click.confirm(say("Lancer la réécriture ?", "Rewrite them?"), abort=True)
        sys.exit(0 if finished(job, plan) else 1)


@contextmanager
def opened(settings: Settings, name: str) -> Iterator[Backfill]:
    """The backfill of the site `name`. Raises `ConfigError` when there is none, or it does not write with Claude."""
    from bridge.jobs.backfill import Subject, open_backfill
    from bridge.jobs.ledger import Limits
    from bridge.writer.claude.batch import Batches

    site = configured_site(settings, name)
    if settings.writer_for(site.rewrite) != "claude":
        raise ConfigError(
            f"{settings.source}: sites.{name}: a backfill needs the writer claude, and this site's is offline: set "
            'rewrite.writer = "claude" and ANTHROPIC_API_KEY'
        )
    writer = Batches(claude_settings(site.claude, settings))
    subject = Subject(name, rest_site(site), lambda post: brief_of(post, site.rewrite, {}), writer)
    queue_size = settings.worker.max_queued_per_site
    with open_backfill(settings.database.url, subject, Limits.of(site.budget), site.concurrency, queue_size) as job:
        yield job


def planned(job: Backfill, posts: Iterable[PostRef], limit: int | None) -> Plan:
    """What there is to do; each post that is read moves a bar."""
    from rich.console import Console

    read = 0
    with Console(stderr=True).status("") as shown:

        def look() -> None:
            nonlocal read
            read += 1
            shown.update(say(f"lecture des articles : {read}", f"reading posts: {read}"))

        return job.plan(posts, limit, look)


def finished(job: Backfill, plan: Plan) -> bool:
    """Runs to the end, under a bar for answers and one for deliveries; whether every post came through."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        answers, jobs = (
            progress.add_task(name, total=None)
            for name in (say("réponses", "answers"), say("révisions proposées", "suggestions"))
        )
        for tally in job.run(plan):
            progress.update(answers, total=tally.asked, completed=tally.answered)
            progress.update(jobs, total=tally.asked + len(plan.paid), completed=tally.delivered)
            if tally.waiting_for:
                progress.console.print(tally.waiting_for, markup=False, highlight=False)
    return told(job.tally)
