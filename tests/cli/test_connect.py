"""`seo-bridge connect`: what its operator reads before anything is connected."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bridge.cli.finding import reached_at
from bridge.config import load
from bridge.wordpress.discovery import Found
from tests.cli.conftest import Run
from tests.wordpress_client.stand_in import Handler, StandIn


def index(url: str) -> dict[str, Any]:
    """The index of a REST API with the plugin."""
    page = {"endpoints": {"authorization": f"{url}/wp-admin/authorize-application.php"}}
    offered = {"application-passwords": page}
    return {
        "name": "Le Val",
        "home": url,
        "namespaces": ["wp/v2", "seo-bridge/v1"],
        "authentication": offered,
    }


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://127.0.0.1:1", "nothing listens there. Check the port"),
        ("https://seo-bridge.invalid", "there is no machine of that name. Check the spelling"),
        ("https://exemple..fr", "is not the address of a site: give it as in the browser"),
        ("https://127.0.0.1:{port}", "Does the site speak https"),
    ],
)
def test_a_wrong_address(run: Run, wordpress: StandIn, tmp_path: Path, address: str, says: str) -> None:
    """Each kind of wrong address is named with what to check; there is no configuration afterwards."""
    result = run("connect", address.format(port=wordpress.server.server_port))
    assert (result.exit_code, says in result.stderr) == (1, True), result.output
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_password_can_be_tried_again(run: Run, wordpress: StandIn, tmp_path: Path) -> None:
    """The message says what may be wrong. The next link asks for another name: WordPress refuses one that is there."""

    def answer(handler: Handler, route: str) -> None:
        refused = "introspect" in handler.path
        wordpress.say(handler, 401 if refused else 200, {"code": "x"} if refused else index(wordpress.url))

    wordpress.answer = answer
    result = run("connect", wordpress.url, "--paste", "--yes", input="chef\nabcd\n")
    assert (result.exit_code, "The site refuses the user or the application password" in result.stderr) == (1, True)
    assert re.search(r"\?app_name=SEO\+Bridge\+\d{4}-\d\d-\d\d\+\d\d%3A\d\d%3A\d\d&app_id=", result.stdout)
    assert list(tmp_path.iterdir()) == []


def test_who_has_no_address_for_the_bridge_is_told_what_to_answer(tmp_path: Path) -> None:
    """A laptop's owner can go on too: the question says how the bridge then asks the site."""
    found = Found("https://blog.example.fr", "Le Val", "", plugin=True)
    with CliRunner().isolation(input="http://127.0.0.1:8765\n") as (out, *_):
        assert reached_at(load(None, {}, sites=False), found, None, yes=False) == "http://127.0.0.1:8765"
        asked = out.getvalue().decode()
    assert "Answer http://127.0.0.1:8765." in asked
    assert "pull_seconds = 30" in asked
