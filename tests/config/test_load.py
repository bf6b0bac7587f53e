"""Settings from TOML and environment."""

from __future__ import annotations

import base64
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bridge.config import Settings, Site, load
from bridge.config.model import Budget, Claude, Database, Hook, Price, Rewrite, Rules, Section, Server, Worker
from bridge.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
WHSEC = "whsec_" + base64.b64encode(b"0123456789abcdefghijklmnopqrstuv").decode()
OLDER = "whsec_" + base64.b64encode(b"an older secret, still accepted!").decode()
SECRETS = {"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "abcd efgh ijkl", "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": WHSEC}
BLOG = '[sites.blog]\nurl = "https://blog.example.fr"\nuser = "seo-bridge"\n'


def write(tmp_path: Path, text: str) -> Path:
    """A configuration file of `text`."""
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path | None, environ: dict[str, str]) -> str:
    """What the error says that `load` refuses `path` with."""
    with pytest.raises(ConfigError) as caught:
        load(path, environ)
    return caught.value.detail


def test_defaults_need_no_file() -> None:
    """Without a file and without variables the settings are the defaults, on the loopback address."""
    settings = load(None, {})
    assert (settings.server.host, settings.server.port) == ("127.0.0.1", 8765)
    assert settings.rewrite.min_words == 700
    assert settings.sites == {}


def test_the_example_loads() -> None:
    """The example file is a valid configuration, given its secrets."""
    site = load(EXAMPLE, SECRETS | {"ANTHROPIC_API_KEY": "sk-test"}).sites["blog"]
    assert site.rewrite.tone == "chaleureux"
    assert site.rewrite.min_words == 700
    assert site.budget.daily_usd == 5.0
    assert site.budget.per_site_daily_usd == 2.0


def test_without_a_word_of_it_little_can_be_spent() -> None:
    """A configuration that says nothing of money caps the day and the post."""
    budget = load(None, {}).budget
    assert (budget.daily_usd, budget.per_site_daily_usd, budget.per_post_usd) == (5.0, None, 1.0)


def test_a_model_may_know_no_effort(tmp_path: Path) -> None:
    """An empty effort is a setting like any other."""
    assert load(write(tmp_path, '[claude]\neffort = ""'), {}).claude.effort == ""


