"""What stays wrong falls back to the source: its own sentences instead of a block at fault, its own words
instead of a title.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bridge.article import Article
from bridge.article.model import Brief, Draft, DraftBlock, Finding
from bridge.writer.leaving_out import without_faults
from bridge.writer.offline import body_of
from bridge.writer.offline.head import head_of
from bridge.writer.offline.outline import LEVELS, Level, own_levels
from bridge.writer.offline.own import own_blocks
from bridge.writer.offline.reading import Reading
from bridge.writer.offline.slug import slug

#: A block that names more passages than this sums them up, as a lead or a conclusion does; it does not carry
#: any of them alone.
MOST_CARRIED = 3

_HEADINGS = frozenset(LEVELS)
#: Which field of the head a check is about that shows no words of it, by a part of its name.
_FIELDS = {
    "title": "titles",
    "meta": "meta_description",
    "keyphrase": "focus_keyphrase",
    "excerpt": "excerpt",
}


def fall_back(article: Article, brief: Brief, draft: Draft, findings: Iterable[Finding]) -> Draft:
    """`draft` with all that an error among `findings` names replaced by the source's own.

    A text block at fault becomes the passages that it names, in their order, and so does every block that
    shares a passage with it, so that nothing is told twice; a heading at fault becomes the source's own or
    goes. No passage that a block carried is lost, none comes twice, fixed parts stay. What already is the
    source's own stays as it is. In a translation what is at fault is left out: see `bridge.writer.leaving_out`.
    """
    if article.language != "fr":
        return without_faults(article, brief, draft, findings)
    errors = [finding for finding in findings if finding.severity == "error"]
    reading = Reading(article, brief)
    faulty = {finding.block for finding in errors if finding.block is not None}
    blocks = _Body(reading, draft.blocks).restored(faulty)
    return draft.model_copy(update={"blocks": blocks, **_head(reading, draft, errors)})


class _Body:
    """The blocks of a draft, and which of them carry which passage."""

    def __init__(self, reading: Reading, blocks: tuple[DraftBlock, ...]) -> None:
        self.reading, self.blocks = reading, blocks
        self.passages = {passage.number: passage for passage in reading.article.passages}
        self.levels = own_levels(reading)
        self.carriers: dict[int, set[int]] = {}
        for index, block in enumerate(blocks):
            for number in block.sources:
                if block.kind not in _HEADINGS or number in self.levels:
                    self.carriers.setdefault(number, set()).add(index)

    def restored(self, faulty: set[int]) -> tuple[DraftBlock, ...]:
        """The blocks with those at `faulty` (indices) replaced."""
        known = range(len(self.blocks))
        faulty = {
            at for at in faulty if at in known and self.blocks[at].kind != "fixed" and not self._is_own(self.blocks[at])
        }
        if not faulty:
            return self.blocks
        if not self.carriers:
            return tuple(body_of(self.reading, ""))
        gone = self._with_sharers(faulty)
        return tuple(_levelled(self._written(gone)))

    def _is_own(self, block: DraftBlock) -> bool:
        if len(block.sources) != 1 or block.sources[0] not in self.passages:
            return False
        passage = self.passages[block.sources[0]]
        level: Level = block.kind if block.kind in ("h2", "h3", "h4") else "h2"
        whole = DraftBlock(kind="paragraph", text=passage.text, sources=block.sources)
        return block in own_blocks(passage, level) or (passage.kind == "paragraph" and block == whole)

    def _with_sharers(self, faulty: set[int]) -> set[int]:
        """`faulty` and the text blocks that carry a passage together with one of them, and so on; blocks that
        sum up stay.
        """
        gone, open_ends = set(faulty), [at for at in faulty if self._carries(at)]
        while open_ends:
            for number in self.blocks[open_ends.pop()].sources:
                sharers = {at for at in self.carriers.get(number, ()) if self._carries(at)} - gone
                gone |= sharers
                open_ends += sharers
        return gone

    def _carries(self, at: int) -> bool:
        block = self.blocks[at]
        return block.kind not in _HEADINGS and len(block.sources) <= MOST_CARRIED

    def _written(self, gone: set[int]) -> Iterator[DraftBlock]:
        written: set[int] = set()
        for at, block in enumerate(self.blocks):
            if at not in gone:
                yield block
                continue
            for number in self._due(at, gone):
                if number not in written:
                    written.add(number)
                    yield from self._own(number, block)

    def _due(self, at: int, gone: set[int]) -> Sequence[int]:
        """The passages that block `at` has to give back: all that it carried, unless a block that stays tells
        them.
        """
        block = self.blocks[at]
        if not block.sources:
            return self._between(at)
        numbers = sorted(number for number in set(block.sources) if number in self.passages)
        staying = {number: self.carriers.get(number, set()) - gone for number in numbers}
        if self._carries(at):
            return [number for number in numbers if not any(map(self._tells, staying[number]))]
        return [number for number in numbers if not staying[number]]

    def _tells(self, at: int) -> bool:
        return self.blocks[at].kind in _HEADINGS or self._carries(at)

    def _between(self, at: int) -> Sequence[int]:
        """The passages that no block names and that stand between those of the blocks before and after block
        `at`.
        """
        before = max((number for block in self.blocks[:at] for number in block.sources), default=0)
        after = min((n for block in self.blocks[at + 1 :] for n in block.sources if n > before), default=None)
        return [n for n in self.passages if n > before and (after is None or n < after) and n not in self.carriers]

    def _own(self, number: int, instead: DraftBlock) -> tuple[DraftBlock, ...]:
        level = instead.kind if instead.kind in ("h2", "h3", "h4") else self.levels.get(number, "h2")
        return own_blocks(self.passages[number], level)


def _levelled(blocks: Iterable[DraftBlock]) -> Iterator[DraftBlock]:
    """The blocks, no heading more than one level below the one before it."""
    depth = -1
    for block in blocks:
        if block.kind in _HEADINGS:
            depth = min(LEVELS.index(block.kind), depth + 1)
            yield block.model_copy(update={"kind": LEVELS[depth]})
        else:
            yield block


def _head(reading: Reading, draft: Draft, errors: Sequence[Finding]) -> dict[str, Any]:
    """The fields of the head that hold the words of an error, or that it is about, as the offline writer has them.

    The slug is made of title and keyphrase, so it follows them.
    """
    about = [finding for finding in errors if finding.block is None]
    words = [_visible(finding.evidence.draft) for finding in about if finding.evidence.draft.strip()]
    bare = [finding.check for finding in about if not finding.evidence.draft.strip()]

    def at_fault(name: str, text: str) -> bool:
        named = any(part in check for check in bare for part, field in _FIELDS.items() if field == name)
        return named or any(word in _visible(text) for word in words)

    good = [title for title in draft.titles if not at_fault("titles", title)]
    wanted = {
        name for name in ("meta_description", "focus_keyphrase", "excerpt") if at_fault(name, getattr(draft, name))
    }
    if len(good) < max(1, len(draft.titles)):
        wanted.add("titles")
    if not wanted:
        return {}
    own = head_of(reading)._asdict()
    spare = [title for title in own["titles"] if title not in good]
    own["titles"] = tuple((good + spare)[: max(len(draft.titles), 1)])
    made = {name: own[name] for name in wanted}
    if wanted & {"titles", "focus_keyphrase"}:
        made["slug"] = slug(own["titles"][0], made.get("focus_keyphrase", draft.focus_keyphrase))
    return made


def _visible(text: str) -> str:
    """`text` as the checks quote it: composed, without invisible characters."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
