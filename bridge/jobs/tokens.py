"""Tokens that open the status of one job, and of no other."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence


def token(job: str, key: bytes) -> str:
    """The token of `job`: 43 URL-safe characters, HMAC-SHA256. Raises `ValueError` on a key under 16 bytes."""
    if len(key) < 16:
        raise ValueError("the key of status tokens needs at least 16 bytes")
    digest = hmac.new(key, b"seo-bridge job:" + job.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_ok(job: str, candidate: str, keys: Sequence[bytes]) -> bool:
    """Whether `candidate` is the token of `job` under any of `keys`; as slow for a wrong one as for a right one."""
    given = candidate.encode("utf-8", "surrogatepass")
    return sum([hmac.compare_digest(token(job, key).encode(), given) for key in keys]) > 0
