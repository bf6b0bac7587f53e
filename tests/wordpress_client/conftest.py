"""A site that a test can have fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wordpress_client.stand_in import StandIn


@pytest.fixture
def wordpress() -> Iterator[StandIn]:
    """A site that answers as contract 2 says, until a test tells it otherwise."""
    stand_in = StandIn()
    yield stand_in
    stand_in.close()
