"""A site's rules: what they say of a post, and what a job does when one says no."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from bridge.config import Rules
from bridge.jobs.hours import seconds_until_open
from bridge.jobs.model import RequestType
from bridge.jobs.rules import verdicts
from bridge.wordpress import Post, Proposal
from bridge.wordpress.core import slug_of
from tests.jobs.conftest import Crew

PARIS = ZoneInfo("Europe/Paris")
PROPOSAL = Proposal(
    job="j", base_hash="b", title="", titles=(), slug="le-four-a-pain", excerpt="", content="", seo={}, report={}
)


def post(**fields: Any) -> Post:
    """A draft of fourteen words in the category "a-reprendre"."""
    return Post.model_validate(
        {
            "id": 1,
            "type": "post",
            "status": "draft",
            "title": "Le four à pain",
            "content": "<p>Le four à pain du village fume de nouveau chaque samedi depuis le printemps.</p>",
            "content_hash": "sha256:" + "0" * 64,
            "modified_gmt": "2026-11-23T10:00:00",
            "author_name": "odile",
            "terms": {"category": ["a-reprendre", "terroir"], "post_tag": ["pain"]},
        }
        | fields
    )


def refused(rules: dict[str, Any], type_: RequestType = "post.draft_saved", today: int = 0, **fields: Any) -> list[str]:
    """The rules that say no."""
    return [v.rule for v in verdicts(Rules(**rules), post(**fields), type_, today) if not v.ok]


def test_without_rules_everything_is_rewritten() -> None:
    """The defaults leave nothing alone, whatever triggers it."""
    assert [refused({}, type_) for type_ in get_args(RequestType)] == [[], [], [], [], []]


@pytest.mark.parametrize(
    ("rules", "fields"),
    [
        ({"triggers": ("click", "publish")}, {}),
        ({"types": ("page",)}, {}),
        ({"categories": ("politique",)}, {}),
        ({"tags": ("vin",)}, {"terms": {}}),
        ({"authors": ("camille",)}, {}),
        ({"languages": ("en",)}, {}),
        ({"languages": ("fr",)}, {"language": "en_GB"}),
        ({"min_source_words": 15}, {}),
        ({"daily_per_post": 3}, {"today": 3}),
    ],
    ids=lambda value: next(iter(value), "") if isinstance(value, dict) else None,
)
def test_each_rule_leaves_alone_what_it_does_not_name(rules: dict[str, Any], fields: dict[str, Any]) -> None:
    """One rule that does not hold is named, and no other."""
    assert refused(rules, **fields) == list(rules)


def test_a_proposal_starts_nothing_by_itself() -> None:
    """The draft of a proposal would become another, and that one the next; an author may still ask for it."""
    types: tuple[RequestType, ...] = ("post.draft_saved", "post.published", "post.rewrite_requested")
    slug = slug_of(1, PROPOSAL)
    assert [refused({}, type_, slug=slug) for type_ in types] == [["proposal"], ["proposal"], []]


def test_a_rule_that_names_the_post_lets_it_pass() -> None:
    """One of several categories is enough, and fourteen words are fourteen."""
    rules = {
        "categories": ("terroir", "politique"),
        "tags": ("pain",),
        "authors": ("odile",),
        "languages": ("fr",),
        "types": ("post",),
        "min_source_words": 14,
        "daily_per_post": 3,
    }
    assert refused(rules, today=2) == []


def test_a_site_that_tells_no_language_is_read() -> None:
    """Without the plugin the text itself says whether it is French."""
    english = (
        "<p>The old bakery of the village has been smoking again every Saturday since the spring of this year, and all of "
        "those who live in the valley come there with the pies that they have made at home, as their parents did.</p>"
    )
    assert refused({"languages": ("fr",)}, locale="") == []
    assert refused({"languages": ("fr",)}, locale="", content=english) == ["languages"]


def test_a_click_is_bound_by_triggers_types_and_the_daily_limit_alone() -> None:
    """An author who asks for a post of another category gets it; who asks too often does not."""
    elsewhere = {"categories": ("politique",), "authors": ("camille",), "min_source_words": 900, "languages": ("de",)}
    assert refused(elsewhere, "post.rewrite_requested") == []
    assert refused({"triggers": ("save",), "types": ("page",)}, "post.rewrite_requested") == ["triggers", "types"]
    assert refused({"daily_per_post": 1}, "post.rewrite_requested", today=1) == ["daily_per_post"]


@pytest.mark.parametrize("type_", ["post.commanded", "post.backfill"])
def test_the_operator_is_bound_by_the_daily_limit_alone(type_: RequestType) -> None:
    """A command is for the post that it names, and a backfill chooses its posts itself."""
    assert refused({"triggers": (), "types": ("page",), "categories": ("x",)}, type_) == []
    assert refused({"daily_per_post": 1}, type_, today=1) == ["daily_per_post"]


@pytest.mark.parametrize(
    ("hours", "now", "waits"),
    [
        ("", "12:00", 0),
        ("09:00-18:00", "12:00", 0),
        ("09:00-18:00", "08:30", 30),
        ("09:00-18:00", "18:00", 15 * 60),
        ("22:00-06:00", "23:30", 0),
        ("22:00-06:00", "05:59", 0),
        ("22:00-06:00", "06:00", 16 * 60),
    ],
)
def test_a_save_waits_for_the_hours(hours: str, now: str, waits: int) -> None:
    """Outside of the hours a save waits until they begin, in the site's own time; a click never waits."""
    rules = Rules(hours=hours)
    moment = datetime.fromisoformat(f"2026-11-23T{now}:00").replace(tzinfo=PARIS)
    assert seconds_until_open(rules, "post.draft_saved", moment) == waits * 60
    assert seconds_until_open(rules, "post.rewrite_requested", moment) == 0


def test_hours_are_those_of_the_clock_when_it_changes() -> None:
    """In the night that has an hour more, six o'clock is an hour further away."""
    evening = datetime(2026, 10, 24, 23, 0, tzinfo=PARIS)
    assert seconds_until_open(Rules(hours="06:00-08:00"), "post.published", evening) == 8 * 3600


def test_a_job_that_a_rule_leaves_alone_says_why(crew: Crew) -> None:
    """Nothing is written or handed over, and the reason names the rule's own words."""
    job = crew.submit(type="post.draft_saved", options={"rules": {"categories": ["politique"]}})
    status = crew.ended(job)
    assert (status.state, status.code, status.revision) == ("cancelled", "rules", None)
    assert "politique" in status.reason_fr
    assert "politique" in status.reason_en
    assert crew.plan.events("write") == []


def test_a_post_has_a_daily_limit_whatever_comes(crew: Crew) -> None:
    """The third rewrite of a day is refused, even to a click that insists; another post's is not."""
    again = {"again": True, "rules": {"daily_per_post": 2}}
    ended = [crew.ended(crew.submit(post_id=1, options=again)) for _ in range(3)]
    assert [status.state for status in ended] == ["done", "done", "cancelled"]
    assert "2 sur 2" in ended[2].reason_fr
    assert crew.ended(crew.submit(post_id=2, options=again)).state == "done"
