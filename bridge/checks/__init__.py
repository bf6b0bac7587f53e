"""Checks of a draft against its source: pure functions to findings and scores."""

from bridge.checks.model import Assessment, Light, Report, Scores
from bridge.checks.run import check, report_json

__all__ = ["Assessment", "Light", "Report", "Scores", "check", "report_json"]
