"""The plugin's receiving end of `seo-bridge connect`, and what the command says of a site that cannot be connected."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from standardwebhooks.webhooks import Webhook

from bridge.cli import main
from bridge.wordpress.account import APP_ID
from devsite.wordpress import ADMIN, Site

from .played_bridge import SECRET, PlayedBridge, Robot

NEW = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
SETTINGS = {"url": "https://pont.example.org/bridge/", "site": "val", "secret": NEW}


@pytest.fixture
def administrator(quiet_site: Site) -> Robot:
    """The owner, over the REST API."""
    return Robot(quiet_site, (ADMIN, quiet_site.application_password(ADMIN)))


def stored(site: Site) -> list[str]:
    """Address, key and secret."""
    return [site.option(f"seo_bridge_{name}") for name in ("url", "site", "secret")]


def signed(robot: Robot, body: dict[str, Any], secret: str, age: int = 0, **changes: str) -> requests.Response:
    """A request about the connection that bears a webhook signature."""
    raw, moment = json.dumps(body), int(time.time()) - age
    signature = Webhook(secret).sign("msg_1", datetime.fromtimestamp(moment, UTC), raw)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(moment), "webhook-signature": signature, **changes}
    return robot.call("POST", "connection", data=raw, headers={"Content-Type": "application/json", **headers})


def test_an_administrator_sets_the_connection_up(quiet_site: Site, bridge: PlayedBridge, administrator: Robot) -> None:
    """Address, key and secret are stored, and the answer has everything but the secret."""
    answer = administrator.call("POST", "connection", json=SETTINGS)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"bridge_url": "https://pont.example.org/bridge", "site_key": "val", "secret_set": True}
    assert stored(quiet_site) == ["https://pont.example.org/bridge", "val", NEW]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "pont.example.org"),
        ("url", "javascript:alert(1)"),
        ("url", "https://moi:mdp@pont.example.org"),
        ("url", "https://pont.example.org/?a=1"),
        ("site", "../autre"),
        ("secret", "motdepasse"),
        ("secret", "whsec_QUFB"),
        ("type", "autre"),
    ],
)
def test_wrong_values_are_refused(
    quiet_site: Site, bridge: PlayedBridge, administrator: Robot, name: str, value: str
) -> None:
    """400 with the field at fault, without the value of a secret; nothing is stored."""
    before = stored(quiet_site)
    answer = administrator.call("POST", "connection", json=SETTINGS | {name: value})
    assert (answer.status_code, list(answer.json()["data"]["params"])) == (400, [name])
    assert name != "secret" or value not in answer.text
    assert stored(quiet_site) == before


def test_who_may_not(quiet_site: Site, bridge: PlayedBridge, robot: Robot, author: str) -> None:
    """Strangers get 401; authors, and the bridge's user without a signature, 403: a stolen password moves nothing."""
    before = stored(quiet_site)
    writer = Robot(quiet_site, (author, quiet_site.application_password(author)))
    for who, status in ((Robot(quiet_site, None), 401), (writer, 403), (robot, 403)):
        assert who.call("POST", "connection", json=SETTINGS).status_code == status
        assert who.call("POST", "connection", json={"type": "connection.removed"}).status_code == status
    for who, status in ((Robot(quiet_site, None), 401), (writer, 403)):
        assert who.call("POST", "connection/test").status_code == status
    assert stored(quiet_site) == before


def test_the_bridges_user_renews_the_secret_by_signature_alone(
    quiet_site: Site, bridge: PlayedBridge, robot: Robot, author: str
) -> None:
    """Signed with the present secret it may renew it and end the connection, not move it. A wrong, old or other
    signature, one by another user, and a webhook of the site's own played back are refused.
    """  # fmt: skip
    before, renewal = stored(quiet_site), {"type": "connection.set", "secret": NEW}
    writer = Robot(quiet_site, (author, quiet_site.application_password(author)))
    for refused in (
        signed(robot, renewal, NEW),
        signed(robot, renewal, SECRET, age=400),
        signed(robot, renewal, SECRET, **{"webhook-id": "msg_2"}),
        signed(robot, renewal, SECRET, **{"webhook-signature": "v1,"}),
        signed(robot, {"secret": NEW}, SECRET),
        signed(robot, {"type": "ping", "secret": NEW}, SECRET),
        signed(robot, renewal | {"url": "https://ailleurs.example.org"}, SECRET),
        signed(robot, renewal | {"site": "autre"}, SECRET),
        signed(writer, renewal, SECRET),
    ):
        assert refused.status_code in {400, 403}, refused.text
    assert stored(quiet_site) == before
    assert signed(robot, renewal, SECRET).status_code == 200
    assert stored(quiet_site) == [*before[:2], NEW]
    assert signed(robot, renewal, SECRET).status_code == 403
    assert signed(robot, {"type": "connection.removed"}, NEW).status_code == 200
    assert stored(quiet_site) == ["", "", ""]


