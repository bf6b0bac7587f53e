"""Where a rewrite stands, as the author's panel is told."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from devsite.wordpress import Site

from .played_bridge import DRAFT, PlayedBridge, Robot, close, listen, outbox

STATE = {
    "state", "label", "message", "requested_at", "retry_at", "job", "words", "expected", "busy", "can_cancel",
    "can_request", "left_today", "suggestion", "applied",
}  # fmt: skip


@pytest.fixture
def writer(quiet_site: Site, author: str) -> Robot:
    """The author at the panel's routes."""
    return Robot(quiet_site, (author, quiet_site.application_password(author)))


@pytest.fixture
def draft(quiet_site: Site, bridge: PlayedBridge, author: str) -> int:
    """A draft whose saving tells the bridge nothing."""
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    return quiet_site.create_post(user=author, title="Le compost", content=DRAFT)


def state(writer: Robot, draft: int, route: str = "progress", **kwargs: Any) -> dict[str, Any]:
    answer = writer.call("GET" if route == "progress" else "POST", f"posts/{draft}/{route}", **kwargs)
    assert answer.status_code in {200, 202}, answer.text
    found: dict[str, Any] = answer.json()
    assert set(found) == STATE
    return found


def ask(writer: Robot, draft: int, **options: Any) -> dict[str, Any]:
    """Asks for a rewrite, and waits until it has been sent, or could not be: the state after it."""
    assert state(writer, draft, "rewrite", json=options)["state"] == "waiting"
    for _ in range(100):
        found = state(writer, draft)
        if found["state"] != "waiting":
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def test_from_the_click_to_the_proposal(bridge: PlayedBridge, draft: int, writer: Robot, robot: Robot) -> None:
    """The bridge's states come through with their words, and a final one is asked for once."""
    assert (state(writer, draft)["state"], state(writer, draft)["can_request"]) == ("none", True)
    bridge.job = {"state": "queued"}
    asked = ask(writer, draft, keyphrase="compost", again=True)
    assert (asked["state"], asked["busy"], asked["can_cancel"], asked["can_request"]) == ("queued", True, True, False)
    assert bridge.awaited(draft, 1)[0].event["data"]["options"] == {"keyphrase": "compost", "again": True}

    bridge.job = {"job": "job-1", "state": "writing", "words": 320, "expected": 1900, "reason": None}
    writing = state(writer, draft)
    assert (writing["state"], writing["words"], writing["expected"]) == ("writing", 320, 1900)
    assert (writing["job"], writing["busy"], writing["can_cancel"]) == ("job-1", True, True)
    assert "320" in writing["label"]
    assert "&" not in writing["label"]
    assert (bridge.asked[-1], bridge.languages[-1]) == ("/jobs/job-1?token=t", "fr-FR")

    revision = robot.propose(draft, job="job-1").json()["revision"]
    times = len(bridge.asked)
    done = state(writer, draft)
    assert (done["state"], done["suggestion"], done["busy"], done["can_request"]) == ("done", revision, False, True)
    assert len(bridge.asked) == times


def test_what_the_bridge_gives_as_its_reason(bridge: PlayedBridge, draft: int, writer: Robot) -> None:
    """A failure is told in the bridge's words, stays so when the bridge is gone, and another rewrite can be asked for."""
    bridge.job = {"state": "queued"}
    ask(writer, draft)
    bridge.job = {"state": "failed", "reason": {"code": "too_thin", "message": "Le texte est trop court. <b>"}}
    failed = state(writer, draft)
    assert (failed["state"], failed["message"], failed["can_request"]) == ("failed", "Le texte est trop court.", True)
    times = len(bridge.asked)
    bridge.job = None
    assert state(writer, draft) == failed
    assert len(bridge.asked) == times


def test_a_bridge_that_does_not_say(bridge: PlayedBridge, draft: int, writer: Robot) -> None:
    """Silence and nonsense are `unknown`, to be asked again; a job that the bridge does not know has failed."""
    bridge.job = {"state": "queued"}
    ask(writer, draft)
    bridge.status = 503
    silent = state(writer, draft)
    assert (silent["state"], silent["busy"]) == ("unknown", True)
    assert silent["message"]
    bridge.status = 202
    bridge.job = {"state": "brewing"}
    assert state(writer, draft)["state"] == "unknown"
    bridge.job = {"state": "queued"}
    assert state(writer, draft)["state"] == "queued"
    bridge.job = None
    assert (state(writer, draft)["state"], state(writer, draft)["can_request"]) == ("failed", True)


