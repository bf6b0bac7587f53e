"""How a connected site is written into the configuration, and the commands that need no site for what they say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.cli.connect import connect
from bridge.cli.connection import Connection, name_for
from bridge.config import load
from bridge.errors import ConfigError
from bridge.wordpress.discovery import Found
from bridge.wordpress.obstacles import SAID
from tests.cli.conftest import Run
from tests.web.hooks import OLDER, SECRET

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
