"""What the played model understands of a request: the order and the numbered passages of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

HEAD = re.compile(r"\[(\d+)\](?: (h[1-6]|numbered list|list|quote):)?(?: \(reads as a heading\))? ?(.*)")
FIXED = re.compile(r"\[(F\d+)[ \]]")


@dataclass
class Part:
    """A passage or a fixed part of the article, as the request shows it."""

    kind: str
    number: int = 0
    text: str = ""
    level: int = 0
    ordered: bool = False
    cite: str = ""
    ref: str = ""
    items: list[str] = field(default_factory=list)


@dataclass
class Order:
    """A request, read."""

    title: str
    keyphrase: str
    parts: list[Part]


def order_of(message: dict[str, Any]) -> Order:
    """The order in the first turn of a conversation."""
    text = "\n".join(part["text"] for part in message["content"])
    brief, _, article = text.partition("\n<article>\n")
    head, _, body = article.partition("\n</article>")[0].partition("\n\n")
    title = re.search(r"^Titre actuel : (.*)$", head, re.MULTILINE)
    key = re.search(r"^- Expression clé imposée[^:]* : (.*)$", brief, re.MULTILINE)
    return Order(unescape(title[1]) if title else "", unescape(key[1]) if key else "", parts(body))


def parts(body: str) -> list[Part]:
    """The passages and fixed parts in their order; what is listed below the text is for reading only."""
    found: list[Part] = []
    for line in body.splitlines():
        if line in ("Links:", "Marks:"):
            break
        if fixed := FIXED.match(line):
            found.append(Part("fixed", ref=fixed[1]))
        elif passage := HEAD.match(line):
            found.append(part(int(passage[1]), passage[2] or "", passage[3], " (reads as a heading)" in line))
        elif found and found[-1].kind == "list" and line.startswith("- "):
            found[-1].items.append(line[2:])
        elif found and line.startswith("  cite: "):
            found[-1].cite = line[8:]
        elif found and found[-1].kind != "fixed":
            found[-1].text += "\n" + line
    for one in found:
        one.text = one.text.strip()
    return found


def part(number: int, name: str, text: str, heading_line: bool) -> Part:
    """A passage by the name that the view gives it."""
    if name.startswith("h"):
        return Part("heading", number, text, level=int(name[1]))
    if heading_line:
        return Part("heading", number, text, level=2)
    if name.endswith("list"):
        return Part("list", number, ordered=name.startswith("numbered"))
    return Part(name or "paragraph", number, text)


def bare(inline: str) -> str:
    """Inline notation as a reader sees it."""
    return unescape(re.sub(r"<[^>]*>", "", inline))
