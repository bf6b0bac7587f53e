"""The Claude writer through the real SDK over real HTTP, against a played API."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.article import compose, refs
from bridge.article.model import Draft, Finding
from bridge.errors import OverBudget
from bridge.writer.claude import PRICES, Claude, ClaudeSettings
from bridge.writer.claude.money import cost
from bridge.writer.ledger import Usage
from tests.played_claude import PlayedClaude
from tests.played_claude.ledger import MemoryLedger
from tests.writer.articles import brief, press
from tests.writer.conftest import Make

SONNET = PRICES["claude-sonnet-5-5"]


def written(played: PlayedClaude, make: Make) -> tuple[Claude, Draft]:
    """A writer, and the draft of `press` that it wrote."""
    writer = make(played)
    return writer, writer.rewrite(press(), brief())


def test_rewrite_gives_a_draft_that_composes(make: Make) -> None:
    """A rewrite is a draft with three titles, whose links and fixed parts are all the article's."""
    with PlayedClaude() as played:
        _, draft = written(played, make)
    assert len(draft.titles) == 3
    assert compose(press(), draft, brief()).lost == ()
    assert [block.ref for block in draft.blocks if block.kind == "fixed"] == ["F1"]
    assert [ref for block in draft.blocks for text in (block.text, *block.items) for ref in refs(text)] == [
        "L1",
        "L2",
    ]


def test_every_paragraph_names_its_sources(make: Make) -> None:
    """Each paragraph, list and quotation of a draft names passages that exist."""
    numbers = {passage.number for passage in press().passages}
    with PlayedClaude() as played:
        _, draft = written(played, make)
    for block in draft.blocks:
        if block.kind in ("paragraph", "list", "quote"):
            assert block.sources
            assert set(block.sources) <= numbers


def test_one_article_costs_one_call_and_the_ledger_equals_the_bill(make: Make, ledger: MemoryLedger) -> None:
    """A rewrite is one request, and what the ledger counts is what the API bills."""
    with PlayedClaude() as played:
        written(played, make)
        billed = played.billed()
    assert len(played.requests) == 1
    usage = Usage(billed.input, billed.output, billed.cache_write, billed.cache_read)
    assert ledger.spent == cost(usage, SONNET)


def test_unchanged_content_costs_nothing_and_says_so(make: Make) -> None:
    """The same article, brief and prompt give the same draft without a second request, and a notice."""
    with PlayedClaude() as played:
        _, first = written(played, make)
        again, second = written(played, make)
    assert second == first
    assert len(played.requests) == 1
    assert [notice.check for notice in again.notices(press(), brief())] == ["writer.reused"]


@pytest.mark.parametrize("changes", [{"tone": "vif"}, {"keyphrase": "piscine de Brénac"}, {"locale": "fr_CA"}])
def test_another_brief_is_another_call(make: Make, changes: dict[str, str]) -> None:
    """A brief that asks for something else is not answered from the ledger."""
    with PlayedClaude() as played:
        make(played).rewrite(press(), brief())
        make(played).rewrite(press(), brief(**changes))
    assert len(played.requests) == 2


def test_the_second_article_reads_the_system_part_from_cache(make: Make, ledger: MemoryLedger) -> None:
    """Another article of the same site finds the system part in the API's cache."""
    with PlayedClaude() as played:
        make(played).rewrite(press(), brief())
        make(played).rewrite(press(), brief(title="Autre titre"))
    assert [bill.cache_read > 1000 for bill in played.bills] == [False, True]
    assert [answer.usage.cache_read > 1000 for answer in ledger.settled.values()] == [False, True]


def test_progress_counts_words_up_to_the_expected(make: Make) -> None:
    """Progress starts at 0, never falls, and never passes the words expected."""
    told: list[tuple[int, int]] = []
    with PlayedClaude() as played:
        make(played).rewrite(press(), brief(), lambda words, expected: told.append((words, expected)))
    counts = [words for words, _ in told]
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert counts[-1] > 100
    assert all(words <= expected for words, expected in told)


def test_over_budget_sends_nothing(make: Make) -> None:
    """A call that could cost more than the limit is not made, and the error says what it could cost."""
    with PlayedClaude() as played, pytest.raises(OverBudget, match=r"may cost 0\.\d\d USD"):
        make(played, account=MemoryLedger(limit=1000)).rewrite(press(), brief())
    assert played.requests == []


def test_settings_never_show_the_key() -> None:
    """The settings' own representation leaves the key out."""
    assert "sk-secret" not in repr(ClaudeSettings(api_key="sk-secret"))


def faulty(played: PlayedClaude, make: Make, fault: Finding) -> tuple[Claude, Draft, Draft]:
    """A writer, its draft of `press`, and the draft that it makes of it when told of `fault`."""
    writer, draft = written(played, make)
    return writer, draft, writer.repair(press(), brief(), draft, [fault])


