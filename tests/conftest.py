"""Fixtures for all tests."""

pytest_plugins = ["devsite.pytest_plugin"]
