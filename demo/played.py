"""A played Claude beside the demo: the whole way of a paid rewrite, without a key and without a bill."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from rich.console import Console

from devsite.process import Child

#: What a language model answered to the demo's article.
ANSWERS = Path("tests", "claude_articles", "recorded", "barrage.json")

ANNOUNCED = "played Claude on "


def wanted() -> bool:
    """Whether CLAUDE=played was asked for. Raises `ValueError` for anything else that is not empty."""
    asked = os.environ.get("CLAUDE", "")
    if asked not in {"", "played"}:
        raise ValueError(f"CLAUDE={asked} is not known here: CLAUDE=played, or nothing for the offline writer")
    return bool(asked)


@contextmanager
def played(folder: Path) -> Iterator[str]:
    """Runs the played API; gives its address. Raises `DevsiteError` when it does not come up."""
    log = folder / "claude.log"
    command = [sys.executable, "-m", "tests.played_claude", "--recorded", str(ANSWERS), "--port", "0", "--pace", "0.02"]
    child = Child(command, log, cwd=Path(__file__).resolve().parent.parent)
    try:
        child.wait_until(lambda: ANNOUNCED in log.read_text(), "the played Claude")
        yield log.read_text().split(ANNOUNCED)[1].split()[0]
    finally:
        child.stop()


def show_bill(url: str, console: Console) -> None:
    """What the played API was asked, and how many tokens it would bill."""
    told = requests.get(f"{url}/played", timeout=10).json()
    billed, calls = told["billed"], told["calls"]
    read = billed["input"] + billed["cache_write"] + billed["cache_read"]
    console.print(f"\n  the played Claude was called {calls}×: {read} tokens read, {billed['output']} written")
