"""What stays wrong in a translation is left out, and its author is told what the source says there.

The source's own sentence would be in another language, and the faulty one would say what the source does not. So the
sentence goes, the rest of its block stays, and a finding shows the passage for somebody to translate.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import partial

from bridge.article import Article, plain
from bridge.article.model import Brief, Draft, DraftBlock, Evidence, Finding
from bridge.article.notation import cut
from bridge.article.translation import says_translated
from bridge.errors import BadDraft
from bridge.writer.offline.slug import slug

_HEADINGS = frozenset({"h2", "h3", "h4"})
_END = re.compile(r"[.!?…](?:[ \u00a0\u202f]?»)?(?=\s+[A-ZÀ-Ý«0-9])")
#: Most characters of a passage that a finding shows.
SHOWN = 220
DESCRIPTION = 155
NO_TITLE = "Aucun titre proposé n’était sûr : le titre d’origine est gardé. Traduisez-le vous-même."


def without_faults(article: Article, brief: Brief, draft: Draft, findings: Iterable[Finding]) -> Draft:
    """`draft` without the sentences that an error among `findings` names; blocks at fault as a whole go.

    Titles and texts of the head that are at fault are taken from the rest of the draft; the title is the source's
    own where no other is good. Raises `BadDraft` when no paragraph is left.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    if not errors:
        return draft
    kept: list[DraftBlock] = []
    for index, block in enumerate(draft.blocks):
        faults = [finding for finding in errors if finding.block == index]
        remains = _without(block, faults) if faults and block.kind != "fixed" else block
        # The closing line is no text of the last section; it is set anew where something is still quoted.
        closing = not block.sources and says_translated(plain(block.text))
        kept += [remains] if remains and not closing else []
    blocks = _without_empty_sections(kept)
    if not any(block.kind in {"paragraph", "list"} and block.sources for block in blocks):
        raise BadDraft("nothing is left of the translation without its faults")
    return _with_head(draft.model_copy(update={"blocks": tuple(blocks)}), brief, errors)


def left_out(article: Article, draft: Draft, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """For the author of a translation: what `without_faults` takes out of `draft`, and what the source says there."""
    if article.language == "fr":
        return ()
    findings = list(findings)
    errors = [finding for finding in findings if finding.severity == "error" and finding.block is not None]
    told: dict[tuple[int | None, str], Finding] = {}
    for error in errors:
        block = draft.blocks[error.block or 0]
        if block.kind != "fixed":
            told.setdefault((error.block, _gone(block, error)), _told(article, block, error))
    head = [finding for finding in findings if finding.severity == "error" and finding.block is None]
    if draft.titles and head and not any(_good(title, head) for title in draft.titles):
        told[None, ""] = Finding("writer.left_out", "warning", NO_TITLE)
    return tuple(told.values())


def _told(article: Article, block: DraftBlock, error: Finding) -> Finding:
    number = error.evidence.source_passage or next(iter(block.sources), None)
    source = next((passage.plain for passage in article.passages if passage.number == number), "")
    there = f" La source dit : « {_short(source)} »." if source else ""
    message = (
        f"« {_short(_gone(block, error))} » a été ôté de la traduction, faute d’une version sûre.{there} "
        "Traduisez ce passage vous-même s’il compte pour l’article."
    )
    return Finding("writer.left_out", "warning", message, None, Evidence(source=source, source_passage=number))


def _gone(block: DraftBlock, error: Finding) -> str:
    """The words that go for one error."""
    whole = plain("\n".join(block.items) if block.items else block.text)
    span = _sentence(whole, error)
    return whole[slice(*span)].strip() if span else whole


def _without(block: DraftBlock, faults: Sequence[Finding]) -> DraftBlock | None:
    """`block` without the sentences, or items, at `faults`; None when nothing is to stay."""
    if block.kind in _HEADINGS or block.kind == "quote":
        return None
    whole = plain("\n".join(block.items) if block.items else block.text)
    spans = [_sentence(whole, fault) for fault in faults]
    if any(span is None for span in spans):
        return None
    places = sorted({span for span in spans if span})
    if block.items:
        return _without_items(block, places)
    text = cut(block.text, *((start, end, "") for start, end in places)).strip()
    # A link on nothing is none: what it stood on went.
    text = re.sub(r"<(a|span|strong|em|sup|sub|s|code)\b[^<>]*>\s*</\1>", "", text).strip()
    return block.model_copy(update={"text": text}) if plain(text).strip() else None


def _without_items(block: DraftBlock, places: Sequence[tuple[int, int]]) -> DraftBlock | None:
    items, at = [], 0
    for item in block.items:
        end = at + len(plain(item))
        if not any(start < end and at < stop for start, stop in places):
            items.append(item)
        at = end + 1
    return block.model_copy(update={"items": tuple(items)}) if items else None


def _sentence(whole: str, fault: Finding) -> tuple[int, int] | None:
    """The place of the sentence, its space included, that holds what `fault` shows; None for the whole block."""
    span = fault.evidence.draft_span
    if span is None or whole[span.start : span.end] != fault.evidence.draft:
        return None
    quoted = [match.span() for match in re.finditer(r"«[^«»]*»", whole)]
    stops = [m.end() for m in _END.finditer(whole) if not any(a < m.end() < b for a, b in quoted)]
    stops += [match.end() for match in re.finditer(r"\n", whole)]
    start = max((stop for stop in stops if stop <= span.start), default=0)
    end = min((stop for stop in stops if stop >= span.end), default=len(whole))
    return start, end


def _without_empty_sections(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    """`blocks` without headings that have no text left below them."""
    kept: list[DraftBlock] = []
    for block in reversed(blocks):
        follows = next((other for other in reversed(kept) if other.kind != "fixed"), None)
        deeper = follows is not None and follows.kind in _HEADINGS and block.kind in _HEADINGS
        if block.kind in _HEADINGS and (follows is None or (deeper and follows.kind <= block.kind)):
            continue
        kept.append(block)
    return kept[::-1]


def _with_head(draft: Draft, brief: Brief, errors: Sequence[Finding]) -> Draft:
    """`draft` with the texts of its head that are at fault exchanged for what is good."""
    head = [error for error in errors if error.block is None]
    if not head:
        return draft
    good = partial(_good, errors=head)
    titles = tuple(title for title in draft.titles if good(title)) or (brief.title or draft.title,)
    lead = next(plain(block.text) for block in draft.blocks if block.kind == "paragraph" or block.items)
    keyphrase = draft.focus_keyphrase if good(draft.focus_keyphrase) else ""
    changed = titles[:1] != draft.titles[:1] or keyphrase != draft.focus_keyphrase
    return draft.model_copy(
        update={
            "titles": titles,
            "focus_keyphrase": keyphrase,
            "meta_description": draft.meta_description if good(draft.meta_description) else _short(lead, DESCRIPTION),
            "excerpt": draft.excerpt if good(draft.excerpt) else _short(lead),
            "slug": slug(titles[0], keyphrase) if changed else draft.slug,
        }
    )


def _good(text: str, errors: Sequence[Finding]) -> bool:
    """Whether `text` says something, and none of the words that `errors` of the head are about."""
    words = [_visible(error.evidence.draft) for error in errors if error.evidence.draft.strip()]
    return bool(text.strip()) and not any(word in _visible(text) for word in words)


def _short(text: str, most: int = SHOWN) -> str:
    """`text` on one line, cut at a word, with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rpartition(" ")[0] + "…"


def _visible(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
