"""Where a site is that is to be connected, and how it reaches the bridge."""

from __future__ import annotations

import click
from pydantic import TypeAdapter, ValidationError

from bridge.cli.answering import local_address
from bridge.cli.options import say
from bridge.config import Settings
from bridge.config.values import Address
from bridge.errors import ConfigError
from bridge.wordpress.addresses import is_local
from bridge.wordpress.discovery import Found, discover, found_by_xmlrpc
from bridge.wordpress.http import Http


def look(address: str, *, xmlrpc: bool, private: bool, yes: bool, ca_file: str) -> tuple[Found, bool]:
    """The site, and whether it may be at a private address."""
    private = private or is_local(address if "://" in address else f"//{address}")
    http = Http("", "", timeout_seconds=20.0, allow_private_address=private, ca_file=ca_file)
    try:
        found = found_by_xmlrpc(http, address) if xmlrpc else discover(http, address)
    except ConfigError:
        meant = say(
            f"{address} mène à une machine privée (celle-ci, ou de ce réseau). Est-ce voulu ?",
            f"{address} leads to a private machine (this one, or of this network). Is that meant?",
        )
        if private or not (yes or click.confirm(meant, default=False)):
            raise
        return look(address, xmlrpc=xmlrpc, private=True, yes=yes, ca_file=ca_file)
    click.echo(f"{found.url}: WordPress" + (f" « {found.title} »" if found.title else ""))
    return found, private


def reached_at(settings: Settings, found: Found, given: str | None, *, yes: bool) -> str:
    """The address under which the site reaches the bridge: as told, as configured, or asked for."""
    if given is not None:
        return plain_address(given)
    if settings.server.public_url:
        return settings.server.public_url
    if is_local(found.url):
        return local_address(settings.server)
    if yes:
        raise ConfigError("--bridge-url: say how the site reaches this bridge, or set server.public_url")
    click.echo(pull_hint(local_address(settings.server)))
    question = say("Adresse par laquelle le site joint ce service", "Address by which the site reaches this bridge")
    return plain_address(click.prompt(f"{question} (https://…)", type=str))


def pull_hint(local: str) -> str:
    """What to answer where there is no such address."""
    return say(
        f"Le site ne peut pas joindre cette machine (box, ordinateur portable) ? Répondez {local}. Le dernier test "
        "échoue alors : mettez pull_seconds = 30 dans la section du site, et cochez la case « Sens des échanges » dans "
        "Réglages › SEO Bridge.",
        f"The site cannot reach this machine (a router, a laptop)? Answer {local}. The last test then fails: set "
        "pull_seconds = 30 in the site's section, and tick the box “Direction” under Settings › SEO Bridge.",
    )


def plain_address(given: str) -> str:
    """`given`, if it is an address. Raises `ConfigError`."""
    try:
        address: str = TypeAdapter(Address).validate_python(given.strip())
    except ValidationError as error:
        raise ConfigError(f"--bridge-url: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from error
    if not address:
        raise ConfigError("--bridge-url: must not be empty")
    return address
