"""Links of a draft: only those that the source has, each kept, addresses in the text included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bridge.article import refs
from bridge.article.model import Article, Draft, Finding
from bridge.checks.findings import finding, shown
from bridge.checks.text import fold
from bridge.checks.units import Unit

_ANCHOR = re.compile(r"<a\b[^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"»«)\]]{3,300}|(?<![\w@.-])[\w-]{2,63}\.(?:com|org|net|info|io|eu|fr|be|ch|ca|lu)(?![\w-])(?:/[^\s<>\"»«)\]]{0,300})?"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,12}(?!\w)"
)


def link_findings(draft: Draft, units: list[Unit], article: Article) -> Iterator[Finding]:
    """Links and addresses that the source does not have; links of the source that the draft lost."""
    known = {link.ref for link in article.links}
    used: set[str] = set()
    for index, block in enumerate(draft.blocks):
        markup = "\n".join([block.text, *block.items, block.cite])
        found = [ref for ref in refs(markup) if ref.startswith("L")]
        used.update(found)
        yield from _invented(markup, found, known, index)
    text = fold(article.source)
    for unit in units:
        for match in _ADDRESS.finditer(unit.text.folded):
            if match.group().rstrip(".,;:!?") not in text:
                message = f"L’adresse {shown(match.group())} n’est pas dans la source : supprimez-la."
                yield finding("fidelity.link", "error", message, unit, match.span())
    kept_whole = _within_fixed(article)
    for link in article.links:
        if link.ref not in used and link.ref not in kept_whole:
            message = (
                f"Lien perdu : {shown(link.text or link.href)} ({link.href[:200]}). Remettez-le si la source en dépend."
            )
            yield finding("fidelity.link_lost", "warning", message)


def _invented(markup: str, found: list[str], known: set[str], index: int) -> Iterator[Finding]:
    for ref in found:
        if ref not in known:
            message = f"Le lien {shown(ref)} n’existe pas dans la source : supprimez-le."
            yield Finding("fidelity.link", "error", message, index)
    if len(_ANCHOR.findall(markup)) > len(found):
        message = "Ce bloc contient un lien écrit à la main, qui n’est pas dans la source : supprimez-le."
        yield Finding("fidelity.link", "error", message, index)


def _within_fixed(article: Article) -> set[str]:
    """Links that no passage holds stand in fixed parts, which keep their bytes."""
    held = {
        ref for passage in article.passages for ref in refs("\n".join([passage.text, *passage.items, passage.cite]))
    }
    return {link.ref for link in article.links} - held
