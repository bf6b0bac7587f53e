"""Sites that hang: one job at a time finds out whether such a site is back, and the others hold no place meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from bridge.errors import SiteUnavailable
from bridge.wordpress import Post, Proposal, Receipt, Site


class Away:
    """The sites that kept a job of this worker waiting and then did not answer. Safe to share between threads."""

    def __init__(self, slow_seconds: float, spared_seconds: float) -> None:
        self._slow, self._spared = slow_seconds, spared_seconds
        self._until: dict[str, float] = {}

    def seconds(self, name: str) -> float:
        """How much longer jobs of the site `name` are put off; 0 when they are not."""
        return max(0.0, self._until.get(name, 0.0) - time.monotonic())

    def watched(self, name: str, site: Site) -> Site:
        """`site`, whose calls are timed."""
        return _Watched(self, name, site)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """A call of the site `name`: one that took long and got no answer has its jobs put off."""
        began = time.monotonic()
        try:
            yield
        except SiteUnavailable:
            if time.monotonic() - began >= self._slow:
                self._until[name] = time.monotonic() + self._spared
            raise


class _Watched:
    def __init__(self, away: Away, name: str, site: Site) -> None:
        self._away, self._name, self._site = away, name, site

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        with self._away.timed(self._name):
            return self._site.fetch(post_id, post_type)

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        with self._away.timed(self._name):
            return self._site.propose(post, proposal)
