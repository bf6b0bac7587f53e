"""How a connected site is written into the configuration, and the commands that need no site for what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.cli.connect import connect
from bridge.cli.connection import Connection, name_for
from bridge.cli.enrolling import ADMINISTRATOR, enrolled
from bridge.cli.landing import Granted
from bridge.config import load
from bridge.errors import ConfigError, SiteRejected
from bridge.wordpress.discovery import Found
from bridge.wordpress.obstacles import SAID
from tests.cli.conftest import Run
from tests.web.hooks import OLDER, SECRET
from tests.wordpress_client.stand_in import Handler, StandIn

FOUND = Found("https://blog.example.fr", "Le Café d’été", "https://blog.example.fr/wp-admin/a.php", plugin=True)


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    """A site that is to be connected, with a configuration that is not there yet."""
    bridge = "https://pont.example.fr"
    return Connection(tmp_path / "config.toml", "blog", FOUND, bridge, bridge, private=False, ca_file="")


def test_a_connected_site_is_a_good_configuration(connection: Connection) -> None:
    """The very first site makes the file; what was written is read back, secrets and all, without any environment."""
    connection.keep("seo-bridge", "abcd efgh", SECRET)
    settings = load(connection.file, {})
    site = settings.sites["blog"]
    assert (site.url, site.user, site.plugin, settings.server.public_url) == (
        "https://blog.example.fr", "seo-bridge", True, "https://pont.example.fr",
    )  # fmt: skip
    assert site.application_password.get_secret_value() == "abcd efgh"
    assert [secret.get_secret_value() for secret in site.webhook_secrets] == [SECRET]


def test_a_configuration_behind_a_link_finds_its_secrets(connection: Connection, tmp_path: Path) -> None:
    """They lie beside the file itself, where they were written."""
    connection.keep("seo-bridge", "abcd efgh", SECRET)
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "config.toml"
    link.symlink_to(connection.file.resolve())
    assert load(link, {}).sites["blog"].application_password.get_secret_value() == "abcd efgh"


def test_the_environment_comes_before_the_file(connection: Connection) -> None:
    """A secret that is set in the environment is the one that counts."""
    connection.keep("seo-bridge", "abcd efgh", SECRET)
    site = load(connection.file, {"SEO_BRIDGE_BLOG_WEBHOOK_SECRET": OLDER}).sites["blog"]
    assert [secret.get_secret_value() for secret in site.webhook_secrets] == [OLDER]


@pytest.mark.parametrize("variable", ["SEO_BRIDGE_BLOG_WEBHOOK_SECRET", "SEO_BRIDGE_BLOG_APPLICATION_PASSWORD_FILE"])
def test_a_site_whose_secrets_are_in_the_environment_is_not_connected_anew(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """The site would get a new secret, and the bridge go on with the old one; another site's are no matter."""
    monkeypatch.setenv("SEO_BRIDGE_BLOG_ET_CIE_WEBHOOK_SECRET", SECRET)
    connection.check()
    monkeypatch.setenv(variable, SECRET)
    with pytest.raises(ConfigError, match=f"{variable}: is set") as caught:
        connection.check()
    assert SECRET not in caught.value.detail


def test_a_secret_file_that_is_gone_is_named(connection: Connection) -> None:
    """The error names the key, the file and what is the matter with it."""
    connection.keep("seo-bridge", "abcd efgh", SECRET)
    (connection.file.parent / "secrets" / "blog.webhook_secret").unlink()
    with pytest.raises(ConfigError, match=r"webhook_secret_file: .*blog\.webhook_secret cannot be read"):
        load(connection.file, {})


def test_a_site_is_connected_anew_under_its_name(connection: Connection) -> None:
    """Once without the plugin, then with it: one section, the last way, everything else of it kept."""
    connection.keep("ed", "old", "")
    text = connection.file.read_text() + "quiet_seconds = 5.0  # ours\n"
    connection.file.write_text(text)
    assert name_for(FOUND.url, FOUND.title, connection.file) == "blog"
    connection.check()
    connection.keep("seo-bridge", "new", SECRET)
    site = load(connection.file, {}).sites["blog"]
    assert (site.plugin, site.user, site.quiet_seconds) == (True, "seo-bridge", 5.0)
    assert "quiet_seconds = 5.0  # ours\n" in connection.file.read_text()


