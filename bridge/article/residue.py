"""Takes out what scraping, translating and pasting left behind, by `residue.toml`, and lists every removal."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from bridge.article.model import Article, Passage, Removal, Span
from bridge.article.notation import cut, plain
from bridge.errors import ArticleTooLarge

#: Characters of content beyond which an article is not rewritten; reading and rendering have no limit.
MAX_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the file."""

    id: str
    reason: str
    scope: Literal["passage", "start", "end", "inline", "title"]
    pattern: re.Pattern[str]
    doubtful: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of `residue.toml`, in its order."""
    data = tomllib.loads(files("bridge.article").joinpath("residue.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            row["id"],
            row["reason"],
            row["scope"],
            _compiled(row["scope"], row["pattern"]),
            row.get("doubtful", False),
        )
        for row in data["rule"]
    )


def _compiled(scope: str, pattern: str) -> re.Pattern[str]:
    form = {
        "passage": r"\s*(?:{})\s*\Z",
        "start": r"\s*(?:{})",
        "title": r"\s*(?:{})",
        "end": r"(?:{})\s*\Z",
        "inline": "(?:{})",
    }
    return re.compile(form[scope].replace("{}", pattern), re.IGNORECASE | re.DOTALL)


def clean(article: Article) -> Article:
    """`article` without residue. Passages that were residue as a whole are left out; the others keep their numbers.

    Raises `ArticleTooLarge` beyond `MAX_CHARACTERS`.
    """
    if len(article.source) > MAX_CHARACTERS:
        raise ArticleTooLarge(f"{len(article.source)} characters; the limit is {MAX_CHARACTERS}")
    removals: list[Removal] = []
    passages = [cleaned for passage in article.passages if (cleaned := _passage(passage, removals))]
    return replace(article, passages=tuple(passages), removals=(*article.removals, *removals))


def clean_title(title: str) -> tuple[str, tuple[Removal, ...]]:
    """A title without residue, and what was cut; spans are places in `title`."""
    removals = []
    for rule in rules():
        if rule.scope == "title" and (found := rule.pattern.match(title)) and title[found.end() :].strip():
            removals.append(Removal(rule.id, rule.reason, found[0].strip(), Span(0, found.end()), rule.doubtful))
            title = title if rule.doubtful else title[found.end() :]
    return title.strip(), tuple(removals)


def _passage(passage: Passage, removals: list[Removal]) -> Passage | None:
    """`passage` without residue; None when it was nothing else."""
    for rule in rules():
        if rule.scope == "passage" and rule.pattern.match(passage.plain):
            removals.append(Removal(rule.id, rule.reason, passage.plain.strip(), passage.span, rule.doubtful))
            if not rule.doubtful:
                return None
    return replace(passage, text=_text(passage, removals)) if passage.kind != "list" else passage


def _text(passage: Passage, removals: list[Removal]) -> str:
    text = passage.text
    for rule in rules():
        if rule.scope in ("inline", "start", "end"):
            find = rule.pattern.match if rule.scope == "start" else rule.pattern.search
            seen = plain(text)
            several = rule.pattern.finditer(seen) if rule.scope == "inline" else filter(None, [find(seen)])
            for found in reversed(list(several)):
                text = cut(text, found.start(), found.end())
                removals.append(Removal(rule.id, rule.reason, found[0], passage.span, rule.doubtful))
    return text
