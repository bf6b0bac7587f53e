"""A finished text as search engines and readers meet it: what the SEO and readability assessments measure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bridge.article import plain, refs
from bridge.article.model import Article, Brief, Draft, DraftBlock
from bridge.checks.text import Text, fold, normal, words_of
from bridge.checks.units import block_text

_ANCHOR = re.compile(r"<a\s[^<>]*?\bid\s*=\s*[\"']?(L\d+)[\"']?[^<>]*>(.*?)</a>", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|\d+")
_ELISION = re.compile(r"^(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)'")
#: Text blocks whose sentences count as running text.
RUNNING = frozenset({"paragraph", "list", "quote"})


@dataclass(frozen=True)
class Element:
    """A heading (`level` 1 to 6), paragraph, list or quotation, in the page's order."""

    kind: str
    text: Text
    level: int = 0

    @cached_property
    def words(self) -> int:
        """How many words it has; "l'eau" counts as one."""
        return len(_WORD.findall(self.text.folded))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its words as a keyphrase meets them."""
        return terms(self.text.folded)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences, folded."""
        return tuple(self.text.folded[s.start : s.end] for s in self.text.sentences)


@dataclass(frozen=True)
class Page:
    """Head, elements, links as (address, words), the alt texts of images."""

    title: str
    meta_description: str
    keyphrase: str
    slug: str
    elements: tuple[Element, ...]
    links: tuple[tuple[str, str], ...]
    alts: tuple[str, ...]
    host: str

    @cached_property
    def words(self) -> int:
        """Words of the whole text, headings included."""
        return sum(element.words for element in self.elements)

    @cached_property
    def headings(self) -> tuple[Element, ...]:
        """Its headings."""
        return tuple(element for element in self.elements if element.level)

    @cached_property
    def running(self) -> tuple[Element, ...]:
        """Its paragraphs, lists and quotations."""
        return tuple(element for element in self.elements if element.kind in RUNNING)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """All sentences, headings' too, folded."""
        return tuple(sentence for element in self.elements for sentence in element.sentences)

    @cached_property
    def key_terms(self) -> tuple[str, ...]:
        """The keyphrase's words that carry meaning; all of them when none does."""
        every = ordered_terms(fold(self.keyphrase))
        return (
            tuple(word for word in every if word not in words_of("function_fr") and f"{word}'" not in _ELIDED) or every
        )

    @cached_property
    def sections(self) -> tuple[int, ...]:
        """Words below each heading, those before the first one at the head when there are any."""
        counts = [0]
        for element in self.elements:
            if element.level:
                counts.append(0)
            else:
                counts[-1] += element.words
        return tuple(counts[1:] if len(counts) > 1 and not counts[0] else counts)


_ELIDED = frozenset({"l'", "d'", "j'", "m'", "t'", "s'", "c'", "n'", "qu'"})


def ordered_terms(folded: str) -> tuple[str, ...]:
    """The words of folded text, elisions cut off ("l'eau" is "eau")."""
    return tuple(_ELISION.sub("", word) for word in _WORD.findall(folded))


def terms(folded: str) -> frozenset[str]:
    """The words of folded text, and the pieces of its hyphenated ones."""
    every = ordered_terms(folded)
    return frozenset([*every, *(piece for word in every if "-" in word for piece in word.split("-"))])


def slug_of(title: str) -> str:
    """The slug that WordPress makes of a title: no accents, hyphens between words.

    >>> slug_of("L’été à Étretat")
    'lete-a-etretat'
    """
    plain_text = unicodedata.normalize("NFD", title.lower().replace("œ", "oe").replace("æ", "ae"))
    kept = "".join(c for c in plain_text if not unicodedata.combining(c) and c not in "’'")
    return re.sub(r"[^a-z0-9]+", "-", kept).strip("-")


def page_of_draft(article: Article, draft: Draft, brief: Brief) -> Page:
    """The draft as a page; its fixed parts bring their images along."""
    elements = tuple(e for block in draft.blocks for e in _block_elements(block))
    hrefs = {link.ref: link.href for link in article.links}
    markup = "\n".join(part for block in draft.blocks for part in (block.text, *block.items, block.cite))
    return Page(
        normal(draft.title), normal(draft.meta_description), draft.focus_keyphrase or brief.keyphrase, draft.slug,
        elements, _links(markup, hrefs, article), _alts(article), _host(brief),
    )  # fmt: skip


def page_of_source(article: Article, draft: Draft, brief: Brief) -> Page:
    """The source as a page, measured for the draft's own keyphrase; a bare heading line is a paragraph there."""
    elements = []
    for passage in article.passages:
        level = passage.level if passage.kind == "heading" else 0
        elements.append(Element("heading" if level else passage.kind, Text(normal(passage.plain)), level))
    hrefs = {link.ref: link.href for link in article.links}
    markup = "\n".join(part for passage in article.passages for part in (passage.text, *passage.items, passage.cite))
    return Page(
        normal(brief.title), "", draft.focus_keyphrase or brief.keyphrase, slug_of(brief.title),
        tuple(elements), _links(markup, hrefs, article), _alts(article), _host(brief),
    )  # fmt: skip


def _block_elements(block: DraftBlock) -> Iterator[Element]:
    if block.kind == "fixed":
        return
    level = int(block.kind[1]) if block.kind in {"h2", "h3", "h4"} else 0
    yield Element("heading" if level else block.kind, Text(normal(block_text(block))), level)


def _links(markup: str, hrefs: dict[str, str], article: Article) -> tuple[tuple[str, str], ...]:
    held = {
        ref for passage in article.passages for ref in refs("\n".join([passage.text, *passage.items, passage.cite]))
    }
    found = [(hrefs.get(ref, ""), plain(words)) for ref, words in _ANCHOR.findall(markup)]
    fixed = [(link.href, link.text) for link in article.links if link.ref not in held]
    return tuple((href, words) for href, words in [*found, *fixed] if href and not href.startswith("#"))


def _alts(article: Article) -> tuple[str, ...]:
    return tuple(normal(alt) for part in article.fixed for _, alt in part.images)


def _host(brief: Brief) -> str:
    match = re.match(r"https?://(?:www\.)?([^/:?#]+)", brief.site_url.lower())
    return match.group(1) if match else ""


def host_of(href: str) -> str:
    """The host of an address, "" for one within the site."""
    match = re.match(r"(?:https?:)?//(?:www\.)?([^/:?#]+)", href.lower())
    return match.group(1) if match else ""
