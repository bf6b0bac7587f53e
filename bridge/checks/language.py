"""Language and leftovers: French all through, nothing of the machine that wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bridge.article.model import Draft, Finding
from bridge.checks.source import Source, Unit


def language_findings(draft: Draft, units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """Paragraphs in another language, a model's talk, Markdown, translators' marks."""
    yield from ()
