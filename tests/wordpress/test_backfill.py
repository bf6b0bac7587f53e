"""The list of posts for a backfill: for the bridge alone, where the owner allows it, and what it hands over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, PlayedBridge, Robot
from .test_settings import page, submit


@pytest.fixture
def allowed(quiet_site: Site, bridge: PlayedBridge) -> Iterator[None]:
    """The owner has allowed it, and saves tell the bridge nothing."""
    quiet_site.set_option("seo_bridge_backfill", "1")
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    yield
    quiet_site.set_option("seo_bridge_backfill", "")


def listed(robot: Robot, **query: str | int) -> list[int]:
    """The ids on a page of the list."""
    answer = robot.call("GET", "posts", params=query)
    assert answer.status_code == 200, answer.text
    return [post["id"] for post in answer.json()["posts"]]


def test_only_the_bridge_may_list(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, allowed: None
) -> None:
    """401 without a user, 403 for an author, who reads posts elsewhere."""
    writer = Robot(quiet_site, (author, quiet_site.application_password(author)))
    assert [Robot(quiet_site, None).call("GET", "posts").status_code, writer.call("GET", "posts").status_code] == [
        401,
        403,
    ]
    assert robot.call("GET", "posts").status_code == 200


def test_nothing_is_listed_until_the_owner_allows_it(quiet_site: Site, bridge: PlayedBridge, robot: Robot) -> None:
    """403 on a new installation, with a sentence that says where to allow it; ticking the box does."""
    answer = robot.call("GET", "posts")
    assert answer.status_code == 403
    assert "Réglages, SEO Bridge, Rattrapage" in answer.json()["message"]
    submit(quiet_site, seo_bridge_backfill="1")
    assert robot.call("GET", "posts").status_code == 200
    assert 'name="seo_bridge_backfill" value="1" checked' in page(quiet_site, ADMIN).replace(
        "checked=", "checked "
    ).replace("  ", " ")
    submit(quiet_site, without="seo_bridge_backfill")
    assert robot.call("GET", "posts").status_code == 403


def test_what_is_listed_is_handed_over(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, allowed: None
) -> None:
    """A draft that was 403 can be read once it was listed; pages are not listed, and what was not stays closed."""
    draft = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    legal = quiet_site.create_post(user=author, title="Mentions légales", content=DRAFT, post_type="page")
    published = quiet_site.create_post(user=author, title="Le terreau", content=DRAFT, status="publish")
    assert robot.call("GET", f"posts/{draft}").status_code == 403
    assert draft in listed(robot)
    assert legal not in listed(robot)
    assert robot.fetch(draft)["options"] == {}
    assert robot.call("GET", f"posts/{published}").status_code == 403
    assert listed(robot, status="publish")[0] == published


def test_what_an_author_asked_for_stays(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, allowed: None
) -> None:
    """Being listed does not replace the options of an author's request."""
    draft = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    requested = "seo_bridge_note_asked( $in['id'], 'post.rewrite_requested', array( 'tone' => 'vif' ) );"
    quiet_site.php(requested, id=draft)
    listed(robot)
    assert robot.fetch(draft)["options"] == {"tone": "vif"}


def test_a_category_by_its_slug(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, allowed: None
) -> None:
    """Only its posts; nothing for a slug that no category has."""
    inside = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.create_post(user=author, title="Le terreau", content=DRAFT)
    quiet_site.json("return wp_set_object_terms( $in['id'], array( 'Jardin d’hiver' ), 'category' );", id=inside)
    assert listed(robot, category="jardin-dhiver") == [inside]
    assert listed(robot, category="cuisine") == []


def test_page_by_page(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot, allowed: None) -> None:
    """More posts than a page holds are all listed, newest first, each once."""
    made = quiet_site.json(
        """$ids = array();
        for ( $n = 0; $n < SEO_BRIDGE_BACKFILL_PAGE + 3; $n++ ) {
            $post  = array( 'post_title' => "p$n", 'post_content' => 'x', 'post_status' => 'pending' );
            $ids[] = wp_insert_post( $post );
        }
        return $ids;"""
    )
    pages = robot.call("GET", "posts", params={"status": "pending"}).json()["pages"]
    found = [post for number in range(1, pages + 1) for post in listed(robot, status="pending", page=number)]
    assert found == sorted(found, reverse=True)
    assert set(made) <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("name", "value"), [("status", "trash"), ("status", "any"), ("page", "0"), ("category", "c" * 201)]
)
def test_malformed_queries(
    quiet_site: Site, bridge: PlayedBridge, robot: Robot, allowed: None, name: str, value: str
) -> None:
    """400, naming the parameter."""
    answer = robot.call("GET", "posts", params={name: value})
    assert answer.status_code == 400, answer.text
    assert name in answer.json()["data"]["params"]
