"""Draft blocks as the block editor itself would save them on a WordPress version, or as classic HTML.

Versions: list items are blocks of their own and quotations hold paragraph blocks since 6.1 and 6.0; headings
have the class `wp-block-heading` since 6.3; lists `wp-block-list` since 6.6.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bridge.article.model import Passage, Span

_JSON = re.compile(r"^(<!--\s+wp:\S+\s+)(\{.*\}\s+)?", re.DOTALL)
_CLASS = re.compile(r"""(<\w+[^>]*?\sclass=["'])([^"']*)""")
_TAG = re.compile(r"<(h[1-6]|ul|ol)\b")


def version(text: str) -> tuple[int, int]:
    """(6, 5) of "6.5.2"; what is no version counts as the oldest one that is served, 6.1."""
    found = re.match(r"(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else (6, 1)


def attributes_json(values: dict[str, Any]) -> str:
    """Block attributes as WordPress serialises them (`serialize_block_attributes`)."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (
        ("--", "\\u002d\\u002d"),
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ('\\"', "\\u0022"),
    ):
        text = text.replace(sign, code)
    return text


class Blocks:
    """Writes blocks; `newline` is the source's own."""

    brk = "<br>"

    def __init__(self, wp_version: str, newline: str = "\n") -> None:
        self.version, self.newline = version(wp_version), newline

    def paragraph(self, html: str, shell: tuple[str, str] | None) -> str:
        opening, closing = shell or (
            f"<!-- wp:paragraph -->{self.newline}<p>",
            f"</p>{self.newline}<!-- /wp:paragraph -->",
        )
        return opening + html + closing

    def heading(self, html: str, level: int, shell: tuple[str, str] | None) -> str:
        if shell:
            opening, closing = self._level(shell[0], level), re.sub(r"</h[1-6]", f"</h{level}", shell[1])
        else:
            attributes = "" if level == 2 else f'{{"level":{level}}} '
            opening = f"<!-- wp:heading {attributes}-->{self.newline}<h{level}>"
            closing = f"</h{level}>{self.newline}<!-- /wp:heading -->"
        return self._with_class(opening, "wp-block-heading", self.version >= (6, 3)) + html + closing

    def bullets(self, items: list[str], ordered: bool, shell: tuple[str, str] | None) -> str:
        tag = "ol" if ordered else "ul"
        attributes = '{"ordered":true} ' if ordered else ""
        opening, closing = shell or (
            f"<!-- wp:list {attributes}-->{self.newline}<{tag}>",
            f"</{tag}>{self.newline}<!-- /wp:list -->",
        )
        n = self.newline
        inner = (n * 2).join(
            f"<!-- wp:list-item -->{n}<li>{item}</li>{n}<!-- /wp:list-item -->" for item in items
        )
        return self._with_class(opening, "wp-block-list", self.version >= (6, 6)) + inner + closing

    def quote(self, paragraphs: list[str], cite: str, shell: tuple[str, str] | None) -> str:
        n = self.newline
        opening, closing = shell or (
            f'<!-- wp:quote -->{n}<blockquote class="wp-block-quote">',
            f"</blockquote>{n}<!-- /wp:quote -->",
        )
        inner = (n * 2).join(self.paragraph(paragraph, None) for paragraph in paragraphs)
        return opening + inner + (f"<cite>{cite}</cite>" if cite else "") + closing

    def _level(self, opening: str, level: int) -> str:
        """The opening of a heading at another level: its tag and its attributes."""
        found = _JSON.match(opening)
        if not found or f"<h{level}" in opening[found.end() :]:
            return opening
        values = json.loads(found[2]) if found[2] else {}
        values.pop("level", None)
        values = values if level == 2 else {"level": level, **values}
        attributes = attributes_json(values) + " " if values else ""
        return found[1] + attributes + _TAG.sub(f"<h{level}", opening[found.end() :], count=1)

    def _with_class(self, opening: str, name: str, wanted: bool) -> str:
        """`opening` whose element carries the class `name`, where the version wants it."""
        at = opening.rfind("-->") + 3
        comment, tag = opening[:at], opening[at:]
        if not wanted or re.search(rf"\b{name}\b", tag):
            return opening
        found = _CLASS.search(tag)
        if found:
            return comment + tag[: found.start(2)] + f"{name} " + tag[found.start(2) :]
        return comment + re.sub(r"<(\w+)", rf'<\1 class="{name}"', tag, count=1)


class Classic:
    """Writes classic HTML: paragraphs parted by empty lines, in `<p>` only where the source had them."""

    def __init__(self, newline: str = "\n", brk: str = "\n") -> None:
        self.newline, self.brk = newline, brk

    def paragraph(self, html: str, shell: tuple[str, str] | None) -> str:
        return shell[0] + html + shell[1] if shell else html

    def heading(self, html: str, level: int, shell: tuple[str, str] | None) -> str:
        opening, closing = shell or (f"<h{level}>", f"</h{level}>")
        return (
            re.sub(r"<h[1-6]", f"<h{level}", opening, flags=re.I)
            + html
            + re.sub(r"</h[1-6]", f"</h{level}", closing, flags=re.I)
        )

    def bullets(self, items: list[str], ordered: bool, shell: tuple[str, str] | None) -> str:
        tag, n = ("ol" if ordered else "ul"), self.newline
        opening, closing = shell or (f"<{tag}>{n}", f"{n}</{tag}>")
        return opening + n.join(f"<li>{item}</li>" for item in items) + closing

    def quote(self, paragraphs: list[str], cite: str, shell: tuple[str, str] | None) -> str:
        n = self.newline
        opening, closing = shell or ("<blockquote>", "</blockquote>")
        return opening + (n * 2).join(paragraphs) + (f"{n}<cite>{cite}</cite>" if cite else "") + closing


def shell_of(source: str, passage: Passage) -> tuple[str, str] | None:
    """The bytes around a passage's own text, with its attributes."""
    if passage.shell == "bare":
        return None
    span, inner = passage.span, passage.inner
    closing = source[inner.end : span.end]
    if passage.kind == "quote" and "<cite" in closing:
        closing = closing[closing.find("</cite>") + 7 :]
    return source[span.start : inner.start], closing


def newline_of(source: str, span: Span) -> str:
    """The line ending that `source` uses."""
    return "\r\n" if "\r\n" in source[span.start : span.end] else "\n"
