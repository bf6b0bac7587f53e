"""What a site says reaches an operator's terminal as text alone."""

from __future__ import annotations

import pytest

from bridge.errors import SiteError
from bridge.wordpress.answers import accepted
from bridge.wordpress.diagnosis import Status
from bridge.wordpress.http import Answer

CLEAR = "\x1b[2J\x07\x9b31m\r\nINFO all is well"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(400, {"content-type": "application/json"}, b'{"message": "\\u001b[2J\\u0007\\u009b31m\\r\\nINFO x"}'),
        Answer(302, {"location": f"https://x.example/{CLEAR}"}, b""),
        Answer(200, {"content-type": f"text/html{CLEAR}"}, b"<p>"),
    ],
)
def test_a_sites_words_steer_no_terminal(answer: Answer) -> None:
    """Neither control characters nor new lines of its error, redirect or content type are in the error's detail."""
    with pytest.raises(SiteError) as caught:
        accepted(answer, "GET https://x.example /status")
    assert caught.value.detail.isprintable()


def test_a_sites_status_steers_no_terminal() -> None:
    """What the plugin says of itself is printed by `seo-bridge check`."""
    assert Status(plugin=CLEAR, site_key=CLEAR).model_dump()["plugin"].isprintable()
