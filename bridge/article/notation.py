"""The inline notation that travels between reader, writer and checks (see `bridge.article.model`), and its way to HTML.

What a writer sends is not trusted. References that the article does not have, script-like elements and
headings inside a text raise `BadDraft`. Comments (so block comments too) are taken out; any other foreign tag
is taken out and its words stay; what looks like a shortcode that the source does not have is written with
entities, so that WordPress does not run it. A reference counts once: its second use keeps the words only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bridge.article.html import decoded
from bridge.article.model import Mark
from bridge.errors import BadDraft

PAIRS = frozenset(["strong", "em", "code", "sup", "sub", "s"])
_SAME = {"b": "strong", "i": "em", "del": "s", "strike": "s"}
_FORBIDDEN = frozenset(
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "select",
        "textarea",
        "svg",
        "math",
        "link",
        "meta",
        "base",
        "frame",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_BLOCKS = frozenset(
    ["p", "div", "section", "article", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "figure", "hr", "pre"]
)

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s|/)[^<>]*)?>")
_ID = re.compile(r"""\sid\s*=\s*["']?([A-Za-z]\w*)["']?""")
_REF = re.compile(r"""<(?:a|span|ref)\s[^<>]*?\bid\s*=\s*["']?([LSI]\d+)\b""")
_SHORTCODE = re.compile(r"\[/?[A-Za-z][^\[\]<>]*\]")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)#?[a-zA-Z0-9]")  # other than those of the notation itself
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_WORD = re.compile(r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?:,\d+)?(?!\d)|[^\W_]+(?:[-’'.,][^\W_]+)*")
_BLANK = " \t\n\r\f\v"
_DEPTH = 24
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


class Inline:
    """Writes inline notation as HTML, with the bytes of the source behind every reference.

    `brk` is what a line break becomes. `known` are bracketed texts of the source, which may stand as they
    are.
    """

    def __init__(self, marks: Mapping[str, Mark], brk: str = "<br>", known: frozenset[str] = frozenset()) -> None:
        self.marks, self.brk, self.known = marks, brk, known
        self.used: set[str] = set()

    def html(self, text: str) -> str:
        """`text` as HTML, balanced and safe. Raises `BadDraft` as the module says."""
        out: list[str] = []
        stack: list[tuple[str, str, str, int]] = []  # tag, closing bytes, reference, where its content begins in `out`
        for closing, tag, rest, run, _ in _runs(without_comments(text)):
            if not tag:
                out.append(self._text(run))
            elif closing:
                self._close(tag, stack, out)
            else:
                self._open(tag, rest, stack, out)
        while stack:
            self._close(stack[-1][0], stack, out)
        blank = [not part.strip(_BLANK) or part == self.brk for part in out]
        begin = blank.index(False) if False in blank else len(out)
        end = len(out) - blank[::-1].index(False) if False in blank else begin
        return "".join(out[begin:end]).strip(_BLANK)

    def _open(self, tag: str, rest: str, stack: list[tuple[str, str, str, int]], out: list[str]) -> None:
        if tag in _FORBIDDEN:
            raise BadDraft(f"a text of the draft holds <{tag}>; inline notation has no such element")
        if len(stack) >= _DEPTH:
            return
        if tag == "br":
            out.append(self.brk)
        elif tag == "ref":
            mark = self._mark(rest, "I")
            if mark:
                self.used.add(mark.ref)
                out.append(mark.opening)
        elif tag in PAIRS:
            again = any(entry[0] == tag for entry in stack)
            out.append("" if again else f"<{tag}>")
            stack.append((tag, "" if again else f"</{tag}>", "", len(out)))
        elif tag in ("a", "span"):
            mark = self._mark(rest, "L" if tag == "a" else "S")
            if mark and tag == "a" and any(entry[2].startswith("L") for entry in stack):
                mark = None
            if mark:
                self.used.add(mark.ref)
            out.append(mark.opening if mark else "")
            stack.append((tag, mark.closing if mark else "", mark.ref if mark else "", len(out)))
        elif tag in _BLOCKS:
            out.append(" ")

    def _close(self, tag: str, stack: list[tuple[str, str, str, int]], out: list[str]) -> None:
        if tag not in {entry[0] for entry in stack}:
            return
        while stack:
            name, closing, ref, begin = stack.pop()
            if "".join(out[begin:]):
                out.append(closing)
            else:
                out[begin - 1] = ""
                self.used.discard(ref)
            if name == tag:
                return

    def _mark(self, rest: str, letter: str) -> Mark | None:
        """The mark that a tag names; none when it names none (`<a href>`) or was used before."""
        found = _ID.search(rest)
        if not found:
            return None
        ref = found[1]
        if ref not in self.marks or not ref.startswith(letter):
            raise BadDraft(f"the draft names {ref}, which the article does not have")
        return None if ref in self.used else self.marks[ref]

    def _text(self, run: str) -> str:
        text = escape(decoded(_SPACE.sub(" ", run)).replace("\0", ""))
        return _SHORTCODE.sub(self._bracket, text) if "[" in text else text

    def _bracket(self, match: re.Match[str]) -> str:
        return match[0] if match[0] in self.known else "&#91;" + match[0][1:]


def _runs(text: str) -> Iterator[tuple[bool, str, str, str, str]]:
    """(closing, tag, attributes, "", bytes) for every tag and (False, "", "", text, text) between them."""
    at = 0
    for match in _TAG.finditer(text):
        if at < match.start():
            yield False, "", "", text[at : match.start()], text[at : match.start()]
        tag = match[2].lower()
        yield match[1] == "/", _SAME.get(tag, tag), match[3] or "", "", match[0]
        at = match.end()
    if at < len(text):
        yield False, "", "", text[at:], text[at:]


def brackets(source: str) -> frozenset[str]:
    """The bracketed texts of `source` in the form in which a text would hold them, for `Inline`."""
    return frozenset(_SHORTCODE.findall(source)) if "[" in source else frozenset()


def cut(inline: str, start: int, end: int, instead: str = "") -> str:
    """`inline` with `instead` for the characters `[start, end)` of its plain text; tags stay."""
    out: list[str] = []
    seen = 0
    for _, tag, _, run, raw in _runs(inline):
        if tag and tag != "br":
            out.append(raw)
            continue
        text = "\n" if tag else decoded(run)
        stop = seen + len(text)
        if stop <= start or seen >= end:
            out.append(raw)
        else:
            middle = instead if seen <= start else ""
            out.append(escape(text[: max(0, start - seen)] + middle + text[max(0, end - seen) :]))
        seen = stop
    return "".join(out)
