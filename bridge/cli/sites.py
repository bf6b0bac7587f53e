"""`seo-bridge check`: is all this configured as it should be?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bridge.cli.options import config_option, say
from bridge.cli.parts import claude_settings, site_client
from bridge.cli.service import settings_with_sites
from bridge.config import Settings, Site
from bridge.errors import ConfigError
from bridge.wordpress.diagnosis import Diagnosis


@click.command()
@config_option
def check(config: Path | None) -> None:
    """Try the configuration against the sites.

    Says what is wrong and how to mend it. Looks at the database, the writer, and for each site: address, user,
    role, and the plugin's own settings. Exit status 1 when something is wrong, 2 when the configuration cannot
    be read.
    """
    settings = settings_with_sites(config)
    faults = 0
    for where, found in diagnoses(settings):
        faults += not found.ok
        click.echo(f"{'ok  ' if found.ok else 'FAIL'} {where}: {say(found.fr, found.en)}")
    sys.exit(1 if faults else 0)


def diagnoses(settings: Settings) -> Iterator[tuple[str, Diagnosis]]:
    """Everything that can be looked at, with the part of the configuration it belongs to."""
    yield "database", database(settings)
    for name, site in settings.sites.items():
        yield f"sites.{name}", writer(settings, site)
        for found in site_client(site).diagnose():
            yield f"sites.{name}", found


def database(settings: Settings) -> Diagnosis:
    """Whether the queue can be reached; whether a worker works on it is for /readyz to say."""
    from bridge.jobs import Jobs

    jobs = Jobs(settings.database.url)
    try:
        ok = jobs.ready().database
    finally:
        jobs.close()
    if ok:
        return Diagnosis("database", ok=True, fr="la base de données répond.", en="the database answers.")
    return Diagnosis(
        "database",
        ok=False,
        fr="la base de données ne répond pas : vérifiez database.url et les droits sur le dossier.",
        en="the database does not answer: check database.url and the permissions of its folder.",
    )


def writer(settings: Settings, site: Site) -> Diagnosis:
    """Whether the site's writer can be had."""
    name = settings.writer_for(site.rewrite)
    try:
        if name == "claude":
            claude_settings(site.claude, settings)
            name_of_model = f"claude, {site.claude.model}"
            return Diagnosis("writer", ok=True, fr=f"rédacteur : {name_of_model}.", en=f"writer: {name_of_model}.")
    except ConfigError as error:
        return Diagnosis("writer", ok=False, fr=error.detail, en=error.detail)
    return Diagnosis(
        "writer",
        ok=True,
        fr="rédacteur : offline (sans clé, il structure et ne reformule pas).",
        en="writer: offline (without a key, it structures and does not rephrase).",
    )
