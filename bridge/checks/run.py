"""All checks of one draft, and their JSON form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bridge.article.model import Article, Brief, Draft, Finding
from bridge.checks.fidelity import fidelity_findings
from bridge.checks.language import language_findings
from bridge.checks.model import Report, Scores
from bridge.checks.page import Page, page_of_draft, page_of_source
from bridge.checks.readability import readability_assessments
from bridge.checks.scoring import scored
from bridge.checks.seo import seo_assessments
from bridge.checks.source import source_of
from bridge.checks.structure import score_findings, structure_findings
from bridge.checks.units import draft_units

_ORDER = {"error": 0, "warning": 1, "notice": 2}


def check(article: Article, draft: Draft, brief: Brief) -> Report:
    """`draft` against `article` (cleaned) and `brief`: findings, errors first, and scores before and after.

    A block that names no passage, and the head, are checked against the whole source. Pure and deterministic.
    """
    scores = _scores(page_of_draft(article, draft, brief))
    before = _scores(page_of_source(article, draft, brief))
    findings = sorted(_findings(article, draft, brief, scores), key=lambda found: _ORDER[found.severity])
    return Report(tuple(findings), scores, before)


def _findings(article: Article, draft: Draft, brief: Brief, scores: Scores) -> Iterator[Finding]:
    source, units = source_of(article, brief), draft_units(draft)
    yield from fidelity_findings(draft, units, source)
    yield from language_findings(draft, units, source, brief)
    yield from structure_findings(article, draft, brief)
    yield from score_findings(scores)


def _scores(page: Page) -> Scores:
    return scored([*seo_assessments(page), *readability_assessments(page)])


def report_json(report: Report) -> dict[str, Any]:
    """`{scores, before: {seo, readability}, assessments, findings: [{check, severity, block, message, evidence}]}`."""
    return {
        "scores": {"seo": report.scores.seo, "readability": report.scores.readability},
        "before": {"seo": report.before.seo, "readability": report.before.readability},
        "assessments": [asdict(assessment) for assessment in report.scores.assessments],
        "findings": [asdict(finding) for finding in report.findings],
    }