def test_the_ping_says_what_the_button_says(quiet_site: Site, bridge: PlayedBridge, robot: Robot) -> None:
    """Its outcome is a word for programs, with the sentence for people."""
    bridge.status, bridge.answer = 200, b'{"pong": true}'
    told = robot.call("POST", "connection/test").json()
    assert (told["outcome"], told["status"], told["message"]) == ("ok", 200, "Le pont répond et reconnaît ce site.")
    bridge.status, bridge.answer = 404, b'{"error": {}}'
    assert robot.call("POST", "connection/test").json()["outcome"] == "site"


def test_constants_are_named(one_site: Site) -> None:
    """409 names each constant that decides otherwise, and nothing is stored; the very same values are fine."""
    config = one_site.wordpress / "wp-config.php"
    plain, before = config.read_text(), stored(one_site)
    owner = Robot(one_site, (ADMIN, one_site.application_password(ADMIN)))
    defined = f"define( 'SEO_BRIDGE_SITE', 'fixe' );\ndefine( 'SEO_BRIDGE_SECRET', '{SECRET}' );\n"
    config.write_text(plain.replace("<?php\n", "<?php\n" + defined, 1))
    try:
        answer = owner.call("POST", "connection", json=SETTINGS)
        assert (answer.status_code, answer.json()["code"]) == (409, "seo_bridge_locked")
        assert answer.json()["data"]["constants"] == ["SEO_BRIDGE_SITE", "SEO_BRIDGE_SECRET"]
        assert "SEO_BRIDGE_SITE, SEO_BRIDGE_SECRET" in answer.json()["message"]
        assert stored(one_site) == before
        same = owner.call("POST", "connection", json=SETTINGS | {"site": "fixe", "secret": SECRET})
        assert same.status_code == 200
    finally:
        config.write_text(plain)
        one_site.set_option("seo_bridge_url", "")


def test_the_bridges_user_ends_its_own_password_and_no_other(
    quiet_site: Site, bridge: PlayedBridge, robot: Robot
) -> None:
    """It may end the one it came with; it may neither end nor make another."""
    code = "return array_column( WP_Application_Passwords::get_user_application_passwords( $in['id'] ), 'uuid' );"
    user = quiet_site.create_user("pont", "seo_bridge")
    other, uuids = robot.auth, quiet_site.json(code, id=user)
    one = Robot(quiet_site, ("pont", quiet_site.application_password("pont")))
    (own,) = set(quiet_site.json(code, id=user)) - set(uuids)

    def delete(uuid: str) -> int:
        url = f"{quiet_site.url}/wp-json/wp/v2/users/me/application-passwords/{uuid}"
        return requests.delete(url, auth=one.auth, timeout=60).status_code

    assert delete(uuids[-1]) == 403
    assert delete(own) == 200
    assert one.call("GET", "status").status_code == 401
    assert Robot(quiet_site, other).call("GET", "status").status_code == 200


def test_only_this_command_may_be_answered_on_the_loopback_address(site: Site) -> None:
    """On a production site WordPress before 7.0 refuses http answers: the plugin lets them go to 127.0.0.1, for the
    bridge's own application alone, and to nowhere else.
    """  # fmt: skip
    code = """require_once ABSPATH . 'wp-admin/includes/user.php';
        $found = wp_is_authorize_application_password_request_valid( $in['request'], get_user_by( 'login', 'admin' ) );
        return is_wp_error( $found ) ? $found->get_error_codes() : array();"""
    good = "http://127.0.0.1:40123/aB_c-1/granted"

    def faults(success: str, reject: str = good, app_id: str = APP_ID) -> list[str]:
        request = {"app_name": "SEO Bridge", "app_id": app_id, "success_url": success, "reject_url": reject}
        codes: list[str] = site.json(code, request=request)
        return codes

    site.define(WP_ENVIRONMENT_TYPE="production")
    try:
        assert faults(good) == []
        other = "0e0b71d9-8f0c-4d6e-9a57-3c2f6a1be204"
        assert faults(good, app_id=other) == ["invalid_redirect_scheme"]
        for url in ("http://127.0.0.1.evil.fr:80/x", "http://evil.fr/x", "http://127.0.0.1:80@evil.fr/x", f"{good}?x"):
            assert faults(url) == ["invalid_redirect_scheme"], url
            assert faults(good, reject=url) == ["invalid_redirect_scheme"], url
    finally:
        site.define(WP_ENVIRONMENT_TYPE="local")


