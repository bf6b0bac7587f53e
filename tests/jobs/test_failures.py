"""Failures as data."""

from __future__ import annotations

import pytest

from bridge.errors import BridgeError, OverBudget, PermanentError, RetryableError, SiteUnavailable, WriterUnavailable
from bridge.jobs.failures import Failure, failure_of, reason_of, wait_before
from bridge.jobs.model import QueueUnavailable
from bridge.jobs.parts import WorkerOptions


@pytest.mark.parametrize(
    "error", [SiteUnavailable("503", retry_after=7.5), OverBudget("the day's"), PermanentError("x")]
)
def test_an_error_survives_being_recorded(error: BridgeError) -> None:
    """Its type, its detail and its retry-after come back from JSON."""
    again = Failure.model_validate_json(failure_of(error).model_dump_json()).error()
    assert (type(again), again.detail, again.retry_after) == (type(error), error.detail, error.retry_after)


def test_an_error_of_another_version_is_permanent() -> None:
    """A name that this version does not know is not tried again."""
    assert type(Failure(name="SomethingNew", detail="x").error()) is PermanentError


def test_an_unforeseen_exception_is_recorded_without_its_message() -> None:
    """The message may hold a secret."""
    failure = failure_of(KeyError("whsec_secret"))
    assert (failure.name, "secret" in failure.model_dump_json()) == ("PermanentError", False)


@pytest.mark.parametrize(("attempt", "wait"), [(1, 15.0), (2, 45.0), (3, 135.0), (9, 3600.0)])
def test_waits_grow_threefold_to_a_cap(attempt: int, wait: float) -> None:
    """With a fifth of jitter either way, and never beyond the cap."""
    waits = {wait_before(attempt, SiteUnavailable(), WorkerOptions()) for _ in range(50)}
    assert all(wait * 0.8 <= each <= min(wait * 1.2, 3600.0) for each in waits)
    assert len(waits) > 1 or wait == 3600.0


@pytest.mark.parametrize(("asked", "least", "most"), [(100.0, 100.0, 110.0), (10**9, 3600.0, 3600.0), (-5.0, 0.0, 0.0)])
def test_the_other_side_is_obeyed_within_reason(asked: float, least: float, most: float) -> None:
    """Its retry-after is kept, a little late rather than early, and capped."""
    assert least <= wait_before(1, WriterUnavailable(retry_after=asked), WorkerOptions()) <= most


@pytest.mark.parametrize("kind", [SiteUnavailable, WriterUnavailable, QueueUnavailable])
def test_a_job_that_gave_up_does_not_promise_another_try(kind: type[RetryableError]) -> None:
    """Its reason has no word of an automatic retry, in either language."""
    code, french, english = reason_of(kind())
    assert code == kind.code
    assert "automatiquement" not in french
    assert "automatically" not in english
