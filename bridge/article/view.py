"""The article as a model reads it: numbered passages, references in place, what each reference stands for."""

from __future__ import annotations

from bridge.article.model import Article, Fixed, Passage
from bridge.article.notation import escape

LINE = 200  # characters of an address or label; more tells a writer nothing
GAP = "\n\n"


def writer_view(article: Article) -> str:
    """The smallest clear text form of `article`.

    One passage or fixed part a line group: `[3] h2: …`, `[4] …`, `[5] list:` with items on lines that begin
    with "- ", `[6] quote: …`, `[F1 core/image: label]`. Texts are in inline notation. Links and marks are
    listed below the text.
    """
    lines: list[str] = []
    fixed = list(article.fixed)
    lines += [_fixed(part) for part in fixed if part.after == 0]
    for passage in article.passages:
        lines.extend(_passage(passage))
        lines.extend(_fixed(part) for part in fixed if part.after == passage.number)
    if article.links:
        lines += ["", "Links:", *(f"{link.ref}: {_line(link.text)} -> {_line(link.href)}" for link in article.links)]
    atoms = [mark for mark in article.marks if mark.ref.startswith("I")]
    if atoms:
        lines += ["", "Marks:", *(f"{mark.ref}: {_line(mark.label or mark.opening)}" for mark in atoms)]
    return "\n".join(lines)


def _line(text: str) -> str:
    """`text` on one line, escaped, in at most `LINE` characters."""
    return escape(" ".join(text.split())[:LINE])


def _passage(passage: Passage) -> list[str]:
    name = {
        "heading": f" h{passage.level}:",
        "list": " numbered list:" if passage.ordered else " list:",
        "quote": " quote:",
    }
    head = f"[{passage.number}]{name.get(passage.kind, '')}"
    if passage.kind == "list":
        return [head, *(f"- {item}" for item in passage.items)]
    cite = [f"  cite: {passage.cite}"] if passage.cite else []
    bare = " (reads as a heading)" if passage.heading_line else ""
    return [f"{head}{bare} {passage.text.replace(GAP, GAP + '  ')}", *cite]


def _fixed(part: Fixed) -> str:
    return f"[{part.ref} {part.name}{': ' + escape(part.label) if part.label else ''}]"
