"""Renews what the bridge and a site share: the webhook secret, the application password."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bridge.cli.authorising import NotConnected, authorised
from bridge.cli.enrolling import give_back, pinged, report
from bridge.cli.options import say, spelled
from bridge.cli.parts import reach
from bridge.config import Site
from bridge.config.environment import site_prefix
from bridge.config.files import SECRETS_FOLDER, keep_secret
from bridge.errors import SiteCredentials, SiteForbidden
from bridge.wordpress.account import Account, Credential, new_secret
from bridge.wordpress.discovery import discover
from bridge.wordpress.http import Http


def account(site: Site) -> Account:
    """The site as the bridge's user."""
    return Account(site.url, site.user, site.application_password.get_secret_value(), **reach(site))


def has_plugin_by_rest(site: Site) -> bool:
    """Whether the site's plugin can be told to change its connection, and to ping."""
    return site.plugin and site.transport == "rest"


def kept_in_file(file: Path, site: Site, key: str) -> None:
    """Raises `NotConnected` unless that secret is read from the file that `keep_secret` writes, beside the
    configuration `file`: a new one would be read by nobody, and the old one no longer be good.
    """
    if not has_plugin_by_rest(site):
        raise NotConnected(
            say(
                "cela demande l’extension et l’API REST ; sinon, changez le secret à la main des deux côtés.",
                "this needs the plugin and the REST API; else change the secret by hand on both sides.",
            )
        )
    variable = f"{site_prefix(site.name)}_{key.upper()}"
    given = [name for name in (variable, f"{variable}_FILE") if os.environ.get(name)]
    folder, named = file.resolve().parent, getattr(site, f"{key}_file")
    own = f"{SECRETS_FOLDER}/{site.name}.{key}"
    if given or not named or (folder / named).resolve() != (folder / own).resolve():
        where = given[0] if given else named or variable
        raise NotConnected(
            say(
                f"ce secret vient d’ailleurs ({where}) ; changez-le là, ou déplacez-le dans {own} et mettez "
                f'{key}_file = "{own}" dans [sites.{site.name}].',
                f"this secret comes from elsewhere ({where}); change it there, or move it to {own} and set "
                f'{key}_file = "{own}" in [sites.{site.name}].',
            )
        )


def write_secrets(file: Path, site: Site, *secrets: str) -> None:
    """Writes the webhook secrets, and has a running bridge read its configuration anew."""
    keep_secret(file, site.name, "webhook_secret", " ".join(secrets))
    os.utime(file)


def renew_secret(file: Path, site: Site) -> None:
    """A new secret beside the old one; a rotation that was cut off goes on."""
    kept_in_file(file, site, "webhook_secret")
    known = [secret.get_secret_value() for secret in site.webhook_secrets]
    new, old = known[:2] if len(known) > 1 else (new_secret(), known[0])
    write_secrets(file, site, new, old)
    access = account(site)
    try:
        access.renew_secret(old, new)
    except SiteForbidden:
        access.renew_secret(new, new)  # it was handed over before the cut
    if not report([pinged(access)]):
        sys.exit(1)
    again = spelled(f"sites rotate {site.name} --finish", file)
    click.echo(
        say(
            "WordPress signe avec le nouveau secret ; l’ancien est encore accepté. Quand les réécritures en cours "
            f"seront finies : {again}",
            "WordPress signs with the new secret; the old one is still accepted. When the running jobs are over: "
            f"{again}",
        )
    )


def finish_rotation(file: Path, site: Site) -> None:
    """Forgets the old secret, once a ping has come through with the new one."""
    kept_in_file(file, site, "webhook_secret")
    new = site.webhook_secrets[0].get_secret_value()
    if len(site.webhook_secrets) > 1:
        account(site).renew_secret(new, new)  # only who signs with the new one may: so the plugin has it
        write_secrets(file, site, new)
    click.echo(say("Seul le nouveau secret est accepté.", "Only the new secret is accepted."))


def renew_password(file: Path, site: Site, *, paste: bool | None) -> None:
    """A new application password for the bridge's user, with an administrator's leave; then the old one ends."""
    kept_in_file(file, site, "application_password")
    found = discover(Http("", "", **reach(site)), site.url)
    with authorised(found, paste) as (granted, told):
        owner = Account(site.url, granted.user, granted.password, **reach(site))
        given = owner.this_password()
        try:
            user = owner.user_called(site.user)
            if user is None:
                raise NotConnected(say(f"pas d’utilisateur {site.user}.", f"there is no user {site.user}."))
            old = present_password(site)
            made = owner.new_password(user)
            keep_secret(file, site.name, "application_password", made.password)
            os.utime(file)
            if old:
                owner.revoke(old, user)
        finally:
            give_back(owner, given)
        told.finish(say("Le mot de passe est renouvelé.", "The password is renewed."), {})
    click.echo(say("Le mot de passe est renouvelé.", "The password is renewed."))


def present_password(site: Site) -> Credential | None:
    """The password that the bridge has; None when the site no longer takes it."""
    try:
        return account(site).this_password()
    except SiteCredentials:
        return None
