"""What a language model answered, through the whole bridge again: the prompt on real language, at no cost."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bridge.article.model import Brief
from bridge.article.width import title_width
from bridge.pipeline import Rewrite, State, rewrite_content
from bridge.report import report_of
from tests.played_claude import PlayedClaude
from tests.played_claude.recorded import Recorded
from tests.writer.conftest import Make

ARTICLES = Path(__file__).parents[1] / "claude_articles"
RECORDED = sorted((ARTICLES / "recorded").glob("*.json"))

#: As search results show a title.
WIDEST = 580


class Unwatched:
    """A run that records nothing."""

    def step(self, name: str, action: Any, result: type[Any]) -> Any:
        """`action()`."""
        return action()

    def tell(self, state: State, words: int = 0, expected: int = 0) -> None:
        """Nobody looks."""


@dataclass(frozen=True)
class Replay:
    """A recorded rewrite, as the bridge makes it today. `asked` and `recorded` are numbers of calls."""

    kind: str
    source: str
    done: Rewrite
    asked: int
    recorded: int


@pytest.fixture(params=RECORDED, ids=lambda path: path.stem)
def replay(request: pytest.FixtureRequest, make: Make) -> Replay:
    """Each recorded article in turn, rewritten through a loopback server that answers as recorded."""
    told = tomllib.loads((ARTICLES / f"{request.param.stem}.toml").read_text("utf-8"))
    source = (ARTICLES / told.get("file", f"{request.param.stem}.html")).read_text("utf-8")
    answers = json.loads(request.param.read_text("utf-8"))["answers"]
    with PlayedClaude() as played:
        played.editor = Recorded(answers)
        brief = Brief(title=told["title"], site_url=told["site_url"])
        done = rewrite_content(source, brief, make(played), Unwatched())
    return Replay(told["kind"], source, done, len(played.requests), len(answers))


def test_every_kind_of_article_is_recorded() -> None:
    """Each article has a recording, which says where it comes from."""
    assert [path.stem for path in RECORDED] == sorted(path.stem for path in ARTICLES.glob("*.toml"))
    for path in RECORDED:
        assert json.loads(path.read_text("utf-8"))["label"].startswith("Recorded from a language model")


def test_a_recorded_rewrite_has_no_fidelity_error(replay: Replay) -> None:
    """What a real model wrote passes the checks, and passes them without a repair that was not recorded."""
    errors = [(found.check, found.message) for found in replay.done.report.findings if found.severity == "error"]
    assert errors == []
    assert replay.asked == replay.recorded


def test_a_recorded_rewrite_keeps_links_and_fixed_parts(replay: Replay) -> None:
    """Every address of a link and of an image stands in the result as often as in the source."""
    addresses = re.compile(r'(?:href|src)="([^"]+)"')
    assert sorted(addresses.findall(replay.done.composed.content)) == sorted(addresses.findall(replay.source))
    assert replay.done.composed.lost == ()


def test_a_recorded_title_is_not_cut_off(replay: Replay) -> None:
    """All three titles fit what search results show."""
    widths = {title: title_width(title) for title in replay.done.draft.titles}
    assert len(widths) == 3
    assert max(widths.values()) <= WIDEST, widths


def test_a_recorded_rewrite_is_not_padded(replay: Replay) -> None:
    """A rewrite runs a fifth longer than its source at most, headings included; a short item a tenth.

    French takes more words than English or German for the same, so that a translated item has a fifth as well.
    """
    told = report_of(replay.done)
    most = 1.1 if replay.kind == "news" and replay.done.article.language == "fr" else 1.2
    assert told["words_after"] <= told["words_before"] * most


def test_a_recorded_translation_is_marked_and_pointed_out(replay: Replay) -> None:
    """A translation ends with the line that says so, and has one notice; a rewrite of French has neither."""
    notices = [found for found in replay.done.report.findings if found.check == "language.translated"]
    closing = replay.done.draft.blocks[-1].text
    translated = replay.done.article.language != "fr"
    assert len(notices) == translated
    assert closing.startswith("<em>Les citations sont traduites de") == translated