def test_repair_sends_the_findings_in_the_same_conversation(make: Make) -> None:
    """A repair's system part and first turn are the rewrite's, to the byte; the schema too, or the cache
    would be lost.
    """
    fault = Finding("fidelity.number", "error", "Le nombre 823 n’est pas dans la source.", block=1)
    with PlayedClaude() as played:
        faulty(played, make, fault)
    first, second = played.requests
    assert second["system"] == first["system"]
    assert second["messages"][0] == first["messages"][0]
    assert second["output_config"] == first["output_config"]
    assert "Bloc 1" in second["messages"][2]["content"]
    assert "823" in second["messages"][2]["content"]


def test_repair_reads_the_article_from_cache(make: Make) -> None:
    """A repair pays full price for the first answer and the findings only."""
    fault = Finding("fidelity.number", "error", "Le nombre 823 n’est pas dans la source.", block=1)
    with PlayedClaude() as played:
        faulty(played, make, fault)
    rewrite, repair = played.bills
    assert repair.cache_read == rewrite.cache_write
    assert repair.output < 0.25 * rewrite.output


def test_repair_changes_only_the_block_at_fault(make: Make) -> None:
    """The block that a finding names is written again; all others are the same objects' equals."""
    with PlayedClaude("bad", "good", faults=("changed_number",)) as played:
        writer = make(played)
        spoiled = writer.rewrite(press(), brief())
        at = next(place for place, block in enumerate(spoiled.blocks) if "15" in block.text)
        mended = writer.repair(press(), brief(), spoiled, [Finding("fidelity.number", "error", "Faux.", block=at)])
    assert "15 juin" in spoiled.blocks[at].text
    assert "12 juin" in mended.blocks[at].text
    assert mended.blocks[:at] + mended.blocks[at + 1 :] == spoiled.blocks[:at] + spoiled.blocks[at + 1 :]
    assert mended.titles == spoiled.titles


def test_a_repair_that_cannot_be_used_returns_the_draft(make: Make) -> None:
    """A draft that was paid for survives a malformed repair, and a notice says so."""
    fault = Finding("fidelity.number", "error", "Faux.", block=1)
    with PlayedClaude("good", "malformed") as played:
        writer, draft, mended = faulty(played, make, fault)
    assert mended == draft
    assert [notice.check for notice in writer.notices(press(), brief())] == ["writer.repair"]


def test_a_repair_over_budget_returns_the_draft(make: Make, ledger: MemoryLedger) -> None:
    """A draft that was paid for survives a budget that has no room for a repair, and no request is sent."""
    with PlayedClaude() as played:
        writer, draft = written(played, make)
        ledger.limit = ledger.spent
        assert writer.repair(press(), brief(), draft, [Finding("x", "error", "Faux.", block=1)]) == draft
    assert len(played.requests) == 1
    assert "budget" in writer.notices(press(), brief())[0].message


def test_a_draft_that_is_too_short_of_a_thin_source_is_left_alone(make: Make) -> None:
    """Too short alone, with every passage used, is no reason for a call: there is nothing to develop."""
    fault = Finding("structure.length", "warning", "La réécriture compte 240 mots sur les 700 demandés.")
    with PlayedClaude() as played:
        _, draft, mended = faulty(played, make, fault)
    assert mended == draft
    assert len(played.requests) == 1


def test_a_draft_that_is_too_short_is_sent_what_it_left_out(make: Make) -> None:
    """Too short with a passage that no block names: the repair asks to develop that passage, and no other."""
    fault = Finding("structure.length", "warning", "La réécriture compte 240 mots sur les 700 demandés.")
    with PlayedClaude("bad", "good", faults=("lost_paragraph",)) as played:
        writer = make(played)
        draft = writer.rewrite(press(), brief())
        left_out = {1, 2, 4, 5, 7, 8} - {number for block in draft.blocks for number in block.sources}
        writer.repair(press(), brief(), draft, [fault])
    assert len(left_out) == 1
    assert f"laissés de côté : {left_out.pop()}." in played.requests[1]["messages"][2]["content"]


def test_any_endpoint_serves_at_its_own_price(make: Make, ledger: MemoryLedger) -> None:
    """A model of one's own, behind a base URL, costs what the configuration says."""
    free = replace(SONNET, input=0, output=0, cache_write=0, cache_read=0)
    with PlayedClaude() as played:
        make(played, model="maison-7b", effort="", prices={"maison-7b": free}).rewrite(press(), brief())
    assert played.requests[0]["model"] == "maison-7b"
    assert list(played.requests[0]["output_config"]) == ["format"]
    assert ledger.spent == 0
