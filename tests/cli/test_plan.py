"""`seo-bridge plan` against a site that answers as contract 2 says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridge.jobs import JobRequest, Jobs
from tests.cli.conftest import SECRETS, Run
from tests.wordpress_client.stand_in import JSON, StandIn


def with_rules(config: Path, rules: str) -> None:
    """Adds sections to the configuration."""
    config.write_text(config.read_text(encoding="utf-8") + rules, encoding="utf-8")


def test_a_post_that_would_be_rewritten(run: Run, config: Path, wordpress: StandIn) -> None:
    """Every rule is named with its verdict, then length, brief, writer and start; the site is only read."""
    result = run("plan", "blog", "12", env=SECRETS)
    assert result.exit_code == 0, result.output
    assert "NO  " not in result.output
    for part in (
        "The trigger: save",
        "The category",
        "Rewrites of this post today",
        "No suggestion has been made yet.",
        "Length: ",
        "Writer: offline, free",
    ):
        assert part in result.output
    assert result.output.endswith("would be rewritten and suggested as a revision.\n")
    assert [method for method, *_ in wordpress.seen] == ["GET"]


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ('[sites.blog.rules]\ntriggers = ["click"]', "NO  The trigger: save; this site accepts: click."),
        (
            '[sites.blog.rules]\ncategories = ["terroir"]',
            "NO  The category: –; by itself this site rewrites only: terroir.",
        ),
        ("[sites.blog.rules]\nmin_source_words = 9000", "NO  The text has "),
    ],
)
def test_a_post_that_would_be_left_alone(run: Run, config: Path, rules: str, line: str) -> None:
    """The rule that says no is marked, and the exit status says so too."""
    with_rules(config, rules)
    result = run("plan", "blog", "12", env=SECRETS)
    assert result.exit_code == 1, result.output
    assert line in result.output
    assert "would be left alone" in result.output


def test_a_click_is_planned_as_a_click(run: Run, config: Path) -> None:
    """What would ask for it decides which rules hold."""
    with_rules(config, '[sites.blog.rules]\ncategories = ["terroir"]')
    result = run("plan", "blog", "12", "--trigger", "click", env=SECRETS)
    assert result.exit_code == 0, result.output
    assert "Start: in 0 s" in result.output


def test_with_a_key_it_says_what_the_rewrite_may_cost(run: Run, config: Path) -> None:
    """A cost that could pass the cap of a post is a reason to leave it alone, as it is in a job."""
    keyed = {**SECRETS, "ANTHROPIC_API_KEY": "sk-played"}
    result = run("plan", "blog", "12", env=keyed)
    assert result.exit_code == 0, result.output
    assert "Writer: claude, claude-sonnet-5-5; about 0.0" in result.output
    with_rules(config, "[sites.blog.budget]\nper_post_usd = 0.001")
    assert "NO  Writer: claude" in run("plan", "blog", "12", env=keyed).output


def test_a_days_limit_counts_what_was_written(run: Run, config: Path, tmp_path: Path) -> None:
    """What only waits was not written yet."""
    jobs = Jobs(f"sqlite:///{tmp_path}/seo-bridge.sqlite")
    jobs.submit(JobRequest(site="blog", webhook_id="msg_1", type="post.draft_saved", post_id=12))
    jobs.close()
    assert "today (UTC): 0 of 10" in run("plan", "blog", "12", env=SECRETS).output


def test_an_unknown_site_is_named(run: Run, config: Path) -> None:
    """A configuration without the site is at fault, and says which there are."""
    result = run("plan", "shop", "12", env=SECRETS)
    assert result.exit_code == 2
    assert "sites.shop" in result.output
    assert "blog" in result.output


def test_a_post_that_is_not_there(run: Run, config: Path, wordpress: StandIn) -> None:
    """What it means comes first, and what the site answered behind it."""
    wordpress.always(404, JSON, b'{"code": "rest_post_invalid_id", "message": "Invalid post ID."}')
    result = run("plan", "blog", "13", env=SECRETS)
    assert result.exit_code == 1
    assert (
        "seo-bridge: The post was not found: it was deleted, or the SEO Bridge plugin is inactive. (" in result.stderr
    )
    assert "404 rest_post_invalid_id" in result.stderr
