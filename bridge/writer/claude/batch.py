"""Rewrites in bulk, through Message Batches: at half the price, within a day. Repairs are calls like any other.

The request for an article is the one that a single call would send, so its answer serves under the same content key.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bridge.article import Article
from bridge.article.model import Brief
from bridge.errors import WriterError, WriterMalformed, WriterUnavailable
from bridge.writer.claude import money
from bridge.writer.claude.answer import checked_stop, first_draft
from bridge.writer.claude.request import Body, characters_of, expected_words, key_of, rewrite_request
from bridge.writer.claude.settings import ClaudeSettings
from bridge.writer.claude.stream import lines, loaded, usage_of
from bridge.writer.ledger import Call, Usage
from bridge.writer.prompts import Prompts, load

if TYPE_CHECKING:
    from anthropic import Anthropic

#: Of the list price, for tokens of every kind (platform.claude.com/docs/en/build-with-claude/batch-processing).
SHARE = 0.5

#: The API gives a batch up after a day; as long as that, and a little, its bookings are not taken for dead.
LASTS = 26 * 3600.0

#: What an estimate goes by: characters of a French request to a token, tokens to a word of an answer, JSON included.
CHARACTERS_TO_A_TOKEN, TOKENS_TO_A_WORD = 3.3, 2.2

#: Seconds by which the API's clock and ours may differ.
SKEW = 300.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """The request for one article, its booking, and what it is likely to use (an estimate, without thinking)."""

    body: Body
    call: Call
    usage: Usage
    likely: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the request `name`. Not `billed`: the API did not get to it. `text` None: no usable answer."""

    name: str
    billed: bool = False
    usage: Usage = field(default_factory=Usage)
    cost: int = 0
    text: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class Batches:
    """The batches of one account. Methods raise `WriterError` or `WriterUnavailable`."""

    settings: ClaudeSettings
    prompts: Prompts = field(default_factory=load)

    @property
    def price(self) -> money.Price:
        """What a batch pays."""
        full = money.price_of(self.settings.model, self.settings.prices)
        return money.Price(*(SHARE * amount for amount in dataclasses.astuple(full)))

    def prepare(self, article: Article, brief: Brief) -> Prepared:
        """The request for `article`. Raises `ConfigError` for a model without a price."""
        body = rewrite_request(article, brief, self.settings, self.prompts)
        characters = characters_of(body)
        usage = Usage(
            input=round(characters / CHARACTERS_TO_A_TOKEN), output=round(expected_words(article) * TOKENS_TO_A_WORD)
        )
        call = Call(
            key=key_of(body, self.prompts),
            purpose="backfill",
            model=self.settings.model,
            prompt=self.prompts.version,
            worst=money.worst(characters, self.settings.max_tokens, self.price),
            lasts=LASTS,
        )
        return Prepared(body, call, usage, money.cost(usage, self.price))

    def send(self, requests: Mapping[str, Body]) -> str:
        """Sends `requests`, by name, as one batch; the API's id of it.

        After `WriterUnavailable` there may be a batch all the same; `find` tells.
        """
        sent: list[Any] = [{"custom_id": name, "params": body} for name, body in requests.items()]
        with self.api() as api:
            return api.messages.batches.create(requests=sent).id

    def ended(self, batch: str) -> bool:
        """Whether `batch` is over, and its outcomes can be had."""
        with self.api() as api:
            return api.messages.batches.retrieve(batch).processing_status == "ended"

    def cancel(self, batch: str) -> None:
        """Asks for the end of `batch`; what was begun is answered and billed."""
        with self.api() as api:
            api.messages.batches.cancel(batch)

    def outcomes(self, batch: str) -> Iterator[Outcome]:
        """What became of the requests of an ended batch, in any order.

        Asked for where all else is: the address in the API's answer leads around a gateway, to a host that is not ours.
        """
        from anthropic import Stream

        path = f"/v1/messages/batches/{quote(batch, safe='')}/results"
        with self.api() as api:
            answer = api.get(path, cast_to=object, stream=True, stream_cls=Stream[object])
            for line in lines(answer.response.iter_bytes()):
                if line:
                    yield self.outcome_of(loaded(line))

    def find(self, names: Set[str], since: float, known: Set[str]) -> str:
        """The API's id of the batch, sent after `since` and not among `known`, that holds `names`; empty without one.

        Raises `WriterUnavailable` while a batch that may be it is worked on: only an ended one tells its requests.
        """
        with self.api() as api:
            for batch in api.messages.batches.list(limit=100):
                if batch.created_at.timestamp() < since - SKEW:
                    break
                counts = batch.request_counts
                done = counts.succeeded + counts.errored + counts.canceled + counts.expired
                if batch.id in known or done + counts.processing != len(names):
                    continue
                if batch.processing_status != "ended":
                    raise WriterUnavailable(f"batch {batch.id} may be one that was being sent", retry_after=60.0)
                if next((outcome.name for outcome in self.outcomes(batch.id)), "") in names:
                    return batch.id
        return ""

    def outcome_of(self, line: Mapping[str, Any]) -> Outcome:
        """A line of the results. Raises `WriterMalformed` for one that is none."""
        match line:
            case {"custom_id": str(name), "result": {"type": "succeeded", "message": dict(message)}}:
                usage = message.get("usage")
                used = usage_of(usage if isinstance(usage, dict) else {}, Usage())
                text, detail = answer_of(message)
                return Outcome(name, True, used, money.cost(used, self.price), text, detail)
            case {"custom_id": str(name), "result": {"type": "errored", "error": {"error": {"type": str(kind)}}}}:
                return Outcome(name, detail=f"the API failed ({kind})")
            case {"custom_id": str(name), "result": {"type": str(kind)}}:
                return Outcome(name, detail=kind)
            case _:
                raise WriterMalformed("a line of the batch's results is none")

    @contextmanager
    def api(self) -> Iterator[Anthropic]:
        """The API, its errors as ours."""
        from bridge.writer.claude.client import client
        from bridge.writer.claude.failure import ERRORS, failure_of

        try:
            with client(self.settings, write_seconds=120) as api:
                yield api
        except ERRORS as error:
            raise failure_of(error)[0] from error


def answer_of(message: Mapping[str, Any]) -> tuple[str | None, str]:
    """The text of `message` when it is a usable draft, else None and why not."""
    content = message.get("content")
    parts = content if isinstance(content, list) else []
    text = "".join(str(part.get("text", "")) for part in parts if isinstance(part, dict) and part.get("type") == "text")
    try:
        checked_stop(str(message.get("stop_reason") or ""))
        first_draft(text)
    except WriterError as error:
        return None, error.detail
    return text, ""
