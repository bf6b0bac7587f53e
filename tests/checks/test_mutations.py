"""Falsified rewrites are caught."""

from __future__ import annotations

import pytest

from benchmarks.mutations import CLASSES, Rate, rates


@pytest.fixture(scope="module")
def found() -> dict[str, Rate]:
    """The rate of every class of falsification."""
    return {rate.kind: rate for rate in rates(each=5)}


def test_enough_mutations(found: dict[str, Rate]) -> None:
    """At least 400 falsified rewrites, ten of every class at the least."""
    assert sum(rate.made for rate in found.values()) >= 400
    assert min(rate.made for rate in found.values()) >= 10


@pytest.mark.parametrize("kind", [kind for kind, (strict, _) in CLASSES.items() if strict])
def test_invented_facts_are_all_errors(found: dict[str, Rate], kind: str) -> None:
    """Every invented or altered quotation, number, date, link and name is an error."""
    assert found[kind].missed == ()


@pytest.mark.parametrize("kind", [kind for kind, (strict, _) in CLASSES.items() if not strict])
def test_other_falsifications_are_told(found: dict[str, Rate], kind: str) -> None:
    """Of every other class at least 95 % are told, as an error or a warning."""
    assert found[kind].caught >= 0.95 * found[kind].made, found[kind].missed
