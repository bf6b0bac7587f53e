"""A site that sends its events: what the bridge tells it of their jobs, and what lists and panel make of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bridge.config import load
from bridge.errors import SiteForbidden
from bridge.jobs import JobRequest, Jobs, runs
from bridge.jobs.parts import WorkerOptions
from bridge.jobs.tell import Teller
from bridge.wordpress.exchange import News, Told
from bridge.wordpress.rest import RestSite
from bridge.wordpress.xmlrpc_site import XmlRpcSite
from devsite.wordpress import Site

from .played_bridge import DRAFT, SECRET, PlayedBridge, Robot

RULES = ("rules", "Une règle du site laisse cet article tel quel.", "A rule of the site leaves this post alone.")


@pytest.fixture
def teller(quiet_site: Site, client: RestSite | XmlRpcSite, queue: Jobs, tmp_path: Path) -> Teller:
    """The bridge's own way of telling, whose retries are due at once."""
    path = tmp_path / "config.toml"
    path.write_text(f'[sites.essai]\nurl = "{quiet_site.url}"\nuser = "pont"\n', encoding="utf-8")
    secrets = {"SEO_BRIDGE_ESSAI_APPLICATION_PASSWORD": "x", "SEO_BRIDGE_ESSAI_WEBHOOK_SECRET": SECRET}
    return Teller(load(path, secrets).sites["essai"], client, queue, WorkerOptions(backoff_seconds=0.0))


@pytest.fixture
def draft(quiet_site: Site, bridge: PlayedBridge, author: str) -> int:
    """A draft whose saving tells the bridge nothing."""
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    return quiet_site.create_post(user=author, title="Compost", content=DRAFT)


@pytest.fixture
def asked(quiet_site: Site, bridge: PlayedBridge, queue: Jobs, draft: int) -> Callable[..., str]:
    """Asks for a rewrite of the draft, which becomes a job, and has the site take the bridge's answer, or lose it."""

    def ask(webhook_id: str = "m1", *, answered: bool = True) -> str:
        job = queue.submit(
            JobRequest(site="essai", webhook_id=webhook_id, type="post.rewrite_requested", post_id=draft)
        ).job
        bridge.status = 202 if answered else 503
        bridge.answer = json.dumps({"job": job, "status_url": f"http://127.0.0.1/jobs/{job}?token=t"}).encode()
        quiet_site.php("seo_bridge_request_rewrite( $in['id'] ); do_action( 'seo_bridge_deliver' );", id=draft)
        bridge.awaited(draft, 1)
        return job

    return ask


def end(queue: Jobs, job: str, state: runs.Ending, reason: tuple[str, str, str]) -> None:
    """The end of a job, as its workflow notes it."""
    queue.write(lambda c: runs.finish(c, job, queue_run(queue, job), state, time.time(), reason=reason))


def queue_run(queue: Jobs, job: str) -> int:
    return queue.status(job).run


def shown(site: Site, post_id: int) -> dict[str, Any]:
    """What the list's column says, and state and message of the author's panel; nobody asks the bridge."""
    code = """$state = seo_bridge_state( get_post( $in['id'] ), false );
        return array( 'column' => seo_bridge_column_text( $state ), 'state' => $state['state'], 'message' => $state['message'] );"""
    found: dict[str, Any] = site.json(code, id=post_id)
    return found


@pytest.mark.parametrize("client", [RestSite, XmlRpcSite], indirect=True, ids=["rest", "xmlrpc"])
def test_a_job_that_failed_shows_without_anybody_asking(
    quiet_site: Site, bridge: PlayedBridge, draft: int, asked: Callable[..., str], queue: Jobs, teller: Teller
) -> None:
    """In the list and in the panel, with the author's reason in the site's language."""
    job = asked()
    assert shown(quiet_site, draft)["column"][0] == "busy"
    end(queue, job, "failed", ("too_thin", "Le texte est trop court. <b>", "The text is too short."))
    teller.turn()
    found = shown(quiet_site, draft)
    assert (found["state"], found["message"]) == ("failed", "Le texte est trop court.")
    assert (found["column"][0], found["column"][2]) == ("failed", "Le texte est trop court.")
    assert bridge.asked == []


def test_what_a_rule_leaves_alone_says_so(
    quiet_site: Site, draft: int, asked: Callable[..., str], queue: Jobs, teller: Teller
) -> None:
    """The list names the reason; and when the operator has the job begin anew, that shows too."""
    job = asked()
    end(queue, job, "cancelled", RULES)
    teller.turn()
    assert shown(quiet_site, draft)["column"][::2] == ["ended", RULES[1]]
    queue.retry(job)
    teller.turn()
    assert shown(quiet_site, draft)["state"] == "queued"


def test_news_of_an_older_job_change_nothing(
    quiet_site: Site, draft: int, asked: Callable[..., str], queue: Jobs, teller: Teller
) -> None:
    """They are told, and forgotten; the newer job's own count."""
    old = asked()
    queue.cancel(old)
    new = asked("m2")
    teller.turn()
    assert (new != old, shown(quiet_site, draft)["state"]) == (True, "queued")
    end(queue, new, "failed", RULES)
    teller.turn()
    assert shown(quiet_site, draft)["state"] == "failed"


def test_older_news_of_a_job_change_nothing(
    quiet_site: Site, draft: int, asked: Callable[..., str], client: RestSite, robot: Robot
) -> None:
    """Those that come late, by their stage; nor does progress end a suggestion that has come."""
    job = asked()

    def tell(state: str, stage: int) -> str:
        client.exchange(Told(events=False, jobs=(News(post_id=draft, job=job, state=state, stage=stage),)))
        return str(shown(quiet_site, draft)["state"])

    assert [tell("failed", 4), tell("writing", 3), tell("queued", 6), tell("failed", 4)] == [
        *("failed", "failed", "queued", "queued")
    ]
    assert robot.propose(draft, job=job).status_code == 201
    assert [tell("delivering", 6), tell("stale", 8), tell("cancelled", 7)] == ["done", "stale", "stale"]


def test_news_that_overtake_their_answer_are_told_again(
    quiet_site: Site, bridge: PlayedBridge, draft: int, asked: Callable[..., str], queue: Jobs, teller: Teller
) -> None:
    """The site has asked, and lost the answer by which it would know the job: it says so, until it has the answer."""
    job = asked(answered=False)
    end(queue, job, "failed", RULES)
    teller.turn()
    assert shown(quiet_site, draft)["state"] == "undelivered"
    bridge.status = 200
    quiet_site.php("global $wpdb; $wpdb->query( 'UPDATE ' . seo_bridge_outbox_table() . ' SET due_at = 1' );")
    quiet_site.php("do_action( 'seo_bridge_deliver' );")
    bridge.awaited(draft, 2)
    teller.turn()
    assert shown(quiet_site, draft)["state"] == "failed"


def test_only_the_bridges_user_may_tell(quiet_site: Site, draft: int, asked: Callable[..., str], author: str) -> None:
    """An author's own password says nothing of jobs, and no events are given out besides."""
    job = asked()
    password = quiet_site.application_password(author)
    client = RestSite(quiet_site.url, author, password, timeout_seconds=60, allow_private_address=True)
    with pytest.raises(SiteForbidden):
        client.exchange(Told(events=False, jobs=(News(post_id=draft, job=job, state="failed"),)))
    assert shown(quiet_site, draft)["state"] == "queued"
