"""What a save in WordPress tells the bridge, and what it does not."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from devsite.wordpress import Site

from .played_bridge import DRAFT, PlayedBridge


def test_a_saved_draft_sends_one_signed_event(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """A new draft arrives at the site's own address, signed, with the hash of its title and content."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    (received,) = bridge.of(post_id)
    assert received.path == "/webhooks/essai"
    assert received.id.startswith("msg_")
    data = received.event["data"]
    row = quiet_site.get_post(post_id) or {}
    digest = hashlib.sha256(f"{row['post_title']}\n{row['post_content']}".encode()).hexdigest()
    assert received.event["type"] == "post.draft_saved"
    assert data["content_hash"] == f"sha256:{digest}"
    assert (data["post_id"], data["post_type"], data["status"], data["options"]) == (post_id, "post", "draft", {})
