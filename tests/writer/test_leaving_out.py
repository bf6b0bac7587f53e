"""What stays wrong in a translation is left out, and its author is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bridge.article import plain
from bridge.article.model import Brief, Draft, DraftBlock, Evidence, Finding, Span
from bridge.errors import BadDraft
from bridge.pipeline import repaired
from bridge.writer import Progress, silent
from bridge.writer.fallback import fall_back
from bridge.writer.leaving_out import left_out
from tests.test_pipeline import Watched
from tests.writer.examples import prose

SOURCE = (
    "The town of Brigham has decided to close the school after the vote of the council, which took place on May 3, and "
    "the parents of the 31 children have asked for more time.",
    "The mayor, Paul Morrell, has said that it was a sad day for all of the families who live on the east side of the "
    "river, and he will meet them on May 12 at the town hall.",
)
TEXT = "La ville ferme l’école. Les parents des 33 enfants demandent un délai. Le vote a eu lieu le 3 mai."


def p(text: str, *sources: int) -> DraftBlock:
    return DraftBlock(kind="paragraph", text=text, sources=sources)


def draft_of(*blocks: DraftBlock, **head: object) -> Draft:
    fields = {"titles": ("T",), "slug": "t", "meta_description": "M", "focus_keyphrase": "K", "excerpt": "E"}
    return Draft.model_validate({**fields, **head, "blocks": blocks})


def error(words: str, block: int | None = 0, within: str = TEXT) -> Finding:
    at = within.find(words)
    span = Span(at, at + len(words)) if at >= 0 else None
    return Finding("fidelity.number", "error", "Ce nombre n’est pas dans la source.", block, Evidence(words, span))


def back(*blocks: DraftBlock, faults: Sequence[Finding]) -> list[str]:
    article, brief = prose(*SOURCE, title="A School Closes")
    made = fall_back(article, brief, draft_of(*blocks), faults)
    return [plain(block.text) or "\n".join(block.items) for block in made.blocks]


def test_only_the_sentence_at_fault_goes() -> None:
    """The rest of its block stays, in French; nothing of the source's English comes in."""
    assert back(p(TEXT, 1), faults=[error("33")]) == ["La ville ferme l’école. Le vote a eu lieu le 3 mai."]


def test_two_faults_of_one_sentence_take_it_once() -> None:
    """Each sentence goes once."""
    assert back(p(TEXT, 1), faults=[error("33"), error("enfants")]) == back(p(TEXT, 1), faults=[error("33")])


def test_a_quotation_is_not_cut() -> None:
    """A full stop within a quotation ends no sentence here."""
    text = "Il a parlé. « C’est triste. Très triste pour 33 familles. » Le vote a eu lieu."
    assert back(p(text, 2), faults=[error("33", within=text)]) == ["Il a parlé. Le vote a eu lieu."]


def test_a_fault_without_a_place_takes_the_block() -> None:
    """So does one that fills it."""
    whole = Finding("fidelity.link", "error", "Ce lien n’existe pas.", 1)
    assert back(p(TEXT, 1), p("Le maire est triste.", 2), faults=[whole]) == [TEXT]


def test_of_a_list_the_item_goes() -> None:
    """The others stay; tags of what went go with it."""
    items = DraftBlock(kind="list", items=("3 mai", "33 enfants", "12 mai"), sources=(1,))
    assert back(items, faults=[error("33", within="3 mai\n33 enfants\n12 mai")]) == ["3 mai\n12 mai"]


def test_a_heading_without_text_goes_too() -> None:
    """No section is left empty."""
    heading = DraftBlock(kind="h2", text="Les parents")
    found = back(p(TEXT, 1), heading, p("Ils sont 33.", 1), faults=[error("33", 2, "Ils sont 33.")])
    assert found == [TEXT]


def test_the_head_is_mended_from_the_draft() -> None:
    """A good title stays; without any, the title is the author's own; texts come from the first paragraph."""
    article, brief = prose(*SOURCE, title="A School Closes")
    faults = [error("33", None, "33"), Finding("fidelity.name", "error", "?", None, Evidence("Morrel"))]
    head = {"meta_description": "33 enfants", "excerpt": "Bon."}
    kept = fall_back(article, brief, draft_of(p(TEXT, 1), titles=("33 enfants", "L’école ferme"), **head), faults)
    assert kept.titles == ("L’école ferme",)
    assert kept.slug == "k-ecole-ferme"
    assert kept.meta_description.startswith("La ville ferme l’école.")
    assert kept.excerpt == "Bon."
    lost = fall_back(article, brief, draft_of(p(TEXT, 1), titles=("33 enfants",), **head), faults)
    assert lost.title == "A School Closes"
    (told,) = left_out(article, draft_of(p(TEXT, 1), titles=("33 enfants",), **head), faults)
    assert "titre d’origine" in told.message


def test_a_heading_above_the_closing_line_alone_goes() -> None:
    """The line that marks a translation is no text of a section; it is set anew where something is still quoted."""
    closing = p("<em>Les citations sont traduites de l’anglais.</em>")
    blocks = (p(TEXT, 1), DraftBlock(kind="h2", text="Les parents"), p("Ils sont 33.", 1), closing)
    assert back(*blocks, faults=[error("33", 2, "Ils sont 33.")]) == [TEXT]


def test_nothing_left_is_an_error() -> None:
    """A translation of which nothing holds is no proposal."""
    with pytest.raises(BadDraft, match="nothing is left"):
        back(p("Ils sont 33.", 1), faults=[error("33", 0, "Ils sont 33.")])


def test_the_author_is_told_what_went() -> None:
    """A warning shows the sentence and what the source says there; a French source has none."""
    article, _ = prose(*SOURCE)
    (told,) = left_out(article, draft_of(p(TEXT, 1)), [error("33")])
    assert told.severity == "warning"
    assert "Les parents des 33 enfants demandent un délai." in told.message
    assert "The town of Brigham" in told.message
    assert told.evidence.source_passage == 1
    french, _ = prose("La ville ferme l’école après le vote du conseil, et les parents ne sont pas d’accord avec elle.")
    assert left_out(french, draft_of(p(TEXT, 1)), [error("33")]) == ()


class Stubborn:
    """A writer that never mends anything."""

    name = "stubborn"

    def rewrite(self, article: object, brief: Brief, progress: Progress = silent) -> Draft:
        raise AssertionError

    def repair(
        self, article: object, brief: Brief, draft: Draft, findings: object, progress: Progress = silent
    ) -> Draft:
        return draft

    def notices(self, article: object, brief: Brief) -> tuple[Finding, ...]:
        return ()


def test_the_pipeline_leaves_out_and_tells() -> None:
    """What no repair mends is gone from the draft, the rest has no error, and the report says so first."""
    article, brief = prose(*SOURCE, title="A School Closes")
    draft = draft_of(p(TEXT, 1), p("Le maire, Paul Morrell, recevra les familles le 12 mai.", 2), excerpt="")
    done, report = repaired(article, brief, draft, Stubborn(), Watched())
    assert [block.text for block in done.blocks] == [
        "La ville ferme l’école. Le vote a eu lieu le 3 mai.",
        "Le maire, Paul Morrell, recevra les familles le 12 mai.",
    ]
    assert [f for f in report.findings if f.severity == "error"] == []
    assert report.findings[0].check == "writer.left_out"
