"""Finished content read as a draft, for measuring texts that no writer wrote here."""

from __future__ import annotations

from bridge.article.model import Article, Draft, DraftBlock, DraftKind, Fixed, Passage
from bridge.article.reader import parse


def draft_of(
    content: str,
    *,
    title: str,
    meta_description: str = "",
    keyphrase: str = "",
    slug: str = "",
    excerpt: str = "",
) -> Draft:
    """Finished HTML or blocks as a draft without provenance.

    No block names its sources. Headings: h1 as h2, h5 and h6 as h4.
    """
    return Draft(
        titles=(title,),
        slug=slug,
        meta_description=meta_description,
        focus_keyphrase=keyphrase,
        excerpt=excerpt,
        blocks=tuple(_block(part) for part in in_order(parse(content))),
    )


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
