"""Draft blocks as the block editor itself would save them on a WordPress version, or as classic HTML.

Versions: list items are blocks of their own and quotations hold paragraph blocks since 6.1 and 6.0; headings
have the class `wp-block-heading` since 6.3; lists `wp-block-list` since 6.6.
"""

from __future__ import annotations

import json
import re
from typing import Any

_JSON = re.compile(r"^(<!--\s+wp:\S+\s+)(\{.*\}\s+)?", re.DOTALL)
_BEFORE_CLASS = re.compile(r"""\s*<\w+(?:\s+(?:reversed|start)(?:=["'][^"']*["'])?)*""")
_ELEMENTS = "blockquote|ul|ol|dl|table|h[1-6]|fieldset|figure|pre|div"
_BEGINS = re.compile(rf"<(?:{_ELEMENTS})\b", re.IGNORECASE)
_ENDS = re.compile(rf"</(?:{_ELEMENTS})>\Z", re.IGNORECASE)
_CLASS = re.compile(r"""\s*(<\w+[^<>]*?\sclass=["'])([^"']*)""")


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
    """Writes blocks; `newline` is the source's own. Every block comes parted where its text begins."""

    brk = "<br>"

    def __init__(self, wp_version: str, newline: str = "\n") -> None:
        self.version, self.newline = version(wp_version), newline

    def paragraph(self, html: str, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A paragraph, in its shell if it has one."""
        opening, closing = shell or self._comments("paragraph", "", "<p>", "</p>")
        return opening, html + closing

    def heading(self, html: str, level: int, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A heading of `level`; a shell of another level is changed to it."""
        attributes = "" if level == 2 else f'{{"level":{level}}} '
        opening, closing = shell or self._comments("heading", attributes, f"<h{level}>", f"</h{level}>")
        opening, closing = self.shell("heading", opening, closing, level)
        return opening, html + closing

    def bullets(self, items: list[str], ordered: bool, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A list of items."""
        tag = "ol" if ordered else "ul"
        attributes = '{"ordered":true} ' if ordered else ""
        shell = shell or self._comments("list", attributes, f"<{tag}>", f"</{tag}>")
        opening, closing = self.shell("list", *shell, 0)
        parts = [self._comments("list-item", "", "<li>", "</li>") for _ in items]
        inner = [first + item + last for (first, last), item in zip(parts, items, strict=True)]
        return opening + parts[0][0], (self.newline * 2).join(inner)[len(parts[0][0]) :] + closing

    def quote(self, paragraphs: list[str], cite: str, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A quotation of paragraphs, with who said it."""
        tag = '<blockquote class="wp-block-quote">'
        opening, closing = shell or self._comments("quote", "", tag, "</blockquote>")
        first, last = self._comments("paragraph", "", "<p>", "</p>")
        inner = (self.newline * 2).join(first + paragraph + last for paragraph in paragraphs)
        return opening + first, inner[len(first) :] + (f"<cite>{cite}</cite>" if cite else "") + closing

    def shell(self, kind: str, opening: str, closing: str, level: int) -> tuple[str, str]:
        """A shell as the editor of this version would save it, at `level` if it is a heading's."""
        if kind == "heading":
            opening = self._with_class(_at_level(opening, level), "wp-block-heading", self.version >= (6, 3))
            closing = re.sub(r"</h[1-6]", f"</h{level}", closing, flags=re.IGNORECASE)
        elif kind == "list":
            opening = self._with_class(opening, "wp-block-list", self.version >= (6, 6))
        return opening, closing

    def _comments(self, name: str, attributes: str, opening: str, closing: str) -> tuple[str, str]:
        n = self.newline
        return f"<!-- wp:{name} {attributes}-->{n}{opening}", f"{closing}{n}<!-- /wp:{name} -->"

    def _with_class(self, opening: str, name: str, wanted: bool) -> str:
        """`opening` whose element carries the class `name`, where the version wants it."""
        at = opening.find("-->") + 3
        comment, tag = opening[:at], opening[at:]
        if not wanted or re.search(rf"[\"'\s]{name}[\"'\s]", tag):
            return opening
        found = _CLASS.match(tag)
        if found:
            return comment + tag[: found.start(2)] + f"{name} " + tag[found.start(2) :]
        place = _BEFORE_CLASS.match(tag)  # the editor writes start and reversed first, id and style last
        end = place.end() if place else 0
        return f'{comment}{tag[:end]} class="{name}"{tag[end:]}'

    def between(self, before: str, after: str) -> str:
        """What parts two pieces of content: an empty line."""
        return self.newline * 2


class Classic:
    """Writes classic HTML: paragraphs parted by empty lines, in `<p>` only where the source had them."""

    def __init__(self, newline: str = "\n", brk: str = "\n") -> None:
        self.newline, self.brk = newline, brk

    def paragraph(self, html: str, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A paragraph, in its shell if it has one."""
        opening, closing = shell or ("", "")
        return opening, html + closing

    def heading(self, html: str, level: int, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A heading of `level`; a shell of another level is changed to it."""
        opening, closing = self.shell("heading", *(shell or (f"<h{level}>", f"</h{level}>")), level)
        return opening, html + closing

    def bullets(self, items: list[str], ordered: bool, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A list of items, each on a line of its own, indented as the editor does."""
        tag, n = ("ol" if ordered else "ul"), self.newline
        opening, closing = shell or (f"<{tag}>{n} \t", f"{n}</{tag}>")
        return f"{opening}<li>", f"</li>{n} \t<li>".join(items) + f"</li>{closing}"

    def quote(self, paragraphs: list[str], cite: str, shell: tuple[str, str] | None) -> tuple[str, str]:
        """A quotation of paragraphs, with who said it."""
        n = self.newline
        opening, closing = shell or ("<blockquote>", "</blockquote>")
        return opening, (n * 2).join(paragraphs) + (f"{n}<cite>{cite}</cite>" if cite else "") + closing

    def shell(self, kind: str, opening: str, closing: str, level: int) -> tuple[str, str]:
        """A shell, at `level` if it is a heading's."""
        if kind == "heading":
            opening = re.sub(r"<h[1-6]", f"<h{level}", opening, count=1, flags=re.IGNORECASE)
            closing = re.sub(r"</h[1-6]", f"</h{level}", closing, count=1, flags=re.IGNORECASE)
        return opening, closing

    def between(self, before: str, after: str) -> str:
        """What parts two pieces of content: an empty line, or at block-level elements a line break."""
        return self.newline * (1 if _ENDS.search(before) or _BEGINS.match(after) else 2)


def _at_level(opening: str, level: int) -> str:
    """The opening of a heading block at another level: its tag and its attributes."""
    found = _JSON.match(opening)
    if not found or re.search(rf"<h{level}\b", opening[found.end() :]):
        return opening
    values: dict[str, Any] = json.loads(found[2]) if found[2] else {}
    values.pop("level", None)
    first = {key: values.pop(key) for key in ("textAlign",) if key in values}  # the editor's order
    values = {**first, **({} if level == 2 else {"level": level}), **values}
    attributes = attributes_json(values) + " " if values else ""
    return found[1] + attributes + re.sub(r"<h[1-6]\b", f"<h{level}", opening[found.end() :], count=1)
