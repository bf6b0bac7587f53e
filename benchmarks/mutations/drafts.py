"""How a draft is changed in one place, and what of it may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bridge.article.model import Draft, DraftBlock
from tests.checks.corpus import Example

QUOTED = re.compile("«[^»]*»")


def with_block(draft: Draft, index: int, block: DraftBlock | None) -> Draft:
    rest = draft.blocks[index + 1 :]
    return draft.model_copy(update={"blocks": (*draft.blocks[:index], *([block] if block else []), *rest)})


def texts(example: Example) -> list[tuple[int, DraftBlock]]:
    return [(i, b) for i, b in enumerate(example.draft.blocks) if b.kind in {"paragraph", "list"}]


def replaced(
    example: Example, pattern: str, change: Callable[[re.Match[str]], str | None], quotes: bool = False
) -> Iterator[tuple[Draft, str]]:
    """Every draft in which one match of `pattern` outside of tags (and quotations) is changed."""
    for index, block in texts(example):
        for place in range(max(1, len(block.items))):
            text = block.items[place] if block.items else block.text
            shut = [m.span() for m in re.finditer("<[^>]*>", text)] + (
                [] if quotes else [m.span() for m in QUOTED.finditer(text)]
            )
            for match in re.finditer(pattern, text):
                if any(start <= match.start() < end for start, end in shut):
                    continue
                new = change(match)
                if new is None or new == match.group():
                    continue
                changed = text[: match.start()] + new + text[match.end() :]
                items = (*block.items[:place], changed, *block.items[place + 1 :]) if block.items else ()
                made = block.model_copy(update={"items": items} if items else {"text": changed})
                yield (
                    with_block(example.draft, index, made),
                    f"bloc {index} : {match.group()} -> {new} | "
                    f"{changed[max(0, match.start() - 40) : match.end() + 40]}",
                )


def in_quotes(text: str, word: str) -> bool:
    return any(word in quoted for quoted in QUOTED.findall(text))
