"""What a save in WordPress tells the bridge, and what it does not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
import requests

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, PlayedBridge, Robot, as_user, outbox


def test_a_saved_draft_sends_one_signed_event(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """A new draft arrives at the site's own address, signed, with the hash of its title and content."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    (received,) = bridge.of(post_id)
    assert received.path == "/webhooks/essai"
    assert received.id.startswith("msg_")
    data = received.event["data"]
    row = quiet_site.get_post(post_id) or {}
    digest = hashlib.sha256(f"{row['post_title']}\n{row['post_content']}".encode()).hexdigest()
    assert received.event["type"] == "post.draft_saved"
    assert data["content_hash"] == f"sha256:{digest}"
    assert (data["post_id"], data["post_type"], data["status"], data["options"]) == (post_id, "post", "draft", {})
    assert data["user_id"] == int(row["post_author"])
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "delivered", 1, 202)]


def test_new_text_is_sent_again(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """A later save with other text is a new event with an id of its own; so is a save as pending."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.update_post(post_id, user=author, post_title="Le compost en ville", post_status="pending")
    first, second = bridge.of(post_id)
    assert first.id != second.id
    assert second.event["data"]["status"] == "pending"


def unchanged(site: Site, author: str, post_id: int) -> None:
    site.update_post(post_id, user=author, post_content=(site.get_post(post_id) or {})["post_content"])


def other_fields(site: Site, author: str, post_id: int) -> None:
    site.update_post(post_id, user=author, post_excerpt="Un extrait.", tags_input=["compost"], post_name="compost")


def save_twice_with_meta_boxes(site: Site, author: str, post_id: int) -> None:
    site.php(
        "$p = get_post( $in['id'] ); do_action( 'wp_after_insert_post', $p->ID, $p, true, $p );",
        user=author,
        id=post_id,
    )


def quick_edit(site: Site, author: str, post_id: int) -> None:
    nonce, session = as_user(site, author, "inlineeditnonce")
    form = {
        "action": "inline-save", "post_ID": post_id, "post_type": "post", "_inline_edit": nonce, "_status": "draft",
        "screen": "edit-post",
        "post_title": "Titre de la liste", "post_name": "", "post_view": "list", "mm": "11", "jj": "01", "aa": "2026",
        "hh": "10", "mn": "00", "ss": "00",
    }  # fmt: skip
    answer = session.post(f"{site.admin_url}admin-ajax.php", data=form)
    assert "Titre de la liste" in answer.text, answer.text


def bulk_edit(site: Site, author: str, post_id: int) -> None:
    nonce, session = as_user(site, author, "bulk-posts")
    form = {
        "bulk_edit": "1",
        "action": "edit",
        "post[]": post_id,
        "_wpnonce": nonce,
        "_status": "pending",
        "post_type": "post",
        "tax_input[post_tag]": "x",
    }
    session.get(f"{site.admin_url}edit.php", params=form, allow_redirects=False)
    assert (site.get_post(post_id) or {})["post_status"] == "pending"


def trash_and_back(site: Site, author: str, post_id: int) -> None:
    # As if never sent: the text is not new all the same.
    site.php(
        "delete_post_meta( $in['id'], '_seo_bridge_sent_hash' ); wp_trash_post( $in['id'] );", user=author, id=post_id
    )
    site.php("wp_untrash_post( $in['id'] );", user=author, id=post_id)
    site.php("wp_delete_post( $in['id'], true );", user=author, id=post_id)


def restore_of_older_text(site: Site, author: str, post_id: int) -> None:
    site.php(
        "remove_action( 'wp_after_insert_post', 'seo_bridge_after_insert_post', 1000 );"
        "foreach ( array( 'Un premier jet.', 'Un second jet.' ) as $text )"
        " { wp_update_post( array( 'ID' => $in['id'], 'post_content' => $text ) ); }",
        user=author, id=post_id,
    )  # fmt: skip
    (older,) = [r["ID"] for r in site.revisions(post_id) if r["post_content"] == "Un premier jet."]
    site.php("wp_restore_post_revision( $in['revision'] );", user=author, revision=older)
    assert (site.get_post(post_id) or {})["post_content"] == "Un premier jet."
    site.update_post(post_id, user=author, post_content="Un premier jet.", post_excerpt="Enregistré encore.")


def revision(site: Site, author: str, post_id: int) -> None:
    site.php(
        "$p = get_post( $in['id'], ARRAY_A ); $p['post_content'] = 'Autre'; _wp_put_post_revision( $p );",
        user=author,
        id=post_id,
    )


def colleagues_autosave(site: Site, author: str, post_id: int) -> None:
    autosave(site, ADMIN, post_id)


def import_of_posts(site: Site, author: str, post_id: int) -> None:
    site.php(
        "define( 'WP_IMPORTING', true ); wp_update_post( array( 'ID' => $in['id'], 'post_content' => 'Importé' ) );",
        user=author,
        id=post_id,
    )


def emptied(site: Site, author: str, post_id: int) -> None:
    site.update_post(post_id, user=author, post_content="  \n")


def proposal_of_the_bridge(site: Site, author: str, post_id: int) -> None:
    site.create_user("pont", "seo_bridge")
    answer = Robot(site, ("pont", site.application_password("pont"))).propose(post_id)
    assert answer.status_code == 201, answer.text


def publication(site: Site, author: str, post_id: int) -> None:
    site.update_post(post_id, user=author, post_status="publish", post_title="Publié sans que le site le demande")


@pytest.mark.parametrize(
    "act",
    [
        unchanged, other_fields, save_twice_with_meta_boxes, quick_edit, bulk_edit, trash_and_back,
        restore_of_older_text,
        revision, colleagues_autosave, import_of_posts, emptied, proposal_of_the_bridge, publication,
    ],
)  # fmt: skip
def test_what_brings_no_new_text_sends_nothing(
    quiet_site: Site, bridge: PlayedBridge, author: str, act: Callable[[Site, str, int], None]
) -> None:
    """After the first save has been sent, this is no event."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    sent = len(bridge.received)
    act(quiet_site, author, post_id)
    assert len(bridge.received) == sent
    assert [state for _, state, _, _ in outbox(quiet_site, post_id)] == ["delivered"]


@pytest.mark.parametrize("post_type", ["attachment", "wp_block", "nav_menu_item", "revision", "customize_changeset"])
def test_other_kinds_of_posts_are_left_alone(quiet_site: Site, bridge: PlayedBridge, post_type: str) -> None:
    """What is no public text with an editor is no event."""
    quiet_site.create_post(user=ADMIN, title="Autre", content=DRAFT, post_type=post_type)
    assert bridge.received == []


def test_an_auto_draft_is_no_event(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Opening the editor makes a post, but no event."""
    code = "require_once ABSPATH . 'wp-admin/includes/post.php'; return get_default_post_to_edit( 'post', true )->ID;"
    post_id = quiet_site.json(code, user=author)
    quiet_site.update_post(post_id, user=author, post_content="Presque rien")
    assert bridge.received == []


def autosave(site: Site, login: str, post_id: int) -> None:
    url = f"{site.url}/wp-json/wp/v2/posts/{post_id}/autosaves"
    with requests.Session() as session:
        session.trust_env = False
        text = {
            "title": "Le compost",
            "content": "<!-- wp:paragraph -->\n<p>Une autre phrase.</p>\n<!-- /wp:paragraph -->",
        }
        answer = session.post(url, json=text, auth=(login, site.application_password(login)))
    assert answer.status_code == 200, answer.text


def test_an_autosave_of_ones_own_draft_waits_for_quiet(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """It writes the draft itself, so it counts, but later; the save of the same text that follows sends it at once."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    autosave(quiet_site, author, post_id)
    assert len(bridge.of(post_id)) == 1
    assert outbox(quiet_site, post_id)[-1] == ("post.draft_saved", "waiting", 0, 0)

    quiet_site.update_post(post_id, user=author, post_content=(quiet_site.get_post(post_id) or {})["post_content"])

    assert len(bridge.of(post_id)) == 2
    assert outbox(quiet_site, post_id)[-1] == ("post.draft_saved", "delivered", 1, 202)


def test_publishing_is_an_event_when_the_site_wants_it(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """With the option on, the step to `publish` is sent once; later saves of the published post are not."""
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": True})
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert bridge.of(post_id) == []
    quiet_site.update_post(post_id, user=author, post_status="publish")
    quiet_site.update_post(post_id, user=author, post_content="Corrigé après publication.")
    assert [r.event["type"] for r in bridge.of(post_id)] == ["post.published"]


def test_an_author_asks_for_a_rewrite(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """The route sends the event with the author's options, though the text was sent before."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    writer = Robot(quiet_site, (author, quiet_site.application_password(author)))
    answer = writer.call("POST", f"posts/{post_id}/rewrite", json={"keyphrase": "compost en ville", "min_words": 800})
    assert answer.status_code == 202, answer.text
    received = bridge.awaited(post_id, 2)[-1]
    assert (answer.json()["state"], answer.json()["busy"]) == ("waiting", True)
    assert received.event["type"] == "post.rewrite_requested"
    assert received.event["data"]["options"] == {"keyphrase": "compost en ville", "min_words": 800}
    assert writer.fetch(post_id)["options"] == {"keyphrase": "compost en ville", "min_words": 800}


def test_nothing_is_queued_before_the_plugin_is_connected(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Without a secret a save leaves no trace, and a request says what is missing."""
    quiet_site.set_option("seo_bridge_secret", "")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert outbox(quiet_site, post_id) == []
    asked = quiet_site.json(
        "return seo_bridge_request_rewrite( $in['id'] )->get_error_code();", user=author, id=post_id
    )
    assert asked == "seo_bridge_not_connected"
