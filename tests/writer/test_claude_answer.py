"""Answers as they come over the wire, to drafts and back."""

from __future__ import annotations

import json

import pytest
from anthropic import transform_schema

from bridge.article.model import Draft, DraftBlock
from bridge.errors import WriterContextTooLong, WriterError, WriterMalformed, WriterRefused, WriterTruncated
from bridge.writer.claude.answer import checked_stop, first_draft, parsed
from bridge.writer.claude.wire import Reply, schema, slug, strict, wire_of

HEAD = {
    "titles": ["Un titre", "Un titre ", "Un autre", "Un troisième", "Un quatrième"],
    "slug": "Été à l’École ! ",
    "meta_description": " Une\ndescription. ",
    "focus_keyphrase": "« école d’été »",
    "excerpt": "Un extrait.",
}
TEXT = {"kind": "paragraph", "text": "Un texte.", "sources": [1]}


def answer(*blocks: dict[str, object], head: object = HEAD) -> str:
    """An answer with `blocks`."""
    return json.dumps({"head": head, "blocks": list(blocks)}, ensure_ascii=False)


def test_a_head_is_tidied() -> None:
    """Titles are at most three and all different, the slug is a slug, the keyphrase wears no quotation marks."""
    draft = first_draft(answer(TEXT))
    assert draft.titles == ("Un titre", "Un autre", "Un troisième")
    assert draft.slug == "ete-a-l-ecole"
    assert draft.focus_keyphrase == "école d’été"
    assert draft.meta_description == "Une description."


def test_a_title_that_fits_goes_first() -> None:
    """A title that search results would cut off is not the one proposed while another fits."""
    titles = ["Un titre bien trop long pour la page de résultats d’un moteur de recherche", "Un titre", "Un autre"]
    assert first_draft(answer(TEXT, head={**HEAD, "titles": titles})).titles == (*titles[1:], titles[0])


def test_every_kind_of_block_arrives() -> None:
    """Each kind on the wire becomes the draft's; a quotation keeps its paragraphs, no-break spaces stay."""
    draft = first_draft(
        answer(
            TEXT,
            {"kind": "h2", "text": "Un intertitre", "sources": [2]},
            {"kind": "h3", "text": "Un autre"},
            {"kind": "list", "items": ["a", " ", "b"], "ordered": True, "sources": [3]},
            {"kind": "quote", "text": "Un\u202f!\n\nDeux", "cite": "X", "sources": [4]},
            {"kind": "fixed", "ref": " F1 "},
            {"kind": "paragraph", "text": "  ", "sources": [1]},
        )
    )
    assert draft.blocks == (
        DraftBlock(kind="paragraph", text="Un texte.", sources=(1,)),
        DraftBlock(kind="h2", text="Un intertitre", sources=(2,)),
        DraftBlock(kind="h3", text="Un autre"),
        DraftBlock(kind="list", items=("a", "b"), ordered=True, sources=(3,)),
        DraftBlock(kind="quote", text="Un\u202f!\n\nDeux", cite="X", sources=(4,)),
        DraftBlock(kind="fixed", ref="F1"),
    )


def test_a_draft_survives_the_way_out_and_back() -> None:
    """What goes back to the model as its own answer reads as the same draft, and is the same bytes each time."""
    draft = first_draft(answer(TEXT, {"kind": "list", "items": ["a"], "ordered": False, "sources": [3]}))
    again = Draft.model_validate_json(draft.model_dump_json())
    assert first_draft(wire_of(draft)) == draft
    assert wire_of(again) == wire_of(draft)


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```", "  {}\n"])
def test_json_in_a_fence_is_read(fence: str) -> None:
    """A Markdown fence around the JSON, as other endpoints give, is no fault."""
    assert first_draft(fence.replace("{}", answer(TEXT))).title == "Un titre"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        answer(TEXT)[:-10],
        answer(),
        answer(TEXT, head=None),
        answer(TEXT, head={**HEAD, "titles": [" "]}),
        answer(TEXT, head={**HEAD, "slug": None}),
        answer({"kind": "paragraph", "text": "Sans source."}),
        answer({"kind": "h1", "text": "Trop haut"}),
        answer({"kind": "table", "rows": []}),
    ],
)
def test_anything_else_is_malformed(text: str) -> None:
    """An answer that is no draft is a typed error, which does not quote the answer."""
    with pytest.raises(WriterMalformed) as caught:
        first_draft(text)
    assert "Sans source" not in caught.value.detail


def test_a_repair_needs_no_head() -> None:
    """An answer without a head is a repair's."""
    assert parsed(answer({**TEXT, "at": 3}, head=None)).blocks[0].at == 3


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("refusal", WriterRefused),
        ("max_tokens", WriterTruncated),
        ("model_context_window_exceeded", WriterContextTooLong),
        ("tool_use", WriterMalformed),
        ("pause_turn", WriterMalformed),
        ("", WriterMalformed),
    ],
)
def test_stop_reasons(reason: str, error: type[WriterError]) -> None:
    """Every stop reason but the natural end is an error of its own."""
    checked_stop("end_turn")
    with pytest.raises(error):
        checked_stop(reason)


def test_the_schema_holds_only_what_the_api_takes() -> None:
    """No annotation is billed with every request, every object is closed, and `head` comes before `blocks`."""
    text = json.dumps(schema())
    for word in ('"title"', '"default"', '"description"', '"discriminator"', '"oneOf"'):
        assert word not in text
    assert text.count('"type": "object"') == text.count('"additionalProperties": false')
    assert list(schema()["properties"]) == ["head", "blocks"]


def test_the_schema_is_the_one_that_the_sdk_would_send() -> None:
    """Made without the SDK, it says what the SDK's own transformation says, but for the annotations."""
    sent = transform_schema(Reply.model_json_schema())
    assert strict(sent) == schema()


def test_a_slug_is_ascii() -> None:
    """Accents, ligatures, apostrophes and signs become plain words and hyphens."""
    assert slug("L’œuvre d'Ève : 3 pièces & plus — été") == "l-oeuvre-d-eve-3-pieces-plus-ete"
