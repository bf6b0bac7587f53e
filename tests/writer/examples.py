"""The ten articles of `tests/articles`, read for a writer."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bridge.article import Article, clean, parse
from bridge.article.model import Brief

_FOLDER = Path(__file__).parents[1] / "articles"
NAMES = tuple(sorted(path.stem for path in _FOLDER.glob("*.html")))


def example(name: str) -> tuple[Article, Brief]:
    """The cleaned article called `name`, and a brief with its title alone."""
    about = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    return clean(parse((_FOLDER / f"{name}.html").read_text("utf-8"))), Brief(title=about["title"])


def prose(*paragraphs: str, title: str = "") -> tuple[Article, Brief]:
    """An article of bare paragraphs (HTML within is kept), and its brief."""
    return clean(parse("\n".join(f"<p>{text}</p>" for text in paragraphs))), Brief(title=title)
