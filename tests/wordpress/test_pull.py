"""A bridge that the site cannot reach asks for the events itself, with the bridge's own client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bridge.config import load
from bridge.errors import SiteForbidden, SiteRejected, SiteUnavailable
from bridge.jobs import JobRequest, Jobs
from bridge.jobs.pull import Puller
from bridge.wordpress.exchange import Answered, News, Pull, Told
from bridge.wordpress.plugin import WithPlugin
from bridge.wordpress.rest import RestSite
from bridge.wordpress.xmlrpc_site import XmlRpcSite
from devsite.wordpress import Site

from .played_bridge import DRAFT, SECRET, PlayedBridge, Robot, outbox

PONG = {"pong": True, "writer": "claude", "model": "claude-essai", "usd_per_1000_words": 0.125}


@pytest.fixture
def pulled(quiet_site: Site, bridge: PlayedBridge) -> Iterator[Site]:
    """A site whose owner has set that it is asked, without an address."""
    quiet_site.set_option("seo_bridge_url", "")
    quiet_site.set_option("seo_bridge_pull", "1")
    yield quiet_site
    quiet_site.set_option("seo_bridge_pull", "")


@pytest.fixture
def puller(pulled: Site, client: WithPlugin, queue: Jobs, tmp_path: Path) -> Puller:
    """The bridge's own way of asking."""
    path = tmp_path / "config.toml"
    path.write_text(f'[sites.essai]\nurl = "{pulled.url}"\nuser = "pont"\npull_seconds = 1.0\n', encoding="utf-8")
    secrets = {"SEO_BRIDGE_ESSAI_APPLICATION_PASSWORD": "x", "SEO_BRIDGE_ESSAI_WEBHOOK_SECRET": SECRET}
    return Puller(load(path, secrets).sites["essai"], client, queue, PONG)


def asked(client: WithPlugin, **more: Any) -> Pull:
    """What the site answers a bridge that asks."""
    return client.exchange(Told(events=True, **more))


def state(site: Site, post_id: int) -> dict[str, Any]:
    """What the author's panel shows."""
    found: dict[str, Any] = site.json("return seo_bridge_state( get_post( $in['id'] ) );", id=post_id)
    return found


@pytest.mark.parametrize("client", [RestSite, XmlRpcSite], indirect=True, ids=["rest", "xmlrpc"])
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


def test_the_same_event_comes_until_it_is_answered(pulled: Site, client: WithPlugin, author: str) -> None:
    """A bridge that dies with it gets it again, under the same webhook id, after its minute; nobody else before."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    (first,) = asked(client).events
    assert asked(client).events == ()
    pulled.php("global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = due_at - 61' );")
    (again,) = asked(client).events
    assert (again.webhook_id, again.body) == (first.webhook_id, first.body)
    assert outbox(pulled, post_id)[0][1] == "sending"


def test_news_of_another_job_change_nothing(pulled: Site, puller: Puller, client: WithPlugin, author: str) -> None:
    """What is told about a post counts only for the job that the post waits for."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    puller.turn()
    puller.turn()
    news = News(post_id=post_id, job="autre", state="failed", reason_fr="Non.", reason_en="No.")
    asked(client, jobs=(news, *(news.model_copy(update={"post_id": other}) for other in (999_999, 2**53))))
    assert state(pulled, post_id)["state"] == "queued"


def test_only_a_site_that_is_set_so_gives_its_events_out(quiet_site: Site, client: WithPlugin) -> None:
    """Where the plugin sends them, asking is refused and says what to set."""
    quiet_site.set_option("seo_bridge_pull", "")
    with pytest.raises(SiteRejected, match="seo_bridge_not_pulled"):
        asked(client)


def test_only_the_bridges_user_may_ask(pulled: Site, author: str) -> None:
    """An author's own password opens no outbox."""
    client = RestSite(
        pulled.url, author, pulled.application_password(author), timeout_seconds=60, allow_private_address=True
    )
    with pytest.raises(SiteForbidden):
        asked(client)


def test_the_owner_sees_whether_the_bridge_asks(pulled: Site, client: WithPlugin) -> None:
    """The test button tells a bridge that never asked from one that did just now."""
    pulled.php("delete_option( 'seo_bridge_pulled_at' );")
    assert pulled.json("return seo_bridge_ping();")[0] == "silent"
    asked(client)
    assert pulled.json("return seo_bridge_ping();")[0] == "ok"
    assert [found.ok for found in client.diagnose()].count(False) == 0


