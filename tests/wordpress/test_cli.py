"""`wp seo-bridge`, run through a stand-in for WP-CLI's API."""

from __future__ import annotations

import json
from pathlib import Path

from devsite.wordpress import Site

from .played_bridge import DRAFT, PlayedBridge, Robot

RUN = """require $in['stand_in'];
require WP_PLUGIN_DIR . '/seo-bridge/includes/cli.php';
return WP_CLI::run( 'seo-bridge ' . $in['command'], $in['args'], $in['options'] );"""


def wp(site: Site, command: str, *args: int | str, **options: str | bool) -> tuple[int, list[str]]:
    """Exit status and lines of `wp seo-bridge {command}`, as WP-CLI hands it arguments: all as strings."""
    status, lines = site.json(
        RUN,
        stand_in=str(Path(__file__).with_name("wp_cli.php")),
        command=command,
        args=[str(a) for a in args],
        options={name.replace("_", "-"): value for name, value in options.items()},
    )
    return status, lines


def test_rewrite_asks_the_bridge_with_the_wishes(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Each post is asked for at once; one that cannot be is named, and the command fails for it alone."""
    posts = [quiet_site.create_post(user=author, title=title, content=DRAFT) for title in ("Le compost", "Le jardin")]
    before = len(bridge.received)
    status, lines = wp(quiet_site, "rewrite", *posts, keyphrase="compost", min_words="400")
    assert status == 0, lines
    wishes = {"keyphrase": "compost", "min_words": 400}
    assert [received.event["data"]["options"] for received in bridge.received[before:]] == [wishes, wishes]
    status, lines = wp(quiet_site, "rewrite", posts[0], 999999)
    assert status == 1
    assert [line for line in lines if line.startswith("Warning: 999999: ")], lines
    assert len(bridge.of(posts[0])) == len(bridge.of(posts[1])) + 1


def test_rewrite_refuses_malformed_wishes(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """The error names the option, and nothing is sent."""
    post = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    before = len(bridge.received)
    status, lines = wp(quiet_site, "rewrite", post, min_words="beaucoup")
    assert (status, len(bridge.received)) == (1, before)
    assert "--min-words" in lines[-1]


def test_rewrite_waits_for_the_suggestion(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """With --wait the command ends well once the bridge has brought its proposal."""
    post = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert robot.propose(post, job="job-1").status_code == 201  # The job that the played bridge names.
    bridge.job = {"state": "done"}
    status, lines = wp(quiet_site, "rewrite", post, wait=True)
    assert status == 0, lines
    assert lines[-2].startswith(f"{post}: ")
    assert lines[-1].startswith("Success: ")


def test_status(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Given posts, or those last asked for, with state and suggestion; a post that is none is an error."""
    post = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    bridge.job = {"state": "checking"}
    for args in ((post,), ()):
        status, lines = wp(quiet_site, "status", *args, format="json")
        assert status == 0, lines
        row = next(row for row in (json.loads(line.removeprefix("json ")) for line in lines) if row["post"] == post)
        assert (row["title"], row["state"], row["suggestion"]) == ("Le compost", "checking", 0)
    assert wp(quiet_site, "status", 999999)[0] == 1


def test_ping(quiet_site: Site, bridge: PlayedBridge) -> None:
    """The exit status tells whether the bridge answers; the sentence is the settings page's."""
    bridge.status, bridge.answer = 200, b'{"pong": true}'
    assert wp(quiet_site, "ping")[0] == 0
    bridge.status, bridge.answer = 401, b"{}"
    status, lines = wp(quiet_site, "ping")
    assert status == 1
    assert quiet_site.json("return seo_bridge_ping_message( 'signature' );") in lines[-1]
