"""What a `Site` owes the bridge and the author, over REST and XML-RPC, with the plugin and without, on real WordPress."""

from __future__ import annotations

import pytest

from bridge.errors import PostNotFound, SiteClosed, SiteCredentials, SiteForbidden
from tests.wordpress_client.ways import CONTENT, EXCERPT, PROPOSED, TITLE, Way, proposal


def test_a_post_is_read_to_the_byte(way: Way) -> None:
    """Texts arrive as they are in the database, with the content hash that the plugin would give."""
    post_id = way.post(tags_input=["A relire"])
    post, row = way.client().fetch(post_id), way.site.get_post(post_id)
    assert row is not None
    assert (post.title, post.content, post.excerpt) == (row["post_title"], row["post_content"], row["post_excerpt"])
    assert (post.title, post.content, post.excerpt) == (TITLE, CONTENT, EXCERPT)
    hashed = "return 'sha256:' . hash( 'sha256', get_post( $in['id'] )->post_title . \"\\n\" . get_post( $in['id'] )->post_content );"
    assert post.content_hash == way.site.json(hashed, id=post_id)
    modified = "return get_gmt_from_date( get_post( $in['id'] )->post_modified );"
    assert post.modified_gmt.replace("T", " ") == way.site.json(modified, id=post_id)
    assert (post.id, post.type, post.status) == (post_id, "post", "draft")
    assert post.site_name == "Le Courrier du Val"
    assert post.terms["post_tag"] == ("a-relire",)
    assert post.edit_link == f"{way.site.admin_url}post.php?post={post_id}&action=edit"


@pytest.mark.parametrize("status", ["draft", "publish"])
def test_a_proposal_leaves_the_post_alone_and_is_stored_once(way: Way, status: str) -> None:
    """After a proposal, and its repeat, no column of the author's row has changed, and one proposal is there."""
    post_id = way.post(post_status=status)
    before = way.site.get_post(post_id)
    client = way.client()
    post = client.fetch(post_id)
    receipt = client.propose(post, proposal(post))
    held = way.held(post_id)
    assert way.client().propose(post, proposal(post)) == receipt
    assert way.held(post_id) == held
    assert way.site.get_post(post_id) == before
    assert not receipt.stale
    stored = way.site.get_post(receipt.revision)
    assert stored is not None
    assert stored["post_content"].strip() == PROPOSED.strip()
    assert proposal(post).title in stored["post_title"]


def test_a_proposal_can_be_taken_by_the_author(way: Way) -> None:
    """Restored as a revision, or published as a draft, the proposal is the author's text, and the old text is kept."""
    post_id = way.post()
    client = way.client()
    post = client.fetch(post_id)
    receipt = client.propose(post, proposal(post))
    stored = way.site.get_post(receipt.revision)
    assert stored is not None
    if stored["post_type"] == "revision":
        way.site.json("wp_restore_post_revision( $in['id'] );", user="contract-author", id=receipt.revision)
        after = way.site.get_post(post_id)
        assert after is not None
        assert (after["post_content"].strip(), after["post_excerpt"]) == (PROPOSED.strip(), EXCERPT)
        assert CONTENT in [revision["post_content"] for revision in way.site.revisions(post_id)]
    else:
        assert (stored["post_status"], stored["post_author"]) == ("draft", str(way.author))
        assert str(post_id) in stored["post_title"]
        way.site.json("wp_publish_post( $in['id'] );", user="contract-author", id=receipt.revision)
        assert (way.site.get_post(post_id) or {})["post_content"] == CONTENT


def test_a_changed_base_is_stale(way: Way) -> None:
    """What was written from an older text is stored, and said to be stale; the newer text stays as it is."""
    post_id = way.post()
    client = way.client()
    post = client.fetch(post_id)
    way.site.update_post(post_id, user="admin", post_content=CONTENT.replace("refuge", "chalet"))
    before = way.site.get_post(post_id)
    assert client.propose(post, proposal(post)).stale
    assert way.site.get_post(post_id) == before


def test_each_refusal_is_the_error_for_it(way: Way) -> None:
    """A wrong password, no such post, a post that is not the user's to see: the typed errors."""
    with pytest.raises(SiteCredentials):
        way.client(password="wrong").fetch(way.post())
    with pytest.raises(PostNotFound):
        way.client().fetch(999_999)
    way.site.create_user("contract-nobody", "contributor")
    password = way.site.application_password("contract-nobody")
    with pytest.raises(SiteForbidden):
        way.client("contract-nobody", password).fetch(way.post())
    if way.plugin:
        with pytest.raises(SiteForbidden):
            way.client().fetch(way.post(asked=False))


def test_a_closed_transport_is_named(way: Way) -> None:
    """A site that has closed the way says so, and is no wrong password."""
    post_id = way.post()
    way.close("rest", "xmlrpc")
    try:
        with pytest.raises(SiteClosed):
            way.client().fetch(post_id)
        assert [found.code for found in way.client().diagnose()] == ["site_closed"]
    finally:
        way.close(*(["rest"] if way.name.startswith("xmlrpc") else []))


def test_a_site_is_diagnosed(way: Way) -> None:
    """A good site's findings name what it goes without when the plugin is not there."""
    found = {diagnosis.code: diagnosis.ok for diagnosis in way.client().diagnose()}
    assert found["reached"]
    assert found["role"]
    assert ("no_plugin" in found) is not way.plugin