def test_the_owner_sees_who_writes_and_at_what_price(pulled: Site, puller: Puller, author: str) -> None:
    """As where the site can ask: in the test's answer, and in the estimate before many rewrites."""
    post_id = pulled.create_post(user=author, title="Le compost", content="mot " * 8000)
    puller.turn()
    shown = "return array( seo_bridge_ping_message( seo_bridge_ping()[0] ), seo_bridge_estimate( array( get_post( $in['id'] ) ) ) );"
    said, rows = pulled.json(shown, id=post_id)
    assert "claude-essai" in said
    assert any(re.search(r"\b1[.,]\D*00\b", value) for value in rows.values()), rows


class Lossy:
    """A way to the site that loses every other answer."""

    def __init__(self, client: WithPlugin) -> None:
        self.client, self.calls = client, 0

    def exchange(self, told: Told) -> Pull:
        self.calls += 1
        answer = self.client.exchange(told)
        if self.calls % 2:
            raise SiteUnavailable("the answer was lost")
        return answer


def test_an_author_cancels_what_the_bridge_has(
    pulled: Site, puller: Puller, client: WithPlugin, queue: Jobs, author: str
) -> None:
    """It shows as being cancelled until the bridge has asked and told, whatever is lost on the way; then it is over."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    puller.turn()
    (job,) = queue.list()
    writer = Robot(pulled, (author, pulled.application_password(author)))
    assert state(pulled, post_id)["can_cancel"]
    for _ in range(2):
        found = writer.call("POST", f"posts/{post_id}/cancel").json()
        assert (found["state"], found["busy"], found["can_cancel"]) == ("cancelling", True, False)
    assert queue.status(job.job).state == "queued"
    lossy = Puller(puller.site, Lossy(client), queue, PONG)
    for _ in range(3):
        lossy.turn()
    assert queue.status(job.job).state == "cancelled"
    found = state(pulled, post_id)
    assert (found["state"], found["busy"], found["can_request"]) == ("cancelled", False, True)
    assert asked(client).cancels == ()


def test_an_author_cancels_what_the_bridge_is_just_taking(
    pulled: Site, puller: Puller, client: WithPlugin, queue: Jobs, author: str
) -> None:
    """The event is taken back at once, and its answer says which job is not to go on."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    (event,) = asked(client).events
    assert pulled.json("return seo_bridge_cancel( get_post( $in['id'] ) );", id=post_id)["state"] == "cancelled"
    job = queue.submit(JobRequest(site="essai", webhook_id="m1", type="post.draft_saved", post_id=post_id)).job
    answer = Answered(webhook_id=event.webhook_id, code=202, answer={"job": job, "status_url": ""})
    asked(client, answers=(answer,))
    puller.turn()
    assert queue.status(job).state == "cancelled"
    assert state(pulled, post_id)["state"] == "cancelled"
    assert asked(client).cancels == ()


def test_only_who_may_rewrite_a_post_cancels_it(pulled: Site, puller: Puller, client: WithPlugin, author: str) -> None:
    """Another author's word changes nothing."""
    post_id = pulled.create_post(user=author, title="Le compost", content=DRAFT)
    puller.turn()
    puller.turn()
    pulled.create_user("denis", "author")
    stranger = Robot(pulled, ("denis", pulled.application_password("denis")))
    assert stranger.call("POST", f"posts/{post_id}/cancel").status_code == 403
    assert asked(client).cancels == ()


def test_an_author_is_told_of_a_bridge_that_asks_no_more(
    pulled: Site, puller: Puller, client: WithPlugin, author: str
) -> None:
    """A request that waits says since when; of a job that the bridge has, that nobody says more. One that asks seldom is
    not taken for silent.
    """
    posts = [pulled.create_post(user=author, title="Le compost", content=DRAFT)]
    puller.turn()
    posts.append(pulled.create_post(user=author, title="Le lombric", content=DRAFT))
    assert [state(pulled, post_id)["message"] for post_id in posts] == ["", ""]
    pulled.set_option("seo_bridge_pulled_at", 1)
    shown = [state(pulled, post_id) for post_id in posts]
    assert [one["state"] for one in shown] == ["unknown", "waiting"]
    assert all(one["message"] for one in shown)
    puller.turn()
    an_hour_ago = "update_option( 'seo_bridge_pulled_at', time() - 3600 );"
    pulled.php(an_hour_ago)
    assert pulled.json("return seo_bridge_ping();")[0] == "silent"
    asked(client, bridge={**PONG, "pull_seconds": 1800.0})
    pulled.php(an_hour_ago)
    assert pulled.json("return seo_bridge_ping();")[0] == "ok"
