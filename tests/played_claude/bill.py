"""What the played API would bill: tokens by a fixed rule, and a prompt cache that knows the prefixes it was shown."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

#: Characters of one played token.
CHARACTERS = 4

#: A prefix of fewer tokens is not cached, as with the models of today.
LEAST_CACHED = 512


@dataclass(frozen=True)
class Bill:
    """Tokens of one call, four prices apart; `kind` says what became of it, `request` is its number, from 1."""

    input: int = 0
    output: int = 0
    cache_write: int = 0
    cache_read: int = 0
    kind: str = "answered"
    request: int = 0

    def usage(self) -> dict[str, int]:
        """As the API names it."""
        return {
            "input_tokens": self.input,
            "output_tokens": self.output,
            "cache_creation_input_tokens": self.cache_write,
            "cache_read_input_tokens": self.cache_read,
        }


def tokens(text: str) -> int:
    """Tokens of `text`."""
    return -(-len(text) // CHARACTERS)


class PromptCache:
    """Prefixes that earlier requests marked with `cache_control`."""

    def __init__(self) -> None:
        self.known: set[str] = set()

    def price(self, body: dict[str, Any]) -> Bill:
        """The input side of the bill of `body`; its marked prefixes are known from now on."""
        config = body.get("output_config", {})
        prefix = json.dumps([body["model"], config], sort_keys=True)
        total, marks = tokens(json.dumps(config.get("format", {}))), [(0, "")]
        for text, marked in segments(body):
            prefix += "\x00" + text
            total += tokens(text)
            if marked and total >= LEAST_CACHED:
                marks.append((total, hashlib.sha256(prefix.encode()).hexdigest()))
        read = max((size for size, key in marks if key in self.known), default=0)
        self.known.update(key for _, key in marks if key)
        return Bill(input=total - marks[-1][0], cache_write=marks[-1][0] - read, cache_read=read)


def segments(body: dict[str, Any]) -> list[tuple[str, bool]]:
    """All texts of the request in order, each with whether it carries a cache mark."""
    found: list[tuple[str, bool]] = []
    contents = [body.get("system") or []] + [message["content"] for message in body["messages"]]
    for content in contents:
        parts = [{"text": content}] if isinstance(content, str) else content
        found += [(part.get("text", ""), "cache_control" in part) for part in parts]
    return found
