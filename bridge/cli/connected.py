"""`seo-bridge sites`: the sites that are connected; trying one, renewing its secrets, letting it go."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bridge.cli.authorising import NotConnected
from bridge.cli.connect import explained
from bridge.cli.enrolling import pinged, report
from bridge.cli.options import CONFIG_FILE, InputError, config_option, say, settings_from
from bridge.cli.parts import site_client
from bridge.cli.rotating import account, finish_rotation, has_plugin_by_rest, renew_password, renew_secret
from bridge.cli.sites import writer
from bridge.config import Settings, Site
from bridge.config.environment import site_prefix
from bridge.config.files import current, files_named, forget_secrets, rewrite_file
from bridge.config.writing import site_tables, without_table
from bridge.errors import BridgeError


@click.group()
def sites() -> None:
    """List, test, renew and remove connected sites."""


@sites.command("list")
@config_option
def list_(config: Path | None) -> None:
    """The configured sites, one on a line: name, address, user, where its secrets are."""
    for name, keys in site_tables(current(config or CONFIG_FILE)).items():
        where = keys.get("webhook_secret_file") or f"{site_prefix(name)}_…"
        click.echo(f"{name}  {keys.get('url', '')}  {keys.get('user', '')}  {where}")


@sites.command()
@click.argument("name")
@config_option
def test(name: str, config: Path | None) -> None:
    """Try the site NAME in both directions.

    Says what is wrong and how to mend it; the bridge must run for the site to reach it. Exit status 1 when something
    is wrong.
    """
    settings, site = chosen(name, config)
    with explained():
        found = [writer(settings, site), *site_client(site).diagnose()]
        if has_plugin_by_rest(site) and all(one.ok for one in found):
            found.append(pinged(account(site)))
    sys.exit(0 if report(found) else 1)


@sites.command()
@click.argument("name")
@click.option("--finish", is_flag=True, help="Accept the new secret only; once the jobs that were running are over.")
@click.option("--password", is_flag=True, help="Renew the application password instead; needs an administrator.")
@click.option("--paste/--listen", default=None, help="As for `connect`, with --password.")
@config_option
def rotate(name: str, finish: bool, password: bool, paste: bool | None, config: Path | None) -> None:
    """Renew the webhook secret of the site NAME, without losing a webhook.

    The bridge then accepts the new secret and the old one, the plugin signs with the new one, and a ping proves it;
    `--finish` ends the old one.
    """
    file = config or CONFIG_FILE
    _, site = chosen(name, config)
    with explained():
        if password:
            renew_password(file, site, paste=paste)
        elif finish:
            finish_rotation(file, site)
        else:
            renew_secret(file, site)


@sites.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
def remove(name: str, yes: bool, config: Path | None) -> None:
    """Remove the site NAME: from the configuration, with its secrets, and the bridge's access to it."""
    file = config or CONFIG_FILE
    text = current(file)
    keys = site_tables(text).get(name)
    if keys is None:
        raise unknown(name, file)
    shorter = without_table(text, ("sites", name))
    if not yes and not click.confirm(say(f"Retirer {name} ?", f"Remove {name}?"), default=False):
        raise NotConnected(say("rien n’a changé.", "nothing was changed."))
    let_go(name, config)
    rewrite_file(file, text, shorter)
    shared = {name for other in site_tables(shorter).values() for name in files_named(other)}
    forget_secrets(file, [name for name in files_named(keys) if name not in shared])
    click.echo(
        say(
            f"{name} est retiré. L’utilisateur « {keys.get('user')} » reste sur le site ; supprimez-le dans Comptes.",
            f"{name} is removed. The user “{keys.get('user')}” stays on the site; delete it under Users.",
        )
    )


def let_go(name: str, config: Path | None) -> None:
    """Has the plugin forget the bridge, and revokes the bridge's password; says what could not be done."""
    try:
        _, site = chosen(name, config)
        if has_plugin_by_rest(site):
            account(site).end_connection(site.webhook_secrets[0].get_secret_value())
        account(site).revoke(account(site).this_password())
    except BridgeError as error:
        click.echo(
            say(
                "Le site n’a pas pu être prévenu : videz Réglages › SEO Bridge et supprimez l’utilisateur. "
                f"({error.detail})",
                f"The site could not be told: empty Settings › SEO Bridge and delete the user. ({error.detail})",
            ),
            err=True,
        )


def chosen(name: str, config: Path | None) -> tuple[Settings, Site]:
    """The settings, and the site of that name. Raises `InputError` for another."""
    settings = settings_from(config)
    if name not in settings.sites:
        raise unknown(name, config or CONFIG_FILE)
    return settings, settings.sites[name]


def unknown(name: str, file: Path) -> InputError:
    """There is no such site."""
    names = ", ".join(site_tables(current(file))) or "—"
    fr = f"{file} : pas de site {name} ; il y a : {names}"
    return InputError(say(fr, f"{file}: no site {name}; there is: {names}"))
