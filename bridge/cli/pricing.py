"""What a site is told of its costs."""

from __future__ import annotations

from bridge.article import Article, parse
from bridge.article.model import Brief
from bridge.cli.parts import claude_settings
from bridge.config import Settings, Site

#: An article of 500 words, as most are: ten paragraphs of 50, of six characters each with its space.
MEAN_ARTICLE = "\n\n".join(["texte " * 50] * 10)


def prices(settings: Settings) -> dict[str, float | None]:
    """What 1,000 words cost each site, by its name."""
    return {name: usd_per_1000_words(settings, site) for name, site in settings.sites.items()}


def usd_per_1000_words(settings: Settings, site: Site) -> float | None:
    """About what `site` pays for 1,000 words in articles of ordinary length, by the estimate that a backfill goes by.

    Without thinking and repairs. None where writing is free, or this process has no key to ask for it.
    """
    if settings.writer_for(site.rewrite) == "offline" or settings.api_key is None:
        return None
    likely, _ = usd_of(settings, site, parse(MEAN_ARTICLE), Brief())
    return round(2 * likely, 4)


def usd_of(settings: Settings, site: Site, article: Article, brief: Brief) -> tuple[float, float]:
    """What one call for `article` will likely cost `site`, and the most it may: a batch's estimate at full price."""
    from bridge.writer.claude.batch import SHARE, Batches
    from bridge.writer.ledger import USD

    prepared = Batches(claude_settings(site.claude, settings)).prepare(article, brief)
    return prepared.likely / SHARE / USD, prepared.call.worst / SHARE / USD
