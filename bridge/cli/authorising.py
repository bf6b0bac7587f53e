"""Sends the owner to WordPress's own authorisation page, and takes the answer back: by the browser, or pasted."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import click

from bridge.cli.landing import Granted, Landing
from bridge.cli.options import say
from bridge.wordpress.account import APP_ID, password_name
from bridge.wordpress.discovery import Found

#: How long the owner may take.
PATIENCE = 900.0


class NotConnected(click.ClickException):
    """The site is not connected, and nothing was changed, or all was taken back; the message says why."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """One line."""
        click.echo(f"seo-bridge: {self.message}", err=True)


class Told:
    """Whoever waits in a browser is told the end there too."""

    def __init__(self, landing: Landing | None = None) -> None:
        self.landing = landing

    def finish(self, outcome: str, links: dict[str, str]) -> None:
        """What the page shows: a sentence, and links by their labels."""
        if self.landing:
            self.landing.finish(outcome, links)


def listens(found: Found, paste: bool | None) -> bool:
    """Whether the browser can bring the answer: the plugin (and WordPress 7) allow it, and it runs on this machine."""
    if paste is not None:
        return not paste
    remote = bool(os.environ.get("SSH_CONNECTION")) and not graphical()
    return bool(found.plugin) and not remote


def graphical() -> bool:
    """Whether a browser can be opened here."""
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextmanager
def authorised(found: Found, paste: bool | None) -> Iterator[tuple[Granted, Told]]:
    """What the owner granted. Raises `NotConnected` for a no, or when nothing came; `Obstacle` without a page."""
    page, asked = found.authorization_page(), {"app_name": password_name(), "app_id": APP_ID}
    if not listens(found, paste):
        yield pasted(f"{page}?{urlencode(asked)}"), Told()
        return
    with Landing() as landing:
        answers = {"success_url": landing.url("granted"), "reject_url": landing.url("denied")}
        show_link(f"{page}?{urlencode({**asked, **answers})}")
        click.echo(say("J’attends la réponse (Ctrl-C pour arrêter) …", "Waiting for the answer (Ctrl-C to stop) …"))
        granted = landing.wait(PATIENCE)
        if granted is None:
            raise NotConnected(refused() if landing.denied else late())
        yield granted, Told(landing)


def show_link(link: str) -> None:
    """Prints the page's address, and opens it where there is a browser."""
    click.echo(
        say(
            "Ouvrez cette page, connectez-vous en administrateur et acceptez :",
            "Open this page, log in as an administrator, and approve:",
        )
    )
    click.echo(f"\n  {link}\n")
    if graphical():
        webbrowser.open(link)


def pasted(link: str) -> Granted:
    """The answer by hand: WordPress shows the password when no program waits for it."""
    show_link(link)
    return credentials(
        say(
            "WordPress affiche alors un mot de passe. Copiez-le ici.",
            "WordPress then shows a password. Copy it here.",
        )
    )


def credentials(how: str) -> Granted:
    """A user and a password from the keyboard; the password is not shown."""
    click.echo(how)
    user = click.prompt(say("Identifiant WordPress", "WordPress user name"), type=str)
    password = click.prompt(say("Mot de passe d’application", "Application password"), type=str, hide_input=True)
    return Granted(user.strip(), password.strip())


def refused() -> str:
    """The owner pressed no."""
    return say(
        "l’autorisation a été refusée dans WordPress ; rien n’a changé. Recommencez quand vous le souhaitez.",
        "the authorisation was declined in WordPress; nothing was changed. Run the command again when you like.",
    )


def late() -> str:
    """Nothing came."""
    return say(
        "aucune réponse n’est venue. Si la page affiche une erreur, ou si le navigateur est sur une autre machine, "
        "recommencez avec --paste.",
        "no answer came. If the page shows an error, or the browser is on another machine, try again with --paste.",
    )