@pytest.mark.parametrize(
    ("url", "title", "name"),
    [
        ("https://www.blog.example.fr", "x", "blog-example-fr"),
        ("https://example.fr/le-val", "x", "example-fr-le-val"),
        ("http://127.0.0.1:8080", "Le Café d’été", "le-cafe-dete"),
        ("http://127.0.0.1:8080", "日本", "site"),
        ("https://taken.fr", "x", "taken-fr-2"),
    ],
)
def test_names_are_made_of_addresses(tmp_path: Path, url: str, title: str, name: str) -> None:
    """Of the host and the folder, of the title where the host is a number; never of one that is taken."""
    file = tmp_path / "config.toml"
    file.write_text('[sites.taken-fr]\nurl = "https://other.fr"\n')
    assert name_for(url, title, file) == name


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("", "Mon Blog", "--name"),
        ('[sites.blog]\nurl = "https://autre.fr"\n', "blog", "sites.blog is https://autre.fr already"),
        ("[[[", "blog", "not TOML"),
        ('sites = {a = {url = "x"}}\n', "blog", "cannot be changed by program"),
    ],
)
def test_what_could_not_be_written_is_said_before_anything_is_done(
    connection: Connection, text: str, name: str, says: str
) -> None:
    """The name is checked, and that the file can be changed at all."""
    connection.file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        replace(connection, name=name).check()
    assert says in caught.value.detail


def test_listing_needs_no_secret(run: Run, config: Path) -> None:
    """The sites are listed from the file, with the variables that hold the secrets of those without files."""
    result = run("sites", "list")
    assert result.exit_code == 0
    assert result.stdout.startswith("blog  http://127.0.0.1:")
    assert result.stdout.endswith("seo-bridge  SEO_BRIDGE_BLOG_…\n")


