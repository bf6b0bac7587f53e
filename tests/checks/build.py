"""Small articles and drafts for tests."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.article import clean, parse
from bridge.article.model import Article, Brief, Draft, DraftBlock, DraftKind, Finding
from bridge.checks import check

#: A paragraph with a speaker, a quotation, a date and numbers.
MAYOR = (
    "Le maire de Brignac, Paul Morel, a déclaré jeudi 20 avril 2023 : « Nous ne fermerons pas l’école cette année. » "
    "La commune compte 1 250 habitants et 31 élèves, soit 5 % de plus qu’en 2021."
)


def article_of(*paragraphs: str) -> Article:
    """An article of these paragraphs, HTML within them allowed."""
    return clean(parse("\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)))


def block(text: str, *sources: int, kind: DraftKind = "paragraph") -> DraftBlock:
    """A block drawn from the passages `sources`."""
    return DraftBlock(kind=kind, text=text, sources=sources)


def draft_of_blocks(*blocks: DraftBlock, title: str = "", meta: str = "", excerpt: str = "") -> Draft:
    """A draft of these blocks."""
    return Draft(titles=(title,), slug="", meta_description=meta, focus_keyphrase="", excerpt=excerpt, blocks=blocks)


def findings(source: Sequence[str], *blocks: DraftBlock | str, title: str = "") -> list[Finding]:
    """What the checks say of blocks against the source paragraphs; a string is a block drawn from passage 1."""
    made = [block(one, 1) if isinstance(one, str) else one for one in blocks]
    report = check(article_of(*source), draft_of_blocks(*made), Brief(title=title))
    return list(report.findings)


def said(source: Sequence[str], *blocks: DraftBlock | str, severity: str = "error", title: str = "") -> set[str]:
    """The names of the fidelity and language checks that fault the blocks with this severity."""
    found = findings(source, *blocks, title=title)
    return {f.check for f in found if f.severity == severity and f.check.startswith(("fidelity.", "language."))}
