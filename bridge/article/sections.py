"""The sections of a composed draft beside what of the source each is drawn from, to be taken or left one by one.

Whatever an author ticks, nothing of the source is lost: a passage stands as it was, or the section drawn from it
does. Sections that share a passage are therefore taken together, and so are those that stand in another order than
what they are drawn from: the text that is left alone never changes its order.

A choice gives the source's first `head` bytes, then for each section in order what is proposed or what it replaces,
then the source's last `tail` bytes. What did not stand side by side in the proposal or the source is parted by an
empty line, where it does not end in one. All sections give the proposal and none the source, to the byte.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from bridge.article.finished import in_order
from bridge.article.model import Article, Composed, Draft, Fixed, Passage, Piece, Span
from bridge.article.notation import plain

#: Among more sections than this nobody chooses.
MOST_SECTIONS = 100


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a proposal, from a heading of level 2 to the next; what stands before the first has no `heading`.

    `proposed` is its place in the proposal, `replaced` the place in the source of what it replaces, in bytes of
    UTF-8. Sections of the same `group` are taken together.
    """

    group: int
    heading: str
    proposed: Span
    replaced: Span


@dataclass(frozen=True, slots=True)
class Sections:
    """The sections, in order: their places part proposal and source alike, but for `head` and `tail`.

    Those are the bytes of the wrapper that both have at either end.
    """

    head: int
    tail: int
    entries: tuple[Section, ...]


def sections(article: Article, draft: Draft, composed: Composed) -> Sections | None:
    """The sections of `composed`, which is what `draft` of `article` became.

    None where there is nothing to choose: one section, more than `MOST_SECTIONS`, or a draft that does not say
    what it is drawn from.
    """
    heads = {index: plain(block.text).strip() for index, block in enumerate(draft.blocks) if block.kind == "h2"}
    begins = [at for at, piece in enumerate(composed.pieces) if not at or piece.block in heads]
    if not 1 < len(begins) <= MOST_SECTIONS:
        return None
    parts = in_order(article)
    drawn = _drawn(parts, [composed.pieces[a:b] for a, b in pairwise([*begins, len(composed.pieces)])])
    if not any(isinstance(part, Passage) and shared for part, shared in zip(parts, drawn, strict=True)):
        return None
    _adopt(parts, drawn)
    groups = _groups(drawn, len(begins))
    homes = _homes(drawn, groups, [part.span.end - part.span.start for part in parts])
    source, frame, tail = article.source, article.frame, len(article.source) - article.frame.end
    starts = [frame.start, *(part.span.start for part in parts[1:]), frame.end]
    first = [composed.pieces[at] for at in begins]
    proposed = _bytes(composed.content, [*(piece.span.start for piece in first), len(composed.content) - tail])
    replaced = _bytes(source, [starts[bisect_left(homes, entry)] for entry in range(len(begins) + 1)])
    names = [heads.get(piece.block, "") if piece.block is not None else "" for piece in first]
    entries = tuple(map(Section, groups, names, proposed, replaced))
    return Sections(entries[0].proposed.start, len(source[frame.end :].encode()), entries)


def _drawn(parts: Sequence[Passage | Fixed], entries: Sequence[Sequence[Piece]]) -> list[set[int]]:
    """For each part of the source, the sections that carry anything of it."""
    order = [part.number if isinstance(part, Passage) else part.after for part in parts]
    places = {part.number if isinstance(part, Passage) else part.ref: at for at, part in enumerate(parts)}
    drawn: list[set[int]] = [set() for _ in parts]
    for entry, pieces in enumerate(entries):
        for piece in pieces:
            for name in (piece.ref,) if piece.ref else piece.passages:
                # A mark may come out of residue, which is no part: its bytes go with the part before it.
                before = bisect_left(order, name) - 1 if isinstance(name, int) else 0
                drawn[places.get(name, max(0, before))].add(entry)
    return drawn


def _adopt(parts: Sequence[Passage | Fixed], drawn: list[set[int]]) -> None:
    """Gives what the draft took nothing of to the sections of its neighbour.

    A heading to those of what it heads, all else to those of the part before.
    """
    last = len(parts) - 1
    for at in range(last - 1, -1, -1):
        part = parts[at]
        if isinstance(part, Passage) and (part.kind == "heading" or part.heading_line):
            drawn[at] = drawn[at] or drawn[at + 1]
    for at in range(1, last + 1):
        drawn[at] = drawn[at] or drawn[at - 1]
    for at in range(last - 1, -1, -1):
        drawn[at] = drawn[at] or drawn[at + 1]


def _groups(drawn: Sequence[Collection[int]], count: int) -> list[int]:
    """The group of each of `count` sections, numbered as they come: the smallest that keep the source in order."""
    groups = list(range(count))

    def join(entries: Iterable[int]) -> None:
        joined = {groups[entry] for entry in entries}
        groups[:] = [min(joined) if group in joined else group for group in groups]

    for shared in drawn:
        join(shared)
    at = index = 0
    while index < len(drawn):
        one = min(drawn[index])
        home = next((entry for entry in range(at, count) if groups[entry] == groups[one]), None)
        if home is None:  # all that is drawn from this part stands before what is drawn from an earlier one
            join((one, at))
            at = index = 0
        else:
            at, index = home, index + 1
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    return [numbers[group] for group in groups]


def _homes(drawn: Sequence[Collection[int]], groups: Sequence[int], sizes: Iterable[int]) -> list[int]:
    """For each part the section in whose place it is left, in order: one of its group.

    One that is drawn from it, as far as that can be.
    """
    costs: list[float] = [0] * len(groups)
    ways: list[list[int]] = []
    for shared, size in zip(drawn, sizes, strict=True):
        group = groups[min(shared)]
        lowest, way = inf, 0
        came: list[int] = []
        following: list[float] = []
        for entry, cost in enumerate(costs):
            if cost < lowest:
                lowest, way = cost, entry
            came.append(way)
            off = 0 if entry in shared else size
            following.append(lowest + off if groups[entry] == group else inf)
        costs = following
        ways.append(came)
    home = costs.index(min(costs))
    homes: list[int] = []
    for came in reversed(ways):
        homes.append(home)
        home = came[home]
    return homes[::-1]


def _bytes(text: str, cuts: Sequence[int]) -> list[Span]:
    """The spans between `cuts`, ascending places in `text`, in bytes of UTF-8."""
    at = len(text[: cuts[0]].encode())
    spans: list[Span] = []
    for start, end in pairwise(cuts):
        spans.append(Span(at, at := at + len(text[start:end].encode())))
    return spans
