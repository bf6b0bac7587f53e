"""The inline notation that travels between reader, writer and checks (see `bridge.article.model`)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from bridge.article.html import decoded

PAIRS = frozenset({"strong", "em", "code", "sup", "sub", "s"})
SAME = {"b": "strong", "i": "em", "del": "s", "strike": "s"}
DEPTH = 24  # deeper nesting is no text that somebody wrote

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s|/)[^<>]*)?>")
_REF = re.compile(r"""<(?:a|span|ref)\s[^<>]*?\bid\s*=\s*["']?([LSI]\d+)\b""")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)#?[a-zA-Z0-9]")  # other than those of the notation itself
_WORD = re.compile(r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?:,\d+)?(?!\d)|[^\W_]+(?:[-’'.,][^\W_]+)*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def escape(text: str) -> str:
    """Plain text in inline notation."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(inline: str) -> str:
    """What a reader sees of inline notation: no tags, `<br/>` as a line break, entities decoded."""
    text = _TAG.sub("", _BREAK.sub("\n", without_comments(inline))) if "<" in inline else inline
    if _ENTITY.search(text):
        return decoded(text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def refs(inline: str) -> tuple[str, ...]:
    """The references (L1, S1, I1 …) that inline notation uses, in order, each as often as it is used."""
    return tuple(_REF.findall(inline))


def words(text: str) -> int:
    """How many words a plain text has. "l’eau" counts as one, as in WordPress's own count; "1 000" as one."""
    return sum(1 for _ in _WORD.finditer(text))


def without_comments(text: str) -> str:
    """`text` without HTML comments.

    One that is not closed stays: without its end it is text, and is escaped as such.
    """
    if "<!--" not in text:
        return text
    parts: list[str] = []
    at = 0
    while True:
        start = text.find("<!--", at)
        stop = text.find("-->", start + 4) if start >= 0 else -1
        if stop < 0:
            return "".join((*parts, text[at:]))
        parts.append(text[at:start])
        at = stop + 3


def runs(text: str) -> Iterator[tuple[bool, str, str, str, str]]:
    """(closing, tag, attributes, "", bytes) for every tag and (False, "", "", text, text) between them."""
    at = 0
    for match in _TAG.finditer(text):
        if at < match.start():
            yield False, "", "", text[at : match.start()], text[at : match.start()]
        tag = match[2].lower()
        yield match[1] == "/", SAME.get(tag, tag), match[3] or "", "", match[0]
        at = match.end()
    if at < len(text):
        yield False, "", "", text[at:], text[at:]


def cut(inline: str, *ranges: tuple[int, int, str]) -> str:
    """`inline` with ranges `(start, end, instead)` of its plain text exchanged; tags stay.

    The ranges are in order and do not overlap.
    """
    out: list[str] = []
    seen, queue = 0, deque(ranges)
    for _, tag, _, run, raw in runs(inline):
        if tag and tag != "br":
            out.append(raw)
            continue
        text = "\n" if tag else decoded(run)
        at, stop = seen, seen + len(text)
        kept: list[str] = []
        while queue and queue[0][0] < stop:
            start, end, instead = queue[0]
            kept += (text[at - seen : max(at, start) - seen], instead if start >= seen else "")
            at = max(at, min(end, stop))
            if end > stop:
                break
            queue.popleft()
        out.append(escape("".join((*kept, text[at - seen :]))) if kept else raw)
        seen = stop
    return "".join(out)
