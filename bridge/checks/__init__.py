"""Checks of a draft against its source: pure functions to findings and scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridge.article.model import Finding

Light = Literal["good", "ok", "bad"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One measured quality: a stable id ("keyphrase_in_title"), its points of 9, its light, a French sentence."""

    id: str
    kind: Literal["seo", "readability"]
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
