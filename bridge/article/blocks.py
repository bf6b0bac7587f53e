"""WordPress's block grammar: block comments to a tree with source spans, in linear time, for any string.

Grammar: https://developer.wordpress.org/block-editor/contributors/code/grammar/ and "Markup representation of
a block".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bridge.article.model import Span

_HEAD = re.compile(r"<!--\s+(/?)wp:((?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)(\s+)", re.ASCII)
_TAIL = re.compile(r"(/?)-->", re.ASCII)
_ATTRIBUTES_END = re.compile(r"\}\s+(/?)-->", re.ASCII)


class Delimiter(NamedTuple):
    """One block comment. `json` is the span of its attributes, empty when it has none."""

    name: str
    start: int
    end: int
    closing: bool
    void: bool
    json: Span


@dataclass(slots=True)
class Block:
    """A block.

    `opening` and `closing` are its comments (the same one when it is void), `inner` what lies between them.
    """

    name: str
    opening: Span
    closing: Span
    json: Span
    children: list[Block] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """From the opening comment to the closing one, both included."""
        return Span(self.opening.start, self.closing.end)

    @property
    def inner(self) -> Span:
        """What lies between the comments."""
        return Span(self.opening.end, max(self.opening.end, self.closing.start))


@dataclass(frozen=True, slots=True)
class Tree:
    """The blocks at the top, in order.

    From `broken` on nothing pairs: that part must be left alone (-1: all pairs).
    """

    blocks: tuple[Block, ...]
    broken: int = -1


def delimiters(source: str) -> Iterator[Delimiter]:
    """The block comments of `source`, from left to right."""
    at, closable = 0, True
    while True:
        at = source.find("<!--", at)
        if at < 0:
            return
        head = _HEAD.match(source, at)
        if not head:
            at += 4
            continue
        stop, json = head.end(), Span(head.end(), head.end())
        if source.startswith("{", stop):
            tail = _ATTRIBUTES_END.search(source, stop) if closable else None
            closable = tail is not None
            json = Span(stop, tail.start() + 1) if tail else json
        else:
            tail = _TAIL.match(source, stop)
        if not tail:
            at += 4
            continue
        name = head[2] if "/" in head[2] else f"core/{head[2]}"
        yield Delimiter(name, at, tail.end(), bool(head[1]), bool(tail[1]), json)
        at = tail.end()


def tree(source: str) -> Tree:
    """The block tree of `source`. What does not pair breaks it off at the outermost block concerned."""
    top: list[Block] = []
    stack: list[Block] = []
    for mark in delimiters(source):
        place = Span(mark.start, mark.end)
        if mark.void:
            _add(Block(mark.name, place, place, mark.json), stack, top)
        elif not mark.closing:
            stack.append(Block(mark.name, place, place, mark.json))
        elif not stack or stack[-1].name != mark.name:
            return Tree(tuple(top), stack[0].opening.start if stack else mark.start)
        else:
            block = stack.pop()
            block.closing = place
            _add(block, stack, top)
    return Tree(tuple(top), stack[0].opening.start if stack else -1)


def _add(block: Block, stack: list[Block], top: list[Block]) -> None:
    (stack[-1].children if stack else top).append(block)
