"""What the composition root joins."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from bridge.cli.exchanging import make_parties
from bridge.cli.parts import Present, brief_of
from bridge.config import Rewrite, load
from bridge.errors import ConfigError
from bridge.jobs import Jobs
from bridge.jobs.parts import WorkerOptions
from bridge.wordpress import Post, Receipt
from tests.cli.conftest import SECRETS

HOUSE = Rewrite(min_words=600, tone="sobre", audience="des lecteurs pressés", forbidden_words=("incontournable",))


def post(**changes: Any) -> Post:
    """A post of a French site."""
    given = {"id": 1, "type": "post", "status": "draft", "title": "T", "content": "c", "content_hash": "h"}
    return Post.model_validate({**given, "modified_gmt": "m", **changes})


def test_the_house_rules_hold_where_nobody_asks_otherwise() -> None:
    """Without options the brief is the configured one, with the post's title."""
    brief = brief_of(post(), HOUSE, {})
    assert (brief.title, brief.min_words, brief.tone, brief.audience) == ("T", 600, "sobre", "des lecteurs pressés")
    assert brief.forbidden_words == ("incontournable",)


def test_a_title_is_plain_text() -> None:
    """WordPress keeps `&amp;` in the title of whoever may not write HTML; the brief has what a reader sees."""
    assert brief_of(post(title="Sel &amp; poivre"), HOUSE, {}).title == "Sel & poivre"


def test_the_request_wins_over_the_posts_last_options_and_the_house() -> None:
    """What this request asks for wins, then what was last asked for this post, then the configuration."""
    before = {"min_words": 800, "tone": "vif"}
    brief = brief_of(post(options=before), HOUSE, {"min_words": 900})
    assert (brief.min_words, brief.tone) == (900, "vif")


@pytest.mark.parametrize(
    "options",
    [{"min_words": "many"}, {"min_words": True}, {"min_words": -1}, {"tone": ["x"]}, {"tone": "x" * 201}, {"evil": 1}],
)
def test_options_that_a_site_keeps_are_taken_only_where_they_fit(options: dict[str, Any]) -> None:
    """Nonsense in the site's own data changes nothing."""
    assert brief_of(post(options=options), HOUSE, {}) == brief_of(post(), HOUSE, {})


@pytest.mark.parametrize(
    ("asked", "stored", "expected"), [("refuge", "cabane", "refuge"), ("", "cabane", "cabane"), ("", "", "")]
)
def test_the_keyphrase_is_the_asked_one_or_the_seo_plugins(asked: str, stored: str, expected: str) -> None:
    """The author's wish wins over the keyphrase that the SEO plugin holds."""
    options = {"keyphrase": asked} if asked else {}
    assert brief_of(post(focus_keyphrase=stored), HOUSE, options).keyphrase == expected


@pytest.mark.parametrize(("locale", "expected"), [("fr_CA", "fr_CA"), ("en_US", "fr_FR"), ("", "fr_FR")])
def test_a_site_in_another_language_gets_the_configured_french(locale: str, expected: str) -> None:
    """The rewrite is French whatever the site's own language."""
    assert brief_of(post(locale=locale), HOUSE, {}).locale == expected


def test_a_password_that_is_renewed_meanwhile_is_the_one_that_is_used(config: Path) -> None:
    """A job that began with the old one delivers with the new one; not to a site that was removed."""
    settings, used = load(config, SECRETS), []

    def client(site: Any) -> Any:
        used.append(site.application_password.get_secret_value())
        return mock.Mock(propose=lambda post, proposal: Receipt(revision=7))

    with mock.patch("bridge.cli.parts.site_client", client):
        site = Present("blog", lambda: settings)
        site.fetch(1)
        settings = load(config, {**SECRETS, "SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "the new one"})
        assert site.propose(post(), mock.Mock()).revision == 7
        assert used == [SECRETS["SEO_BRIDGE_BLOG_APPLICATION_PASSWORD"], "the new one"]
        settings = settings.model_copy(update={"sites": {}})
        with pytest.raises(ConfigError, match="is not there"):
            site.propose(post(), mock.Mock())


def test_a_site_that_cannot_be_called_keeps_no_other_from_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A file of certificates that is not there is said with the site's name; the other site is called."""
    config = tmp_path / "config.toml"
    config.write_text(
        '[sites.blog]\nurl = "https://blog.example.fr"\nuser = "pont"\n'
        '[sites.mag]\nurl = "https://mag.example.fr"\nuser = "pont"\nca_file = "/nowhere/ca.pem"\n',
        encoding="utf-8",
    )
    mag = {name.replace("BLOG", "MAG"): value for name, value in SECRETS.items()}
    with closing(Jobs(f"sqlite:///{tmp_path}/jobs.sqlite")) as jobs:
        assert list(make_parties(load(config, {**SECRETS, **mag}), jobs, WorkerOptions())) == ["blog"]
    assert "sites.mag: it is not called: ca_file: there is no file /nowhere/ca.pem" in caplog.text
