"""A proposal lies beside the post as a pending revision, and the post stays as it is."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, REWRITTEN, PlayedBridge, Robot


def row(site: Site, post_id: int) -> dict[str, Any]:
    found = site.get_post(post_id)
    assert found is not None
    return found


def screen(session: requests.Session, site: Site, revision: int) -> list[dict[str, Any]]:
    """What revision.php hands to its own script about each revision."""
    page = session.get(f"{site.admin_url}revision.php", params={"revision": revision}, allow_redirects=False)
    assert page.status_code == 200, page.headers.get("location")
    found = re.search(r"var _wpRevisionsSettings = (\{.*\});", page.text)
    assert found, page.text[:500]
    data: list[dict[str, Any]] = json.loads(found.group(1))["revisionData"]
    return data


def restore(session: requests.Session, site: Site, revision: int) -> None:
    """Presses Restore on revision.php, which must let it be pressed."""
    (entry,) = [r for r in screen(session, site, revision) if r["id"] == revision]
    assert entry["restoreUrl"]
    assert not entry["current"], "revision.php disables Restore for the current revision"
    assert session.get(entry["restoreUrl"], allow_redirects=False).status_code == 302


@pytest.mark.parametrize("saves", [1, 2, 3])
def test_author_compares_and_restores(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, saves: int) -> None:
    """The draft is the same to the byte; the revision can be restored, gives the rewritten text, and starts no job."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    for _ in range(saves - 1):
        quiet_site.php("sleep( 1 );")
        quiet_site.update_post(post_id, user=author, post_title="Le compost")
    before = row(quiet_site, post_id)

    answer = robot.propose(post_id)

    assert answer.status_code == 201, answer.text
    assert row(quiet_site, post_id) == before
    revision = answer.json()["revision"]
    assert answer.json()["stale"] is False
    assert answer.json()["compare_url"] == f"{quiet_site.admin_url}revision.php?revision={revision}"

    session = quiet_site.session(author)
    restore(session, quiet_site, revision)
    after = row(quiet_site, post_id)
    assert after["post_content"] == REWRITTEN
    assert after["post_title"] == "Réussir son compost en ville"
    assert after["post_excerpt"] == "Le compost tient sur un balcon."
    quiet_site.update_post(post_id, user=author, post_content=REWRITTEN)
    assert len(bridge.of(post_id)) == 1
