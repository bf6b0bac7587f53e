"""A site that a test can have fail, and the ways to real ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devsite.wordpress import Site
from tests.wordpress_client.stand_in import StandIn
from tests.wordpress_client.ways import ACTIVE, CLOSER, WAYS, Way


@pytest.fixture
def wordpress() -> Iterator[StandIn]:
    """A site that answers as contract 2 says, until a test tells it otherwise."""
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest, site: Site) -> Iterator[Way]:
    """One way to a site. XML-RPC is tried where REST is closed."""
    mu_plugins = site.wordpress / "wp-content" / "mu-plugins"
    mu_plugins.mkdir(exist_ok=True)
    closer = mu_plugins / "contract.php"
    closer.write_text(CLOSER)
    author = site.create_user("contract-author", "editor")
    found = Way(site, request.param, author, 0, "")
    site.json(ACTIVE, on=found.plugin)
    found.bridge = site.create_user(found.user, "seo_bridge" if found.plugin else "editor")
    found.password = site.application_password(found.user)
    found.close(*(["rest"] if found.name.startswith("xmlrpc") else []))
    site.clear_debug_log()
    yield found
    # WordPress 6.5 reads an id before a draft with a slug has one, when REST makes it.
    complaints = [line for line in site.debug_log().splitlines() if "class-wp-rest-posts-controller.php" not in line]
    found.close()
    site.json(ACTIVE, on=True)
    closer.unlink()
    assert complaints == []
