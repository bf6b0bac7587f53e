"""One paid call: looked up, booked, sent, and settled whichever way it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from bridge.errors import BridgeError, WriterError, WriterLost, WriterUnavailable
from bridge.writer import Progress
from bridge.writer.claude import money
from bridge.writer.claude.answer import checked_stop
from bridge.writer.claude.request import Body, characters_of, key_of
from bridge.writer.claude.settings import ClaudeSettings
from bridge.writer.claude.stream import Reply, receive
from bridge.writer.ledger import Call, Ledger, Usage
from bridge.writer.prompts import Prompts

Result = TypeVar("Result")

#: A call that was cut off is made again this often; either may have been billed.
CUTS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the request's body, what for, and how many words of an answer to expect."""

    body: Body
    purpose: Literal["rewrite", "repair"]
    expected: int


@dataclass(frozen=True)
class Caller:
    """Makes calls with `settings`, on `ledger`'s account."""

    settings: ClaudeSettings
    ledger: Ledger
    prompts: Prompts

    def ask(self, question: Question, read: Callable[[str], Result], progress: Progress) -> tuple[Result, bool]:
        """`read` of the answer, and whether that answer had been paid for before.

        Raises what `read` raises, `OverBudget`, `WriterError`, `WriterUnavailable`, and whatever `progress`
        does.
        """
        price = money.price_of(self.settings.model, self.settings.prices)
        key = key_of(question.body, self.prompts)
        if stored := self.ledger.answer(key):
            return read(stored.text), True
        progress(0, question.expected)
        reservation = self.ledger.reserve(
            Call(
                key=key,
                purpose=question.purpose,
                model=self.settings.model,
                prompt=self.prompts.version,
                worst=money.worst(characters_of(question.body), self.settings.max_tokens, price),
                lasts=self.settings.timeout_seconds + self.settings.stall_seconds,
            )
        )
        reply = self.sent(reservation, question, price, progress)
        return self.settled(reservation, reply, price, read), False

    def sent(self, reservation: str, question: Question, price: money.Price, progress: Progress) -> Reply:
        """The whole reply. When it does not come, the booking is closed according to what may have been billed."""
        from bridge.writer.claude.failure import ERRORS, Billed, failure_of

        reply = Reply()
        try:
            self.send(question, reply, progress)
        except ERRORS as error:
            failure, billed = failure_of(error)
            raise self.closed(reservation, failure, billed is Billed.PERHAPS) from error
        except WriterUnavailable as failure:
            raise self.closed(reservation, failure, perhaps_billed=True) from failure
        except BaseException:
            # Cancelled, interrupted or malformed: the connection is closed, which ends the spending here.
            self.settle(reservation, self.known(reply, question), price, None)
            raise
        return reply

    def send(self, question: Question, reply: Reply, progress: Progress) -> None:
        """Sends `question` and reads into `reply`; the connection is closed on the way out."""
        from bridge.writer.claude.client import client

        with (
            client(self.settings, write_seconds=30) as api,
            api.messages.create(**question.body, stream=True) as stream,
        ):
            limits = self.settings.timeout_seconds, self.settings.max_tokens
            receive(stream.response.iter_bytes(), reply, progress, question.expected, *limits)

    def closed(self, reservation: str, failure: BridgeError, perhaps_billed: bool) -> BridgeError:
        """Closes the booking of a call that failed, and returns the error to raise for it."""
        if not perhaps_billed:
            self.ledger.release(reservation)
            return failure
        if self.ledger.doubt(reservation) < CUTS:
            return failure
        return WriterLost(f"cut off {CUTS} times, each perhaps billed: {failure.detail}")

    def settled(self, reservation: str, reply: Reply, price: money.Price, read: Callable[[str], Result]) -> Result:
        """Settles a reply that ended, keeping its text only when it can be used; returns what it says."""
        try:
            checked_stop(reply.stop_reason)
            result = read(reply.text)
        except WriterError:
            self.settle(reservation, reply.used, price, None)
            raise
        self.settle(reservation, reply.used, price, reply.text)
        return result

    def settle(self, reservation: str, usage: Usage, price: money.Price, text: str | None) -> None:
        """Books what the call cost."""
        self.ledger.settle(reservation, usage, money.cost(usage, price), text)

    @staticmethod
    def known(reply: Reply, question: Question) -> Usage:
        """Usage of a call that was stopped; before the API's first word, the whole input counts."""
        if reply.begun:
            return reply.used
        return Usage(input=characters_of(question.body) // money.CHARACTERS_PER_TOKEN)
