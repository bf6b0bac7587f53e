"""The seam between reading, writing and checking: an article, a brief, a draft, a finding.

Inline notation. Text that travels between these parts is plain text with a few tags, the same for every
writer: `<strong> <em> <code> <sup> <sub> <s>` pairs, `<br/>`; `<a id="L1">words</a>` for link L1; `<span
id="S1">words</span>` for any other inline element that carries attributes; `<ref id="I1"/>` for an inline
atom (image, footnote marker, shortcode, comment). `&`, `<` and `>` of the text itself are written `&amp; &lt;
&gt;`. Nothing else is markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bridge.article.language import Language, is_unsupported, language_of

PassageKind = Literal["paragraph", "heading", "list", "quote"]
DraftKind = Literal["h2", "h3", "h4", "paragraph", "list", "quote", "fixed"]
Severity = Literal["error", "warning", "notice"]
Shell = Literal["block", "html", "bare"]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters, `[start, end)`, in the text that its owner names."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the source.

    `ref` is its name in inline notation ("L1"); `href` and `text` are decoded, for reading only.
    """

    ref: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered paragraph of the source that may be rewritten: a paragraph, heading, list or quotation.

    `text` is inline notation (for a list: empty, see `items`); `plain` is what a reader sees, entities
    decoded, list items on lines of their own. `level` is 1 to 6 for headings, 0 otherwise. `heading_line`
    marks a bare line that reads as a heading. A quotation of several paragraphs separates them by an empty
    line. `span` is its place in the source content, `inner` the part of it that `text` or `items` stand for:
    what lies before and after in `span` is its shell, which keeps the attributes. `shell` says what the shell
    is made of: block comments and tags, tags alone, or nothing. `pieces` are the places of the text itself: one
    for a paragraph or heading, one for each item or each paragraph of a quotation.
    """

    number: int
    kind: PassageKind
    text: str
    plain: str
    span: Span
    level: int = 0
    items: tuple[str, ...] = ()
    ordered: bool = False
    cite: str = ""
    heading_line: bool = False
    inner: Span = Span(0, 0)
    pieces: tuple[Span, ...] = ()
    shell: Shell = "bare"


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element of the source that travels as a reference: the exact bytes of its opening and closing tag.

    An atom (`ref` starts with "I") has all its bytes in `opening`. `label` is what a reader sees of it, for
    reading only.
    """

    ref: str
    opening: str
    closing: str
    label: str
    passage: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A part that keeps its bytes: image, gallery, embed, table, shortcode, button, columns, custom block …

    `name` is the block's or tag's name, `label` what a reader would call it (alt text, caption), in at most
    80 characters. `after` is the number of the passage that it follows, 0 at the top. `images` are (src, alt)
    pairs within it.
    """

    ref: str
    name: str
    label: str
    span: Span
    after: int
    images: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """Residue that was cut, or (`doubtful`) left in place and pointed out.

    `reason` is French, for the author.
    """

    rule: str
    reason: str
    text: str
    span: Span
    doubtful: bool = False


class Brief(BaseModel):
    """What this one rewrite is asked for.

    `nbsp`: "narrow" (U+202F) or "plain" (U+00A0) before double punctuation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = ""
    locale: str = "fr_FR"
    min_words: int = 700
    keyphrase: str = ""
    tone: str = ""
    audience: str = ""
    site_name: str = ""
    site_url: str = ""
    forbidden_words: tuple[str, ...] = ()
    house_rules: tuple[str, ...] = ()
    nbsp: Literal["narrow", "plain"] = "narrow"
    wp_version: str = "6.5"


class DraftBlock(BaseModel):
    """One block of a draft.

    `text` and `items` are inline notation; `ref` names a fixed part; `sources` are passage numbers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: DraftKind
    text: str = ""
    items: tuple[str, ...] = ()
    ordered: bool = False
    cite: str = ""
    ref: str = ""
    sources: tuple[int, ...] = ()


class Draft(BaseModel):
    """A rewrite. `titles[0]` is the one that is proposed; all texts of the head are plain text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: tuple[str, ...]
    slug: str
    meta_description: str
    focus_keyphrase: str
    excerpt: str
    blocks: tuple[DraftBlock, ...]

    @property
    def title(self) -> str:
        """The title that is proposed."""
        return self.titles[0] if self.titles else ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a finding shows.

    The words, and their spans in the draft block's and the source passage's plain text.
    """

    draft: str = ""
    draft_span: Span | None = None
    source: str = ""
    source_passage: int | None = None
    source_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an author should know.

    `check` is a stable dotted name ("fidelity.number"); `block` an index of `Draft.blocks`.
    """

    check: str
    severity: Severity
    message: str
    block: int | None = None
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True)
class Article:
    """Post content that was read. `source` is the content, exact; the tuples are in the order of the source.

    `passages` are what a writer may rewrite, `fixed` what keeps its bytes, `links` what `<a id>` may name.
    `removals` lists residue (after `clean`). A cleaned article leaves out the passages that were residue as a
    whole and keeps the others' numbers. `marks` are the bytes behind every reference of the inline notation.
    `frame` is what a draft replaces: a group that wraps the whole article lies outside of it.
    """

    source: str
    format: Literal["blocks", "classic"]
    passages: tuple[Passage, ...] = ()
    fixed: tuple[Fixed, ...] = ()
    links: tuple[Link, ...] = ()
    removals: tuple[Removal, ...] = ()
    marks: tuple[Mark, ...] = ()
    frame: Span = Span(0, 0)

    @cached_property
    def language(self) -> Language:
        """The language that it is written in: another than "fr" means that a rewrite is a translation."""
        return language_of(self._running_text)

    @property
    def is_unsupported(self) -> bool:
        """Whether it is clearly in a language that nothing is translated from."""
        return is_unsupported(self._running_text)

    @property
    def _running_text(self) -> Iterator[str]:
        return (passage.plain for passage in self.passages if passage.kind != "quote")


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of composed content, at `span` of it.

    A text block of the draft (`block`, its index in `Draft.blocks`), or a fixed part (`ref`). `passages` are the
    numbers of the source's passages that a text block carries anything of: words, links, marks, anchors.
    """

    span: Span
    block: int | None = None
    ref: str = ""
    passages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A draft as post content, in the source's format.

    `lost` names the references (links, inline atoms) the draft dropped; `pieces` are in the order of the content.
    """

    content: str
    lost: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
