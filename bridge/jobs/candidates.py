"""What a backfill speaks of: posts and the requests for them, what came of those, and how far it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.article.model import Brief
from bridge.jobs.model import FINAL, JobState
from bridge.pipeline import read
from bridge.wordpress import Post, Site
from bridge.writer.claude.batch import Batches, Outcome, Prepared


@dataclass(frozen=True, eq=False)
class Candidate:
    """A post as it stands, and the request for its rewrite. `brief`: as the job will be briefed."""

    post: Post
    brief: Brief
    prepared: Prepared

    @property
    def key(self) -> str:
        """The content key of the request."""
        return self.prepared.call.key


@dataclass(frozen=True)
class Result:
    """What came of the request for a post, which was made under `key`."""

    post_id: int
    post_type: str
    key: str
    outcome: Outcome


@dataclass(frozen=True)
class Subject:
    """Whose posts: the site's name and the site, how to brief for a post, and who writes."""

    name: str
    site: Site
    brief_for: Callable[[Post], Brief]
    writer: Batches

    def candidate(self, post_id: int, post_type: str) -> Candidate:
        """The post and its request, as a job would make it. Raises `SiteError`s and `ArticleError`s."""
        post = self.site.fetch(post_id, post_type)
        brief = self.brief_for(post)
        article, cleaned, _ = read(post.content, brief)
        return Candidate(post, brief, self.writer.prepare(article, cleaned))


@dataclass(frozen=True)
class Plan:
    """What is to be done: posts to `write`, those whose answer was `paid` for, and why others are left `aside`."""

    write: tuple[Candidate, ...]
    paid: tuple[Candidate, ...]
    aside: Counter[str]


@dataclass
class Tally:
    """How far a run is, in posts. `cost` in nano-dollars. `refusal`: the budget that left posts over, until when."""

    asked: int = 0
    answered: int = 0
    cost: int = 0
    left: int = 0
    refusal: str = ""
    waiting_for: str = ""
    failed: Counter[str] = field(default_factory=Counter)
    jobs: dict[str, JobState] = field(default_factory=dict)

    @property
    def delivered(self) -> int:
        """Jobs that have ended."""
        return sum(state in FINAL for state in self.jobs.values())
