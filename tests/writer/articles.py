"""Articles for the writer's tests: invented people, places and events."""

from __future__ import annotations

from pathlib import Path

from bridge.article import Article, clean, parse
from bridge.article.model import Brief

TITLE = "La commune de Brénac ferme sa piscine pour économiser l’eau"

PRESS = Path(__file__).with_name("posts").joinpath("press.html").read_text("utf-8")


def press() -> Article:
    """A news item with an image, two links, quotations, headings and a list."""
    return clean(parse(PRESS))


def brief(**fields: object) -> Brief:
    """The brief for `press`, with `fields` changed."""
    return Brief.model_validate({"title": TITLE, "site_name": "Le Plateau", **fields})
