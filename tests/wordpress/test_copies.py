"""A proposal for a published post as a draft copy, and its way back into the post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, REWRITTEN, PlayedBridge, Robot, outbox
from .revision_screen import row

#: A published post with a term, an image, meta, a comment and an old date, as JSON of its id.
PUBLISHED = """
$id = wp_insert_post( wp_slash( array(
    'post_title' => 'Le compost', 'post_content' => $in['content'], 'post_status' => 'publish', 'post_name' => 'le-compost',
    'post_date' => '2024-02-03 10:00:00', 'post_author' => get_user_by( 'login', $in['author'] )->ID,
    'tags_input' => array( 'jardin' ),
) ) );
$image = wp_insert_attachment( array( 'post_title' => 'Un bac', 'post_mime_type' => 'image/jpeg' ), 'bac.jpg' );
update_post_meta( $id, '_thumbnail_id', $image );
update_post_meta( $id, 'source', wp_slash( array( 'nom' => 'L\\'écho "vert" \\\\', 'an' => 2024 ) ) );
wp_insert_comment( array( 'comment_post_ID' => $id, 'comment_content' => 'Merci !', 'comment_approved' => 1 ) );
return $id;
"""
COPIES = "return array_map( 'intval', get_posts( array( 'post_status' => array( 'draft', 'future', 'trash' ), 'fields' => 'ids', 'meta_key' => '_seo_bridge_copy_of', 'meta_value' => $in['id'] ) ) );"
BESIDES = """
return array( wp_get_object_terms( $in['id'], 'post_tag', array( 'fields' => 'names' ) ), get_post_thumbnail_id( $in['id'] ),
    get_post_meta( $in['id'], 'source', true ), (int) get_comments_number( $in['id'] ) );
"""


@pytest.fixture
def copying(quiet_site: Site, bridge: PlayedBridge, author: str) -> Iterator[Site]:
    """The site, whose owner wants draft copies."""
    quiet_site.set_option("seo_bridge_copies", "1")
    yield quiet_site
    quiet_site.set_option("seo_bridge_copies", "")


@pytest.fixture
def published(copying: Site, author: str) -> int:
    """A published post that the bridge was asked about."""
    post_id = int(copying.json(PUBLISHED, author=author, content=DRAFT))
    copying.json("return seo_bridge_request_rewrite( $in['id'] );", id=post_id, user=ADMIN)
    return post_id


def copies(site: Site, post_id: int) -> list[int]:
    """The ids of a post's copies, in the trash or not."""
    found: list[int] = site.json(COPIES, id=post_id)
    return found


def besides(site: Site, post_id: int) -> Any:
    """Tags, featured image, meta, number of comments."""
    return site.json(BESIDES, id=post_id)


def publish(site: Site, copy_id: int, login: str, **fields: Any) -> Any:
    """Publishes as the block editor does: the new status, or the code of the error."""
    answer = (
        site.rest_session(login)
        .post(f"{site.url}/wp-json/wp/v2/posts/{copy_id}", json={"status": "publish", **fields}, timeout=60)
        .json()
    )
    return answer.get("status") or answer["code"]


def publish_in_the_list(site: Site, copy_id: int, login: str) -> str:
    """Publishes with the quick edit's own function; the text of the next page."""
    site.php("wp_update_post( array( 'ID' => $in['copy'], 'post_status' => 'publish' ) );", user=login, copy=copy_id)
    return site.session(login).get(f"{site.admin_url}edit.php", timeout=60).text


def test_a_copy_is_a_draft_with_all_that_the_post_has(copying: Site, published: int, robot: Robot) -> None:
    """The post stays as it is, to the byte; its copy has the proposed text, tags, image and meta, and starts nothing."""
    before = row(copying, published)
    assert robot.propose(published).status_code == 201
    assert row(copying, published) == before
    (copy,) = copies(copying, published)
    written = row(copying, copy)
    assert (written["post_status"], written["post_content"]) == ("draft", REWRITTEN)
    assert written["post_author"] == before["post_author"]
    assert besides(copying, copy)[:3] == besides(copying, published)[:3]
    assert besides(copying, copy)[2] == {"nom": 'L\'écho "vert" \\', "an": 2024}
    assert outbox(copying, copy) == []


def test_publishing_the_copy_merges_it_back(copying: Site, published: int, robot: Robot, author: str) -> None:
    """Address, date, comments and image stay; the old text is a revision; the copy is in the trash and was never public."""
    before, had = row(copying, published), besides(copying, published)
    robot.propose(published)
    (copy,) = copies(copying, published)
    edited = REWRITTEN.replace("6 mois", "six \\ mois 🌱")

    assert publish(copying, copy, author, content=edited) == "trash"

    after = row(copying, published)
    assert (after["post_content"], after["post_title"]) == (edited, "Réussir son compost en ville")
    kept = ("post_name", "post_date", "post_date_gmt", "post_status", "post_author", "guid", "comment_count")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert besides(copying, published) == had
    assert before["post_content"] in [revision["post_content"] for revision in copying.revisions(published)]
    assert row(copying, copy)["post_status"] == "trash"
    assert copying.json("return get_post_meta( $in['id'], '_seo_bridge_applied', true );", id=published)
    assert [kind for kind, *_ in outbox(copying, published)] == ["post.rewrite_requested"]
    page = copying.session(author).get(f"{copying.admin_url}edit.php", timeout=60).text
    assert "a maintenant le texte de sa copie réécrite" in page


def test_what_the_author_changed_on_the_copy_goes_back(
    copying: Site, published: int, robot: Robot, author: str
) -> None:
    """A tag of the copy's goes to the post, and its new image in the old one's place; what was changed on the post
    meanwhile, and not on the copy, stays.
    """
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.php("wp_set_post_tags( $in['copy'], 'ville', true ); update_post_meta( $in['id'], 'source', 'autre' );",
             copy=copy, id=published)  # fmt: skip
    chosen = copying.json(
        "$id = wp_insert_attachment( array( 'post_title' => 'Un seau', 'post_mime_type' => 'image/jpeg' ), 'seau.jpg' );"
        "update_post_meta( $in['copy'], '_thumbnail_id', $id ); return $id;",
        copy=copy,
    )
    publish(copying, copy, author)
    tags, image, source, _ = besides(copying, published)
    assert (tags, source) == (["jardin", "ville"], "autre")
    assert image == chosen
    assert copying.json("return get_post_meta( $in['id'], '_thumbnail_id' );", id=published) == [str(chosen)]


def test_a_post_that_changed_meanwhile_is_not_overwritten_unasked(
    copying: Site, published: int, robot: Robot, author: str
) -> None:
    """Publishing says so and leaves both as they are; publishing once more replaces the text, which stays a revision."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.update_post(published, user=ADMIN, post_content=DRAFT + "\n\n<p>Un ajout.</p>")

    assert publish(copying, copy, author) == "seo_bridge_changed"
    assert "Un ajout." in row(copying, published)["post_content"]

    assert publish(copying, copy, author) == "trash"
    assert row(copying, published)["post_content"] == REWRITTEN
    assert any("Un ajout." in revision["post_content"] for revision in copying.revisions(published))


def test_the_list_of_posts_tells_what_came_of_it(copying: Site, published: int, robot: Robot, author: str) -> None:
    """Outside of the block editor too: first why the copy is a draft still, then that it was merged."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.update_post(published, user=ADMIN, post_content=DRAFT + "\n\n<p>Un ajout.</p>")
    assert "a changé depuis la création de cette copie" in publish_in_the_list(copying, copy, author)
    assert row(copying, copy)["post_status"] == "draft"
    assert "a maintenant le texte de sa copie réécrite" in publish_in_the_list(copying, copy, author)
    assert row(copying, published)["post_content"] == REWRITTEN


def test_who_may_not_edit_the_post_cannot_merge(copying: Site, published: int, robot: Robot) -> None:
    """Another author who was given the copy publishes nothing: it stays a draft, and the post as it is."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.create_user("gael", "author")
    copying.php(
        "wp_update_post( array( 'ID' => $in['copy'], 'post_author' => get_user_by( 'login', 'gael' )->ID ) );",
        copy=copy,
    )
    before = row(copying, published)
    assert publish(copying, copy, "gael") == "seo_bridge_forbidden"
    assert "pas l’autorisation de modifier l’article publié" in publish_in_the_list(copying, copy, "gael")
    assert row(copying, published) == before


def test_a_scheduled_copy_is_merged_when_its_time_comes(
    copying: Site, published: int, robot: Robot, author: str
) -> None:
    """WP-Cron merges it instead of publishing it a second time, and publishes other posts that are due in the same run."""
    other = copying.create_post(
        user=author, title="Le paillage", content=DRAFT, status="future", post_date="2035-01-01 10:00:00"
    )
    robot.propose(published)
    (copy,) = copies(copying, published)
    answer = copying.rest_session(author).post(
        f"{copying.url}/wp-json/wp/v2/posts/{copy}",
        json={"status": "future", "date": "2035-01-01T10:00:00"},
        timeout=60,
    )
    assert answer.json()["status"] == "future", answer.text
    copying.php(
        "global $wpdb; foreach ( $in['due'] as $id ) { $wpdb->update( $wpdb->posts, array( 'post_date' => '2024-05-05 10:00:00',"
        "'post_date_gmt' => '2024-05-05 09:00:00' ), array( 'ID' => $id ) ); clean_post_cache( $id );"
        "do_action( 'publish_future_post', $id ); }",
        due=[copy, other],
    )
    assert row(copying, other)["post_status"] == "publish"
    assert row(copying, copy)["post_status"] == "trash"
    assert row(copying, published)["post_content"] == REWRITTEN
    assert row(copying, published)["post_date"] == "2024-02-03 10:00:00"


def test_a_newer_proposal_updates_an_untouched_copy_alone(copying: Site, published: int, robot: Robot) -> None:
    """A copy that an author has begun to edit is left alone; the newer proposal lies beside the post as ever."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    robot.propose(published, content=REWRITTEN.replace("6 mois", "6 mois environ"))
    assert copies(copying, published) == [copy]
    assert "6 mois environ" in row(copying, copy)["post_content"]
    copying.update_post(copy, user=ADMIN, post_content="<p>À moi.</p>")
    robot.propose(published, content=REWRITTEN.replace("6 mois", "6 mois à peine"))
    assert copies(copying, published) == [copy]
    assert row(copying, copy)["post_content"] == "<p>À moi.</p>"


@pytest.mark.parametrize(
    "change",
    [
        "wp_update_post( array( 'ID' => $in['copy'], 'post_excerpt' => 'À moi.' ) );",
        "wp_set_object_terms( $in['copy'], 'balcon', 'post_tag' );",
        "update_post_meta( $in['copy'], '_yoast_wpseo_metadesc', 'À moi.' );",
        "wp_update_post( array( 'ID' => $in['copy'], 'post_status' => 'pending' ) );",
    ],
    ids=["excerpt", "tags", "meta", "status"],
)
def test_a_copy_that_is_touched_beside_its_text_is_left_alone(
    copying: Site, published: int, robot: Robot, change: str
) -> None:
    """An author's excerpt, tags or description on the copy stay when a newer proposal comes; so does a copy to be published."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.php(change, user=ADMIN, copy=copy)
    robot.propose(published, content=REWRITTEN.replace("6 mois", "6 mois à peine"), excerpt="Du pont.")
    assert row(copying, copy)["post_content"] == REWRITTEN


def test_a_duplicate_of_a_copy_is_a_post_of_its_own(copying: Site, published: int, robot: Robot) -> None:
    """What another plugin makes of a copy with all of its meta is published by itself, and leaves the post alone."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    before = row(copying, published)
    duplicate = copying.create_post(user=ADMIN, title="Autre chose", content=DRAFT)
    copying.php(
        "foreach ( get_post_meta( $in['copy'] ) as $key => $values ) { foreach ( $values as $value ) {"
        "add_post_meta( $in['id'], $key, wp_slash( maybe_unserialize( $value ) ) ); } }",
        copy=copy,
        id=duplicate,
    )
    assert publish(copying, duplicate, ADMIN) == "publish"
    assert row(copying, published) == before


def test_restoring_the_proposal_on_the_post_drops_an_unused_copy(copying: Site, published: int, robot: Robot) -> None:
    """Nobody is left with a copy of what was applied already."""
    revision = robot.propose(published).json()["revision"]
    (copy,) = copies(copying, published)
    copying.php("wp_restore_post_revision( $in['revision'] );", user=ADMIN, revision=revision)
    assert row(copying, copy)["post_status"] == "trash"


def test_a_copy_whose_post_is_gone_is_a_post_like_any_other(
    copying: Site, published: int, robot: Robot, author: str
) -> None:
    """Nothing is lost with the published post: its copy can be published by itself."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.php("wp_delete_post( $in['id'], true );", id=published)
    assert publish(copying, copy, author) == "publish"


@pytest.mark.parametrize(("setting", "status"), [("", "publish"), ("1", "draft")])
def test_without_the_setting_and_for_drafts_there_is_no_copy(
    copying: Site, robot: Robot, author: str, setting: str, status: str
) -> None:
    """A pending revision is the default, and all that a draft needs."""
    copying.set_option("seo_bridge_copies", setting)
    post_id = copying.create_post(user=author, title="Le compost", content=DRAFT, status=status)
    copying.json("return seo_bridge_request_rewrite( $in['id'] );", id=post_id, user=ADMIN)
    assert robot.propose(post_id).status_code == 201
    assert copies(copying, post_id) == []


def test_a_post_that_somebody_is_editing_is_left_alone(
    copying: Site, published: int, robot: Robot, author: str
) -> None:
    """Their next save would overwrite what was merged, unseen: the copy waits until the post is free."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.php(
        "require_once ABSPATH . 'wp-admin/includes/post.php'; wp_set_post_lock( $in['id'] );", user=ADMIN, id=published
    )
    before = row(copying, published)
    assert publish(copying, copy, author) == "seo_bridge_edited"
    assert row(copying, published) == before


def test_a_merged_copy_never_merges_again(copying: Site, published: int, robot: Robot, author: str) -> None:
    """Back from the trash it is a draft like any other, which is said once: publishing it leaves the post as it is."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    assert publish(copying, copy, author) == "trash"
    copying.update_post(published, user=ADMIN, post_content=DRAFT)
    copying.php("wp_untrash_post( $in['copy'] );", user=author, copy=copy)
    said = [
        "est maintenant un brouillon comme un autre" in publish_in_the_list(copying, copy, author) for _ in range(2)
    ]
    assert said == [True, False]
    assert row(copying, copy)["post_status"] == "publish"
    assert row(copying, published)["post_content"] == DRAFT
    assert outbox(copying, copy) == []
    copying.update_post(copy, user=author, post_status="draft", post_content="Un autre texte.")
    assert [kind for kind, *_ in outbox(copying, copy)] == ["post.draft_saved"]


def test_publishing_a_merged_copy_again_puts_nothing_online_twice(
    copying: Site, published: int, robot: Robot, author: str
) -> None:
    """An editor that missed the answer to its first click is told, and no other way makes the copy public either."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    assert publish(copying, copy, author) == "trash"
    assert publish(copying, copy, author) == "seo_bridge_merged"
    publish_in_the_list(copying, copy, author)
    assert row(copying, copy)["post_status"] == "trash"


def test_a_merge_that_comes_too_late_changes_nothing(copying: Site, published: int, robot: Robot, author: str) -> None:
    """Another process has merged the copy just before, and this one has saved it out of the trash."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    publish_in_the_list(copying, copy, author)
    merged = row(copying, published)
    late = """wp_update_post( array( 'ID' => $in['copy'], 'post_status' => 'draft' ) );
        seo_bridge_merge_and_tell( get_post( $in['copy'] ), get_current_user_id() );"""
    copying.php(late, user=author, copy=copy)
    assert (row(copying, copy)["post_status"], row(copying, published)) == ("trash", merged)


def test_two_merges_at_once_are_both_told(copying: Site, published: int, robot: Robot, author: str) -> None:
    """A bulk edit that publishes two copies has a notice for each of their posts."""
    other = int(copying.json(PUBLISHED, author=author, content=DRAFT))
    copying.php("wp_update_post( array( 'ID' => $in['id'], 'post_title' => 'Le paillage' ) );", id=other)
    copying.json("return seo_bridge_request_rewrite( $in['id'] );", id=other, user=ADMIN)
    robot.propose(published, title="Le compost en ville")
    robot.propose(other, title="Le paillage en ville")
    found = [copies(copying, post_id)[0] for post_id in (published, other)]
    copying.php(
        "foreach ( $in['copies'] as $id ) { wp_update_post( array( 'ID' => $id, 'post_status' => 'publish' ) ); }",
        user=author,
        copies=found,
    )
    page = copying.session(author).get(f"{copying.admin_url}edit.php", timeout=60).text
    assert page.count("a maintenant le texte de sa copie réécrite") == 2
    spaced = page.replace("\xa0", " ").replace("\u202f", " ")
    assert all(f"« {title} » a maintenant" in spaced for title in ("Le compost en ville", "Le paillage en ville"))


def test_a_schedule_has_the_rights_of_who_set_it(copying: Site, published: int, robot: Robot) -> None:
    """An author who may not edit the post schedules the copy that an administrator has given them: it is not merged."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.create_user("gael", "author")
    give = """require_once ABSPATH . 'wp-admin/includes/post.php';
        edit_post( array( 'post_ID' => $in['copy'], 'post_type' => 'post', 'post_author' => get_user_by( 'login', 'gael' )->ID ) );"""
    copying.php(give, user=ADMIN, copy=copy)
    copying.rest_session("gael").post(
        f"{copying.url}/wp-json/wp/v2/posts/{copy}",
        json={"status": "future", "date": "2035-01-01T10:00:00", "content": "À moi."},
        timeout=60,
    )
    assert row(copying, copy)["post_status"] == "future"
    before = row(copying, published)
    copying.php("do_action( 'publish_future_post', $in['copy'] );", copy=copy)
    assert row(copying, published) == before
    assert row(copying, copy)["post_status"] == "draft"


def test_a_copy_that_a_plugin_publishes_past_wordpress_is_merged(copying: Site, published: int, robot: Robot) -> None:
    """Those for missed schedules call `wp_publish_post` while anybody visits: no second post stays behind."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    copying.update_post(copy, user=ADMIN, post_status="future", post_date="2035-01-01 10:00:00", edit_date=True)
    assert row(copying, copy)["post_status"] == "future"
    copying.php("wp_publish_post( $in['copy'] );", copy=copy)
    assert row(copying, copy)["post_status"] == "trash"
    assert row(copying, published)["post_content"] == REWRITTEN


def test_a_copy_that_went_public_by_itself_stays_public(copying: Site, published: int, robot: Robot) -> None:
    """Its post was in the trash then; once that is back, saving the copy does not take it off the site."""
    robot.propose(published)
    (copy,) = copies(copying, published)
    before = row(copying, published)["post_content"]
    copying.php("wp_trash_post( $in['id'] );", id=published)
    assert publish(copying, copy, ADMIN) == "publish"
    copying.php(
        "wp_untrash_post( $in['id'] ); wp_publish_post( $in['id'] );"
        "wp_update_post( array( 'ID' => $in['copy'], 'post_excerpt' => 'Mieux.' ) );",
        user=ADMIN,
        id=published,
        copy=copy,
    )
    assert row(copying, copy)["post_status"] == "publish"
    assert row(copying, published)["post_content"] == before


def test_the_copy_of_a_protected_post_is_protected(copying: Site, published: int, robot: Robot) -> None:
    """Whichever way the copy becomes public, it asks for the post's password."""
    copying.update_post(published, user=ADMIN, post_password="sésame")
    robot.propose(published)
    (copy,) = copies(copying, published)
    assert row(copying, copy)["post_password"] == "sésame"
