"""The command `seo-bridge` and how its errors end: 0 well, 1 findings or a failure, 2 usage or configuration."""

from __future__ import annotations

import sys
from typing import Any

import click

from bridge import __version__
from bridge.cli.backfill import backfill
from bridge.cli.checks import checks
from bridge.cli.connect import connect
from bridge.cli.connected import sites
from bridge.cli.jobs import jobs
from bridge.cli.options import say
from bridge.cli.plan import plan
from bridge.cli.rewrite import rewrite
from bridge.cli.rewrite_post import rewrite_post
from bridge.cli.service import serve, web, worker
from bridge.cli.sites import check
from bridge.cli.watch import watch
from bridge.errors import BridgeError, ConfigError, SiteError


class Group(click.Group):
    """Turns the bridge's own errors into one line on stderr and an exit status."""

    def invoke(self, context: click.Context) -> Any:
        """Runs the command that was asked for."""
        try:
            return super().invoke(context)
        except ConfigError as error:
            fail(error, 2)
        except BridgeError as error:
            fail(error, 1)


def fail(error: BridgeError, status: int) -> None:
    """Prints why, in one line, and exits. What a site answered stands behind the sentence that says what it means."""
    meaning = say(error.fr, error.en)
    why = f"{meaning} ({error.detail})" if error.detail and isinstance(error, SiteError) else error.detail or meaning
    click.echo(f"seo-bridge: {' '.join(why.split())}", err=True)
    sys.exit(status)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="seo-bridge")
def main() -> None:
    """Rewrites WordPress drafts into SEO-ready French and hands them back as pending revisions."""


for command in (serve, web, worker, check, rewrite, checks, jobs, backfill, plan, connect, sites, rewrite_post, watch):
    main.add_command(command)
