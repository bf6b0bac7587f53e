"""`seo-bridge checks`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import ARTICLE, Run


def test_a_faithful_rewrite_has_no_error(run: Run, article: str, tmp_path: Path) -> None:
    """What `seo-bridge rewrite` prints is a DRAFT, and the offline writer's passes with exit status 0."""
    (tmp_path / "draft.json").write_text(run("rewrite", article).stdout, encoding="utf-8")
    result = run("checks", article, "draft.json", "--format", "json")
    assert result.exit_code == 0, result.stdout
    data = json.loads(result.stdout)
    assert set(data["scores"]) == {"seo", "readability"}
    assert all(set(found) == {"check", "severity", "block", "message", "evidence"} for found in data["findings"])


def test_an_invented_number_is_an_error(run: Run, article: str, tmp_path: Path) -> None:
    """A number that the source lacks is found in an HTML draft, and the exit status is 1."""
    (tmp_path / "draft.html").write_text(ARTICLE.replace("48", "84"), encoding="utf-8")
    result = run("checks", article, "draft.html", "--title", "Le refuge rouvre", "--format", "json")
    assert result.exit_code == 1
    errors = [found for found in json.loads(result.stdout)["findings"] if found["severity"] == "error"]
    assert any("84" in found["evidence"]["draft"] for found in errors)


def test_a_table_is_for_reading(run: Run, article: str, tmp_path: Path) -> None:
    """Without --format the findings are a table in French, led by the scores."""
    (tmp_path / "draft.html").write_text(ARTICLE.replace("48", "84"), encoding="utf-8")
    result = run("checks", article, "draft.html")
    assert result.stdout.startswith("SEO ")
    assert "fidelity" in result.stdout


def test_options_win_over_the_json(run: Run, article: str, tmp_path: Path) -> None:
    """A title that is given replaces the JSON's own, and is checked."""
    (tmp_path / "draft.json").write_text(run("rewrite", article).stdout, encoding="utf-8")
    result = run("checks", article, "draft.json", "--title", "Le refuge compte 99 places", "--format", "json")
    assert result.exit_code == 1
    assert "99" in result.stdout


def test_json_without_content_is_refused(run: Run, article: str, tmp_path: Path) -> None:
    """JSON that is no rewrite is a usage error that says what was expected."""
    (tmp_path / "draft.json").write_text('{"title": "x"}', encoding="utf-8")
    result = run("checks", article, "draft.json")
    assert result.exit_code == 2
    assert '"content"' in result.stderr
