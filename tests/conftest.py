"""Fixtures for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.editor.browser import chromium

pytest_plugins = ["devsite.pytest_plugin"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once: a second one in the same process would be refused."""
    with chromium() as started:
        yield started
