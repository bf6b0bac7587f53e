"""The plugin's abilities: by the Abilities API of WordPress 6.9 and later, and by a stand-in on older versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from devsite.wordpress import Site

from .played_bridge import DRAFT, REWRITTEN, PlayedBridge, Robot

STAND_IN = Path(__file__).with_name("abilities.php")

RUN = """require $in['stand_in'];
$ability = wp_get_ability( 'seo-bridge/' . $in['name'] );
$result  = $ability->execute( $in['input'] );
return array( $ability->get_meta(), is_wp_error( $result ) ? $result->get_error_code() : $result );"""


REFUSALS = """require $in['stand_in'];
foreach ( array( 'rewrite-post', 'get-suggestion' ) as $name ) {
    foreach ( $in['calls'] as list( $login, $given ) ) {
        $user = get_user_by( 'login', $login );
        wp_set_current_user( $user ? $user->ID : 0 );
        $codes[ $name ][] = wp_get_ability( "seo-bridge/$name" )->execute( $given )->get_error_code();
    }
}
return $codes;"""


def execute(site: Site, name: str, user: str, **given: Any) -> tuple[dict[str, Any], Any]:
    """The ability's meta, and what it returns for that user; the code of an error."""
    meta, result = site.json(RUN, user=user, stand_in=str(STAND_IN), name=name, input=given)
    return meta, result


def test_an_assistant_asks_for_a_rewrite_in_its_users_name(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """The wishes reach the bridge, the state comes back, and the ability is announced as one that writes, to REST clients too."""
    post = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    meta, state = execute(quiet_site, "rewrite-post", author, post_id=post, keyphrase="compost", min_words=300)
    assert (state["state"], state["busy"]) == ("waiting", True)
    event = bridge.of(post)[-1].event
    assert event["type"] == "post.rewrite_requested"
    assert event["data"]["options"] == {"keyphrase": "compost", "min_words": 300}
    assert meta["annotations"] == {"readonly": False, "destructive": False, "idempotent": False}
    assert meta["show_in_rest"]


def test_an_assistant_reads_the_suggestion(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """Without its long parts unless they are asked for; null before there is one; announced as harmless."""
    post = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert execute(quiet_site, "get-suggestion", author, post_id=post)[1]["suggestion"] is None
    revision = robot.propose(post).json()["revision"]
    meta, answer = execute(quiet_site, "get-suggestion", author, post_id=post)
    assert (answer["state"]["suggestion"], answer["suggestion"]["revision"]) == (revision, revision)
    assert {"titles", "seo", "report"} <= set(answer["suggestion"])
    assert not {"content", "sections"} & set(answer["suggestion"])
    assert meta["annotations"] == {"readonly": True, "destructive": False, "idempotent": True}
    whole = execute(quiet_site, "get-suggestion", author, post_id=post, include_content=True)[1]
    assert whole["suggestion"]["content"] == REWRITTEN


def test_who_may(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Those who may press the button, on a post that they may edit and that there is; input of another form is refused."""
    post = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    before = len(bridge.received)
    quiet_site.create_user("contributor", "contributor")
    own = quiet_site.create_post(user="contributor", title="Le mien", content="")
    refused = [("", post), ("contributor", post), ("contributor", own), (author, 999999)]
    malformed: list[dict[str, Any]] = [
        {},
        {"post_id": 0},
        {"post_id": post, "min_words": -1},
        {"post_id": post, "x": 1},
    ]
    calls = [
        *((user, {"post_id": post_id}, "ability_invalid_permissions") for user, post_id in refused),
        *((author, given, "ability_invalid_input") for given in malformed),
    ]
    codes = quiet_site.json(REFUSALS, stand_in=str(STAND_IN), calls=calls)
    assert codes == {name: [code for _, _, code in calls] for name in ("rewrite-post", "get-suggestion")}
    assert len(bridge.received) == before