@pytest.fixture
def trouble(one_site: Site) -> Iterator[Path]:
    """A file that makes trouble on the site once it holds something."""
    plugin = one_site.wordpress / "wp-content" / "mu-plugins" / "trouble.php"
    plugin.parent.mkdir(exist_ok=True)
    yield plugin
    plugin.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("code", "fr", "en"),
    [
        (
            "add_filter( 'wp_is_application_passwords_available', '__return_false' );",
            "les mots de passe d’application sont désactivés. Réactivez-les",
            "application passwords are switched off. Switch them on",
        ),
        (
            "if ( empty( $_SERVER['PHP_AUTH_USER'] ) && 'cli' !== PHP_SAPI ) { header( 'WWW-Authenticate: Basic' );"
            " http_response_code( 401 ); exit; }",
            "est derrière un mot de passe du serveur (Basic Auth)",
            "is behind a password of the web server (Basic Auth)",
        ),
        (
            "add_filter( 'rest_authentication_errors', function () {"
            " return new WP_Error( 'rest_disabled', 'Fermée.', array( 'status' => 403 ) ); } );",
            "l’API REST est fermée (403 rest_disabled Fermée.), mais XML-RPC répond. Ouvrez",
            "the REST API is closed (403 rest_disabled Fermée.), but XML-RPC answers. Open",
        ),
    ],
    ids=["no application passwords", "basic auth", "REST closed"],
)
def test_what_stands_in_the_way_is_said_with_its_remedy(
    one_site: Site, trouble: Path, tmp_path: Path, code: str, fr: str, en: str
) -> None:
    """On a real site, in French and English; exit status 1, and no configuration is written."""
    trouble.write_text(f"<?php {code}\n")
    file = tmp_path / "config.toml"
    for language, says in (("fr_FR.UTF-8", fr), ("en_GB.UTF-8", en)):
        environment = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": language}
        result = CliRunner().invoke(main, ["connect", one_site.url, "--config", str(file)], env=environment)
        assert (result.exit_code, says in result.output) == (1, True), result.output
    assert not file.exists()


@pytest.fixture
def bare_site(one_site: Site) -> Iterator[Site]:
    """A site on which the plugin is not active."""
    active = one_site.option("active_plugins")
    one_site.set_option("active_plugins", [name for name in active if "seo-bridge" not in name])
    yield one_site
    one_site.set_option("active_plugins", active)


def test_without_the_plugin_the_least_is_kept_and_only_after_a_yes(bare_site: Site, tmp_path: Path) -> None:
    """An administrator's leave makes an editor of the bridge's own; an editor's access is kept after two clear answers,
    an author's never. What is not kept is revoked.
    """  # fmt: skip
    bare_site.create_user("redactrice", "editor")
    bare_site.create_user("plume", "author")
    file = tmp_path / "config.toml"

    def connect(login: str, *answers: str) -> tuple[int, str, bool]:
        """Exit status, output, and whether the pasted password still opens the site."""
        password = bare_site.application_password(login)
        typed = "\n".join((answers[0], login, password, *answers[1:], ""))
        environment = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_GB.UTF-8"}
        command = ["connect", bare_site.url, "--config", str(file), "--name", "val"]
        result = CliRunner().invoke(main, command, input=typed, env=environment)
        me = requests.get(f"{bare_site.url}/wp-json/wp/v2/users/me", auth=(login, password), timeout=60)
        return result.exit_code, result.output, me.status_code == 200

    status, said, kept = connect("plume", "y")
    assert (status, "plume (author) may not" in said, kept, file.exists()) == (1, True, False, False), said
    status, said, kept = connect("redactrice", "y", "n")
    assert (status, "the access is not kept" in said, kept, file.exists()) == (1, True, False, False), said
    assert connect("redactrice", "n")[0] == 1
    status, said, kept = connect("redactrice", "y", "y")
    assert (status, kept, 'user = "redactrice"' in file.read_text()) == (0, True, True), said
    status, said, kept = connect(ADMIN, "y")
    text = file.read_text()
    assert (status, kept, "plugin = false" in text, 'user = "seo-bridge' in text) == (0, False, True, True), said
    assert "no button, no progress, no report" in said
