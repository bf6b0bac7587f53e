"""What a repair says of its findings, and which parts of an answer it lets in."""

from __future__ import annotations

import json

import pytest

from bridge.article.model import Draft, DraftBlock, Evidence, Finding
from bridge.writer.claude.answer import parsed
from bridge.writer.claude.repair import MOST_FINDINGS, faults, mended
from tests.writer.articles import press

DRAFT = Draft(
    titles=("Un titre",),
    slug="un-titre",
    meta_description="m",
    focus_keyphrase="k",
    excerpt="e",
    blocks=(
        DraftBlock(kind="paragraph", text="Un &amp; <strong>zéro</strong>.", sources=(1,)),
        DraftBlock(kind="fixed", ref="F1"),
        DraftBlock(kind="h2", text="Deux"),
        DraftBlock(kind="paragraph", text="Trois.", sources=(2, 4)),
    ),
)
HEAD = {"titles": ["Neuf"], "slug": "neuf", "meta_description": "n", "focus_keyphrase": "n", "excerpt": "n"}
AT_3 = Finding("fidelity.number", "error", "Faux.", block=3)
WHOLE = Finding("structure.title", "error", "Le titre est vide.")


def text(at: int, words: str) -> dict[str, object]:
    """A paragraph of a repair."""
    return {"kind": "paragraph", "text": words, "sources": [2], "at": at}


def repaired(*blocks: dict[str, object], findings: tuple[Finding, ...] = (AT_3,), head: object = None) -> Draft:
    """`DRAFT` after a repair that answers with `blocks`."""
    return mended(DRAFT, parsed(json.dumps({"head": head, "blocks": blocks})), findings)


def texts(draft: Draft) -> list[str]:
    """The blocks as their words or references."""
    return [block.text or block.ref for block in draft.blocks]


def test_the_block_at_fault_is_replaced() -> None:
    """A block that a finding names takes its new words; two for one place come in their order."""
    assert texts(repaired(text(3, "Quatre."), text(3, "Cinq.")))[2:] == ["Deux", "Quatre.", "Cinq."]


@pytest.mark.parametrize("at", [-1, 0, 1, 2, 4, 99])
def test_nothing_else_gets_in(at: int) -> None:
    """A block that no finding names, a fixed part, and a place that does not exist are left aside."""
    assert repaired(text(at, "Intrus.")) == DRAFT


def test_a_block_without_support_may_go() -> None:
    """A drop takes the block at fault out, but never a fixed part."""
    assert texts(repaired({"kind": "drop", "at": 3})) == texts(DRAFT)[:3]
    at_1 = Finding("x", "error", "Faux.", block=1)
    assert repaired({"kind": "drop", "at": 1}, findings=(at_1,)) == DRAFT


def test_a_fixed_part_is_not_copied() -> None:
    """A fixed part sent along with a repair does not enter twice."""
    assert repaired({"kind": "fixed", "ref": "F1", "at": 3}) == DRAFT


def test_the_head_changes_only_when_the_whole_is_at_fault() -> None:
    """A new head is taken when a finding is about no block, and left aside otherwise."""
    assert repaired(head=HEAD).titles == ("Un titre",)
    assert repaired(head=HEAD, findings=(WHOLE,)).titles == ("Neuf",)


def test_a_finding_is_told_with_its_place_and_evidence() -> None:
    """The block by number and words, then each message with the words that it does not quote itself; no markup."""
    evidence = Evidence(draft="823", source="820", source_passage=2)
    findings = [
        Finding("fidelity.number", "error", "Faux.", block=0, evidence=evidence),
        WHOLE,
        Finding("fidelity.number", "error", "« 823 » est faux.", block=0, evidence=evidence),
    ]
    assert faults(press(), DRAFT, findings).splitlines() == [
        "- Bloc 0 (« Un & zéro. ») :",
        "  - Faux. Dans votre texte : « 823 ». Dans la source : « 820 ». Voir le passage 2.",
        "  - « 823 » est faux. Dans la source : « 820 ». Voir le passage 2.",
        "- Ensemble ou tête :",
        "  - Le titre est vide.",
    ]


def test_many_and_long_findings_are_bounded() -> None:
    """What goes back stays short, however much was found and however long the evidence is."""
    evidence = Evidence(draft="mot " * 5000)
    told = faults(press(), DRAFT, [Finding("x", "error", "Faux.", block=0, evidence=evidence)] * 500)
    assert len(told.splitlines()) == MOST_FINDINGS + 1
    assert len(told) < 500 * MOST_FINDINGS
