"""Where revisions are few, off or pruned, a proposal and the author's text are still there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devsite.wordpress import Site

from .played_bridge import DRAFT, REWRITTEN, PlayedBridge, Robot
from .revision_screen import baseline, restore, row

PRUNE = "foreach ( wp_get_post_revisions( $in['id'] ) as $r ) { wp_delete_post_revision( $r->ID ); }"


@pytest.fixture
def limited(request: pytest.FixtureRequest, quiet_site: Site, bridge: PlayedBridge) -> Iterator[Site]:
    """The site with `WP_POST_REVISIONS` as the test wants it."""
    quiet_site.define(WP_POST_REVISIONS=request.param)
    yield quiet_site
    quiet_site.define(WP_POST_REVISIONS=True)


def save(site: Site, author: str, post_id: int, times: int) -> None:
    """Saves other texts, one after the other."""
    code = """for ( $i = 0; $i < $in['times']; $i++ ) {
        wp_update_post( array( 'ID' => $in['id'], 'post_content' => "Jet $i" ) ); }"""
    site.php(code, user=author, id=post_id, times=times)


@pytest.mark.parametrize("limited", [1, 3, False], indirect=True)
def test_a_proposal_outlives_later_saves(limited: Site, author: str, robot: Robot) -> None:
    """However few revisions the site keeps, five saves later the proposal can be compared and restored."""
    post_id = limited.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    save(limited, author, post_id, 5)
    last = row(limited, post_id)
    assert len(limited.revisions(post_id)) <= 5
    restore(limited.session(author), limited, revision)
    assert row(limited, post_id)["post_content"] == REWRITTEN
    assert baseline(limited, post_id, last)


@pytest.mark.parametrize("limited", [4], indirect=True)
def test_proposals_push_no_text_of_the_authors_out(limited: Site, author: str, robot: Robot) -> None:
    """After six proposals and a save, as many of the author's latest texts are left as without any."""
    post_id = limited.create_post(user=author, title="Le compost", content=DRAFT)
    save(limited, author, post_id, 5)
    for number in range(6):
        assert robot.propose(post_id, content=f"<p>Proposition {number}.</p>").status_code == 201
    limited.update_post(post_id, user=author, post_content="Jet 5")
    own = [r["post_content"] for r in limited.revisions(post_id) if "_seo_bridge_job" not in r["meta"]]
    assert own == ["Jet 5", "Jet 4", "Jet 3", "Jet 2"]


@pytest.mark.parametrize("limited", [False], indirect=True)
def test_revisions_off_leave_a_way_back(limited: Site, author: str, robot: Robot) -> None:
    """The author's text can be restored after the proposal was; posts without a proposal still make no revisions."""
    other = limited.create_post(user=author, title="Le bouturage", content=DRAFT)
    save(limited, author, other, 2)
    assert limited.revisions(other) == []

    post_id = limited.create_post(user=author, title="Le compost", content=DRAFT)
    before = row(limited, post_id)
    session = limited.session(author)
    restore(session, limited, robot.propose(post_id).json()["revision"])
    restore(session, limited, int(baseline(limited, post_id, before)["ID"]))
    assert row(limited, post_id)["post_content"] == before["post_content"]


@pytest.mark.parametrize("limited", [1], indirect=True)
def test_a_newer_proposal_lets_the_older_one_go(limited: Site, author: str, robot: Robot) -> None:
    """One proposal per post is kept against the site's limit."""
    post_id = limited.create_post(user=author, title="Le compost", content=DRAFT)
    first = robot.propose(post_id).json()["revision"]
    second = robot.propose(post_id, content="<p>Deuxième.</p>").json()["revision"]
    save(limited, author, post_id, 2)
    left = [r["ID"] for r in limited.revisions(post_id)]
    assert second in left
    assert first not in left


def test_pruning_plugins_cannot_delete_a_proposal(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """`wp_delete_post_revision` on everything leaves the pending one; once restored it is a revision like any other."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    quiet_site.php(PRUNE, id=post_id)
    assert [r["ID"] for r in quiet_site.revisions(post_id)] == [revision]
    restore(quiet_site.session(author), quiet_site, revision)
    quiet_site.php(PRUNE, id=post_id)
    assert quiet_site.revisions(post_id) == []


def test_trash_untrash_and_delete(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """A proposal waits in the trash with its post, and goes when the post does."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    quiet_site.php("wp_trash_post( $in['id'] ); wp_untrash_post( $in['id'] );", user=author, id=post_id)
    restore(quiet_site.session(author), quiet_site, revision)
    second = robot.propose(post_id, content="<p>Encore.</p>").json()["revision"]
    quiet_site.php("wp_delete_post( $in['id'], true );", user=author, id=post_id)
    assert quiet_site.get_post(second) is None
    left = quiet_site.json(
        """global $wpdb; return $wpdb->get_col( $wpdb->prepare(
            "SELECT meta_key FROM $wpdb->postmeta WHERE post_id IN (%d,%d)", $in['ids'] ) );""",
        ids=[post_id, second],
    )
    assert left == []


@pytest.mark.parametrize("limited", [1, 3, False], indirect=True)
def test_a_proposal_is_applied_after_saves_and_pruning(limited: Site, author: str, robot: Robot) -> None:
    """From the panel, after later saves, a pruning plugin and the trash; the author's last text is still a revision."""
    writer = Robot(limited, (author, limited.application_password(author)))
    post_id = limited.create_post(user=author, title="Le compost", content=DRAFT)
    revision = robot.propose(post_id).json()["revision"]
    save(limited, author, post_id, 3)
    limited.php(PRUNE + "wp_trash_post( $in['id'] ); wp_untrash_post( $in['id'] );", user=author, id=post_id)
    suggestion = writer.call("GET", f"posts/{post_id}/suggestion").json()
    assert (suggestion["revision"], suggestion["changed"]) == (revision, True)
    last = row(limited, post_id)
    body = {"revision": revision, "expected_hash": suggestion["current"]["content_hash"], "title": "Mon compost"}
    answer = writer.call("POST", f"posts/{post_id}/suggestion/apply", json=body)
    assert answer.status_code == 200, answer.text
    assert row(limited, post_id)["post_content"] == REWRITTEN
    mine = baseline(limited, post_id, last)
    save(limited, author, post_id, 1)
    restore(limited.session(author), limited, int(mine["ID"]))
    assert row(limited, post_id)["post_content"] == "Jet 2"
