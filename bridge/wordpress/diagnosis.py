"""What is right and wrong between the bridge and a site, with how to mend it, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

from bridge.errors import (
    BridgeError,
    ConfigError,
    PostNotFound,
    SiteClosed,
    SiteCredentials,
    SiteForbidden,
    SiteNotJson,
    SiteRedirected,
    SiteUnavailable,
)
from bridge.wordpress.http import printable

Text = Annotated[str, AfterValidator(printable)]


class Status(BaseModel):
    """What the plugin says of itself: its version, where it sends webhooks, what the bridge's user may do."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    plugin: Text
    wp_version: Text = ""
    bridge_url: Text = ""
    site_key: Text = ""
    secret_set: bool = False
    pulled: bool = False
    user_can: Mapping[str, bool] = {}
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at. `code` is stable; `fr` and `en` say what is so and, unless `ok`, how to mend it."""

    code: str
    ok: bool
    fr: str
    en: str


#: For each way a request can fail, how an operator mends it: (French, English).
REMEDIES: dict[type[BridgeError], tuple[str, str]] = {
    ConfigError: (
        "L’adresse du site mène à une machine privée. Si c’est voulu, mettez allow_private_address = true "
        "dans sa section.",
        "The site's address leads to a private machine. If that is meant, set allow_private_address = true "
        "in its section.",
    ),
    SiteUnavailable: (
        "Le site ne répond pas. Vérifiez que l’adresse s’ouvre depuis cette machine, le certificat, le pare-feu.",
        "The site does not answer. Check that its address opens from this machine, its certificate, the firewall.",
    ),
    SiteCredentials: (
        "Le site refuse l’utilisateur ou le mot de passe d’application. Créez-en un nouveau (Comptes › Profil), "
        "en HTTPS ; sous Apache avec CGI, faites suivre l’en-tête : "
        'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1',
        "The site refuses the user or the application password. Create a new one (Users › Profile), over HTTPS; "
        'on Apache with CGI, pass the header on: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1',
    ),
    SiteForbidden: (
        "L’utilisateur est reconnu, mais n’a pas le droit de proposer : donnez-lui le rôle « SEO Bridge ».",
        "The user is known but may not make suggestions: give it the role “SEO Bridge”.",
    ),
    PostNotFound: (
        "Les routes de l’extension sont introuvables : installez et activez l’extension SEO Bridge, "
        "et vérifiez l’adresse du site ; ou mettez plugin = false dans sa section, pour un site qui ne l’aura pas.",
        "The plugin's routes are not there: install and activate the SEO Bridge plugin, and check the site's address; "
        "or set plugin = false in its section, for a site that will not have it.",
    ),
    SiteRedirected: (
        "Le site redirige : mettez dans url l’adresse exacte, avec https et avec ou sans www, "
        "telle que dans Réglages › Général.",
        "The site redirects: set url to its exact address, https, with or without www, as in Settings › General.",
    ),
    SiteNotJson: (
        "Le site répond par une page : une extension de sécurité, de cache ou de maintenance, ou un pare-feu, "
        "bloque l’API REST.",
        "The site answers with a page: a security, cache or maintenance plugin, or a firewall, blocks the REST API.",
    ),
    SiteClosed: (
        "Cet accès est fermé sur le site : ouvrez-le, ou mettez l’autre dans sa section "
        '(transport = "rest" ou "xmlrpc").',
        "The site has closed this access: open it, or set the other one in its section "
        '(transport = "rest" or "xmlrpc").',
    ),
}


def failure(error: BridgeError, url: str) -> Diagnosis:
    """Why the plugin could not be asked at all."""
    fr, en = REMEDIES.get(type(error), (error.fr, error.en))
    return Diagnosis(error.code, ok=False, fr=f"{url} : {fr} ({error.detail})", en=f"{url}: {en} ({error.detail})")


def findings(status: Status, url: str, name: str) -> list[Diagnosis]:
    """What the plugin's answer shows; `name` is the site's key in the bridge's configuration."""
    found = [
        Diagnosis(
            "reached",
            ok=True,
            fr=f"{url} répond : WordPress {status.wp_version}, extension {status.plugin}.",
            en=f"{url} answers: WordPress {status.wp_version}, plugin {status.plugin}.",
        )
    ]
    return [*found, *encryption(url), role(status), *connection(status, name)]


def encryption(url: str) -> list[Diagnosis]:
    """That the password goes over the network in clear, where it does."""
    if urlsplit(url).scheme != "http" or urlsplit(url).hostname in {"localhost", "127.0.0.1", "::1"}:
        return []
    return [
        Diagnosis(
            "unencrypted",
            ok=False,
            fr="Le mot de passe d’application voyage en clair : passez le site en https.",
            en="The application password travels unencrypted: move the site to https.",
        )
    ]


def role(status: Status) -> Diagnosis:
    """Whether the user may propose."""
    ok = bool(status.user_can.get("seo_bridge_propose"))
    fr, en = REMEDIES[SiteForbidden]
    yes = ("L’utilisateur a le droit de proposer.", "The user may make suggestions.")
    return Diagnosis("role", ok, *(yes if ok else (fr, en)))


def connection(status: Status, name: str) -> list[Diagnosis]:
    """Whether the plugin knows where to send its webhooks, under which key, and with a secret; or waits to be asked."""
    if status.pulled:
        return [
            Diagnosis(
                "pulled",
                ok=True,
                fr="WordPress attend que le service l’interroge (pull_seconds).",
                en="WordPress waits for the bridge to ask it (pull_seconds).",
            )
        ]
    same = not name or status.site_key == name
    where = ("Réglages › SEO Bridge", "Settings › SEO Bridge")
    return [
        Diagnosis(
            "bridge_url",
            ok=bool(status.bridge_url),
            fr=f"Adresse du service dans WordPress : {status.bridge_url or f'aucune ; saisissez-la dans {where[0]}'}.",
            en=f"The bridge's address in WordPress: {status.bridge_url or f'none; set it in {where[1]}'}.",
        ),
        Diagnosis(
            "site_key",
            ok=same,
            fr=f"Clé du site dans WordPress : « {status.site_key} »"
            + ("." if same else f", et dans la configuration : « {name} » ; mettez la même dans {where[0]}."),
            en=f"The site's key in WordPress: “{status.site_key}”"
            + ("." if same else f", and in the configuration: “{name}”; set the same in {where[1]}."),
        ),
        Diagnosis(
            "secret",
            ok=status.secret_set,
            fr="WordPress a un secret."
            if status.secret_set
            else f"WordPress n’a pas de secret : créez-le dans {where[0]}.",
            en="WordPress has a secret." if status.secret_set else f"WordPress has no secret: make one in {where[1]}.",
        ),
    ]