def test_the_example_holds_every_key_and_no_other() -> None:
    """Each key of the model stands in the example; the values there are the defaults, as it says."""
    table = tomllib.loads(re.sub(r"^#(?=[\[a-z])", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    kinds: list[type[Section]] = [Server, Database, Worker, Rules, Rewrite, Claude, Budget]
    sections = {kind.__name__.lower(): kind for kind in kinds}
    assert set(table) == {*sections, "sites"} == set(Settings.known_keys())
    for name, section in sections.items():
        assert set(table[name]) == set(section.known_keys())
    assert set(table["claude"]["prices"]["claude-sonnet-5-5"]) == set(Price.known_keys())
    assert set(table["sites"]["blog"]) == set(Site.known_keys())
    assert set(table["sites"]["blog"]["hooks"]["form"]) == set(Hook.known_keys())
    for name in ("server", "database", "worker", "rules", "rewrite"):
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in table[name].items()}
        assert sections[name].model_validate(values) == sections[name]()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[server]\nprot = 1", "server.prot: unknown key; the nearest is server.port"),
        ("[sever]\nport = 1", "sever: unknown key; the nearest is server"),
        ("[server]\nport = '8080'", "server.port: "),
        ("[server]\nport = 99999", "server.port: "),
        ("[server]\nport = true", "server.port: "),
        ("[server]\npublic_url = 'bridge.example.fr'", "server.public_url: must be an address"),
        ("[worker]\nconcurrency = 0", "worker.concurrency: "),
        ("[worker]\npoll_seconds = nan", "worker.poll_seconds: "),
        ("[rewrite]\nlocale = 'en_US'", "rewrite.locale: must be a French locale"),
        ("[rewrite]\nwriter = 'gpt'", "rewrite.writer: "),
        ("[rewrite]\nhouse_rules = 'one'", "rewrite.house_rules: "),
        ("[rewrite]\nhouse_rules = [1]", "rewrite.house_rules.0: "),
        ("[budget]\ndaily_usd = -1", "budget.daily_usd: "),
        ("[budget]\ndaily_usd = inf", "budget.daily_usd: "),
        ("[database]\nurl = 'mysql://x'", "database.url: must be sqlite:///"),
        ('[claude.prices."m.1"]\ncache_red = 1', 'the nearest is claude.prices."m.1".cache_read'),
        ("api_key = 'sk'", "api_key: is not a key of the file"),
        ("server = 3", "server: "),
        ("sites = 3", "sites: must hold a section"),
        ("[sites]\nblog = 3", "sites.blog: must be a section"),
        ("[sites.Blog]\nurl = 'https://x.fr'\nuser = 'u'", "sites.Blog: a site's name"),
        (BLOG + "usr = 'x'", "sites.blog.usr: unknown key; the nearest is sites.blog.user"),
        (BLOG + "application_password = 'x'", "sites.blog.application_password: is not for the file"),
        (BLOG + "webhook_secret = 'x'", "sites.blog.webhook_secret: is not for the file"),
        (BLOG + "[sites.blog.rewrite]\nmin_word = 1", "the nearest is sites.blog.rewrite.min_words"),
        (BLOG + "[sites.blog.budget]\ndaily_usd = 1", "sites.blog.budget.daily_usd: is for all sites together"),
        (BLOG + "rewrite = 1", "sites.blog.rewrite: must be a section"),
        (BLOG + "[sites.blog.rewrite]\nwriter = 'claude'", "writer: is \"claude\", and ANTHROPIC_API_KEY"),
        ("[sites.blog]\nurl = 'https://me:pw@x.fr'\nuser = 'u'", "sites.blog.url: must be a plain address"),
        ("[sites.blog]\nurl = ''\nuser = 'u'", "sites.blog.url: "),
        ("[sites.blog]\nuser = 'u'", "sites.blog.url: "),
        (BLOG + BLOG.replace(".blog]", ".b-g]") + BLOG.replace(".blog]", ".b_g]"), "same variables as sites.b-g"),
        ("[server", "not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_named_with_its_file(tmp_path: Path, text: str, expected: str) -> None:
    """Whatever is wrong in a file, the error names file and key, and the nearest known key for an unknown one."""
    path = write(tmp_path, text)
    detail = refusal(path, SECRETS)
    assert str(path) in detail
    assert expected in detail


@pytest.mark.parametrize(
    ("one", "other"),
    [("sites.a.hooks.b-c", "sites.a-b.hooks.c"), ("sites.a.hooks.b-c", "sites.a.hooks.b_c")],
)
def test_hooks_that_would_share_a_secret_are_refused(tmp_path: Path, one: str, other: str) -> None:
    """Two plain webhooks whose secrets would be read from one variable are both named."""
    sections = [f"[sites.{site}]\nurl = 'https://x.fr'\nuser = 'u'\n" for site in ("a", "a-b")]
    path = write(tmp_path, "".join([*sections, f"[{one}]\n[{other}]\n"]))
    assert f"{other}: reads the same variable as {one}; rename one" in refusal(path, SECRETS)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    """Two wrong keys are both named, so that one run of the command is enough to mend them."""
    detail = refusal(write(tmp_path, "[server]\nport = 0\n[worker]\nconcurrency = 0\n"), {})
    assert "server.port" in detail
    assert "worker.concurrency" in detail


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is named, with what to do."""
    assert "--config" in refusal(tmp_path / "none.toml", {})


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """A file in another encoding is refused by name."""
    (tmp_path / "c.toml").write_bytes(b'[server]\nhost = "\xe9"\n')
    assert "c.toml" in refusal(tmp_path / "c.toml", {})


def test_variables_override_the_file(tmp_path: Path) -> None:
    """SEO_BRIDGE_<SECTION>_<KEY> wins over the file and is read as the key's own type."""
    path = write(tmp_path, "[server]\nport = 1000\n[budget]\ndaily_usd = 1\n")
    environ = {
        "SEO_BRIDGE_SERVER_PORT": "2000",
        "SEO_BRIDGE_BUDGET_DAILY_USD": "2.5",
        "SEO_BRIDGE_REWRITE_WRITER": "offline",
    }
    settings = load(path, environ)
    assert (settings.server.port, settings.budget.daily_usd, settings.rewrite.writer) == (
        2000,
        2.5,
        "offline",
    )


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    """An empty variable leaves the file's value."""
    path = write(tmp_path, "[server]\nport = 1000\n")
    assert load(path, {"SEO_BRIDGE_SERVER_PORT": ""}).server.port == 1000


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"SEO_BRIDGE_SERVER_PORT": "many"}, "SEO_BRIDGE_SERVER_PORT: server.port: "),
        ({"SEO_BRIDGE_SERVER_PORT": "0"}, "SEO_BRIDGE_SERVER_PORT: server.port: "),
        (
            {"SEO_BRIDGE_SERVER_PROT": "1"},
            "SEO_BRIDGE_SERVER_PROT: unknown variable; the nearest is SEO_BRIDGE_SERVER_PORT",
        ),
        ({"SEO_BRIDGE_DATABASE_URL": "sqlite:///a", "SEO_BRIDGE_DATABASE_URL_FILE": "/x"}, "both set"),
        (
            {"SEO_BRIDGE_DATABASE_URL_FILE": "/nowhere/url"},
            "SEO_BRIDGE_DATABASE_URL_FILE: /nowhere/url cannot be read",
        ),
        ({"ANTHROPIC_API_KEY_FILE": "/nowhere/key"}, "ANTHROPIC_API_KEY_FILE: /nowhere/key cannot be read"),
    ],
)
def test_a_wrong_variable_is_named(environ: dict[str, str], expected: str) -> None:
    """An override that does not fit is refused by the variable's own name."""
    assert expected in refusal(None, environ)


