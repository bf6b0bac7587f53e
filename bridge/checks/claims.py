"""Claims of a draft against the source's: attribution, negation and modality."""

from __future__ import annotations

from collections.abc import Iterator

from bridge.article.model import Finding
from bridge.checks.source import Source, Unit


def claim_findings(unit: Unit, source: Source) -> Iterator[Finding]:
    """Attributions, negations and conditionals that a sentence of the draft lost or added."""
    yield from ()
