"""What a check returns: assessments, scores, a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridge.article.model import Finding

Light = Literal["good", "ok", "bad"]
Kind = Literal["seo", "readability"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One measured quality: a stable id ("keyphrase_in_title"), its points of 9, its light, a French sentence."""

    id: str
    kind: Kind
    points: int
    light: Light
    message: str


@dataclass(frozen=True, slots=True)
class Scores:
    """0 to 100 each, with the assessments that they are made of."""

    seo: int
    readability: int
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that the checks say of one draft; `before` is the source measured in the same way."""

    findings: tuple[Finding, ...]
    scores: Scores
    before: Scores
