"""What can stand in the way of connecting a site, with what to do about it, in French and in English."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from requests.exceptions import InvalidURL, Timeout
from urllib3.exceptions import LocationParseError, NameResolutionError, NewConnectionError, SSLError
from urllib3.exceptions import TimeoutError as TookTooLong

from bridge.errors import SiteError, SiteUnavailable
from bridge.wordpress.diagnosis import Diagnosis
from bridge.wordpress.http import printable

#: By code: (French, English). {url} is what was asked, {what} what came instead.
SAID: dict[str, tuple[str, str]] = {
    "address": (
        "« {url} » n’est pas l’adresse d’un site : donnez-la comme dans le navigateur, par exemple "
        "https://blog.example.fr.",
        "“{url}” is not the address of a site: give it as in the browser, for example https://blog.example.fr.",
    ),
    "dns": (
        "{url} : aucune machine de ce nom. Vérifiez l’orthographe de l’adresse.",
        "{url}: there is no machine of that name. Check the spelling of the address.",
    ),
    "refused": (
        "{url} : rien ne répond à cette adresse. Vérifiez le port, et que le site s’ouvre dans un navigateur depuis "
        "cette machine.",
        "{url}: nothing listens there. Check the port, and that the site opens in a browser on this machine.",
    ),
    "timeout": (
        "{url} : pas de réponse à temps. Vérifiez qu’un pare-feu ne bloque pas cette machine, puis recommencez.",
        "{url}: no answer in time. Check that no firewall blocks this machine, and try again.",
    ),
    "certificate": (
        "{url} : le certificat n’est pas reconnu (auto-signé, expiré ou au nom d’un autre site). Installez un "
        "certificat valable, gratuit chez Let’s Encrypt ; pour un certificat à vous, indiquez-le : "
        "--ca-file certificat.pem.",
        "{url}: the certificate is not trusted (self-signed, expired, or of another name). Install a valid one, free "
        "of charge at Let's Encrypt; for one of your own, name it: --ca-file certificate.pem.",
    ),
    "tls": (
        "{url} : la connexion chiffrée échoue. Le site répond-il en https, sur ce port ?",
        "{url}: the encrypted connection fails. Does the site speak https, on that port?",
    ),
    "unreachable": (
        "{url} : la connexion est coupée. Vérifiez que le site s’ouvre depuis cette machine, puis recommencez.",
        "{url}: the connection is cut. Check that the site opens on this machine, and try again.",
    ),
    "down": (
        "{url} : le site répond {what} (panne ou maintenance). Recommencez quand il s’ouvre dans un navigateur.",
        "{url}: the site answers {what} (a failure, or maintenance). Try again when it opens in a browser.",
    ),
    "redirected": (
        "{url} redirige vers un autre site : {what}. Si c’est bien le vôtre, connectez cette adresse-là.",
        "{url} redirects to another site: {what}. If that is yours, connect that address.",
    ),
    "rest_elsewhere": (
        "{url} annonce son API sur un autre site : {what}. Le service n’appelle que l’adresse qu’on lui donne : "
        "corrigez Réglages › Général (Adresse web de WordPress), ou connectez l’autre adresse.",
        "{url} announces its API on another site: {what}. The bridge calls only the address it is given: correct "
        "Settings › General (WordPress Address), or connect the other one.",
    ),
    "basic_auth": (
        "{url} est derrière un mot de passe du serveur (Basic Auth), qui prend la place des mots de passe "
        "d’application de WordPress. Laissez passer sans lui les adresses {what}, ou retirez-le.",
        "{url} is behind a password of the web server (Basic Auth), which takes the place of WordPress's application "
        "passwords. Let {what} through without it, or take it away.",
    ),
    "not_wordpress": (
        "{url} n’est pas un site WordPress (ou le cache). S’il est dans un sous-dossier, donnez-le : {url}/blog.",
        "{url} is no WordPress site (or hides it). If it lives in a folder, give that too: {url}/blog.",
    ),
    "rest_closed": (
        "{url} : l’API REST est fermée ({what}). Ouvrez-la aux utilisateurs connectés dans l’extension de sécurité "
        "qui la ferme.",
        "{url}: the REST API is closed ({what}). Open it to logged-in users in the security plugin that closes it.",
    ),
    "rest_closed_xmlrpc": (
        "{url} : l’API REST est fermée ({what}), mais XML-RPC répond. Ouvrez l’API REST aux utilisateurs connectés, ou "
        "recommencez avec --xmlrpc.",
        "{url}: the REST API is closed ({what}), but XML-RPC answers. Open the REST API to logged-in users, or "
        "try again with --xmlrpc.",
    ),
    "xmlrpc_closed": (
        "{url} : XML-RPC ne répond pas non plus. Ouvrez l’API REST ou XML-RPC dans l’extension de sécurité qui "
        "les ferme.",
        "{url}: XML-RPC does not answer either. Open the REST API or XML-RPC in the security plugin that closes them.",
    ),
    "no_passwords": (
        "{url} : les mots de passe d’application sont désactivés. Réactivez-les dans l’extension de sécurité "
        "(Wordfence et d’autres ont une case pour cela) ou retirez le filtre wp_is_application_passwords_available.",
        "{url}: application passwords are switched off. Switch them on in the security plugin (Wordfence and others "
        "have a box for it), or remove the filter wp_is_application_passwords_available.",
    ),
    "no_https": (
        "{url} : WordPress n’offre de mots de passe d’application qu’en https. Passez le site en https, puis "
        "connectez l’adresse https.",
        "{url}: WordPress offers application passwords over https only. Move the site to https, and connect the https "
        "address.",
    ),
    "page_elsewhere": (
        "{url} : la page d’autorisation est sur un autre site ({what}). Créez un mot de passe d’application dans "
        "Comptes › Profil, puis recommencez avec --paste.",
        "{url}: the authorisation page is on another site ({what}). Make an application password under "
        "Users › Profile, and try again with --paste.",
    ),
}


class Obstacle(SiteError):
    """A site cannot be connected as things are. `found` says why and what to do."""

    code = "obstacle"

    def __init__(self, code: str, url: str, what: str = "") -> None:
        fr, en = (text.format(url=printable(url), what=printable(what)) for text in SAID[code])
        super().__init__(en)
        self.found = Diagnosis(code, ok=False, fr=fr, en=en)


def obstacle_of(error: SiteUnavailable, url: str) -> Obstacle:
    """Why there was no answer at all."""
    causes = [*chain(error)]
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Obstacle("certificate", url)
    for kind, code in (
        ((InvalidURL, LocationParseError), "address"),
        (NameResolutionError, "dns"),
        ((SSLError, ssl.SSLError), "tls"),
        (NewConnectionError, "refused"),
        ((TookTooLong, Timeout), "timeout"),
    ):
        if any(isinstance(cause, kind) for cause in causes):
            return Obstacle(code, url)
    return Obstacle("unreachable", url)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and all it came from: urllib3 keeps some of that as `reason` or as an argument."""
    seen: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or one in seen:
            continue
        seen.append(one)
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *getattr(one, "args", ())]
