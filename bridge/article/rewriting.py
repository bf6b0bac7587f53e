"""The text blocks of a draft as content: into the shell of the passage they are drawn from, or new."""

from __future__ import annotations

import re
from typing import NamedTuple

from bridge.article.markup import Blocks, Classic
from bridge.article.model import Article, Brief, DraftBlock, Passage, Span
from bridge.article.notation import plain, refs
from bridge.article.typography import typeset_html
from bridge.article.untrusted import Inline, brackets
from bridge.errors import BadDraft


class Written(NamedTuple):
    """A block as content, parted where its text begins; `span` is the place of the passage whose shell it has.

    `passages` are the numbers of those that it carries words or marks of.
    """

    opening: str
    rest: str
    span: Span | None = None
    passages: tuple[int, ...] = ()


_ADDRESS = re.compile(r"https?://[^\s<>\"]+")  # WordPress embeds an address that stands alone
_LEVELS = {"h2": 2, "h3": 3, "h4": 4}


class Rewriting:
    """One draft of `article` being written. `newline` is the line ending of the source."""

    def __init__(self, article: Article, brief: Brief) -> None:
        source, frame = article.source, article.frame
        self.article, self.brief = article, brief
        self.native = article.format == "blocks"
        self.newline = "\r\n" if "\r\n" in source[frame.start : frame.end] else "\n"
        if self.native:
            self.markup: Blocks | Classic = Blocks(brief.wp_version, self.newline)
        else:
            self.markup = Classic(self.newline, "<br />" if "<br" in source else self.newline)
        self.inline = Inline({m.ref: m for m in article.marks}, self.markup.brk, brackets(source))
        self.passages = {passage.number: passage for passage in article.passages}
        self.cleaned = {removal.span for removal in article.removals if not removal.doubtful}
        self.claimed: set[int] = set()

    def block(self, block: DraftBlock) -> Written | None:
        """A text block of the draft; None when it has no words."""
        before = set(self.inline.used)
        written = self._written(block)
        if not written:
            return None
        carried = sorted(self.inline.marks[ref].passage for ref in self.inline.used - before)
        return written._replace(passages=tuple(dict.fromkeys((*block.sources, *carried))))

    def _written(self, block: DraftBlock) -> Written | None:
        texts = _texts(block.kind, block.text, block.items)
        address = _ADDRESS.fullmatch(plain(block.text).strip())
        if address and address[0] not in self.article.source:
            raise BadDraft(f"the draft embeds {address[0][:80]}, which the article does not have")
        passage = self._claimed(block)
        known = _texts(passage.kind, passage.text, passage.items) if passage else []
        if passage and len(known) == len(texts) and block.cite == passage.cite and self._current(passage):
            return self._in_place(passage, texts, known, _LEVELS.get(block.kind, 0))
        html = [text for text in map(self._text, texts) if text]
        if not html:
            return None
        shell = self._shell(passage) if passage else None
        return Written(*self._markup(block, html, shell), passage.span if passage else None)

    def _markup(self, block: DraftBlock, html: list[str], shell: tuple[str, str] | None) -> tuple[str, str]:
        if block.kind == "list":
            return self.markup.bullets(html, block.ordered, shell)
        if block.kind == "quote":
            return self.markup.quote(html, self._text(block.cite), shell)
        if block.kind == "paragraph":
            return self.markup.paragraph(html[0], shell)
        return self.markup.heading(html[0], _LEVELS[block.kind], shell)

    def lost(self) -> tuple[str, ...]:
        """The references of the article that the draft does not use."""
        passages = self.article.passages
        texts = [text for p in passages for text in (p.text, *p.items, p.cite)]
        return tuple(ref for text in texts for ref in refs(text) if ref not in self.inline.used)

    def _text(self, text: str) -> str:
        return self._typeset(self.inline.html(text))

    def _typeset(self, html: str) -> str:
        return typeset_html(html, self.brief.locale, self.brief.nbsp, entity=self.native)

    def _in_place(self, passage: Passage, texts: list[str], known: list[str], level: int) -> Written | None:
        """The passage with its texts exchanged: every other byte of it stays, and so does a text left alone."""
        source = self.article.source
        parts: list[str] = []
        at = passage.span.start
        for text, before, piece in zip(texts, known, passage.pieces, strict=True):
            same = " ".join(text.split()) == " ".join(before.split()) and passage.span not in self.cleaned
            if same and self.inline.used.isdisjoint(refs(text)):
                self.inline.used.update(refs(text))
                html = self._typeset(source[piece.start : piece.end].strip())
            else:
                html = self._text(text)
            if not html:
                return None
            parts += (source[at : piece.start], html)
            at = piece.end
        self.inline.used.update(refs(passage.cite))
        opening, closing = self.markup.shell(passage.kind, parts[0], source[at : passage.span.end], level)
        return Written(opening, "".join((*parts[1:], closing)), passage.span)

    def _current(self, passage: Passage) -> bool:
        """Whether the passage's form is the one that the editor would save: not a list or quotation of old."""
        if not self.native or passage.kind not in ("list", "quote"):
            return True
        return "<!--" in self.article.source[passage.inner.start : passage.inner.end]

    def _shell(self, passage: Passage) -> tuple[str, str] | None:
        """The bytes around a passage's own text, with its attributes."""
        if passage.shell == "bare":
            return None
        source = self.article.source
        closing = source[passage.inner.end : passage.span.end]
        if passage.kind == "quote" and "</cite>" in closing:
            closing = closing[closing.rfind("</cite>") + len("</cite>") :]
        return source[passage.span.start : passage.inner.start], closing

    def _claimed(self, block: DraftBlock) -> Passage | None:
        """The first passage of the same kind that the block is drawn from, and that no other block has claimed."""
        kind = "heading" if block.kind in _LEVELS else block.kind
        for number in block.sources:
            passage = self.passages.get(number)
            if passage and number not in self.claimed and passage.kind == kind and self._fits(passage, block):
                self.claimed.add(number)
                return passage
        return None

    def _fits(self, passage: Passage, block: DraftBlock) -> bool:
        if self.native and passage.shell != "block":
            return False
        return block.kind != "list" or passage.ordered == block.ordered


def _texts(kind: str, text: str, items: tuple[str, ...]) -> list[str]:
    """The texts of a block that hold anything: one for each item, or each paragraph of a quotation."""
    texts = [text]
    if kind == "list":
        texts = list(items)
    elif kind == "quote":
        texts = text.split("\n\n")
    return [part for part in texts if plain(part).strip() or refs(part)]
