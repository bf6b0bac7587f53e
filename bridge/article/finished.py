"""Finished content read as a draft, for measuring texts that no writer wrote here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bridge.article.model import Article, Draft, DraftBlock, DraftKind, Fixed, Passage
from bridge.article.reader import parse

_LINK = re.compile(r"(<a\s[^<>]*?\bid\s*=\s*[\"']?)(L\d+)\b")
#: Links of the draft's own are numbered from here.
FOREIGN = 10_000


def draft_of(
    content: str,
    *,
    source: Article | None = None,
    title: str,
    meta_description: str = "",
    keyphrase: str = "",
    slug: str = "",
    excerpt: str = "",
) -> Draft:
    """Finished HTML or blocks as a draft without provenance.

    No block names its sources. Headings: h1 as h2, h5 and h6 as h4. Links are named as in `source`, by their address;
    one that `source` does not have gets a name that it does not have either.
    """
    article = parse(content)
    names = _link_names(article, source) if source else {}
    return Draft(
        titles=(title,),
        slug=slug,
        meta_description=meta_description,
        focus_keyphrase=keyphrase,
        excerpt=excerpt,
        blocks=tuple(_renamed(_block(part), names) for part in in_order(article)),
    )


def _link_names(article: Article, source: Article) -> dict[str, str]:
    known = {link.href: link.ref for link in source.links}
    return {link.ref: known.get(link.href, f"L{FOREIGN + number}") for number, link in enumerate(article.links)}


def _renamed(block: DraftBlock, names: Mapping[str, str]) -> DraftBlock:
    if not names:
        return block

    def rename(text: str) -> str:
        return _LINK.sub(lambda match: match.group(1) + names.get(match.group(2), match.group(2)), text)

    items = tuple(rename(item) for item in block.items)
    return block.model_copy(update={"text": rename(block.text), "items": items, "cite": rename(block.cite)})


def in_order(article: Article) -> list[Passage | Fixed]:
    """Passages and fixed parts as they follow one another."""
    parts: list[Passage | Fixed] = [*article.passages, *article.fixed]
    return sorted(parts, key=lambda part: part.span.start)


def _block(part: Passage | Fixed) -> DraftBlock:
    if isinstance(part, Fixed):
        return DraftBlock(kind="fixed", ref=part.ref)
    if part.kind == "heading":
        kinds: dict[int, DraftKind] = {1: "h2", 2: "h2", 3: "h3"}
        return DraftBlock(kind=kinds.get(part.level, "h4"), text=part.text)
    return DraftBlock(kind=part.kind, text=part.text, items=part.items, ordered=part.ordered, cite=part.cite)
