from __future__ import annotations

import pytest

from bridge.checks import check
from bridge.writer.offline import Offline
from tests.writer.examples import NAMES, example


@pytest.mark.parametrize("name", NAMES)
def test_the_checks_find_no_error_and_a_better_score(name: str) -> None:
    """Of each example, the offline draft raises no error, and its SEO score is above the source's."""
    article, brief = example(name)
    report = check(article, Offline().rewrite(article, brief), brief)
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert report.scores.seo > report.before.seo
    assert report.scores.readability >= report.before.readability


@pytest.mark.parametrize("name", NAMES)
def test_every_example_has_an_outline(name: str) -> None:
    """Each example comes out with at least two headings of the first level."""
    article, brief = example(name)
    assert sum(block.kind == "h2" for block in Offline().rewrite(article, brief).blocks) >= 2
