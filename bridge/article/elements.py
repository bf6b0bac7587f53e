"""Lists and quotations, as blocks with inner blocks, as older blocks, and as classic HTML."""

from __future__ import annotations

from bridge.article.blocks import Block
from bridge.article.html import tokens
from bridge.article.model import Shell, Span
from bridge.article.parts import Parts, blank, stripped, wrapped

_LISTS = frozenset({"ul", "ol"})
_ITEM = frozenset({"li"})
_PARAGRAPH = frozenset({"p"})
_QUOTE = frozenset({"blockquote"})


def read_list(parts: Parts, span: Span, body: Span, shell: Shell, children: list[Block] | None = None) -> bool:
    """Reads `body` as one flat list; False when it is not one."""
    found = wrapped(parts.source, body, _LISTS)
    if not found:
        return False
    tag, content = found
    spans = _inner(parts, content, children, "core/list-item", _ITEM) if children else split(parts, content, "li")
    if not spans:
        return False
    before = parts.mark()
    items = [parts.text(item, breaks=shell == "html") for item in spans]
    if any(item is None for item in items):
        parts.back(before)
        return False
    kept = tuple(item.strip() for item in items if item is not None)
    inner, pieces = stripped(parts.source, content), tuple(spans)
    parts.add("list", span, inner, shell, items=kept, ordered=tag == "ol", pieces=pieces)
    return True


def read_quote(parts: Parts, span: Span, body: Span, shell: Shell, children: list[Block] | None = None) -> bool:
    """Reads `body` as a quotation of paragraphs with or without a cite; False when it is not one."""
    found = wrapped(parts.source, body, _QUOTE)
    if not found:
        return False
    content, cite = _cite(parts.source, stripped(parts.source, found[1]))
    if children:
        spans = _inner(parts, content, children, "core/paragraph", _PARAGRAPH)
    else:
        spans = split(parts, content, "p") or _bare(parts.source, content)
    if not spans:
        return False
    before = parts.mark()
    texts = [parts.text(paragraph, breaks=shell == "html") for paragraph in spans]
    source = parts.text(cite) if cite else ""
    if source is None or any(text is None for text in texts):
        parts.back(before)
        return False
    text = "\n\n".join(text.strip() for text in texts if text is not None)
    inner, pieces = stripped(parts.source, content), tuple(spans)
    parts.add("quote", span, inner, shell, text, cite=source.strip(), pieces=pieces)
    return True


def _inner(parts: Parts, content: Span, children: list[Block], name: str, tags: frozenset[str]) -> list[Span]:
    """The content of the inner blocks that fill `content`; empty when anything else is among them."""
    spans: list[Span] = []
    at = content.start
    for child in children:
        found = wrapped(parts.source, child.inner, tags)
        if child.name != name or child.children or not found or not blank(parts.source, at, child.span.start):
            return []
        spans.append(found[1])
        at = child.span.end
    return spans if blank(parts.source, at, content.end) else []


def split(parts: Parts, content: Span, tag: str) -> list[Span]:
    """The contents of the `tag` elements that fill `content`.

    Empty when anything else is among them, or they are nested.
    """
    spans: list[Span] = []
    start = -1
    for token in tokens(parts.source, content.start, content.end):
        if token.kind == "open" and token.name == tag:
            if start >= 0:
                return []
            start = token.end
        elif token.kind == "close" and token.name == tag:
            if start < 0:
                return []
            spans.append(Span(start, token.start))
            start = -1
        elif start < 0 and (token.kind != "text" or not blank(parts.source, token.start, token.end)):
            return []
    return spans if start < 0 else []


def _cite(source: str, content: Span) -> tuple[Span, Span | None]:
    """A quotation's content without its `<cite>` at the end, and the cite's."""
    if not source.endswith("</cite>", content.start, content.end):
        return content, None
    open_ = source.rfind("<cite", content.start, content.end)
    found = wrapped(source, Span(open_, content.end), frozenset({"cite"})) if open_ >= 0 else None
    return (Span(content.start, open_), found[1]) if found else (content, None)


def _bare(source: str, content: Span) -> list[Span]:
    """A classic quotation without `<p>`: paragraphs between empty lines."""
    spans, at = [], content.start
    for piece in source[content.start : content.end].replace("\r\n", " \n").split("\n\n"):
        if piece.strip():
            spans.append(Span(at, at + len(piece)))
        at += len(piece) + 2
    return spans
