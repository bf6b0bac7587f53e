"""A ledger in memory, for a writer without a database."""

from __future__ import annotations

from bridge.errors import OverBudget
from bridge.writer.ledger import USD, Answer, Call, Usage


class MemoryLedger:
    """A `Ledger` for one run in one process, with one limit (nano-dollars, None for none) for all of its calls."""

    def __init__(self, limit: int | None = None) -> None:
        self.limit = limit
        self.calls: dict[str, Call] = {}
        self.booked: dict[str, int] = {}
        self.settled: dict[str, Answer] = {}
        self.kept: set[str] = set()
        self.cuts: dict[str, int] = {}

    @property
    def spent(self) -> int:
        """Nano-dollars that count against the limit."""
        return sum(self.booked.values())

    def answer(self, key: str) -> Answer | None:
        """See `Ledger`."""
        return next((self.settled[name] for name in self.kept if self.calls[name].key == key), None)

    def reserve(self, call: Call) -> str:
        """See `Ledger`; there is no other job here."""
        if self.limit is not None and self.spent + call.worst > self.limit:
            raise OverBudget(
                f"this run may spend {self.limit / USD:.2f} USD; {self.spent / USD:.2f} are spent and "
                f"the next call may cost {call.worst / USD:.2f} USD"
            )
        name = str(len(self.calls) + 1)
        self.calls[name], self.booked[name] = call, call.worst
        return name

    def settle(self, reservation: str, usage: Usage, cost: int, text: str | None) -> None:
        """See `Ledger`."""
        self.settled.setdefault(reservation, Answer(text or "", usage, cost))
        self.booked[reservation] = self.settled[reservation].cost
        if text is not None:
            self.kept.add(reservation)

    def release(self, reservation: str) -> None:
        """See `Ledger`."""
        self.booked[reservation] = 0

    def doubt(self, reservation: str) -> int:
        """See `Ledger`."""
        key = self.calls[reservation].key
        self.cuts[key] = self.cuts.get(key, 0) + 1
        return self.cuts[key]
