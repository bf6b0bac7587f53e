"""Tokens and dollars per article: this writer against pasting the article into a chat.

usage: python -m benchmarks.tokens [POST.html …]     (default: the ten of tests/articles)

Plays the API on loopback: one token is counted for every four characters, so the figures compare ways of asking; what a
real model bills differs by a factor that is the same for all of them, and thinking comes on top of each. The played
editor writes as much as its source has, and makes one fault in each article, which a repair then mends; "second" is
another article of the same site within five minutes; the share of a repair is that of its output in the first call's.
Prices are the defaults of `bridge.writer.claude.money`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bridge.article import Article, clean, parse
from bridge.article.model import Brief
from bridge.checks import check
from bridge.writer.claude import PRICES, Claude, ClaudeSettings
from bridge.writer.claude.money import cost
from bridge.writer.claude.request import source_words
from bridge.writer.ledger import USD, Usage
from tests.played_claude import PlayedClaude
from tests.played_claude.bill import tokens
from tests.played_claude.ledger import MemoryLedger

POSTS = Path("tests/articles")
MODEL = ClaudeSettings(api_key="").model
#: What people paste above an article, and the words that they then get at least.
NAIVE, NAIVE_WORDS = "Rends cet article SEO, avec des sous-titres, en français, en 700 mots au moins.", 700
#: Faults that the checks call errors, one for each article in turn.
FAULTS = ("changed_number", "altered_quotation", "invented_quotation", "invented_name", "invented_date", "english")


def main() -> None:
    """Prints a line for each call of each article."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(POSTS.glob("*.html"))
    table = Table(title=f"{MODEL}: tokens and US cents per call")
    for column in ("article", "words", "call", "input", "cache write", "cache read", "output", "cents"):
        table.add_column(column, justify="left" if column in ("article", "call") else "right")
    for number, path in enumerate(paths):
        article = clean(parse(path.read_text("utf-8")))
        for call, usage in calls(article, path.stem, FAULTS[number % len(FAULTS)]):
            cents = cost(usage, PRICES[MODEL]) / USD * 100
            counts = (usage.input, usage.cache_write, usage.cache_read, usage.output)
            table.add_row(path.stem, str(source_words(article)), call, *map(str, counts), f"{cents:.3f}")
        table.add_section()
    Console(width=120).print(table)


def calls(article: Article, title: str, fault: str) -> list[tuple[str, Usage]]:
    """A rewrite, its repair, the same article as a site's second one and a second time, and the naive way."""
    ledger = MemoryLedger()
    with PlayedClaude("bad", "good", faults=(fault,)) as played:
        writer = Claude(ClaudeSettings(api_key="played", base_url=played.url), ledger)
        brief = Brief(title=title, site_name="Site")
        draft = writer.rewrite(article, brief)
        errors = [found for found in check(article, draft, brief).findings if found.severity == "error"]
        writer.repair(article, brief, draft, errors)
        writer.rewrite(article, brief.model_copy(update={"title": f"{title} (2)"}))
        asked = len(played.requests)
        writer.rewrite(article, brief)
        assert len(played.requests) == asked, "unchanged content was asked for again"
    rewrite, repair, second = (answer.usage for answer in ledger.settled.values())
    share = f"repair of {fault} ({repair.output / rewrite.output:.0%})"
    again = ("unchanged", Usage())
    return [("rewrite", rewrite), (share, repair), ("second", second), again, ("naive chat", naive(article))]


def naive(article: Article) -> Usage:
    """The article pasted under one sentence, answered as plain text in as many words as were asked for."""
    text = "\n\n".join(passage.plain for passage in article.passages)
    words = max(source_words(article), 1)
    return Usage(input=tokens(NAIVE + text), output=tokens(text) * max(NAIVE_WORDS, words) // words)


if __name__ == "__main__":
    main()
