"""Repair: what to say of the findings, and how the blocks that come back enter the draft."""

from __future__ import annotations

from collections.abc import Sequence

from bridge.article import plain
from bridge.article.model import Article, Draft, DraftBlock, Finding
from bridge.writer.claude import wire

#: Findings that are sent at most, and characters of each quotation in them.
MOST_FINDINGS, MOST_CHARACTERS = 40, 240

#: Checks that ask for more text; they are passed on only as far as the source has something left to say.
LENGTH_CHECKS = frozenset({"structure.length", "structure.thin_source"})


def faults(article: Article, draft: Draft, findings: Sequence[Finding]) -> str:
    """`findings` as a short list in French, by block; empty when none of them can be mended by writing."""
    worth = [finding for finding in findings if finding.check not in LENGTH_CHECKS]
    places: dict[int | None, list[str]] = {}
    for finding in worth[:MOST_FINDINGS]:
        places.setdefault(finding.block, []).append(described(finding))
    if len(worth) < len(findings) and (unused := unused_passages(article, draft)):
        numbers = ", ".join(str(number) for number in unused)
        places.setdefault(None, []).append(
            f"L’article est trop court ; développez les passages laissés de côté : {numbers}."
        )
    lines = ["\n".join([f"- {place(draft, block)} :", *said]) for block, said in places.items()]
    return "\n".join(lines)


def described(finding: Finding) -> str:
    """One line: what is wrong, then the words at fault and the source's, where the message does not quote them."""
    evidence, message = finding.evidence, wire.line(finding.message)
    parts = [message]
    if evidence.draft and wire.line(evidence.draft) not in message:
        parts.append(f"Dans votre texte : « {cut(evidence.draft)} ».")
    if evidence.source and wire.line(evidence.source) not in message:
        parts.append(f"Dans la source : « {cut(evidence.source)} ».")
    if evidence.source_passage:
        parts.append(f"Voir le passage {evidence.source_passage}.")
    return f"  - {' '.join(parts)}"


def place(draft: Draft, block: int | None) -> str:
    """The block by number and first words."""
    if block is None or not 0 <= block < len(draft.blocks):
        return "Ensemble ou tête"
    opening = plain(draft.blocks[block].text or " ".join(draft.blocks[block].items))
    return f"Bloc {block} (« {cut(opening, 50)} »)" if opening else f"Bloc {block}"


def cut(text: str, most: int = MOST_CHARACTERS) -> str:
    """`text` on one line, in at most `most` characters."""
    text = wire.line(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def unused_passages(article: Article, draft: Draft) -> tuple[int, ...]:
    """Numbers of the passages that no block names, headings apart."""
    used = {number for block in draft.blocks for number in block.sources}
    return tuple(p.number for p in article.passages if p.kind != "heading" and p.number not in used)


def mended(draft: Draft, reply: wire.Reply, findings: Sequence[Finding]) -> Draft:
    """`draft` with the blocks of `reply`, as far as `findings` call for them; fixed parts stay where they
    are.

    A finding about a block opens that block; one about the whole opens every block and the head. Everything
    else that a model sends along is left aside, so that a repair cannot spoil what was good.
    """
    whole = any(finding.block is None for finding in findings)
    open_blocks = {finding.block for finding in findings}
    written: dict[int, list[DraftBlock]] = {}
    for block in reply.blocks:
        if isinstance(block, wire.Kept) or not (whole or block.at in open_blocks):
            continue
        if 0 <= block.at < len(draft.blocks) and draft.blocks[block.at].kind != "fixed":
            replacement = wire.block_of(block)
            written.setdefault(block.at, []).extend([replacement] if replacement else [])
    blocks = tuple(new for old_at, old in enumerate(draft.blocks) for new in written.get(old_at, [old]))
    head = wire.head_of(reply.head) if whole and reply.head else {}
    return draft.model_copy(update={"blocks": blocks, **head}) if blocks else draft
