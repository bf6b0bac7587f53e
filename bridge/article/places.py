"""Where an editor shows the places of some content."""

from __future__ import annotations

import re
from bisect import bisect_right

from bridge.article.blocks import tree
from bridge.article.finished import in_order
from bridge.article.html import decoded, tokens
from bridge.article.model import Span
from bridge.article.parts import blank
from bridge.article.reader import parse

#: Characters by which a place is known again.
SHOWN = 80
_SPACE = re.compile(r"[ \t\r\n]+")


class Places:
    """The blocks at the top of `content`, as the block editor and `parse_blocks` count them.

    Text between blocks is one too, white space is none. In a classic post its paragraphs and other parts are counted.
    """

    def __init__(self, content: str) -> None:
        self.content = content
        self.spans = _tops(content)
        self.starts = [span.start for span in self.spans]

    def index(self, at: int) -> int | None:
        """The index of the block that holds the character at `at`; None where it is in none."""
        found = bisect_right(self.starts, at) - 1
        return found if found >= 0 and at < self.spans[found].end else None


def _tops(content: str) -> list[Span]:
    found = tree(content)
    if not found.blocks and found.broken < 0:
        return [part.span for part in in_order(parse(content))]
    spans: list[Span] = []
    at = 0
    for block in found.blocks:
        spans += [] if blank(content, at, block.span.start) else [Span(at, block.span.start)]
        spans.append(block.span)
        at = block.span.end
    end = found.broken if found.broken >= 0 else len(content)
    return spans if blank(content, at, end) else [*spans, Span(at, end)]


def first_words(content: str, span: Span) -> str:
    """The first words that a reader sees in `span` of `content`, in at most `SHOWN` characters and of one paragraph."""
    words = seen = ""
    for token in tokens(content, span.start, span.end):
        if token.kind == "text":
            words += content[token.start : min(token.end, token.start + 4 * SHOWN)]
            seen = _SPACE.sub(" ", decoded(words)).strip(" ")
        if len(seen) >= SHOWN or (seen and token.kind == "close" and token.name in ("li", "p")):
            break
    return seen[:SHOWN].rstrip()
