"""SEO, readability and structure."""

from __future__ import annotations

import json

import pytest

from bridge.article.model import Brief, DraftBlock
from bridge.checks import check, report_json
from bridge.checks.page import slug_of
from bridge.checks.passive import is_passive
from bridge.checks.readability import syllables
from bridge.checks.scoring import light_of
from tests.checks.build import article_of, block, draft_of_blocks
from tests.checks.corpus import NAMES, example


@pytest.mark.parametrize("name", NAMES)
def test_rewrite_lifts_the_seo_score(name: str) -> None:
    """The source is measured in the same way, so that a good rewrite shows as one."""
    one = example(name)
    report = check(one.article, one.draft, one.brief)
    assert report.scores.seo > report.before.seo
    assert {a.id for a in report.before.assessments} >= {"meta_description_length", "keyphrase_in_title"}
    assert next(a for a in report.before.assessments if a.id == "meta_description_length").light == "bad"


def test_lights_follow_the_points() -> None:
    """Up to 4 points bad, up to 7 ok, above good, as published."""
    assert [light_of(points) for points in (-50, 4, 5, 7, 8, 9)] == ["bad", "bad", "ok", "ok", "good", "good"]


def test_syllables_and_passive() -> None:
    """A mute final e counts for nothing; être with a participle of motion or an adjective is no passive."""
    assert [syllables(word) for word in ("école", "table", "eau", "radio")] == [2, 1, 1, 2]
    assert is_passive("le pont a été construit en 1961.")
    assert is_passive("le lac sera quant à lui maintenu.")
    assert not is_passive("elle est arrivée à paris.")
    assert not is_passive("l'eau s'est répandue.")


def test_slug_as_wordpress_makes_it() -> None:
    """A title's slug has no accents, apostrophes or signs."""
    assert slug_of("L’été à Étretat : œuvres & mer") == "lete-a-etretat-oeuvres-mer"


def test_thin_source_is_no_fault() -> None:
    """A source too thin for the length asked is a notice; a short rewrite of one that has more to say is a warning."""
    thin = check(article_of("Un mot."), draft_of_blocks(block("Un mot.", 1)), Brief(min_words=700)).findings
    assert [f.severity for f in thin if f.check == "structure.thin_source"] == ["notice"]
    long = check(article_of("mot " * 800), draft_of_blocks(block("Un mot.", 1)), Brief(min_words=700)).findings
    assert [f.severity for f in long if f.check == "structure.length"] == ["warning"]
    said = check(article_of("mot " * 650), draft_of_blocks(block("mot " * 640, 1)), Brief(min_words=700)).findings
    assert [f.check for f in said if f.check in {"structure.length", "structure.thin_source"}] == [
        "structure.thin_source"
    ]


def test_outline() -> None:
    """A skipped level, headings without text and a last heading are pointed out, each at its block."""
    heads = [
        DraftBlock(kind="h3", text="Trois"),
        DraftBlock(kind="h3", text="Encore"),
        block("Texte.", 1),
        DraftBlock(kind="h2", text="Fin"),
    ]
    found = check(article_of("Texte."), draft_of_blocks(*heads), Brief()).findings
    places = {(f.check, f.block) for f in found if f.check in {"structure.hierarchy", "structure.empty_section"}}
    assert places == {("structure.hierarchy", 0), ("structure.empty_section", 1), ("structure.empty_section", 3)}


def test_report_as_json() -> None:
    """A report is plain data, errors first, with the names that programs rely on."""
    one = example("barrage")
    broken = one.draft.model_copy(update={"blocks": (*one.draft.blocks, block("En 1850, 77 loups.", 1))})
    data = json.loads(json.dumps(report_json(check(one.article, broken, one.brief))))
    assert set(data["scores"]) == {"seo", "readability"}
    assert data["findings"][0]["severity"] == "error"
    assert set(data["findings"][0]) == {"check", "severity", "block", "message", "evidence"}


@pytest.mark.parametrize(
    "piece",
    ["« a » ", "« a ", "l'", "cinq et ", "cent ", "1 ", "12 mai 2023 ", "Jean a dit ", "*", "[a", "1", "ne ", "<a "],
)
def test_hostile_text_does_not_crash(piece: str) -> None:
    """Endless repetition of anything is checked like any other text."""
    text = piece * (8_000 // len(piece))
    report = check(article_of(text), draft_of_blocks(block(text, 1)), Brief())
    assert 0 <= report.scores.seo <= 100
