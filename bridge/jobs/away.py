"""Sites that hang: one job at a time finds out whether such a site is back, and the others hold no place meanwhile."""

from __future__ import annotations

import time

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

    def note(self, name: str, took: float) -> None:
        """The site did not answer, and `took` so many seconds for it."""
        if took >= self._slow:
            self._until[name] = time.monotonic() + self._spared


class _Watched:
    def __init__(self, away: Away, name: str, site: Site) -> None:
        self._away, self._name, self._site = away, name, site

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        began = time.monotonic()
        try:
            return self._site.fetch(post_id, post_type)
        except SiteUnavailable:
            self._away.note(self._name, time.monotonic() - began)
            raise

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        began = time.monotonic()
        try:
            return self._site.propose(post, proposal)
        except SiteUnavailable:
            self._away.note(self._name, time.monotonic() - began)
            raise
