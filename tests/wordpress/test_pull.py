"""A bridge that the site cannot reach asks for the events itself, with the bridge's own client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bridge.config import load
from bridge.errors import SiteForbidden, SiteRejected
from bridge.jobs import Jobs
from bridge.jobs.pull import Puller
from bridge.wordpress.exchange import News
from bridge.wordpress.rest import RestSite
from devsite.wordpress import Site

from .played_bridge import DRAFT, SECRET, PlayedBridge, Robot, outbox


@pytest.fixture
def pulled(quiet_site: Site, bridge: PlayedBridge) -> Iterator[Site]:
    """A site whose owner has set that it is asked, without an address."""
    quiet_site.set_option("seo_bridge_url", "")
    quiet_site.set_option("seo_bridge_pull", "1")
    yield quiet_site
    quiet_site.set_option("seo_bridge_pull", "")


@pytest.fixture
def client(pulled: Site, robot: Robot) -> RestSite:
    """The bridge's client, as the bridge's user."""
    assert robot.auth is not None
    return RestSite(pulled.url, *robot.auth, timeout_seconds=60, allow_private_address=True)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Jobs]:
    """The bridge's queue."""
    opened = Jobs(f"sqlite:///{tmp_path}/jobs.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def puller(pulled: Site, client: RestSite, queue: Jobs, tmp_path: Path) -> Puller:
    """The bridge's own way of asking."""
    path = tmp_path / "config.toml"
    path.write_text(f'[sites.essai]\nurl = "{pulled.url}"\nuser = "pont"\npull_seconds = 1.0\n', encoding="utf-8")
    secrets = {"SEO_BRIDGE_ESSAI_APPLICATION_PASSWORD": "x", "SEO_BRIDGE_ESSAI_WEBHOOK_SECRET": SECRET}
    return Puller(load(path, secrets).sites["essai"], client, queue)


def state(site: Site, post_id: int) -> dict[str, Any]:
    """What the author's panel shows."""
    found: dict[str, Any] = site.json("return seo_bridge_state( get_post( $in['id'] ) );", id=post_id)
    return found


def test_a_save_waits_to_be_asked_for_and_becomes_a_job(
    pulled: Site, bridge: PlayedBridge, puller: Puller, queue: Jobs, author: str
) -> None:
    """Nothing is sent; the bridge takes the event, and the author sees how the job stands, to its end."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    assert outbox(pulled, post_id) == [("post.draft_saved", "waiting", 0, 0)]
    puller.turn()
    assert outbox(pulled, post_id) == [("post.draft_saved", "delivered", 1, 202)]
    assert bridge.received == []
    (job,) = queue.list()
    assert (job.post_id, job.site) == (post_id, "essai")
    puller.turn()
    assert state(pulled, post_id)["state"] == "queued"
    queue.cancel(job.job)
    puller.turn()
    assert state(pulled, post_id)["state"] == "cancelled"
    assert state(pulled, post_id)["message"]


def test_the_same_event_comes_until_it_is_answered(pulled: Site, client: RestSite, author: str) -> None:
    """A bridge that dies with it gets it again, under the same webhook id, after its minute; nobody else before."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    (first,) = client.exchange([], [])
    assert client.exchange([], []) == ()
    pulled.php("global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = due_at - 61' );")
    (again,) = client.exchange([], [])
    assert (again.webhook_id, again.body) == (first.webhook_id, first.body)
    assert outbox(pulled, post_id)[0][1] == "sending"


def test_news_of_another_job_change_nothing(pulled: Site, puller: Puller, client: RestSite, author: str) -> None:
    """What is told about a post counts only for the job that the post waits for."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    puller.turn()
    puller.turn()
    news = News(post_id=post_id, job="autre", state="failed", words=0, expected=0, reason_fr="Non.", reason_en="No.")
    client.exchange([], [news, *(news.model_copy(update={"post_id": other}) for other in (999_999, 2**53))])
    assert state(pulled, post_id)["state"] == "queued"


def test_only_a_site_that_is_set_so_gives_its_events_out(quiet_site: Site, client: RestSite) -> None:
    """Where the plugin sends them, asking is refused and says what to set."""
    quiet_site.set_option("seo_bridge_pull", "")
    with pytest.raises(SiteRejected, match="seo_bridge_not_pulled"):
        client.exchange([], [])


def test_only_the_bridges_user_may_ask(pulled: Site, author: str) -> None:
    """An author's own password opens no outbox."""
    client = RestSite(
        pulled.url, author, pulled.application_password(author), timeout_seconds=60, allow_private_address=True
    )
    with pytest.raises(SiteForbidden):
        client.exchange([], [])


def test_the_owner_sees_whether_the_bridge_asks(pulled: Site, client: RestSite) -> None:
    """The test button tells a bridge that never asked from one that did just now."""
    pulled.php("delete_option( 'seo_bridge_pulled_at' );")
    assert pulled.json("return seo_bridge_ping();")[0] == "silent"
    client.exchange([], [])
    assert pulled.json("return seo_bridge_ping();")[0] == "ok"
    assert [found.ok for found in client.diagnose()].count(False) == 0
