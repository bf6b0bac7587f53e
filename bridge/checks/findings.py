"""Findings with their French words: one place makes them, so that they all read alike."""

from __future__ import annotations

from bridge.article.model import Evidence, Finding, Severity, Span
from bridge.checks.units import Unit

#: A quoted piece of text in a message is cut to this many characters.
SHOWN = 120


def shown(text: str) -> str:
    """`text` in French quotation marks, on one line, cut to `SHOWN` characters."""
    line = " ".join(text.split())
    return f"« {line if len(line) <= SHOWN else line[: SHOWN - 1].rstrip() + '…'} »"


def finding(
    check: str,
    severity: Severity,
    message: str,
    unit: Unit | None = None,
    draft: tuple[int, int] | None = None,
    source: Unit | None = None,
    source_span: tuple[int, int] | None = None,
) -> Finding:
    """A finding about the stretch `draft` of `unit`, set against the stretch `source_span` of the source's unit."""
    evidence = Evidence(
        draft=unit.text.raw[slice(*draft)] if unit and draft else "",
        draft_span=Span(*draft) if unit and draft else None,
        source=_source_text(source, source_span),
        source_passage=source.number if source else None,
        source_span=Span(*source_span) if source and source_span else None,
    )
    place = f" ({unit.place})" if unit and unit.block is None and unit.place else ""
    return Finding(check, severity, message + place, unit.block if unit else None, evidence)


def _source_text(source: Unit | None, span: tuple[int, int] | None) -> str:
    if source is None:
        return ""
    return source.text.raw[slice(*span)] if span else source.text.raw
