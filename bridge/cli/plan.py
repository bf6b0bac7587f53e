"""`seo-bridge plan`: what would happen to a post, and why; nothing is written or spent."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bridge.cli.options import config_option, say
from bridge.cli.parts import brief_of, configured_site, site_client
from bridge.cli.pricing import usd_of
from bridge.cli.service import settings_with_sites
from bridge.config import Settings, Site
from bridge.errors import ArticleError

if TYPE_CHECKING:
    from bridge.article import Article
    from bridge.article.model import Brief
    from bridge.jobs.model import RequestType
    from bridge.wordpress import Post

#: What one line says: whether it speaks against a rewrite, French, English.
Line = tuple[bool, str, str]


@click.command()
@click.argument("site")
@click.argument("post_id", metavar="ID", type=click.IntRange(1))
@click.option(
    "--trigger",
    type=click.Choice(["click", "save", "publish"]),
    default="save",
    show_default=True,
    help="What would ask for it.",
)
@click.option("--type", "post_type", default="post", show_default=True, help="The post's type.")
@config_option
def plan(site: str, post_id: int, trigger: str, post_type: str, config: Path | None) -> None:
    """Say what would happen to post ID of SITE, and why.

    Reads the post as a job would, and goes through the site's rules, hours, budget for length and brief. Nothing is
    written, spent or changed. Exit status 1 when the post would be left alone.
    """
    from bridge.jobs import TYPES

    settings = settings_with_sites(config)
    chosen = configured_site(settings, site)
    post = site_client(chosen).fetch(post_id, post_type)
    click.echo(say(f"«\u00a0{post.title}\u00a0», {post.status}", f"“{post.title}”, {post.status}"))
    against = 0
    for wrong, fr, en in lines(settings, chosen, post, TYPES[trigger]):
        against += wrong
        click.echo(f"{'NO  ' if wrong else 'ok  '}{say(fr, en)}")
    click.echo(say(*outcome(against)))
    sys.exit(1 if against else 0)


def outcome(against: int) -> tuple[str, str]:
    """The last line."""
    if against:
        return (
            "L’article serait laissé tel quel\u00a0: rien ne serait dépensé.",
            "The post would be left alone: nothing spent.",
        )
    return (
        "L’article serait réécrit et proposé en révision.",
        "The post would be rewritten and suggested as a revision.",
    )


def lines(settings: Settings, site: Site, post: Post, type_: RequestType) -> Iterator[Line]:
    """Everything that decides, in the order in which a job meets it."""
    from bridge.jobs import Jobs, quiet_seconds
    from bridge.jobs.durable import brief_key, is_unchanged
    from bridge.jobs.rules import verdicts
    from bridge.pipeline import read

    jobs = Jobs(settings.database.url)
    try:
        past = jobs.past(site.name, post.id)
    finally:
        jobs.close()
    for verdict in verdicts(site.rules, post, type_, past.today):
        yield not verdict.ok, verdict.fr, verdict.en
    brief = brief_of(post, site.rewrite, {})
    writer = settings.writer_for(site.rewrite)
    yield changed(
        past.last is not None, past.last is not None and is_unchanged(past.last, post, brief_key(writer, brief))
    )
    try:
        article, brief, _ = read(post.content, brief)
    except ArticleError as error:
        yield True, error.fr, error.en
        return
    yield measured(article)
    yield briefed(brief)
    yield written(settings, site, article, brief)
    quiet = 0.0 if type_ == "post.rewrite_requested" else quiet_seconds(site, type_, datetime.now(UTC))
    yield False, f"Départ\u00a0: dans {quiet:.0f} s au plus tôt.", f"Start: in {quiet:.0f} s at the earliest."


def changed(proposed: bool, same: bool) -> Line:
    """Whether there is something new: `proposed` before, and the text still the `same`."""
    if not proposed:
        return False, "Aucune suggestion n’a encore été faite.", "No suggestion has been made yet."
    if same:
        return (
            True,
            "Le texte n’a pas changé depuis la dernière suggestion.",
            "The text has not changed since the last suggestion.",
        )
    return (
        False,
        "Le texte a changé depuis la dernière suggestion.",
        "The text is not what the last suggestion was written from.",
    )


def measured(article: Article) -> Line:
    """How long the source is, and what would be removed from it."""
    from bridge.article import words

    count = sum(words(passage.plain) for passage in article.passages)
    removed = sum(not removal.doubtful for removal in article.removals)
    return (
        False,
        f"Longueur\u00a0: {count} mots, après {removed} retraits.",
        f"Length: {count} words, after {removed} removals.",
    )


def briefed(brief: Brief) -> Line:
    """What the writer is asked for."""
    wishes = [brief.locale, f"≥ {brief.min_words}", *filter(None, (brief.keyphrase, brief.tone, brief.audience))]
    return False, f"Consigne\u00a0: {', '.join(wishes)}.", f"Brief: {', '.join(wishes)}."


def written(settings: Settings, site: Site, article: Article, brief: Brief) -> Line:
    """Who writes, and for about how much. Raises `ConfigError` when the writer cannot be had."""
    if settings.writer_for(site.rewrite) == "offline":
        return False, "Rédacteur\u00a0: offline, gratuit.", "Writer: offline, free."
    likely, worst = usd_of(settings, site, article, brief)
    cap = site.budget.per_post_usd
    over = cap is not None and worst > cap
    model = site.claude.model
    return (
        over,
        f"Rédacteur\u00a0: claude, {model}\u00a0; environ {likely:.3f} USD, au plus {worst:.3f} (plafond {cap}).",
        f"Writer: claude, {model}; about {likely:.3f} USD, at most {worst:.3f} (cap: {cap}).",
    )
