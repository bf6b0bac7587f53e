"""A site whose plugin is connected to a played bridge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.jobs import Jobs
from bridge.wordpress.rest import RestSite
from bridge.wordpress.xmlrpc_site import XmlRpcSite
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


@pytest.fixture(params=[RestSite])
def client(request: pytest.FixtureRequest, quiet_site: Site, robot: Robot) -> RestSite | XmlRpcSite:
    """The bridge's client, as the bridge's user."""
    assert robot.auth is not None
    made: RestSite | XmlRpcSite = request.param(
        quiet_site.url, *robot.auth, timeout_seconds=60, allow_private_address=True
    )
    return made


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Jobs]:
    """The bridge's queue."""
    opened = Jobs(f"sqlite:///{tmp_path}/jobs.sqlite")
    yield opened
    opened.close()