def test_secrets_are_read_from_the_environment_or_a_file(tmp_path: Path) -> None:
    """A secret comes from NAME, or from the file that NAME_FILE names, without its last newline."""
    (tmp_path / "password").write_text("from a file\n", encoding="utf-8")
    environ = {
        "SEO_BRIDGE_BLOG_APPLICATION_PASSWORD_FILE": str(tmp_path / "password"),
        "SEO_BRIDGE_BLOG_WEBHOOK_SECRET": f"{WHSEC} {OLDER}",
    }
    site = load(write(tmp_path, BLOG), environ).sites["blog"]
    assert site.application_password.get_secret_value() == "from a file"
    assert [secret.get_secret_value() for secret in site.webhook_secrets] == [WHSEC, OLDER]


@pytest.mark.parametrize("key", ["quiet_seconds", "pull_seconds"])
@pytest.mark.parametrize("value", ["86401.0", "inf"])
def test_a_wait_beyond_a_day_is_refused(tmp_path: Path, key: str, value: str) -> None:
    """The queue takes no longer one, and would refuse each webhook for it."""
    assert f"sites.blog.{key}" in refusal(write(tmp_path, f"{BLOG}{key} = {value}\n"), SECRETS)


def test_a_sites_variables_may_begin_like_a_sections(tmp_path: Path) -> None:
    """A site called "claude-blog" has its secrets, and those of its hooks, beside the section [claude]."""
    text = BLOG.replace("blog]", "claude-blog]") + "[sites.claude-blog.hooks.form]\n"
    environ = {name.replace("_BLOG_", "_CLAUDE_BLOG_"): value for name, value in SECRETS.items()}
    environ["SEO_BRIDGE_CLAUDE_BLOG_FORM_HOOK_SECRET"] = "un-secret-dans-un-en-tete"
    assert set(load(write(tmp_path, text), environ).sites["claude-blog"].hooks) == {"form"}


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_a_site_without_its_secrets_is_refused(tmp_path: Path, missing: str) -> None:
    """There is no default secret: a site's missing variable is named, and nothing starts."""
    environ = {name: value for name, value in SECRETS.items() if name != missing}
    assert f"{missing} is not set, nor {missing}_FILE" in refusal(write(tmp_path, BLOG), environ)


