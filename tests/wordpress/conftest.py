"""A site whose plugin is connected to a played bridge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devsite.wordpress import Site

from .played_bridge import PlayedBridge, Robot, close, connect, listen


@pytest.fixture
def bridge(quiet_site: Site) -> Iterator[PlayedBridge]:
    """A played bridge that the site's plugin is connected to; PHP must not have complained at the end."""
    played = PlayedBridge()
    server = listen(played)
    connect(quiet_site, played)
    yield played
    played.hold.set()
    close(server)
    quiet_site.set_option("seo_bridge_secret", "")


@pytest.fixture
def author(quiet_site: Site) -> str:
    """The login of an author."""
    quiet_site.create_user("camille", "author", display_name="Camille Auteur")
    return "camille"


@pytest.fixture
def robot(quiet_site: Site) -> Robot:
    """The bridge's user."""
    quiet_site.create_user("pont", "seo_bridge")
    return Robot(quiet_site, ("pont", quiet_site.application_password("pont")))
