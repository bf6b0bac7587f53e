"""Joins the parts: which writer, which site, which brief."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

from bridge.article.model import Brief
from bridge.config import Claude as ClaudeSection
from bridge.config import Rewrite, Settings, Site, WriterName
from bridge.errors import ConfigError
from bridge.wordpress import Post, Proposal, Receipt
from bridge.wordpress.core_rest import CoreRestSite
from bridge.wordpress.core_xmlrpc import CoreXmlRpcSite
from bridge.wordpress.http import Reach
from bridge.wordpress.rest import RestSite
from bridge.wordpress.xmlrpc_site import XmlRpcSite

if TYPE_CHECKING:
    from bridge.jobs import JobRequest
    from bridge.jobs.ledger import Ledgers
    from bridge.jobs.parts import MakeParts
    from bridge.writer import Writer
    from bridge.writer.claude import ClaudeSettings
    from bridge.writer.ledger import Ledger


Client = RestSite | CoreRestSite | XmlRpcSite | CoreXmlRpcSite
#: By transport, and whether the plugin is there.
CLIENTS: Mapping[tuple[str, bool], type[Client]] = {
    ("rest", True): RestSite,
    ("rest", False): CoreRestSite,
    ("xmlrpc", True): XmlRpcSite,
    ("xmlrpc", False): CoreXmlRpcSite,
}


def configured_site(settings: Settings, name: str) -> Site:
    """The site of that name. Raises `ConfigError` that names those there are."""
    if name in settings.sites:
        return settings.sites[name]
    raise ConfigError(f"{settings.source}: sites.{name}: is not there; the sites are {', '.join(settings.sites)}")


def site_client(site: Site) -> Client:
    """The client of a configured site."""
    return CLIENTS[site.transport, site.plugin](
        site.url,
        site.user,
        site.application_password.get_secret_value(),
        name=site.name,
        **reach(site),
    )


def reach(site: Site) -> Reach:
    """How a client reaches a configured site."""
    return {
        "timeout_seconds": site.timeout_seconds,
        "allow_private_address": site.allow_private_address,
        "ca_file": site.ca_file,
    }


class Present:
    """A configured site by the settings that hold at each call: a password that is renewed while a model writes is the
    one that the draft is delivered with. Raises `ConfigError` once the site is configured no more.
    """

    def __init__(self, name: str, settings: Callable[[], Settings]) -> None:
        self._name, self._settings = name, settings
        self._site = configured_site(settings(), name)
        self._client = site_client(self._site)

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        """As `bridge.wordpress.Site`."""
        return self._now().fetch(post_id, post_type)

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        """As `bridge.wordpress.Site`."""
        return self._now().propose(post, proposal)

    def _now(self) -> Client:
        site = configured_site(self._settings(), self._name)
        if site != self._site:
            self._site, self._client = site, site_client(site)
        return self._client


def rest_site(site: Site) -> RestSite:
    """The client of a site with the plugin and an open REST API. Raises `ConfigError` for any other."""
    client = site_client(site)
    if isinstance(client, RestSite):
        return client
    raise ConfigError(f'sites.{site.name}: this needs the plugin, and an open REST API (transport = "rest")')


def claude_settings(section: ClaudeSection, settings: Settings) -> ClaudeSettings:
    """What the Claude writer needs to know. Raises `ConfigError` without a key, or for a model without a price."""
    from bridge.writer.claude import PRICES, ClaudeSettings, Price
    from bridge.writer.claude.money import price_of

    if settings.api_key is None:
        raise ConfigError("ANTHROPIC_API_KEY is not set, nor ANTHROPIC_API_KEY_FILE; or use the writer offline")
    prices = {**PRICES, **{name: Price(**price.model_dump()) for name, price in section.prices.items()}}
    price_of(section.model, prices)
    return ClaudeSettings(
        api_key=settings.api_key.get_secret_value(),
        prices=prices,
        **section.model_dump(exclude={"prices"}),
    )


def make_writer(name: WriterName, section: ClaudeSection, settings: Settings, ledger: Ledger) -> Writer:
    """The writer of that name, its paid calls booked in `ledger`."""
    if name == "claude":
        from bridge.writer.claude import Claude

        return Claude(claude_settings(section, settings), ledger)
    from bridge.writer.offline import Offline

    return Offline()


def make_parts(settings: Settings, ledgers: Ledgers, present: Callable[[], Settings] | None = None) -> MakeParts:
    """How a worker gets the parts of a job; `present` are the settings by which its site is called, if they may change.

    Raises `ConfigError` at once when a site's writer cannot be had.
    """
    from bridge.jobs.ledger import Limits
    from bridge.jobs.parts import Parts

    for site in settings.sites.values():
        if settings.writer_for(site.rewrite) == "claude":
            claude_settings(site.claude, settings)

    def parts(job: str, request: JobRequest) -> Parts:
        site = configured_site(settings, request.site)
        client = Present(site.name, present or (lambda: settings))
        ledger = ledgers.of(job, site.name, request.post_id, Limits.of(site.budget))
        writer = make_writer(settings.writer_for(site.rewrite), site.claude, settings, ledger)
        return Parts(client, writer, lambda post: brief_of(post, site.rewrite, request.options), site.rules)

    return parts


def brief_of(post: Post, house: Rewrite, asked: Mapping[str, Any]) -> Brief:
    """The brief for `post`: what this request asks for, else what the post was last asked for, else the house's own.

    `asked` was validated with the webhook; `post.options` comes from the site and is taken only where it fits.
    """
    before = {key: value for key, value in post.options.items() if fits(key, value)}
    wish = {**before, **asked}
    words = {"wp_version": post.wp_version} if post.wp_version else {}
    return Brief(
        title=unescape(post.title),  # WordPress keeps titles as HTML
        locale=post.locale if post.locale.startswith("fr") else house.locale,
        min_words=wish.get("min_words", house.min_words),
        keyphrase=wish.get("keyphrase") or post.focus_keyphrase,
        tone=wish.get("tone") or house.tone,
        audience=wish.get("audience") or house.audience,
        site_name=post.site_name,
        site_url=post.site_url,
        forbidden_words=house.forbidden_words,
        house_rules=house.house_rules,
        nbsp=house.nbsp,
        **words,
    )


def fits(key: str, value: object) -> bool:
    """Whether an option that a site keeps is one that a brief can use."""
    if key == "min_words":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000
    return key in {"keyphrase", "tone", "audience"} and isinstance(value, str) and len(value) <= 200
