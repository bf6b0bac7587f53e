"""What a writer that costs money needs of a ledger of paid calls.

A ledger object is bound to one job on one post of one site by whoever makes it; the writer only knows calls.
Money is an integer number of nano-dollars (USD × 10⁻⁹), so that sums are exact: a price of 0.10 USD per
million tokens is 100 a token.

States of a call, in the order of its life::

    reserve ──> open ──settle──> settled    billed as `cost`; with `text`, the answer is kept under the key
                     ──release─> released   the API refused before any work was done: nothing is billed
                     ──doubt───> uncertain  sent, then cut off: perhaps billed, so `worst` stays counted
                     (process dies)         found open by the next `reserve` of its key and job: uncertain
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

#: Nano-dollars in a dollar.
USD = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call as the API bills them, four prices apart; `input` excludes what was written to or
    read from cache.
    """

    input: int = 0
    output: int = 0
    cache_write: int = 0
    cache_read: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is about to be made.

    `key`: SHA-256, 64 hex digits, of the request and the prompt's version; equal keys ask for the same
    answer. `worst`: nano-dollars, the most it can cost. `lasts`: seconds after which an open call of another
    job is taken for dead.
    """

    key: str
    purpose: Literal["rewrite", "repair", "backfill"]
    model: str
    prompt: str
    worst: int
    lasts: float


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was paid for: the model's text, what it used, what it cost in nano-dollars."""

    text: str
    usage: Usage
    cost: int


class Ledger(Protocol):
    """Paid calls by content key, and the budgets that they count against. Safe to use from several processes."""

    def answer(self, key: str) -> Answer | None:
        """The stored answer of a settled call with this key, by any job of this site; None when there is
        none.

        Open, uncertain and released calls, and settled ones without a text, have no answer.
        """

    def reserve(self, call: Call) -> str:
        """Books `call.worst` against all budgets, in one transaction, and returns the reservation's name.

        What counts as spent on a UTC day: the cost of settled calls, and `worst` of open and uncertain ones,
        by the day they were reserved on. Three sums are held against their limits: all sites', this site's,
        and this post's.

        An open call of the same key and the same job belongs to a process that died: it becomes uncertain
        first. Raises `OverBudget` (which budget, and that it renews at 00:00 UTC) when a sum would pass its
        limit; nothing is booked then. Raises `WriterUnavailable` with `retry_after` while another job has the
        same key open for less than its `lasts`: its answer will serve both.
        """

    def settle(self, reservation: str, usage: Usage, cost: int, text: str | None) -> None:
        """The call is over and was billed `cost`. `text` is the answer when it is worth keeping, None when it
        is not (refused, truncated, malformed, cancelled). Settling twice changes nothing. A late settle of a
        call that had become uncertain is valid and replaces its `worst` by the truth."""

    def release(self, reservation: str) -> None:
        """The API answered with an error instead of doing the work: nothing is billed, the booking is undone."""

    def doubt(self, reservation: str) -> int:
        """The connection was cut after the request was sent: perhaps billed. The booking stays.

        Returns how often this has happened to this key within this job, this time included (calls that became
        uncertain because their process died do not count). The writer gives up at two.
        """