def test_a_site_without_the_plugin_needs_no_webhook_secret(tmp_path: Path) -> None:
    """Nobody signs anything there; with the plugin, or nothing said, the secret must be there."""
    password = {"SEO_BRIDGE_BLOG_APPLICATION_PASSWORD": "abcd efgh ijkl"}
    site = load(write(tmp_path, BLOG + "plugin = false\ntransport = 'xmlrpc'\n"), password).sites["blog"]
    assert (site.webhook_secrets, site.transport) == ((), "xmlrpc")
    assert "WEBHOOK_SECRET is not set" in refusal(write(tmp_path, BLOG + "plugin = true\n"), password)


@pytest.mark.parametrize(
    "secret",
    ["short", "whsec_", "whsec_c2hvcnQ=", "whsec_é", WHSEC.removeprefix("whsec_"), f"{WHSEC} whsec_x"],
)
def test_a_webhook_secret_that_is_none_is_refused(tmp_path: Path, secret: str) -> None:
    """A webhook secret must be whsec_ and enough random bytes; the error does not quote it."""
    detail = refusal(write(tmp_path, BLOG), SECRETS | {"SEO_BRIDGE_BLOG_WEBHOOK_SECRET": secret})
    assert "SEO_BRIDGE_BLOG_WEBHOOK_SECRET: must be" in detail
    assert secret not in detail.replace("must be whsec_ and", "")


def test_commands_that_talk_to_no_site_need_no_secrets(tmp_path: Path) -> None:
    """Without `sites`, the site sections and their secrets are left alone."""
    assert load(write(tmp_path, BLOG), {}, sites=False).sites == {}


def test_secrets_never_show(tmp_path: Path) -> None:
    """Neither repr nor JSON holds a secret; the repr not the password in the database’s address either."""
    environ = SECRETS | {
        "ANTHROPIC_API_KEY": "sk-hidden",
        "SEO_BRIDGE_DATABASE_URL": "postgresql://u:hidden@h/d",
    }
    settings = load(write(tmp_path, BLOG), environ)
    shown = repr(settings) + str(settings) + settings.model_dump_json(exclude={"database"})
    for secret in ("sk-hidden", "hidden@", "abcd efgh", WHSEC[8:]):
        assert secret not in shown


def test_an_error_never_quotes_a_value(tmp_path: Path) -> None:
    """A wrong value is not repeated in the error: it might be a secret in the wrong place."""
    assert "hush" not in refusal(write(tmp_path, "[rewrite]\nwriter = 'hush'\n[server]\nport = 'hush'"), {})


def test_auto_means_claude_when_there_is_a_key(tmp_path: Path) -> None:
    """The writer "auto" is Claude with a key and offline without."""
    path = write(tmp_path, BLOG)
    with_key, without = load(path, SECRETS | {"ANTHROPIC_API_KEY": "k"}), load(path, SECRETS)
    assert with_key.writer_for(with_key.sites["blog"].rewrite) == "claude"
    assert without.writer_for(without.sites["blog"].rewrite) == "offline"


def test_status_keys_belong_to_site_and_secret(tmp_path: Path) -> None:
    """Status tokens have a key for each webhook secret, another for each site: rotation keeps old ones good."""
    path = write(tmp_path, BLOG + BLOG.replace("blog", "other"))
    environ: dict[str, Any] = SECRETS | {
        "SEO_BRIDGE_OTHER_APPLICATION_PASSWORD": "x",
        "SEO_BRIDGE_OTHER_WEBHOOK_SECRET": f"{OLDER} {WHSEC}",
    }
    sites = load(path, environ).sites
    assert len({*sites["blog"].status_keys, *sites["other"].status_keys}) == 3


def test_settings_are_frozen() -> None:
    """Settings cannot be changed after they were read."""
    with pytest.raises(ValueError, match="frozen"):
        load(None, {}).server.port = 1  # type: ignore[misc]
