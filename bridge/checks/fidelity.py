"""Fidelity: every fact of the draft is in the source, and what the source says is still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bridge.article.model import Draft, Finding
from bridge.checks.align import Aligner
from bridge.checks.claims import claim_findings
from bridge.checks.coverage import lost_passages
from bridge.checks.figures import date_findings, number_findings, repeated_findings
from bridge.checks.linked import link_findings
from bridge.checks.named import mended_names, name_findings
from bridge.checks.quoted import lost_quotations, quotation_findings
from bridge.checks.register import Register
from bridge.checks.source import Source
from bridge.checks.speakers import Speakers
from bridge.checks.translated import translation_findings
from bridge.checks.units import Unit


def fidelity_findings(draft: Draft, units: Sequence[Unit], source: Source) -> Iterator[Finding]:
    """All findings of fidelity: head and blocks in order, then what was lost."""
    if source.language != "fr":
        yield from translation_findings(draft, units, source)
        return
    register, speakers, aligner = Register(source), Speakers(source), Aligner(source)
    for unit in units:
        yield from quotation_findings(unit, source, speakers)
        yield from number_findings(unit, source)
        yield from repeated_findings(unit, source)
        yield from date_findings(unit, source)
        yield from name_findings(unit, source, register, speakers, aligner)
    yield from claim_findings(units, source, aligner)
    yield from link_findings(draft, list(units), source.article)
    yield from lost_passages(draft, units, source)
    yield from lost_quotations(units, source)
    yield from mended_names(units, register)
