"""Writers for tests: one that changes nothing, one that upper-cases every text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from bridge.article import Article
from bridge.article.model import Brief, Draft, DraftBlock, DraftKind, Passage

POSTS = sorted((Path(__file__).parent / "posts").glob("*.html"))

#: English has no French typography: what a test does not change must then come back to the byte.
PLAIN = Brief(locale="en_US")

_MARKUP = re.compile(r"(<[^>]*>|&\w+;)|([^<&]+)")


def read(path: Path) -> str:
    """A file's text with its own line endings."""
    return path.read_bytes().decode("utf-8")


def same(article: Article) -> Draft:
    """A draft that takes every passage over as it is."""
    return draft(*(block(passage) for passage in article.passages))


def upper(article: Article) -> Draft:
    """A draft that puts every text into capitals and leaves the markup alone."""
    return draft(*(block(passage, shout) for passage in article.passages))


def shout(text: str) -> str:
    """Inline notation in capitals."""
    return _MARKUP.sub(lambda found: found[1] or found[2].upper(), text)


def draft(*blocks: DraftBlock) -> Draft:
    """A draft of these blocks."""
    return Draft(titles=("Titre",), slug="titre", meta_description="", focus_keyphrase="", excerpt="", blocks=blocks)


def block(passage: Passage, change: Callable[[str], str] = str) -> DraftBlock:
    """A passage as a draft block."""
    kinds: dict[int, DraftKind] = {1: "h2", 2: "h2", 3: "h3", 4: "h4", 5: "h4", 6: "h4"}
    kind = kinds[passage.level] if passage.kind == "heading" else passage.kind
    return DraftBlock(
        kind=kind,
        text=change(passage.text),
        items=tuple(map(change, passage.items)),
        ordered=passage.ordered,
        cite=change(passage.cite),
        sources=(passage.number,),
    )
