"""The answer as the model writes it: JSON by a schema, to and from `Draft`.

One schema serves the rewrite and its repair: the API keeps a cached prefix only while `output_config.format`
stays the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bridge.article.model import Draft, DraftBlock

#: Characters of a title that search results show whole, roughly; one that fits goes before one that does not.
LONGEST_TITLE = 60

#: Keys of a pydantic schema that say nothing to a model and would be billed with every request.
NOISE = frozenset({"title", "default", "description"})


class Part(BaseModel):
    """Base of all parts of an answer; `at` is the place of a block that is written again, absent in a first draft."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Heading(Part):
    """An H2 or H3; `sources` only when it takes up a heading of the source."""

    kind: Literal["h2", "h3"]
    text: str
    sources: tuple[int, ...] = ()
    at: int = -1


class Paragraph(Part):
    """A paragraph, and the numbers of the passages that it is drawn from."""

    kind: Literal["paragraph"]
    text: str
    sources: tuple[int, ...]
    at: int = -1


class Items(Part):
    """A bulleted or numbered list."""

    kind: Literal["list"]
    items: tuple[str, ...]
    ordered: bool
    sources: tuple[int, ...]
    at: int = -1


class Quote(Part):
    """A quotation set apart, and who said it."""

    kind: Literal["quote"]
    text: str
    cite: str
    sources: tuple[int, ...]
    at: int = -1


class Kept(Part):
    """A fixed part of the source, by its reference."""

    kind: Literal["fixed"]
    ref: str
    at: int = -1


class Dropped(Part):
    """In a repair: the block at `at` has no support in the source and goes."""

    kind: Literal["drop"]
    at: int


Block = Heading | Paragraph | Items | Quote | Kept | Dropped


class Head(Part):
    """What search engines and lists of articles show."""

    titles: tuple[str, ...]
    slug: str
    meta_description: str
    focus_keyphrase: str
    excerpt: str


class Reply(Part):
    """A whole answer: in a repair `head` is null unless it is at fault, and `blocks` are those written again."""

    head: Head | None
    blocks: tuple[Block, ...]


@cache
def schema() -> dict[str, Any]:
    """The JSON schema that goes out with every request."""
    result: dict[str, Any] = strict(Reply.model_json_schema())
    return result


def strict(schema: Any) -> Any:
    """`schema` as the API takes it, and without its annotations; properties that happen to bear such a name stay."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    noise = NOISE | {"type"} if schema.keys() & {"const", "enum"} else NOISE
    kept = {
        key: {name: strict(value) for name, value in entry.items()} if key in {"properties", "$defs"} else strict(entry)
        for key, entry in schema.items()
        if key not in noise
    }
    return kept | {"additionalProperties": False} if kept.get("type") == "object" else kept


def head_of(head: Head) -> dict[str, Any]:
    """The fields of a `Draft` that `head` gives, tidied."""
    titles = tuple(dict.fromkeys(line(title) for title in head.titles if title.strip()))[:3]
    return {
        "titles": tuple(sorted(titles, key=lambda title: len(title) > LONGEST_TITLE)),
        "slug": slug(head.slug),
        "meta_description": line(head.meta_description),
        "focus_keyphrase": line(head.focus_keyphrase).strip('«» ."“”\u00a0\u202f'),
        "excerpt": line(head.excerpt),
    }


def block_of(block: Block) -> DraftBlock | None:
    """`block` as a part of a `Draft`; None for one that is dropped or empty."""
    match block:
        case Heading(kind=kind, text=text, sources=sources):
            return DraftBlock(kind=kind, text=line(text), sources=sources) if line(text) else None
        case Paragraph(text=text, sources=sources):
            return DraftBlock(kind="paragraph", text=line(text), sources=sources) if line(text) else None
        case Items(items=items, ordered=ordered, sources=sources):
            kept = tuple(line(item) for item in items if line(item))
            return DraftBlock(kind="list", items=kept, ordered=ordered, sources=sources) if kept else None
        case Quote(text=text, cite=cite, sources=sources):
            said = "\n\n".join(line(part) for part in re.split(r"\n\s*\n", text) if line(part))
            return DraftBlock(kind="quote", text=said, cite=line(cite), sources=sources) if said else None
        case Kept(ref=ref):
            return DraftBlock(kind="fixed", ref=ref.strip())
        case Dropped():
            return None


def wire_of(draft: Draft) -> str:
    """`draft` as its writer would have written it, blocks numbered from 0; the same draft always gives the
    same bytes.
    """
    head = {name: getattr(draft, name) for name in Head.model_fields}
    blocks = [{"at": place, **wire_block(block)} for place, block in enumerate(draft.blocks)]
    return json.dumps({"head": head, "blocks": blocks}, ensure_ascii=False, separators=(",", ":"))


def wire_block(block: DraftBlock) -> dict[str, Any]:
    """The fields of `block` that its kind has on the wire, in the schema's order."""
    fields: dict[str, tuple[str, ...]] = {
        "paragraph": ("kind", "text", "sources"),
        "list": ("kind", "items", "ordered", "sources"),
        "quote": ("kind", "text", "cite", "sources"),
        "fixed": ("kind", "ref"),
    }
    return {name: getattr(block, name) for name in fields.get(block.kind, ("kind", "text", "sources"))}


def line(text: str) -> str:
    """`text` on one line; no-break spaces stay as they are."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def slug(text: str) -> str:
    """`text` as a slug: lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "-").replace("'", "-"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
