"""From a finished reply to what it means: a `Reply` of the wire, or a typed error."""

from __future__ import annotations

import re

from pydantic import ValidationError

from bridge.article.model import Draft
from bridge.errors import WriterContextTooLong, WriterMalformed, WriterRefused, WriterTruncated
from bridge.writer.claude import wire


def checked_stop(stop_reason: str) -> None:
    """Raises the error that `stop_reason` stands for; nothing may be parsed before this has passed."""
    match stop_reason:
        case "end_turn" | "stop_sequence":
            return
        case "refusal":
            raise WriterRefused("the model refused (stop_reason refusal)")
        case "max_tokens":
            raise WriterTruncated("the answer reached max_tokens; raise claude.max_tokens")
        case "model_context_window_exceeded":
            raise WriterContextTooLong("the answer reached the end of the model's context window")
        case _:
            raise WriterMalformed(f"the answer stopped for an unexpected reason ({stop_reason[:40] or 'none'})")


def parsed(text: str) -> wire.Reply:
    """The reply in `text`. Raises `WriterMalformed`, which names the first field at fault but quotes nothing."""
    try:
        return wire.Reply.model_validate_json(bare(text))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"][:4]) or "the whole"
        raise WriterMalformed(f"the answer does not fit its schema: {place}: {first['type']}") from error


def bare(text: str) -> str:
    """`text` without a Markdown fence: some endpoints put one around JSON though a format was asked for."""
    fenced = re.fullmatch(r"\s*```(?:json)?\s*(.*?)\s*```\s*", text, re.DOTALL)
    return fenced[1] if fenced else text


def first_draft(text: str) -> Draft:
    """The draft of a first answer. Raises `WriterMalformed` when a part that every draft has is missing."""
    reply = parsed(text)
    if reply.head is None:
        raise WriterMalformed("the answer has no head")
    blocks = tuple(block for block in map(wire.block_of, reply.blocks) if block)
    head = wire.head_of(reply.head)
    if not blocks or not head["titles"]:
        raise WriterMalformed("the answer has no " + ("title" if blocks else "block"))
    return Draft(blocks=blocks, **head)
