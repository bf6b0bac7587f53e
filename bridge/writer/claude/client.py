"""The SDK's client. The SDK takes seconds to import: what only reckons a price imports neither this nor `failure`."""

from __future__ import annotations

import anthropic
import httpx2

from bridge.errors import ConfigError
from bridge.writer.claude.settings import VENDOR, ClaudeSettings


def client(settings: ClaudeSettings, *, write_seconds: float) -> anthropic.Anthropic:
    """A client, to be closed, that tries once and waits at most `write_seconds` while a request is taken.

    It follows no redirect. Raises `ConfigError` for a key that no header takes.
    """
    return anthropic.Anthropic(
        api_key=key_for_header(settings.api_key),
        base_url=settings.base_url or VENDOR,
        max_retries=0,
        http_client=anthropic.DefaultHttpxClient(follow_redirects=False),
        timeout=httpx2.Timeout(connect=10, read=settings.stall_seconds, write=write_seconds, pool=10),
    )


def key_for_header(key: str) -> str:
    """`key`, fit for a header. Raises `ConfigError` without showing it: a transport's own complaint would."""
    key = key.strip()
    if not key or not key.isascii() or not key.isprintable():
        raise ConfigError("the API key is empty or holds characters that no key has: check ANTHROPIC_API_KEY")
    return key
