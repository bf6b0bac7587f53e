"""WordPress's own screen for revisions, as its script sees it."""

from __future__ import annotations

import json
import re
from typing import Any

import requests

from devsite.wordpress import Site


def row(site: Site, post_id: int) -> dict[str, Any]:
    """The post's row; it must be there."""
    found = site.get_post(post_id)
    assert found is not None
    return found


def baseline(site: Site, post_id: int, post: dict[str, Any]) -> dict[str, Any]:
    """The revision that holds the author's text as it was in `post`."""
    same = [
        r
        for r in site.revisions(post_id)
        if all(r[k] == post[k] for k in ("post_title", "post_content", "post_excerpt"))
    ]
    assert same, "there is no revision of the author's text"
    return same[0]


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
