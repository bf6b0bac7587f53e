"""Joins the parts by which a worker calls sites, beside their jobs."""

from __future__ import annotations

import logging

from bridge.cli.parts import site_client
from bridge.cli.pricing import usd_per_1000_words
from bridge.config import Settings, Site
from bridge.errors import ConfigError
from bridge.jobs import Jobs
from bridge.jobs.event import pong
from bridge.jobs.exchanges import Party
from bridge.jobs.parts import WorkerOptions
from bridge.jobs.pull import Puller
from bridge.jobs.tell import Teller
from bridge.wordpress.plugin import WithPlugin

log = logging.getLogger(__name__)


def make_parties(settings: Settings, jobs: Jobs, options: WorkerOptions) -> dict[str, Party]:
    """The sites that are called, by name: all with the plugin. One that cannot be is told of, and keeps no other."""
    found: dict[str, Party] = {}
    for name, site in settings.sites.items():
        try:
            one = party(site, settings, jobs, options)
        except ConfigError as error:
            log.error("sites.%s: it is not called: %s", name, error.detail)  # noqa: TRY400 - the detail says it all
        else:
            found |= {name: one} if one else {}
    return found


def party(site: Site, settings: Settings, jobs: Jobs, options: WorkerOptions) -> Party | None:
    """How `site` is called: for its events where it cannot reach the bridge, else to be told of its jobs.

    Raises `ConfigError`.
    """
    client = site_client(site)
    if not isinstance(client, WithPlugin):
        if site.pull_seconds:
            raise ConfigError("pull_seconds: needs the plugin, which is asked for its events")
        return None
    if site.pull_seconds:
        told = {**pong(settings, site, usd_per_1000_words(settings, site)), "pull_seconds": site.pull_seconds}
        return Puller(site, client, jobs, told)
    return Teller(site, client, jobs, options)