@pytest.mark.parametrize("command", ["test", "rotate", "remove"])
def test_an_unknown_site_is_answered_with_the_known_ones(run: Run, config: Path, command: str) -> None:
    """Status 2, and the names there are."""
    secrets = {"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "x", "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": SECRET}
    result = run("sites", command, "autre", env=secrets)
    assert (result.exit_code, "no site autre; there is: blog" in result.stderr) == (2, True)


def test_a_secret_of_the_environment_is_not_rotated_in_a_file(run: Run, config: Path) -> None:
    """The command says where the secret is, and changes nothing."""
    before = config.read_text()
    secrets = {"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "x", "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": SECRET}
    result = run("sites", "rotate", "blog", env=secrets)
    assert (result.exit_code, "SEO_BRIDGE_BLOG_WEBHOOK_SECRET" in result.stderr) == (1, True)
    assert config.read_text() == before


def test_a_secret_in_a_file_of_the_operators_own_is_not_rotated(run: Run, config: Path) -> None:
    """A new one would be written where nobody reads it, while the site signs with it."""
    (config.parent / "mine").write_text(SECRET)
    config.write_text(f'{config.read_text()}webhook_secret_file = "mine"\n')
    result = run("sites", "rotate", "blog", env={"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "x"})
    assert (result.exit_code, "comes from elsewhere (mine)" in result.stderr) == (1, True)
    assert not (config.parent / "secrets").exists()


def test_a_file_of_two_sites_goes_with_the_last(run: Run, config: Path) -> None:
    """Removing one of them leaves the other its password."""
    file = config.parent / "secrets" / "both"
    file.parent.mkdir()
    file.write_text("abcd efgh")
    own = 'application_password_file = "secrets/both"\nplugin = false\n'
    twin = f'\n[sites.twin]\nurl = "http://127.0.0.1:9"\nuser = "x"\nallow_private_address = true\n{own}'
    config.write_text(f"{config.read_text()}{own}{twin}")
    assert (run("sites", "remove", "blog", "--yes").exit_code, file.exists()) == (0, True)
    assert (run("sites", "remove", "twin", "--yes").exit_code, file.exists()) == (0, False)


def test_options_that_a_remedy_names_are_there() -> None:
    """What an obstacle tells an operator to type is an option of the command, in both languages the same."""
    known = {name for option in connect.params for name in option.opts}
    for fr, en in SAID.values():
        named = re.findall(r"--[a-z-]+", fr)
        assert named == re.findall(r"--[a-z-]+", en)
        assert set(named) <= known


GRANTED = Granted("chef", "abcd efgh")
EDITOR = ("edit_others_posts", "edit_published_posts")


class Owned:
    """A stand-in whose owner has `capabilities`; it takes the plugin's settings, or refuses them."""

    def __init__(self, site: StandIn, capabilities: tuple[str, ...] = ADMINISTRATOR, refuses: int = 0) -> None:
        self.capabilities, self.refuses = capabilities, refuses
        self.revoked: list[str] = []
        self.secrets: list[str] = []
        self.told: Callable[[], None] = lambda: None
        self.site = site
        site.answer = self.answer

    def answer(self, handler: Handler, route: str) -> None:
        """What connecting asks, by method and path."""
        asked = f"{handler.command} {route.partition('?')[0].removeprefix('/wp-json/wp/v2')}"
        if asked == "POST /connection":
            self.secrets.append(json.loads(self.site.seen[-1][3])["secret"])
            self.told()
        if handler.command == "DELETE":
            self.revoked.append(asked)
        refused = asked == "POST /connection" and self.refuses
        self.site.say(handler, self.refuses if refused else 200, {"code": "x"} if refused else self.known(asked))

    def known(self, asked: str) -> Any:
        """The site's data."""
        me = {"id": 1, "username": "chef", "capabilities": dict.fromkeys(self.capabilities, True)}
        answers: Mapping[str, Any] = {
            "GET /users/me/application-passwords/introspect": {"uuid": "granted"},
            "GET /users/me": me,
            "GET /users": [],
            "POST /users": {"id": 9, "username": "seo-bridge"},
            "POST /users/9/application-passwords": {"uuid": "made", "password": "ijkl mnop"},
        }
        return answers.get(asked, {})


def at(connection: Connection, site: StandIn, *, plugin: bool = True) -> Connection:
    """The connection, to that stand-in."""
    return replace(connection, found=replace(FOUND, url=site.url, plugin=plugin), private=True)


def test_a_site_that_is_connected_anew_has_the_new_secret_alone(connection: Connection, wordpress: StandIn) -> None:
    """The one that the plugin was given; who granted it is given the grant back."""
    owned, new = Owned(wordpress), at(connection, wordpress)
    new.keep("seo-bridge", "old", SECRET)
    with enrolled(new, GRANTED, yes=True):
        site = load(new.file, {}).sites["blog"]
    assert [secret.get_secret_value() for secret in site.webhook_secrets] == owned.secrets
    assert site.application_password.get_secret_value() == "ijkl mnop"
    assert owned.revoked == ["DELETE /users/me/application-passwords/granted"]


def test_while_a_site_is_told_the_bridge_takes_either_secret(connection: Connection, wordpress: StandIn) -> None:
    """Nothing that the site sends in that moment is refused, whichever it is signed with."""
    owned, new = Owned(wordpress), at(connection, wordpress)
    new.keep("seo-bridge", "old", SECRET)
    good: list[str] = []
    owned.told = lambda: good.extend(one.get_secret_value() for one in load(new.file, {}).sites["blog"].webhook_secrets)
    with enrolled(new, GRANTED, yes=True):
        assert good == [*owned.secrets, SECRET]


def test_a_site_that_refuses_the_settings_goes_on_as_before(connection: Connection, wordpress: StandIn) -> None:
    """Its section, password and secret are the ones before, which the site still signs with; what was made is revoked.

    The refused secret is good too: from an answer that is lost nobody can tell whether the site took it.
    """
    owned, new = Owned(wordpress, refuses=409), at(connection, wordpress)
    new.keep("ed", "old", SECRET)
    before = new.file.read_text()
    with pytest.raises(SiteRejected), enrolled(new, GRANTED, yes=True):
        pass
    site = load(new.file, {}).sites["blog"]
    assert (new.file.read_text(), site.application_password.get_secret_value()) == (before, "old")
    assert [secret.get_secret_value() for secret in site.webhook_secrets] == [SECRET, *owned.secrets]
    assert owned.revoked == [
        "DELETE /users/9/application-passwords/made",
        "DELETE /users/me/application-passwords/granted",
    ]


def test_a_new_site_that_refuses_the_settings_leaves_nothing(connection: Connection, wordpress: StandIn) -> None:
    """Neither a configuration nor a secret."""
    Owned(wordpress, refuses=409)
    new = at(connection, wordpress)
    with pytest.raises(SiteRejected), enrolled(new, GRANTED, yes=True):
        pass
    assert not new.file.exists()
    assert [file.name for file in (new.file.parent / "secrets").iterdir()] == [".gitignore"]


@pytest.mark.parametrize(
    ("fails", "revoked"), [(False, []), (True, ["DELETE /users/me/application-passwords/granted"])]
)
def test_an_editors_own_access_is_kept_only_where_it_could_be_written(
    connection: Connection, wordpress: StandIn, fails: bool, revoked: list[str]
) -> None:
    """Otherwise nobody has it, and it is revoked as any other grant."""
    owned, new = Owned(wordpress, EDITOR), at(connection, wordpress, plugin=False)
    if fails:
        new.file.write_text('sites = {a = {url = "x"}}\n')
        with pytest.raises(ConfigError), enrolled(new, GRANTED, yes=True):
            pass
    else:
        with enrolled(new, GRANTED, yes=True) as enrolment:
            assert (enrolment.user.username, enrolment.password) == ("chef", GRANTED.password)
    assert owned.revoked == revoked


def test_an_editors_earlier_access_is_not_forgotten(
    connection: Connection, wordpress: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once the plugin is there it is needed no more, and the operator is told whose to revoke."""
    Owned(wordpress)
    new = at(connection, wordpress)
    new.keep("ed", "old", "")
    with enrolled(new, GRANTED, yes=True):
        assert "Users › ed › Application passwords" in capsys.readouterr().err
    with enrolled(new, GRANTED, yes=True):
        assert "Application passwords" not in capsys.readouterr().err
