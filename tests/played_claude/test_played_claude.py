"""The played API: it speaks as the SDK expects, its editor is faithful, and its faults are faults."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import anthropic
import pytest

from bridge.article import clean, compose, parse
from bridge.article.model import Article, Brief, Draft
from bridge.checks import Report, check
from bridge.writer.claude import Claude, ClaudeSettings
from tests.played_claude import FAULTS, PlayedClaude
from tests.played_claude.ledger import MemoryLedger

ARTICLES = sorted(Path(__file__).parents[1].joinpath("articles").glob("*.html"))
Play = Callable[..., tuple[Article, Draft, Report]]


@pytest.fixture
def play() -> Play:
    """Has an article rewritten by a played editor, and checks it."""

    def played(path: Path, role: str, *faults: str) -> tuple[Article, Draft, Report]:
        article = clean(parse(path.read_text("utf-8")))
        brief = Brief(title=tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))["title"])
        with PlayedClaude(role, faults=faults) as server:
            settings = ClaudeSettings(api_key="sk-played", base_url=server.url)
            draft = Claude(settings, MemoryLedger()).rewrite(article, brief)
        return article, draft, check(article, draft, brief)

    return played


@pytest.fixture
def client() -> Callable[[PlayedClaude], anthropic.Anthropic]:
    """Makes a client of the SDK for a played server."""
    return lambda played: anthropic.Anthropic(api_key="sk-played", base_url=played.url, max_retries=0)


def test_there_are_articles() -> None:
    """The tests by article have articles to test with."""
    assert len(ARTICLES) >= 10


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_good_editor_is_faithful(path: Path, play: Play) -> None:
    """For any article the good editor makes no error and loses no reference."""
    article, draft, report = play(path, "good")
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert compose(article, draft, Brief()).lost == ()


@pytest.mark.parametrize("fault", [name for name in FAULTS if name not in ("lost_fixed", "long_title")])
def test_a_fault_shows(fault: str, play: Play) -> None:
    """What the bad editor does wrong changes what the checks find."""
    _, _, good = play(ARTICLES[0], "good")
    _, _, bad = play(ARTICLES[0], "bad", fault)
    assert {(f.check, f.evidence.draft) for f in bad.findings} != {(f.check, f.evidence.draft) for f in good.findings}


def test_the_sdk_reads_a_whole_answer(client: Callable[[PlayedClaude], anthropic.Anthropic]) -> None:
    """Without streaming the answer is a message of the SDK's, with usage."""
    body = {
        "role": "user",
        "content": [{"type": "text", "text": "Titre actuel : X\n<article>\n\n[1] Un texte.\n</article>"}],
    }
    with PlayedClaude() as played, client(played) as api:
        message = api.messages.create(model="m", max_tokens=10, messages=[body])  # type: ignore[list-item]
        count = api.messages.count_tokens(model="m", messages=[body])  # type: ignore[list-item]
    assert message.stop_reason == "end_turn"
    assert message.usage.output_tokens == played.bills[0].output > 0
    assert 0 < count.input_tokens <= played.bills[0].input


def test_the_sdk_reads_a_stream(client: Callable[[PlayedClaude], anthropic.Anthropic]) -> None:
    """The SDK's own accumulator accepts the events: thinking first, then text, then the usage."""
    text = "<article>\nTitre actuel : X\n\n[1] Un texte.\n</article>"
    with PlayedClaude() as played, client(played) as api:
        turn = {"role": "user", "content": [{"type": "text", "text": text}]}
        with api.messages.stream(model="m", max_tokens=10, messages=[turn]) as stream:  # type: ignore[list-item]
            message = stream.get_final_message()
    assert [block.type for block in message.content] == ["thinking", "text"]
    assert message.usage.output_tokens == played.bills[0].output


def test_an_unknown_role_or_fault_is_refused() -> None:
    """A misspelt role or fault is an error, not a good editor."""
    with pytest.raises(ValueError, match="gut"):
        PlayedClaude("gut")
    with pytest.raises(ValueError, match="typo"):
        PlayedClaude("bad", faults=("typo",))


def test_the_command_serves_and_counts() -> None:
    """As a command it prints its address, counts what it is asked, and ends when told to."""
    command = [sys.executable, "-m", "tests.played_claude", "--role", "good", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[3]
        with urlopen(f"{address}/played") as answer:
            told = json.load(answer)
        process.terminate()
    assert told["calls"] == 0
    assert process.returncode == 0
