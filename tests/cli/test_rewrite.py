"""`seo-bridge rewrite`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ARTICLE, Run

FIELDS = ["title", "titles", "slug", "meta_description", "focus_keyphrase", "excerpt", "content", "report"]


def test_the_result_is_json_on_stdout(run: Run, article: str) -> None:
    """With nothing configured, a file becomes JSON with the agreed fields, and nothing else on stdout."""
    result = run("rewrite", article, "--title", "Le refuge rouvre", "--writer", "offline")
    assert result.exit_code == 0, result.stderr
    data = json.loads(result.stdout)
    assert list(data) == FIELDS
    assert "« Nous avons tout refait »".replace(" ", "") in "".join(data["content"].split())
    assert data["report"]["writer"] == "offline"


def test_standard_input_serves_as_well(run: Run, article: str) -> None:
    """`-` reads standard input and gives the same as the file."""
    assert run("rewrite", "-", input=ARTICLE).stdout == run("rewrite", article).stdout


def test_html_is_the_content_alone(run: Run, article: str) -> None:
    """--format html prints what would become the post's content."""
    result = run("rewrite", article, "--format", "html")
    assert result.stdout.strip() == json.loads(run("rewrite", article).stdout)["content"].strip()


def test_the_keyphrase_that_is_asked_for_is_used(run: Run, article: str) -> None:
    """--keyphrase wins over the writer's own choice."""
    data = json.loads(run("rewrite", article, "--keyphrase", "refuge des Trois-Cols").stdout)
    assert data["focus_keyphrase"] == "refuge des Trois-Cols"


def test_a_link_to_the_site_itself_is_none_elsewhere(run: Run, tmp_path: Path) -> None:
    """--site-url tells links within the site from links that leave it, which scores rate apart."""
    page = tmp_path / "page.html"
    page.write_text(
        "<p>Le refuge rouvre samedi, <a href='https://refuge.example/tarifs'>ses tarifs</a> ne changent pas et "
        "<a href='https://meteo.example/'>la météo</a> est favorable.</p>",
        encoding="utf-8",
    )
    arguments = ("rewrite", str(page), "--writer", "offline")
    unknown, told = (
        json.loads(run(*arguments, *more).stdout)["report"]["scores"]["before"]["seo"]
        for more in ([], ["--site-url", "https://refuge.example"])
    )
    assert told > unknown


def test_nothing_is_written_beside_the_file(run: Run, article: str, tmp_path: Path) -> None:
    """The offline writer leaves no database and no other file behind."""
    run("rewrite", article)
    assert [path.name for path in tmp_path.iterdir()] == [article]


def test_the_configuration_is_heard(run: Run, article: str, config: Path) -> None:
    """[rewrite] of config.toml holds for the command; its sites, and their secrets, are not asked for."""
    config.write_text(config.read_text() + '[rewrite]\nnbsp = "plain"\n', encoding="utf-8")
    result = run("rewrite", article, "--format", "html")
    assert result.exit_code == 0, result.stderr
    assert "\u00a0" in result.stdout
    assert "\u202f" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "content", "status", "message"),
    [
        (["rewrite", "nowhere.html"], "", 2, "nowhere.html: cannot be read"),
        (["rewrite", "-"], b"caf\xe9", 2, "not UTF-8 (at byte 3)"),
        (["rewrite", "-"], "", 1, "no passage of text"),
        (["rewrite", "-"], "<!-- wp:separator --><hr/><!-- /wp:separator -->", 1, "no passage of text"),
        (["rewrite", "-", "--locale", "en_US"], "<p>Bonjour.</p>", 2, "--locale"),
        (["rewrite", "-", "--min-words", "-1"], "<p>Bonjour.</p>", 2, "--min-words"),
        (["rewrite", "-", "--writer", "claude"], "<p>Bonjour.</p>", 2, "ANTHROPIC_API_KEY is not set"),
        (["rewrite", "-", "--config", "none.toml"], "<p>Bonjour.</p>", 2, "none.toml"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, arguments: list[str], content: str | bytes, status: int, message: str
) -> None:
    """An error is on stderr, names its cause, and has its exit status; stdout stays empty."""
    result = run(*arguments, input=content)
    assert result.exit_code == status
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_the_bridges_own_errors_are_one_line(run: Run) -> None:
    """A failure is one line that begins with the command's name."""
    lines = run("rewrite", "-", input="").stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("seo-bridge: ")
