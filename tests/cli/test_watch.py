"""`seo-bridge watch`: which drafts it puts into the queue, and that it does so once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bridge.cli.watch import look
from bridge.config import load
from bridge.errors import SiteUnavailable
from bridge.jobs import Jobs
from bridge.wordpress.core import Candidate, content_hash
from tests.cli.conftest import SECRETS, Run
from tests.wordpress_client.stand_in import StandIn


@dataclass
class Watched:
    """A site with these drafts."""

    found: list[Candidate] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def drafts(self, tag: str, category: str) -> Iterator[Candidate]:
        self.asked.append((tag, category))
        yield from self.found


def draft(number: int, text: str = "Un texte") -> Candidate:
    return Candidate(number, "post", content_hash("Titre", text))


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    """A queue."""
    opened = Jobs(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def site(config: Path) -> Any:
    """The configured site, as one without the plugin."""
    config.write_text(f"{config.read_text()}plugin = false\n", encoding="utf-8")
    return load(config, SECRETS).sites["blog"]


def waiting(jobs: Jobs) -> list[int]:
    return sorted(status.post_id for status in jobs.list())


def test_each_text_of_a_draft_is_taken_once(jobs: Jobs, site: Any) -> None:
    """A draft that stays as it is starts nothing more, also after its job has ended; a new text does."""
    watched = Watched([draft(1), draft(2)])
    for _ in range(3):
        look(watched, jobs, site, "a-revoir", "", 5)
    assert waiting(jobs) == [1, 2]
    for status in jobs.list():
        jobs.cancel(status.job)
    look(watched, jobs, site, "a-revoir", "", 5)
    assert len(jobs.list()) == 2
    watched.found[0] = draft(1, "Un autre texte")
    look(watched, jobs, site, "a-revoir", "", 5)
    assert waiting(jobs) == [1, 1, 2]
    assert watched.asked[0] == ("a-revoir", "")


def test_a_draft_waits_for_the_sites_hours(jobs: Jobs, site: Any) -> None:
    """Nobody clicked for it: found outside of them, it is due when they begin."""
    now = datetime.now(UTC)
    opens, closes = ((now + timedelta(hours=hours)).strftime("%H:%M") for hours in (6, 7))
    rules = site.rules.model_copy(update={"hours": f"{opens}-{closes}", "timezone": "UTC"})
    look(Watched([draft(1)]), jobs, site.model_copy(update={"rules": rules}), "x", "", 5)
    (waits,) = jobs.list()
    assert waits.due - waits.created > 5 * 3600


def test_a_look_starts_at_most_so_many(jobs: Jobs, site: Any) -> None:
    """Many drafts that are tagged at once are taken in portions, none of them lost."""
    watched = Watched([draft(number) for number in range(1, 8)])
    look(watched, jobs, site, "x", "", 3)
    assert waiting(jobs) == [1, 2, 3]
    look(watched, jobs, site, "x", "", 3)
    look(watched, jobs, site, "x", "", 3)
    assert waiting(jobs) == [1, 2, 3, 4, 5, 6, 7]


def test_a_site_that_is_away_is_waited_for(jobs: Jobs, site: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A look that fails for now says so, and asks for the wait that the site named."""

    class Away:
        def drafts(self, tag: str, category: str) -> Iterator[Candidate]:
            raise SiteUnavailable("busy", retry_after=120.0)
            yield

    assert look(Away(), jobs, site, "x", "", 3) == 120.0
    assert "busy" in capsys.readouterr().err


def test_a_full_queue_loses_no_draft(tmp_path: Path, site: Any) -> None:
    """What the queue has no place for is taken by a later look."""
    small = Jobs(f"sqlite:///{tmp_path / 'jobs.sqlite'}", max_queued=1)
    watched = Watched([draft(1), draft(2)])
    assert look(watched, small, site, "x", "", 5) > 0
    assert waiting(small) == [1]
    small.cancel(small.list()[0].job)
    look(watched, small, site, "x", "", 5)
    assert waiting(small) == [1, 2]
    small.close()


def test_what_is_lost_without_the_plugin_is_said_once(run: Run, site: Any, wordpress: StandIn) -> None:
    """The command names what the site goes without, looks, and ends."""
    wordpress.always(200, {"Content-Type": "application/json"}, b"[]")
    result = run("watch", "blog", "--tag", "a-revoir", "--once", env=SECRETS)
    assert result.exit_code == 0, result.output
    assert result.stderr.count("Without the plugin") == 1
    assert "slug=a-revoir" in wordpress.seen[0][1]


def test_a_site_with_the_plugin_is_not_watched(run: Run, config: Path) -> None:
    """There the plugin tells the bridge; and a watch needs a tag or a category."""
    assert "plugin = false" in run("watch", "blog", "--tag", "x", env=SECRETS).stderr
    config.write_text(f"{config.read_text()}plugin = false\n", encoding="utf-8")
    assert "--tag or --category" in run("watch", "blog", env=SECRETS).stderr
