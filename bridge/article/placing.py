"""Where fixed parts and anchors go among the blocks of a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from bridge.article.html import attributes, decoded
from bridge.article.model import Article, Draft, DraftBlock, Fixed
from bridge.errors import BadDraft

_FRAGMENT = re.compile(r"""\bhref\s*=\s*["']?[^"'\s<>#]{0,2000}#([^"'\s<>]{1,400})""", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*+>")


def slots(article: Article, draft: Draft) -> dict[int, list[Fixed]]:
    """The fixed parts by the number of text blocks before them.

    The order of the source wins over the draft's. Raises `BadDraft` for a part that the article does not have.
    """
    known = {part.ref for part in article.fixed}
    placed: dict[str, int] = {}
    carries: dict[int, int] = {}
    count = 0
    for block in draft.blocks:
        if block.kind != "fixed":
            count += 1
            carries.update(dict.fromkeys(block.sources, count))
        elif block.ref in known:
            placed.setdefault(block.ref, count)
        else:
            name = block.ref or "a fixed part without a name"
            raise BadDraft(f"the draft places {name}, which the article does not have")
    found: dict[int, list[Fixed]] = {}
    low = 0
    last = max((passage.number for passage in article.passages), default=0)
    behind = _behind(carries, last, count)
    for part in article.fixed:
        low = max(low, placed.get(part.ref, behind[min(part.after, last)]))
        found.setdefault(low, []).append(part)
    return found


def _behind(carries: dict[int, int], last: int, count: int) -> list[int]:
    """For each passage, the slot behind the block that carries it, or the nearest passage before it.

    By proportion in a draft without sources.
    """
    if not carries:
        return [round(count * number / last) if last else 0 for number in range(last + 1)]
    found = [0] * (last + 1)
    for number in range(1, last + 1):
        found[number] = carries.get(number, found[number - 1])
    return found


def anchors(article: Article) -> dict[str, int]:
    """The anchors within passages that something in the article links to, with the number of their passage."""
    linked = {decoded(name) for name in _FRAGMENT.findall(article.source)}
    linked |= {unquote(name) for name in linked}
    if not linked:
        return {}
    found: dict[str, int] = {}
    for passage in article.passages:
        for tag in _TAG.findall(article.source, passage.span.start, passage.span.end):
            name = attributes(tag).get("id", "") if "id" in tag.lower() else ""
            if name in linked:
                found.setdefault(name, passage.number)
    return found


def home(number: int, blocks: Sequence[DraftBlock]) -> int:
    """The index of the block where an anchor of passage `number` belongs: drawn from it, else from a later one."""
    for index, block in enumerate(blocks):
        if number in block.sources:
            return index
    for index, block in enumerate(blocks):
        if block.sources and min(block.sources) > number:
            return index
    return len(blocks) - 1
