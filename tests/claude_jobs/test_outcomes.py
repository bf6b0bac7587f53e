"""Jobs with the real Claude writer: what is spent, what waits, what stops, and what the author is told."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bridge.jobs import JobStatus
from tests.claude_jobs.conftest import Newsroom
from tests.jobs.conftest import until
from tests.played_claude import PlayedClaude


@pytest.fixture
def played() -> Iterator[PlayedClaude]:
    """The API, a good editor unless a test changes its roles."""
    with PlayedClaude() as api:
        yield api


def ended(newsroom: Newsroom, job: str) -> JobStatus:
    """The status of `job` once it is finished."""
    until(lambda: newsroom.jobs.status(job).finished)
    return newsroom.jobs.status(job)


@pytest.mark.parametrize("role", ["overloaded", "rate_limited"])
def test_a_busy_api_is_asked_again_when_it_says_and_holds_nobody_up(
    role: str, newsroom: Newsroom, played: PlayedClaude
) -> None:
    """After a 529 or a 429 the job is due when the API said; the only thread does another job meanwhile."""
    played.roles, played.retry_after = [role, "good"], "1800"
    newsroom.start(played, concurrency=1)
    waiting = newsroom.submit()
    until(lambda: newsroom.jobs.status(waiting).code == "writer_unavailable")
    status = newsroom.jobs.status(waiting)
    assert (status.state, status.attempts) == ("queued", 1)
    assert 1500 < status.due - time.time() < 2100
    assert ended(newsroom, newsroom.submit()).state == "done"
    assert len(played.requests) == 2
    assert newsroom.jobs.status(waiting).state == "queued"


def test_an_api_that_is_free_again_is_asked_again(newsroom: Newsroom, played: PlayedClaude) -> None:
    """The job that waited is done with one more request, and one answer is paid."""
    played.roles, played.retry_after = ["overloaded", "good"], "0"
    newsroom.start(played)
    assert ended(newsroom, newsroom.submit()).state == "done"
    assert (len(played.requests), len(played.bills)) == (2, 1)


def test_over_budget_says_when_it_renews(newsroom: Newsroom, played: PlayedClaude) -> None:
    """Nothing more is sent, and the author reads when the budget renews, in either language."""
    newsroom.start(played, daily_usd=0.35)
    assert ended(newsroom, newsroom.submit()).state == "done"
    status = ended(newsroom, newsroom.submit())
    assert (status.state, status.code) == ("failed", "over_budget")
    assert "minuit (UTC)" in status.reason_fr
    assert "midnight (UTC)" in status.reason_en
    assert len(played.requests) == 1


def test_an_article_beyond_the_budget_is_not_put_off(newsroom: Newsroom, played: PlayedClaude) -> None:
    """Where one call may cost more than the whole budget, the author is not told to come back tomorrow."""
    newsroom.start(played, daily_usd=0.01)
    status = ended(newsroom, newsroom.submit())
    assert (status.state, status.code) == ("failed", "too_costly")
    assert "demain" not in status.reason_fr
    assert played.requests == []


def test_a_cancelled_job_stops_the_stream_and_the_spending(newsroom: Newsroom, played: PlayedClaude) -> None:
    """The API's writing is broken off, what it had written is booked, and nothing more is sent."""
    played.roles, played.pace = ["slow"], 0.1
    newsroom.start(played)
    job = newsroom.submit()
    until(lambda: newsroom.jobs.status(job).words > 20)
    newsroom.jobs.cancel(job)
    until(lambda: played.bills)
    assert played.bills[0].kind == "abandoned"
    until(lambda: newsroom.calls()[0]["state"] == "settled")
    (call,) = newsroom.calls()
    assert call["output"] > 0
    assert (call["text"], newsroom.jobs.status(job).state) == (None, "cancelled")
    assert len(played.requests) == 1
    assert newsroom.plan.events("propose") == []


def test_unchanged_content_costs_nothing_and_says_so(newsroom: Newsroom, played: PlayedClaude) -> None:
    """A second click on the same text is done at once, without a call, and says why; with `again`, still no call."""
    newsroom.start(played)
    assert ended(newsroom, newsroom.submit()).state == "done"
    again = ended(newsroom, newsroom.click(1))
    assert (again.state, again.code) == ("done", "unchanged")
    assert "rien n’a été réécrit ni dépensé" in again.reason_fr
    assert ended(newsroom, newsroom.click(1, again=True)).code == ""
    assert (len(played.requests), len(newsroom.plan.events("revision"))) == (1, 2)


def test_the_second_article_reads_the_system_part_from_cache(newsroom: Newsroom, played: PlayedClaude) -> None:
    """The ledger shows it, in tokens that the API counted apart."""
    newsroom.start(played)
    for _ in range(2):
        ended(newsroom, newsroom.submit())
    first, second = sorted(newsroom.calls(), key=lambda call: call["opened"])
    assert (first["cache_read"], first["cache_write"] > 1000) == (0, True)
    assert second["cache_read"] > 1000


def test_progress_is_counted_in_words(newsroom: Newsroom, played: PlayedClaude) -> None:
    """While the model writes, the status has words so far of words expected, and they grow."""
    played.roles, played.pace = ["slow"], 0.05
    newsroom.start(played)
    job = newsroom.submit()
    seen = {0: 0}
    until(lambda: seen.update({(now := newsroom.jobs.status(job)).words: now.expected}) or now.finished)
    counts = [words for words in seen if words]
    assert len(counts) > 2
    assert counts == sorted(counts)
    assert all(words <= seen[words] for words in counts)
