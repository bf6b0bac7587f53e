"""Takes out what scraping, translating and pasting left behind, by `residue.toml`, and lists every removal."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from bridge.article.headings import with_heading_lines
from bridge.article.html import decoded
from bridge.article.model import Article, Passage, Removal, Span
from bridge.article.notation import cut, escape, plain
from bridge.errors import ArticleTooLarge

#: Characters of content beyond which an article is not rewritten; reading and rendering have no limit.
MAX_CHARACTERS = 2_000_000

SHOWN = 300  # characters of a removal that are shown
_SEVERAL = " … "
_TAIL = 600  # characters at the end of a paragraph in which a rule of scope "end" looks
_SAME = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})
_FORMS = {
    "line": r"\s*(?:{})\s*\Z",
    "start": r"\s*(?:{})",
    "title": r"\s*(?:{})",
    "end": r"(?:{})\s*\Z",
    "inline": "{}",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the file."""

    id: str
    reason: str
    scope: Literal["line", "start", "end", "inline", "title"]
    pattern: re.Pattern[str]
    replacement: str
    headings: bool
    doubtful: bool

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Where the rule applies in `text`, from the left."""
        if self.scope == "inline":
            yield from self.pattern.finditer(text)
            return
        text = text.translate(_SAME)
        if self.scope == "end":
            found = self.pattern.search(text, max(0, len(text) - _TAIL))
        else:
            found = self.pattern.match(text)
        if found:
            yield found


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of `residue.toml`, in its order."""
    data = tomllib.loads(files("bridge.article").joinpath("residue.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            row["id"],
            row["reason"],
            row["scope"],
            re.compile(_FORMS[row["scope"]].replace("{}", "|".join(row["patterns"])), re.IGNORECASE),
            row.get("replace", ""),
            row.get("headings", False),
            row.get("doubtful", False),
        )
        for row in data["rule"]
    )


def clean(article: Article) -> Article:
    """`article` without residue, with bare heading lines marked, and every removal listed.

    Passages that were residue as a whole are left out; the others keep their numbers. What is doubtful stays.
    Raises `ArticleTooLarge` beyond `MAX_CHARACTERS`.
    """
    if len(article.source) > MAX_CHARACTERS:
        raise ArticleTooLarge(f"{len(article.source)} characters; the limit is {MAX_CHARACTERS}")
    removals: list[Removal] = []
    passages = [cleaned for passage in article.passages if (cleaned := _passage(passage, removals))]
    return replace(article, passages=with_heading_lines(passages), removals=(*article.removals, *removals))


def clean_title(title: str) -> tuple[str, tuple[Removal, ...]]:
    """A title without residue, and what was cut; a title that is nothing else stays. Spans are places in `title`."""
    removals: list[Removal] = []
    text = escape(title)
    for rule in rules():
        if rule.scope in ("title", "inline"):
            shorter, cuts = _applied(rule, text, Span(0, len(title)))
            if plain(shorter).strip():
                text = shorter
                removals += cuts
    return plain(text).strip(), tuple(removals)


def _passage(passage: Passage, removals: list[Removal]) -> Passage | None:
    """`passage` without residue; None when it was nothing else."""
    if passage.kind == "quote":
        return passage
    if passage.kind == "list":
        items = tuple(item for item in (_text(item, passage, removals) for item in passage.items) if item)
        seen = "\n".join(plain(item).strip() for item in items)
        return replace(passage, items=items, plain=seen) if items else None
    text = _text(passage.text, passage, removals)
    return replace(passage, text=text, plain=plain(text).strip()) if text else None


def _text(text: str, passage: Passage, removals: list[Removal]) -> str:
    """`text` in inline notation without residue; "" when nothing that one can read is left."""
    for rule in rules():
        if rule.scope == "title" or (passage.kind == "heading" and not (rule.headings or rule.scope == "inline")):
            continue
        text, cuts = _applied(rule, text, passage.span)
        removals += cuts
    return text.strip() if plain(text).strip() else ""


def _applied(rule: Rule, text: str, span: Span) -> tuple[str, list[Removal]]:
    """`text` in inline notation after one rule, and what it cut or points out; `span` is the text's place."""
    seen = plain(text)
    places = list(_found(rule, seen))
    if not places:
        return text, []
    found = [seen[start:end] for start, end in places]
    if rule.scope != "line":
        found = [_SEVERAL.join(dict.fromkeys(words.strip() or words for words in found))]
    removals = [Removal(rule.id, rule.reason, (words.strip() or words)[:SHOWN], span, rule.doubtful) for words in found]
    if rule.doubtful:
        return text, removals
    return cut(text, *((start, end, _replacement(rule, seen[start:end])) for start, end in places)), removals


def _found(rule: Rule, seen: str) -> Iterator[tuple[int, int]]:
    """Where `rule` applies in what a reader sees; a line goes with its line break."""
    if rule.scope != "line":
        yield from (found.span() for found in rule.find(seen))
        return
    at = 0
    for line in seen.splitlines(keepends=True):
        if line.strip() and any(rule.find(line.rstrip("\n"))):
            yield at, at + len(line)
        at += len(line)


def _replacement(rule: Rule, found: str) -> str:
    return decoded(decoded(found)) if rule.replacement == "decoded" else rule.replacement
