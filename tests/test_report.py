"""What is handed back is within what the plugin takes, whatever was written."""

from __future__ import annotations

import json
from dataclasses import replace

from bridge.article import compose
from bridge.article.model import Brief, Draft, DraftBlock, Evidence, Finding
from bridge.article.residue import clean_title
from bridge.pipeline import Rewrite, rewrite_content
from bridge.report import LONGEST_REPORT, finding_of, proposal_of, report_of, within
from bridge.wordpress import Post
from tests.test_pipeline import CONTENT, TITLE, Clerk, Watched

POST = Post(id=5, type="post", status="draft", title=TITLE, content=CONTENT, content_hash="sha256:abc", modified_gmt="")


def rewritten(**head: object) -> Rewrite:
    """A rewrite whose draft has this head."""
    done = rewrite_content(CONTENT, Brief(title=TITLE), Clerk(), Watched())
    draft = Draft.model_validate({**done.draft.model_dump(), **head})
    return Rewrite(done.article, clean_title(TITLE)[1], draft, done.composed, done.report, done.writer)


def test_a_head_that_is_too_long_is_cut() -> None:
    """Title, titles, slug, descriptions and excerpt are cut; a keyphrase that long is none."""
    long = "mot " * 5000
    draft = rewritten(titles=(long,) * 12, slug="mot-" * 100, meta_description=long, excerpt=long, focus_keyphrase=long)
    proposal = proposal_of("job", POST, draft)
    assert (len(proposal.titles), len(proposal.titles[0]), len(proposal.title)) == (10, 1000, 1000)
    assert (len(proposal.slug), len(proposal.excerpt)) == (200, 5000)
    assert {key: len(text) for key, text in proposal.seo.items()} == {
        "title": 1000, "meta_description": 1000, "focus_keyphrase": 0,
    }  # fmt: skip


def test_a_draft_without_a_title_keeps_the_posts() -> None:
    """WordPress takes no proposal without a title."""
    assert proposal_of("job", POST, rewritten(titles=())).title == TITLE


def test_an_ordinary_head_is_left_alone() -> None:
    """Nothing is cut that the plugin takes."""
    done = rewritten()
    proposal = proposal_of("job", POST, done)
    assert (proposal.titles, proposal.slug, proposal.excerpt) == (
        done.draft.titles,
        done.draft.slug,
        done.draft.excerpt,
    )
    assert "left_out" not in proposal.report


def test_remarks_keep_their_marks_on_the_line() -> None:
    """The spaces before and inside French punctuation are unbreakable; no other letter of a remark is changed."""
    message = "Relisez « 12 % : oui ; non ? »"
    told = finding_of(Finding("x", "notice", message))["message"]
    assert told == "Relisez «\u00a012\u00a0%\u00a0: oui\u202f; non\u202f?\u00a0»"


def test_a_report_is_cut_to_what_fits() -> None:
    """Of thousands of long findings the first ones are told, and how many are not."""
    finding = {"message": "é" * 500}
    report = within(LONGEST_REPORT, {"writer": "offline", "findings": [finding] * 5000, "lost": ["l1"]})
    assert len(json.dumps(report)) <= LONGEST_REPORT
    assert report["findings"]
    assert report["left_out"] == {"findings": 5000 - len(report["findings"])}
    assert (report["writer"], report["lost"]) == ("offline", ["l1"])


def test_a_long_message_is_cut() -> None:
    """A finding that quotes a whole page is told in a thousand characters."""
    done = rewritten()
    told = Finding("structure.length", "notice", "x" * 9999)
    assert len(proposal_of("job", POST, with_findings(done, told)).report["findings"][0]["message"]) == 1000


def test_a_proposal_says_what_its_sections_replace() -> None:
    """The places of sections cover proposal and post in bytes, each with what it is drawn from."""
    done = headed()
    sections = proposal_of("job", POST, done).sections
    source, proposed = CONTENT.encode(), done.composed.content.encode()
    assert (sections["head"], sections["tail"]) == (0, 0)
    first, second = sections["list"]
    assert (first["heading"], second["heading"]) == ("", "Vingt ans")
    assert (first["group"], second["group"]) == (0, 1)
    assert (first["start"], first["end"], second["end"]) == (0, second["start"], len(proposed))
    assert proposed[second["start"] :].startswith(b"<!-- wp:heading")
    assert first["sources"] == [[0, source.index("<!-- wp:paragraph -->\n<p>«".encode())]]
    assert second["sources"] == [[first["sources"][0][1], len(source)]]


def test_a_proposal_of_one_section_has_none_to_choose() -> None:
    """It is taken as a whole."""
    assert proposal_of("job", POST, rewritten()).sections == {}


def test_a_finding_says_where_it_is() -> None:
    """By the blocks that the editor counts, before and after, and by the first words there."""
    found = Finding("fidelity.number", "warning", "…", 2, Evidence(source_passage=2))
    lost = Finding("fidelity.link_lost", "warning", "…", evidence=Evidence(source_passage=1))
    whole = Finding("structure.length", "notice", "…")
    at = [placed["at"] for placed in report_of(with_findings(headed(), found, lost, whole))["findings"]]
    words = "« Nous attendions ce toit depuis vingt ans », a déclaré la maire, Hélène"
    assert (at[0]["block"], at[0]["source_block"], at[0]["source_text"][:72]) == (3, 2, words)
    assert at[0]["text"].startswith("«\u00a0Nous attendions")
    assert (at[1]["block"], at[1]["text"], at[1]["source_block"]) == (None, "", 0)
    assert at[2] == {"block": None, "text": "", "source_block": None, "source_text": ""}


def headed() -> Rewrite:
    """A rewrite of two sections: paragraph and image; heading and paragraph."""
    done = rewritten()
    heading = DraftBlock(kind="h2", text="Vingt ans", sources=(2,))
    draft = done.draft.model_copy(update={"blocks": (done.draft.blocks[0], heading, *done.draft.blocks[1:])})
    return replace(done, draft=draft, composed=compose(done.article, draft, Brief(title=TITLE)))


def with_findings(done: Rewrite, *findings: Finding) -> Rewrite:
    """`done`, with these findings alone."""
    return replace(done, report=replace(done.report, findings=findings))
