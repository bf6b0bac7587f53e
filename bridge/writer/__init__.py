"""Writers turn an article and a brief into a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from bridge.article import Article
from bridge.article.model import Brief, Draft, Finding

#: Told (words so far, words expected) while a draft is being written; raises `Cancelled` to stop the writer.
Progress = Callable[[int, int], None]


def silent(words: int, expected: int) -> None:
    """A `Progress` that nobody looks at."""


class Writer(Protocol):
    """Anything that can rewrite an article. Raises `WriterError` (permanent) or `WriterUnavailable` (retryable)."""

    @property
    def name(self) -> str:
        """The writer's name in reports: "offline", "claude"."""

    def rewrite(self, article: Article, brief: Brief, progress: Progress = silent) -> Draft:
        """A whole draft of `article`."""

    def repair(
        self, article: Article, brief: Brief, draft: Draft, findings: Sequence[Finding], progress: Progress = silent
    ) -> Draft:
        """`draft` with the blocks that `findings` name written again; as it is from a writer that cannot repair."""

    def notices(self, article: Article, brief: Brief) -> tuple[Finding, ...]:
        """What the writer itself has to tell the author of this article; () for nothing."""
