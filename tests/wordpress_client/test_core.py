"""Proposals on sites without the plugin: where they lie, and what they carry."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bridge.wordpress import Post
from bridge.wordpress.core_rest import CoreRestSite
from tests.wordpress_client.stand_in import POST, Handler, StandIn
from tests.wordpress_client.ways import WORDS, Way, proposal

IMAGE = """$id = wp_insert_attachment( array( 'post_title' => 'Refuge', 'post_mime_type' => 'image/png', 'post_status' => 'inherit' ), 'refuge.png' );
update_post_meta( $id, '_wp_attachment_image_alt', 'Le refuge sous la neige' );
set_post_thumbnail( $in['post'], $id );
return $id;"""
AUTOSAVE = """require_once ABSPATH . 'wp-admin/includes/post.php';
return wp_create_post_autosave( wp_slash( array( 'post_ID' => $in['id'], 'post_type' => 'post', 'post_title' => 'Mes mots', 'content' => $in['content'], 'excerpt' => '' ) ) );"""


@pytest.mark.parametrize("way", ["rest-core"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "revision"),
        ({"post_type": "page"}, "revision"),
        ({"revision": False}, "post"),  # restoring would lose the author's text
        ({"own": True}, "post"),  # an autosave would overwrite the author's draft
        ({"post_date": "2099-01-01 00:00:00"}, "post"),  # the editor would delete an autosave that is not newer
    ],
)
def test_a_proposal_is_an_autosave_where_that_loses_nothing(way: Way, fields: dict[str, Any], kind: str) -> None:
    """It is a draft of its own where an autosave could cost somebody a text."""
    post_id = way.post(**fields)
    before = way.site.get_post(post_id)
    post = way.client().fetch(post_id, fields.get("post_type", "post"))
    receipt = way.client().propose(post, proposal(post))
    stored = way.site.get_post(receipt.revision)
    assert stored is not None
    assert stored["post_type"] == kind
    assert way.site.get_post(post_id) == before


@pytest.mark.parametrize("way", ["rest-core"], indirect=True)
def test_the_editor_leads_its_author_to_an_autosave(way: Way) -> None:
    """WordPress's own notice, above the author's text, links to the comparison, and the autosave outlives the visit."""
    post_id = way.post()
    post = way.client().fetch(post_id)
    receipt = way.client().propose(post, proposal(post))
    page = way.site.session("contract-author").get(post.edit_link, timeout=60).text
    assert f"revision.php?revision={receipt.revision}" in page.replace("\\/", "/")
    assert way.site.get_post(receipt.revision) is not None


@pytest.mark.parametrize("way", ["rest-core"], indirect=True)
@pytest.mark.parametrize("who", ["contract-author", "contract-editor"])
def test_words_that_somebody_has_not_saved_stay_as_they_are(way: Way, who: str) -> None:
    """An autosave of the author's, or of the bridge's user, is neither replaced nor hidden: the proposal is a draft."""
    post_id = way.post(post_status="publish")
    typed = way.site.json(AUTOSAVE, user=who, id=post_id, content=WORDS)
    before = way.site.get_post(typed)
    post = way.client().fetch(post_id)
    receipt = way.client().propose(post, proposal(post))
    assert (way.site.get_post(receipt.revision) or {})["post_type"] == "post"
    assert way.site.get_post(typed) == before


@pytest.mark.parametrize("way", ["rest-core", "xmlrpc-core"], indirect=True)
def test_a_draft_carries_what_the_post_has(way: Way) -> None:
    """The proposal's draft has the post's author, terms, image and excerpt, and a slug that may be published."""
    post_id = way.post(revision=False, tags_input=["Refuges"])
    image = way.site.json(IMAGE, post=post_id)
    post = way.client().fetch(post_id)
    made = way.client().propose(post, proposal(post)).revision
    row = way.site.get_post(made)
    assert row is not None
    assert (row["post_author"], row["post_excerpt"]) == (str(way.author), post.excerpt)
    assert row["post_name"].startswith("refuge-sb")
    assert way.site.meta(made)["_thumbnail_id"] == str(image)
    assert way.client().fetch(made).terms["post_tag"] == ("refuges",)


@pytest.mark.parametrize("way", ["rest-core", "xmlrpc-core"], indirect=True)
def test_drafts_are_found_by_tag_and_by_category(way: Way) -> None:
    """Those with the slug are listed with their content hash, however old they are; the bridge's own proposals are not."""
    post_id = way.post(revision=False, tags_input=[f"Par {way.name}"])
    way.post(tags_input=["Autre"])
    post = way.client().fetch(post_id)
    way.client().propose(post, proposal(post))
    found = list(way.client().drafts(f"par-{way.name}", ""))
    assert [(draft.id, draft.content_hash) for draft in found] == [(post_id, post.content_hash)]
    way.site.json("wp_set_object_terms( $in['id'], $in['name'], 'category' );", id=post_id, name=f"Carnet {way.name}")
    assert {draft.id for draft in way.client().drafts("", f"carnet-{way.name}")} == {post_id}
    assert list(way.client().drafts("", "aucune")) == []


def test_a_type_without_autosaves_gets_a_draft(wordpress: StandIn) -> None:
    """A plugin's own type may have no such route: WordPress answers 404 for it, and nothing of the job is lost."""
    stored = {"id": 12, "type": "recette", "author": 3, "content": {"raw": POST["content"]}}
    answers = {
        "GET /wp/v2/types/recette": {"rest_base": "recettes"},
        "GET /wp/v2/recettes/12": stored,
        "GET /wp/v2/recettes": [],
        "GET /wp/v2/users/me": {"id": 9},
        "GET /": {"url": wordpress.url, "home": wordpress.url},
    }

    def answer(handler: Handler, route: str) -> None:
        path = route.partition("?")[0].removeprefix("/wp-json")
        sent = wordpress.seen[-1][3]
        if (handler.command, path) == ("POST", "/wp/v2/recettes"):
            made = json.loads(sent)
            wordpress.say(handler, 201, {"id": 13, "slug": made["slug"], "content": {"raw": made["content"]}})
        elif f"{handler.command} {path}" in answers:
            wordpress.say(handler, 200, answers[f"{handler.command} {path}"])
        else:
            wordpress.say(handler, 404, {"code": "rest_no_route"})

    wordpress.answer = answer
    post = Post.model_validate({**POST, "type": "recette", "featured_image_alt": None})
    receipt = CoreRestSite(wordpress.url, "ed", "x", allow_private_address=True).propose(post, proposal(post))
    assert receipt.revision == 13
    assert any("/recettes/12/autosaves" in path for _, path, _, _ in wordpress.seen)
