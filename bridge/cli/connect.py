"""`seo-bridge connect`: a site, with its owner's leave."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bridge.cli.answering import Service, local_address
from bridge.cli.authorising import NotConnected, Told, authorised, credentials
from bridge.cli.connection import Connection, name_for
from bridge.cli.enrolling import Enrolment, enrolled, intention, pinged, report
from bridge.cli.finding import look, reached_at
from bridge.cli.options import CONFIG_FILE, config_option, say, spelled
from bridge.config import load
from bridge.errors import BridgeError, ConfigError, SiteForbidden
from bridge.wordpress.account import new_secret
from bridge.wordpress.diagnosis import REMEDIES
from bridge.wordpress.discovery import Found
from bridge.wordpress.obstacles import Obstacle


@click.command()
@click.argument("address")
@click.option("--name", help="The site's name in the configuration.  [default: made of its address]")
@click.option("--bridge-url", help="How the site reaches this bridge, when it runs on another machine.")
@click.option("--paste/--listen", default=None, help="Paste the password, or take it from a browser on this machine.")
@click.option("--xmlrpc", is_flag=True, help="Speak XML-RPC, where the REST API is closed.")
@click.option("--ca-file", default="", help="Certificates to trust for this site instead of the usual ones, in PEM.")
@click.option("--allow-private", is_flag=True, help="The site may be on this machine or in this network.")
@click.option("--yes", is_flag=True, help="Answer yes to what would be asked.")
@click.option("--serve", is_flag=True, help="Run the bridge then, until Ctrl-C.")
@config_option
def connect(
    address: str,
    name: str | None,
    bridge_url: str | None,
    paste: bool | None,
    xmlrpc: bool,
    ca_file: str,
    allow_private: bool,
    yes: bool,
    serve: bool,
    config: Path | None,
) -> None:
    """Connect the WordPress site at ADDRESS.

    Finds its REST API, sends you to WordPress's own page to authorise the bridge, makes a user there that can only
    make suggestions, hands the plugin its settings, writes the site into the configuration, and tests both directions.
    """
    file = config or CONFIG_FILE
    settings = load(file if file.exists() else None, os.environ, sites=False)
    trusted = str(Path(ca_file).resolve()) if ca_file else ""
    with explained():
        found, private = look(address, xmlrpc=xmlrpc, private=allow_private, yes=yes, ca_file=trusted)
        reached = reached_at(settings, found, bridge_url, yes=yes)
        connection = Connection(
            file=file,
            name=name or name_for(found.url, found.title, file),
            found=found,
            bridge_url=reached,
            public_url="" if reached in {settings.server.public_url, local_address(settings.server)} else reached,
            private=private,
            ca_file=trusted,
        )
        connection.check()
        if xmlrpc:
            by_hand(connection)
            return
        agree(found, yes=yes)
        service = Service(settings.server, file, stay=serve)
        try:
            well = authorise(connection, service, paste=paste, yes=yes)
            service.stay()
        finally:
            service.end()
    if not well:
        sys.exit(1)


@contextmanager
def explained() -> Iterator[None]:
    """Errors of the site in the operator's language, with what to do."""
    try:
        yield
    except Obstacle as error:
        raise NotConnected(say(error.found.fr, error.found.en)) from error
    except ConfigError:
        raise
    except SiteForbidden as error:
        raise NotConnected(f"{say(error.fr, error.en)} ({error.detail})") from error
    except BridgeError as error:
        remedy = REMEDIES.get(type(error), (error.fr, error.en))
        raise NotConnected(f"{say(*remedy)} ({error.detail})") from error


def agree(found: Found, *, yes: bool) -> None:
    """Says what will be done at the site. Raises `NotConnected` for a no."""
    click.echo(say(*intention(found)))
    without = found.plugin is False
    if not yes and not click.confirm(say("Continuer ?", "Go on?"), default=not without):
        raise NotConnected(say("rien n’a changé.", "nothing was changed."))


def authorise(connection: Connection, service: Service, *, paste: bool | None, yes: bool) -> bool:
    """Has the owner authorise, sets the site up, and tests it from both sides; whether all is well."""
    with authorised(connection.found, paste) as (granted, told), enrolled(connection, granted, yes=yes) as enrolment:
        well = report(enrolment.diagnoses())
        there = service.start() if enrolment.secret or service.stays else False
        if enrolment.secret:
            well = there and report([pinged(enrolment.owner)]) and well
        tell(connection, told, enrolment, well=well)
    if service.stays and there:
        click.echo(say("Le service tourne ; Ctrl-C l’arrête.", "The bridge runs; Ctrl-C ends it."))
    else:
        command = spelled("serve", connection.file)
        click.echo(say(f"Ensuite, s’il ne tourne pas déjà : {command}", f"Next, unless it runs already: {command}"))
    return well


def tell(connection: Connection, told: Told, enrolment: Enrolment, *, well: bool) -> None:
    """The outcome, here and in the browser."""
    where = f"{connection.file}: [sites.{connection.name}]"
    click.echo(say(f"Écrit dans {where}, utilisateur « {enrolment.user.username} ».",
                   f"Written to {where}, user “{enrolment.user.username}”."))  # fmt: skip
    dashboard = connection.found.authorize.partition("authorize-application.php")[0]
    outcome = say("Le site est connecté.", "The site is connected.")
    doubt = say("Connecté, avec des réserves : voyez le terminal.", "Connected, with faults: see the terminal.")
    links = {
        say("Écrire un article", "Write a post"): f"{dashboard}post-new.php",
        say("Choisir un brouillon", "Choose a draft"): f"{dashboard}edit.php?post_status=draft",
    }
    told.finish(outcome if well else doubt, links)


def by_hand(connection: Connection) -> None:
    """Writes a site whose REST API is closed: nobody but its owner can then make the user and set the plugin up."""
    granted = credentials(
        say(
            "Sans API REST, WordPress n’a pas de page d’autorisation : donnez un utilisateur (rôle SEO Bridge avec "
            "l’extension, éditeur sans elle) et son mot de passe.",
            "Without the REST API WordPress has no authorisation page: give a user (role SEO Bridge with the plugin, "
            "an editor without it) and its password.",
        )
    )
    plugin = click.confirm(say("L’extension SEO Bridge y est-elle ?", "Is the SEO Bridge plugin there?"), default=True)
    secret = new_secret() if plugin else ""
    connection.keep(granted.user, granted.password, secret, transport="xmlrpc")
    if plugin:
        file = connection.file.resolve().parent / "secrets" / f"{connection.name}.webhook_secret"
        settings = f"{connection.bridge_url} · {connection.name} · {file}"
        click.echo(say(f"À saisir dans Réglages › SEO Bridge (adresse, clé, secret) : {settings}",
                       f"To be entered under Settings › SEO Bridge (address, key, secret): {settings}"))  # fmt: skip
    command = spelled(f"sites test {connection.name}", connection.file)
    click.echo(say(f"Puis : {command}", f"Then: {command}"))