def test_a_bridge_that_is_down(quiet_site: Site, bridge: PlayedBridge, draft: int, writer: Robot) -> None:
    """The request waits, says why and until when, and can be taken back without the bridge."""
    gone = listen(PlayedBridge())
    port = gone.server_address[1]
    close(gone)
    quiet_site.set_option("seo_bridge_url", f"http://127.0.0.1:{port}")
    waiting = ask(writer, draft)
    assert (waiting["state"], waiting["busy"], waiting["can_cancel"]) == ("undelivered", True, True)
    assert waiting["message"]
    assert waiting["retry_at"] > waiting["requested_at"]
    cancelled = state(writer, draft, "cancel")
    assert (cancelled["state"], cancelled["busy"], cancelled["can_request"]) == ("cancelled", False, True)
    assert [row[1] for row in outbox(quiet_site, draft)] == ["cancelled"]
    assert state(writer, draft)["state"] == "cancelled"


def test_cancelling_at_the_bridge(bridge: PlayedBridge, draft: int, writer: Robot) -> None:
    """What the bridge has is cancelled there, with the job's own token."""
    bridge.job = {"state": "writing"}
    ask(writer, draft)
    assert state(writer, draft, "cancel")["state"] == "cancelled"
    assert bridge.asked[-1] == "/jobs/job-1/cancel?token=t"
    assert state(writer, draft)["state"] == "cancelled"
    assert state(writer, draft, "rewrite")["state"] == "waiting"


@pytest.mark.parametrize(
    "status_url",
    [
        "http://169.254.169.254/jobs/job-1?token=t",
        "//evil.example/jobs/job-1?token=t",
        "file:///etc/passwd",
        "",
        None,
        7,
    ],
)
def test_a_status_address_elsewhere(bridge: PlayedBridge, draft: int, writer: Robot, status_url: Any) -> None:
    """Whatever host the answer names, the configured bridge is asked, or nobody."""
    bridge.answer = (
        b'{"job": "job-1", "status_url": '
        + (b"null" if status_url is None else repr(status_url).replace("'", '"').encode())
        + b"}"
    )
    bridge.job = {"state": "reading"}
    expected = "reading" if "job-1" in str(status_url) else None
    found = ask(writer, draft)["state"]
    assert found == expected if expected else found in {"unknown", "failed"}
    assert set(bridge.asked) <= {"/jobs/job-1?token=t"}


def test_what_has_become_of_a_proposal(
    quiet_site: Site, bridge: PlayedBridge, draft: int, writer: Robot, robot: Robot
) -> None:
    """After it was applied, discarded or deleted, the state says which."""
    messages = []
    for fate in ("apply", "discard", "delete"):
        bridge.answer = json.dumps({"job": fate, "status_url": f"http://127.0.0.1/jobs/{fate}?token=t"}).encode()
        bridge.job = {"state": "delivering"}
        ask(writer, draft)
        suggestion = robot.propose(draft, job=fate, content=f"<p>{fate}</p>").json()["revision"]
        if fate == "apply":
            content_hash = robot.fetch(draft)["content_hash"]
            body = {"revision": suggestion, "expected_hash": content_hash}
            assert writer.call("POST", f"posts/{draft}/suggestion/apply", json=body).status_code == 200
        elif fate == "discard":
            assert writer.call("DELETE", f"posts/{draft}/suggestion", json={"revision": suggestion}).status_code == 200
        else:
            quiet_site.php("global $wpdb; $wpdb->delete( $wpdb->posts, array( 'ID' => $in['id'] ) );", id=suggestion)
        after = state(writer, draft)
        assert (after["state"], after["suggestion"], after["can_request"]) == ("done", 0, True)
        messages.append(after["message"])
    assert all(messages)
    assert len(set(messages)) == 3
