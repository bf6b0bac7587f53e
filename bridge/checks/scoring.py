"""Points, lights and scores."""

from __future__ import annotations

from collections.abc import Iterable

from bridge.checks.model import Assessment, Kind, Light, Scores

#: What an assessment returns: its points (at most 9, negative for harm) and its French sentence.
Points = tuple[int, str]


def light_of(points: int) -> Light:
    """The traffic light of an assessment's points: up to 4 bad, up to 7 ok, above good."""
    return "good" if points > 7 else "ok" if points > 4 else "bad"


def assessed(identifier: str, kind: Kind, points: Points) -> Assessment:
    """An assessment of its points."""
    return Assessment(identifier, kind, points[0], light_of(points[0]), points[1])


def scored(assessments: Iterable[Assessment]) -> Scores:
    """The two scores: the sum of points over nine times their number, in per cent, within 0 and 100."""
    every = tuple(assessments)
    return Scores(_score(every, "seo"), _score(every, "readability"), every)


def _score(assessments: tuple[Assessment, ...], kind: Kind) -> int:
    points = [assessment.points for assessment in assessments if assessment.kind == kind]
    return max(0, min(100, round(100 * sum(points) / (9 * len(points))))) if points else 0
