"""`seo-bridge rewrite-post`, at once and through a worker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ARTICLE, SECRETS, Run
from tests.cli.test_service import Start, port, start, until  # noqa: F401
from tests.wordpress_client.stand_in import POST, RECEIPT, StandIn


@pytest.fixture
def proposals(wordpress: StandIn) -> list[dict[str, Any]]:
    """The site has an article; what is proposed for it is in this list."""
    taken: list[dict[str, Any]] = []

    def answer(handler: Any, route: str) -> None:
        if handler.command == "POST":
            taken.append(json.loads(wordpress.seen[-1][3]))
        wordpress.say(handler, 200, RECEIPT if handler.command == "POST" else {**POST, "content": ARTICLE})

    wordpress.answer = answer
    return taken


def test_without_a_worker_the_work_is_done_at_once(run: Run, config: Path, proposals: list[dict[str, Any]]) -> None:
    """One proposal is handed back, and where it lies is printed; nothing is said of a plugin that is there."""
    result = run("rewrite-post", "blog", "12", "--keyphrase", "refuge", env=SECRETS)
    assert result.exit_code == 0, result.output
    assert result.stdout == "suggestion 77\nlook: https://b.fr/r?revision=77\npost: https://b.fr/e\n"
    assert [proposal["seo"]["focus_keyphrase"] for proposal in proposals] == ["refuge"]
    assert result.stderr == ""


def test_a_repeat_is_the_same_job(run: Run, config: Path, proposals: list[dict[str, Any]]) -> None:
    """Done at once twice, it is one job, which a site answers with the proposal that it has; not so with --again."""
    for options in ((), (), ("--again",)):
        run("rewrite-post", "blog", "12", *options, env=SECRETS)
    first, second, third = (proposal["job"] for proposal in proposals)
    assert first == second != third


def test_other_house_rules_make_another_job(run: Run, config: Path, proposals: list[dict[str, Any]]) -> None:
    """The site would answer with the proposal that was written by the old ones, and drop the new one."""
    run("rewrite-post", "blog", "12", env=SECRETS)
    config.write_text(f'{config.read_text()}[sites.blog.rewrite]\ntone = "vif"\n')
    run("rewrite-post", "blog", "12", env=SECRETS)
    first, second = (proposal["job"] for proposal in proposals)
    assert first != second


def test_a_changed_text_is_told(run: Run, config: Path, wordpress: StandIn, proposals: list[dict[str, Any]]) -> None:
    """Where the post has changed meanwhile, the operator is told to compare."""
    given = {"GET": {**POST, "content": ARTICLE}, "POST": {**RECEIPT, "stale": True}}
    wordpress.answer = lambda handler, route: wordpress.say(handler, 200, given[handler.command])
    result = run("rewrite-post", "blog", "12", env=SECRETS | {"LANG": "fr_FR.UTF-8"})
    assert result.exit_code == 0
    assert "comparez bien" in result.stderr


@pytest.mark.usefixtures("port")
def test_a_worker_does_the_work_where_one_runs(
    run: Run,
    start: Start,  # noqa: F811
    config: Path,
    proposals: list[dict[str, Any]],
) -> None:
    """The command waits for the worker, and prints what it handed back."""
    from bridge.jobs import Jobs

    start("worker")
    jobs = Jobs("sqlite:///seo-bridge.sqlite")
    until(lambda: jobs.ready().worker_seen_seconds is not None, "a worker")
    result = run("rewrite-post", "blog", "12", env=SECRETS)
    assert result.exit_code == 0, result.output
    assert "suggestion 77" in result.stdout
    (job,) = jobs.list()
    assert (job.state, job.type) == ("done", "post.commanded")
    assert [proposal["job"] for proposal in proposals] == [job.job]
    jobs.close()


def test_a_post_that_nobody_asked_about_says_what_to_do(run: Run, config: Path, wordpress: StandIn) -> None:
    """With the plugin, a refusal names the ways to hand a post over."""
    wordpress.always(403, {"Content-Type": "application/json"}, b'{"code":"seo_bridge_forbidden"}')
    result = run("rewrite-post", "blog", "12", env=SECRETS)
    assert result.exit_code == 1
    assert "backfill" in result.stderr


def test_an_unknown_site_is_refused(run: Run, config: Path) -> None:
    """The sites that there are are named."""
    result = run("rewrite-post", "autre", "12", env=SECRETS)
    assert result.exit_code == 2
    assert "the sites are blog" in result.stderr
