"""Waits for a draft's rewrite and tells how far it is."""

from __future__ import annotations

import json
import time
from typing import Any

import requests
from rich.console import Console

from devsite.wordpress import Site

PATIENCE = 300.0
ENDED = {"done", "stale", "failed", "cancelled"}
TOLD = {
    "queued": "waiting until the draft rests",
    "reading": "reading the draft",
    "writing": "writing",
    "checking": "checking the result against the draft",
    "repairing": "repairing what the checks found",
    "delivering": "handing it back to WordPress",
}


class NoRevision(Exception):
    """There is no pending revision, and why."""


def follow(site: Site, post: int, console: Console) -> dict[str, Any]:
    """The pending revision that the post got, with its meta. Raises `NoRevision`."""
    end = time.monotonic() + PATIENCE
    with console.status("the plugin tells the bridge") as spinner:
        status_url = told(site, post, end)
        console.print("  the bridge has taken the webhook")
        last = ""
        while (status := job(status_url))["state"] not in ENDED:
            state = status["state"]
            if state != last:
                console.print(f"  {TOLD.get(state, state)}")
            last = state
            words = f" {status['words']} of {status['expected']} words" if status.get("expected") else ""
            spinner.update(f"{TOLD.get(state, state)}{words}")
            pause(end, f"the job is still {state!r} after {PATIENCE:.0f} s")
    if status["state"] != "done":
        reason = status.get("reason") or {}
        raise NoRevision(f"the job ended as {status['state']!r}: {reason.get('message') or 'no reason given'}")
    return revision(site, post, int(status["revision"]))


def told(site: Site, post: int, end: float) -> str:
    """Waits until the bridge has taken the webhook; the job's status address."""
    while True:
        row = site.json(
            """global $wpdb;
            $outbox = $wpdb->prefix . 'seo_bridge_outbox';
            return $wpdb->get_row( $wpdb->prepare(
                "SELECT state, answer_code, answer FROM $outbox WHERE post_id = %d ORDER BY id DESC",
                $in['post'] ) );""",
            post=post,
        )
        if row is None:
            raise NoRevision("the plugin did not take note of the saved draft")
        if row["state"] == "delivered":
            return str(json.loads(row["answer"])["status_url"])
        if row["state"] == "failed":
            raise NoRevision(f"the bridge refused the webhook: {row['answer_code']} {row['answer']}")
        requests.get(f"{site.url}/wp-cron.php", timeout=60)
        pause(end, f"the webhook has not arrived: {row['answer_code']} {row['answer']}")


def job(status_url: str) -> dict[str, Any]:
    """The job's status as the bridge tells it. Raises `NoRevision` when it does not."""
    try:
        answer = requests.get(status_url, timeout=10)
        answer.raise_for_status()
        status: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise NoRevision(f"the bridge does not tell how the job stands: {error}") from error
    return status


def revision(site: Site, post: int, number: int) -> dict[str, Any]:
    """That revision of the post. Raises `NoRevision` when WordPress does not have it."""
    for found in site.revisions(post):
        if int(found["ID"]) == number and "_seo_bridge_job" in found["meta"]:
            return found
    raise NoRevision(f"the bridge says it made revision {number}, but post {post} has no such pending revision")


def pause(end: float, reason: str) -> None:
    """Half a second; raises `NoRevision` when the time is over."""
    if time.monotonic() > end:
        raise NoRevision(reason)
    time.sleep(0.5)
