"""Inline notation of a writer to HTML.

What a writer sends is not trusted. References that the article does not have, script-like elements and
headings inside a text raise `BadDraft`. Comments (so block comments too) are taken out; any other foreign tag
is taken out and its words stay; a bracket that may open a shortcode which the source does not have is written
as an entity, so that WordPress does not run it. A reference counts once: its second use keeps the words only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bridge.article.html import decoded
from bridge.article.model import Mark
from bridge.article.notation import DEPTH, PAIRS, escape, runs, without_comments
from bridge.errors import BadDraft

_REFUSED = (
    "script style iframe object embed applet form input button select textarea svg math link meta base frame frameset"
    " h1 h2 h3 h4 h5 h6"
)
_FORBIDDEN = frozenset(_REFUSED.split())
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "pre", "hr"}
)
_BLANK = " \t\n\r\f\v"

_ID = re.compile(r"""\sid\s*=\s*["']?([A-Za-z]\w*)["']?""")
_BRACKET = re.compile(r"\[(?=/?[A-Za-z])")
_BRACKETED = re.compile(r"\[/?[A-Za-z][^\[\]<>]*\]")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")


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
        for closing, tag, rest, run, _ in runs(without_comments(text)):
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
        if len(stack) >= DEPTH:
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
        return _BRACKET.sub(self._bracket, text) if "[" in text else text

    def _bracket(self, match: re.Match[str]) -> str:
        whole = _BRACKETED.match(match.string, match.start())
        return "[" if whole and whole[0] in self.known else "&#91;"


def brackets(source: str) -> frozenset[str]:
    """The bracketed texts of `source` in the form in which a text would hold them, for `Inline`."""
    return frozenset(_BRACKETED.findall(source)) if "[" in source else frozenset()
