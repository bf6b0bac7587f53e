"""The ten articles and their faithful rewrites, read from `tests/articles` and `tests/checks/articles`.

A rewrite's body has a block a line: kind, the passages that it is drawn from, the text (list items between " ;; ").
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bridge.article import clean, parse
from bridge.article.model import Article, Brief, Draft, DraftBlock

SOURCES = Path(__file__).parents[1] / "articles"
REWRITES = Path(__file__).parent / "articles"
NAMES = tuple(sorted(path.stem for path in SOURCES.glob("*.html")))
_KINDS = {"p": "paragraph", "ul": "list", "ol": "list"}


@dataclass(frozen=True)
class Example:
    """A source with its faithful rewrite."""

    name: str
    article: Article
    draft: Draft
    brief: Brief
    people: tuple[str, ...]
    places: tuple[str, ...]


def example(name: str) -> Example:
    """The example called `name`."""
    about = tomllib.loads((SOURCES / f"{name}.toml").read_text(encoding="utf-8"))
    written = tomllib.loads((REWRITES / f"{name}.toml").read_text(encoding="utf-8"))
    blocks = tuple(_block(line) for line in written.pop("body").strip().splitlines())
    article = clean(parse((SOURCES / f"{name}.html").read_text(encoding="utf-8")))
    draft = Draft(blocks=blocks, **{**written, "titles": tuple(written["titles"])})
    brief = Brief(title=about["title"], keyphrase=about["keyphrase"], site_url=about["site_url"], min_words=300)
    return Example(name, article, draft, brief, tuple(about["people"]), tuple(about["places"]))


def _block(line: str) -> DraftBlock:
    head, text = line.split(" |", 1)
    kind, sources = head.split()
    if kind == "fixed":
        return DraftBlock(kind="fixed", ref=sources)
    numbers = tuple(int(number) for number in sources.split(","))
    if kind in {"ul", "ol"}:
        items = tuple(item.strip() for item in text.split(" ;; "))
        return DraftBlock(kind="list", items=items, ordered=kind == "ol", sources=numbers)
    return DraftBlock(kind=_KINDS.get(kind, kind), text=text.strip(), sources=numbers)  # type: ignore[arg-type]


def examples() -> list[Example]:
    """All ten."""
    return [example(name) for name in NAMES]
