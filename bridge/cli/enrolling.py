"""What connecting does at the site, with its owner's leave, and in the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import click

from bridge.cli.authorising import NotConnected
from bridge.cli.connection import Connection
from bridge.cli.landing import Granted
from bridge.cli.options import say
from bridge.errors import BridgeError
from bridge.wordpress.account import Account, Credential, User, new_secret
from bridge.wordpress.core_rest import CoreRestSite
from bridge.wordpress.diagnosis import Diagnosis
from bridge.wordpress.discovery import PLUGIN_NAMESPACE, Found
from bridge.wordpress.rest import RestSite

#: What an administrator can do that connecting needs.
ADMINISTRATOR = ("manage_options", "create_users", "edit_users", "promote_users")


@dataclass(slots=True)
class Enrolment:
    """A site that was set up, and the bridge's user there; `secret` is empty without the plugin."""

    connection: Connection
    owner: Account
    user: User
    password: str
    secret: str

    def diagnoses(self) -> Sequence[Diagnosis]:
        """What the site says to the bridge's user."""
        client = RestSite if self.secret else CoreRestSite
        found = self.connection.found
        return client(found.url, self.user.username, self.password, **self.connection.access).diagnose()


def pinged(access: Account) -> Diagnosis:
    """What the site says when it pings the bridge."""
    tested = access.ping_bridge()
    message = f"WordPress → SEO Bridge: {tested.message or tested.outcome}"
    return Diagnosis("ping", tested.outcome == "ok", message, message)


@contextmanager
def enrolled(connection: Connection, granted: Granted, *, yes: bool) -> Iterator[Enrolment]:
    """Sets the site up; what the owner granted is given back in the end, unless it is what the bridge goes on with.

    Raises `NotConnected` when the owner may not, `BridgeError` when the site refuses; a site that was connected is then
    as it was.
    """
    owner = Account(connection.found.url, granted.user, granted.password, **connection.access)
    given: Credential | None = owner.this_password()
    try:
        plugin = has_plugin(connection, owner)
        user, made = access_for(connection, owner, plugin=plugin, yes=yes)
        password = made.password if made else granted.password
        secret, earlier = new_secret() if plugin else "", connection.earlier_user()
        with revoked_on_failure(owner, user, made), connection.kept(user.username, password, secret):
            if secret:
                owner.set_connection(connection.bridge_url, connection.name, secret)
        if made is None:
            given = None
        if earlier not in {"", user.username}:
            still_good(earlier)
        yield Enrolment(connection, owner, user, password, secret)
    finally:
        if given:
            give_back(owner, given)


def has_plugin(connection: Connection, owner: Account) -> bool:
    """Whether the plugin is active, asked again of a site that tells strangers nothing."""
    if connection.found.plugin is not None:
        return connection.found.plugin
    return PLUGIN_NAMESPACE in owner.call("GET", "/", query={"_fields": "namespaces"}).get("namespaces", [])


def access_for(connection: Connection, owner: Account, *, plugin: bool, yes: bool) -> tuple[User, Credential | None]:
    """Whom the bridge is at the site: a user of its own, with a new password; or an editor, with None, as who granted.

    Raises `NotConnected`.
    """
    me = owner.me()
    if me.can(*ADMINISTRATOR):
        host = urlsplit(connection.found.url).hostname or ""
        user = owner.own_user("seo_bridge" if plugin else "editor", host)
        return user, owner.new_password(user)
    if plugin or not me.can("edit_others_posts", "edit_published_posts"):
        raise NotConnected(not_allowed(me))
    keep_editors_own(me, yes=yes)
    return me, None


@contextmanager
def revoked_on_failure(owner: Account, user: User, made: Credential | None) -> Iterator[None]:
    """A password that was made for nothing is not left behind, as far as the site lets it be taken back."""
    try:
        yield
    except BaseException:
        if made:
            with suppress(BridgeError):
                owner.revoke(made, user)
        raise


def still_good(user: str) -> None:
    """Says that the access which the bridge had before is one more that can be stolen."""
    click.echo(
        say(
            f"L’accès de « {user} », utilisé jusqu’ici, ne sert plus mais reste valable : retirez « SEO Bridge » dans "
            f"Comptes › {user} › Mots de passe d’application.",
            f"The access of “{user}”, used so far, is needed no more but still good: revoke “SEO Bridge” under Users › "
            f"{user} › Application passwords.",
        ),
        err=True,
    )


def keep_editors_own(me: User, *, yes: bool) -> None:
    """Asks for a clear yes before an editor's own access is kept. Raises `NotConnected`."""
    question = say(
        f"Garder ici l’accès de « {me.username} » ? Volé, il permet de modifier tous les articles.",
        f"Keep the access of “{me.username}” here? Stolen, it can change every post.",
    )
    if not yes and not click.confirm(question, default=False):
        raise NotConnected(say("l’accès n’est pas gardé.", "the access is not kept."))


def not_allowed(me: User) -> str:
    """Who authorised may not set the site up."""
    who = f"{me.username} ({', '.join(me.roles) or '?'})"
    return say(
        f"{who} n’a pas le droit de créer l’utilisateur du service. Déconnectez-vous du site, recommencez, et "
        "autorisez en administrateur.",
        f"{who} may not create the bridge's user. Log out of the site, run the command again, and authorise as an "
        "administrator.",
    )


def give_back(owner: Account, given: Credential) -> None:
    """Revokes the owner's password, or says how to."""
    try:
        owner.revoke(given)
    except BridgeError as error:
        click.echo(
            say(
                "Attention : votre autorisation n’a pas pu être retirée ; retirez « SEO Bridge » dans "
                f"Comptes › Profil › Mots de passe d’application. ({error.detail})",
                "Warning: your authorisation could not be taken back; revoke “SEO Bridge” under Users › Profile › "
                f"Application passwords. ({error.detail})",
            ),
            err=True,
        )


def intention(found: Found) -> tuple[str, str]:
    """What will be done, told before the owner authorises it: (French, English)."""
    if found.plugin is False:
        return (
            "L’extension SEO Bridge n’est pas active sur ce site. Sans elle : ni bouton, ni suivi, ni rapport dans "
            "l’éditeur ; le texte de l’auteur reste intact tout de même. Avec l’accord d’un administrateur, un "
            "utilisateur « seo-bridge » au rôle d’éditeur est créé ; volé, son accès permettrait de modifier les "
            "articles, et les réécritures se demandent par seo-bridge rewrite-post ou watch. Mieux : installez "
            "l’extension, puis recommencez.",
            "The SEO Bridge plugin is not active on this site. Without it: no button, no progress, no report in the "
            "editor; the author's text stays untouched all the same. With an administrator's leave a user “seo-bridge” "
            "is made, an editor, whose access, if stolen, could change posts, and rewrites are asked for by seo-bridge "
            "rewrite-post or watch. Better: install the plugin, and run this again.",
        )
    return (
        "Avec votre accord d’administrateur, un utilisateur « seo-bridge » est créé sur le site : il lit les articles "
        "qu’on lui confie et propose, rien d’autre. L’extension est réglée, puis votre autorisation aussitôt retirée.",
        "With your leave as an administrator, a user “seo-bridge” is made on the site: it can read the posts it is "
        "asked about and make suggestions, nothing else. The plugin is set up, and your authorisation revoked at once.",
    )


def report(diagnoses: Sequence[Diagnosis]) -> bool:
    """Prints them, one on a line; whether all is well."""
    for found in diagnoses:
        click.echo(f"{'ok  ' if found.ok else 'FAIL'} {say(found.fr, found.en)}")
    return all(found.ok for found in diagnoses)
