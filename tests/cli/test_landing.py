"""The page that takes WordPress's answer, and parts that follow the configuration file."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from bridge.cli.landing import Granted, Landing

ANSWER = urlencode({"site_url": "https://b.fr", "user_login": "camille", "password": "abcd efgh"})


@pytest.fixture
def landing() -> Iterator[Landing]:
    """A page that waits."""
    with Landing() as waiting:
        waiting.shown.set()  # nobody looks at the end
        yield waiting


def get(landing: Landing, path: str, host: str = "") -> tuple[int, dict[str, str], str]:
    """Status, headers and text of a page."""
    connection = http.client.HTTPConnection(landing.host, timeout=10)
    connection.request("GET", path, headers={"Host": host or landing.host})
    answer = connection.getresponse()
    found = answer.status, dict(answer.headers), answer.read().decode()
    connection.close()
    return found


def test_the_answer_is_taken_once_and_leaves_the_address(landing: Landing) -> None:
    """The password goes to the command, the browser at once to a page without it; a second answer changes nothing."""
    status, headers, _ = get(landing, f"/{landing.state}/granted?{ANSWER}")
    assert (status, headers["Location"]) == (303, f"/{landing.state}/done")
    get(landing, f"/{landing.state}/granted?{ANSWER.replace('camille', 'autre')}")
    get(landing, f"/{landing.state}/denied")
    assert landing.wait(0.1) == Granted("camille", "abcd efgh")
    assert "abcd" not in repr(landing.answer)
    landing.finish("C’est <fait>.", {"Écrire": "https://b.fr/?a=1&b=2"})
    status, headers, text = get(landing, headers["Location"])
    assert (status, "C’est &lt;fait&gt;." in text, "a=1&amp;b=2" in text) == (200, True, True)
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_a_no_is_a_no(landing: Landing) -> None:
    """The owner's no ends the waiting."""
    assert get(landing, f"/{landing.state}/denied")[0] == 200
    assert (landing.wait(0.1), landing.denied) == (None, True)


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/granted?{answer}", "", 404),
        ("/{guess}/granted?{answer}", "", 404),
        ("/{state}/granted?{answer}", "evil.example", 404),
        ("/{state}/done", "", 404),
        ("/{state}/other", "", 404),
        ("/{state}/granted?user_login=x", "", 400),
        ("/{state}/granted?user_login=x&password={long}", "", 400),
    ],
)
def test_nobody_else_answers(landing: Landing, path: str, host: str, status: int) -> None:
    """Not without the path that nobody can guess, not under another name for this machine, not with half an answer."""
    filled = path.format(answer=ANSWER, state=landing.state, guess="a" * len(landing.state), long="x" * 501)
    assert get(landing, filled, host)[0] == status
    assert (landing.wait(0.1), landing.denied) == (None, False)


def test_only_this_machine_reaches_it(landing: Landing) -> None:
    """It listens on the loopback address, and WordPress is told the very address."""
    assert landing.server.server_address[0] == "127.0.0.1"
    assert landing.url("granted") == f"http://{landing.host}/{landing.state}/granted"
    assert len(landing.state) >= 40
