"""`seo-bridge jobs`: what happened, and once more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bridge.cli.options import config_option, say, settings_from

if TYPE_CHECKING:
    from bridge.jobs import Jobs, JobState, JobStatus

STATES = ("queued", "reading", "writing", "checking", "repairing", "delivering", "done", "failed", "cancelled", "stale")


@click.group()
def jobs() -> None:
    """List, show, retry and cancel jobs."""


@contextmanager
def queue(config: Path | None) -> Iterator[Jobs]:
    """The configured queue. Needs no site and no secret."""
    from bridge.jobs import Jobs

    settings = settings_from(config, sites=False)
    opened = Jobs(settings.database.url, max_queued=settings.worker.max_queued_per_site)
    try:
        yield opened
    finally:
        opened.close()


@jobs.command("list")
@click.option("--site", help="Only this site's.")
@click.option("--state", type=click.Choice(STATES), help="Only those in this state.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="At most so many.")
@config_option
def list_(site: str | None, state: JobState | None, limit: int, config: Path | None) -> None:
    """The newest jobs, one on a line: id, state, site, post, time, reason."""
    with queue(config) as opened:
        for status in opened.list(site, state, limit):
            click.echo(line(status))


@jobs.command()
@click.argument("job")
@config_option
def show(job: str, config: Path | None) -> None:
    """All that is known of JOB."""
    with queue(config) as opened:
        status = opened.status(job)
    for name, value in asdict(status).items():
        if name not in {"reason_fr", "reason_en"}:
            shown = moment(value) if name in {"due", "created", "updated"} else value
            click.echo(f"{name:12} {shown}")
    if status.code:
        click.echo(f"{'reason':12} {say(status.reason_fr, status.reason_en)}")


@jobs.command()
@click.argument("job")
@config_option
def retry(job: str, config: Path | None) -> None:
    """Start JOB again, if it failed, was cancelled or went stale."""
    with queue(config) as opened:
        click.echo(line(opened.retry(job)))


@jobs.command()
@click.argument("job")
@config_option
def cancel(job: str, config: Path | None) -> None:
    """Stop JOB, if it has not ended."""
    with queue(config) as opened:
        click.echo(line(opened.cancel(job)))


def line(status: JobStatus) -> str:
    """A job on one line."""
    reason = f"  {status.code}: {say(status.reason_fr, status.reason_en)}" if status.code else ""
    post = f"{status.site} {status.post_type}/{status.post_id}"
    return f"{status.job}  {status.state:10} {post}  {moment(status.updated)}{reason}"


def moment(seconds: float) -> str:
    """Seconds since the epoch as UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ") if seconds else "-"
