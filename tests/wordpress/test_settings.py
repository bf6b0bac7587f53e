"""The settings page: what it stores, what it never shows, and what its test button finds out."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
import requests

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, SECRET, PlayedBridge, outbox


def page(site: Site, login: str = ADMIN) -> str:
    return site.session(login).get(f"{site.admin_url}options-general.php?page=seo-bridge").text


class Fields(HTMLParser):
    """What a browser would submit of the page's first form: its inputs, but for disabled ones and boxes without a tick."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._disabled = False
        self.feed(page[page.index('<form action="options.php"') :].split("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "fieldset":
            self._disabled = "disabled" in given
        off = self._disabled or "disabled" in given or (given.get("type") == "checkbox" and "checked" not in given)
        if tag == "input" and given.get("name") and not off:
            self.found.append((str(given["name"]), given.get("value") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset":
            self._disabled = False


def submit(site: Site, without: str = "", **fields: str) -> str:
    """Saves the settings form with some fields changed, and those that begin with `without` not ticked; what follows."""
    session = site.session(ADMIN)
    form = Fields(session.get(f"{site.admin_url}options-general.php?page=seo-bridge").text).found
    kept = [(name, value) for name, value in form if name not in fields and not (without and name.startswith(without))]
    answer = session.post(f"{site.admin_url}options.php", data=[*kept, *fields.items()])
    assert answer.status_code == 200
    return answer.text


def _value(form: str, name: str) -> str:
    tag = next(t for t in re.findall(r"<input [^>]*>", form) if re.search(rf"name=[\"']{name}[\"']", t))
    found = re.search(r"value=[\"']([^\"']*)[\"']", tag)
    assert found, tag
    return unescape(found.group(1))


def test_the_secret_is_never_shown(quiet_site: Site, bridge: PlayedBridge) -> None:
    """Not on the page, not after a save; an empty field keeps it, and the page says that there is one."""
    before = page(quiet_site)
    after = submit(quiet_site, seo_bridge_secret="")
    for text in (before, after):
        assert SECRET.removeprefix("whsec_") not in unescape(text)
        assert "Un secret est enregistré." in text
    assert quiet_site.option("seo_bridge_secret") == SECRET


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("seo_bridge_url", " https://pont.example.org/bridge/ ", "https://pont.example.org/bridge"),
        ("seo_bridge_url", "http://[::1]:8080", "http://[::1]:8080"),
        ("seo_bridge_site", "Le_site-2", "Le_site-2"),
        ("seo_bridge_secret", "whsec_" + "QUFB" * 8, "whsec_" + "QUFB" * 8),
    ],
)
def test_good_values_are_stored(quiet_site: Site, bridge: PlayedBridge, name: str, value: str, stored: str) -> None:
    """Spaces and a last slash go."""
    submit(quiet_site, **{name: value})
    assert quiet_site.option(name) == stored


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("seo_bridge_url", "pont.example.org", "L’adresse doit ressembler à"),
        ("seo_bridge_url", "ftp://pont.example.org", "L’adresse doit ressembler à"),
        ("seo_bridge_url", "javascript:alert(1)", "L’adresse doit ressembler à"),
        ("seo_bridge_url", "https://moi:motdepasse@pont.example.org", "L’adresse doit ressembler à"),
        ("seo_bridge_url", "https://pont.example.org/?a=1", "L’adresse doit ressembler à"),
        ("seo_bridge_site", "mon site", "La clé du site ne peut contenir que"),
        ("seo_bridge_site", "../autre", "La clé du site ne peut contenir que"),
        ("seo_bridge_secret", "motdepasse", "Le secret doit être whsec_"),
        ("seo_bridge_secret", "whsec_QUFB", "Le secret doit être whsec_"),
        ("seo_bridge_secret", "whsec_***", "Le secret doit être whsec_"),
    ],
)
def test_bad_values_are_refused(quiet_site: Site, bridge: PlayedBridge, name: str, value: str, says: str) -> None:
    """The page says what is wrong, and what was stored stays."""
    before = quiet_site.option(name)
    assert says in unescape(submit(quiet_site, **{name: value}))
    assert quiet_site.option(name) == before


def test_events_that_are_not_ticked_are_off(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Without a tick for drafts, saving one sends nothing."""
    submit(quiet_site, without="seo_bridge_triggers", **{"seo_bridge_triggers[published]": "1"})
    assert quiet_site.option("seo_bridge_triggers") == {"draft_saved": False, "published": True}
    quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    assert bridge.received == []


LOCKED: dict[str, tuple[Any, Any]] = {
    # What wp-config.php says, and what that means.
    "SEO_BRIDGE_URL": ("https://fixe.example.org/", "https://fixe.example.org"),
    "SEO_BRIDGE_SITE": ("fixe", "fixe"),
    "SEO_BRIDGE_SECRET": (SECRET, SECRET),
    "SEO_BRIDGE_TRIGGERS": ("published", {"draft_saved": False, "published": True}),
    "SEO_BRIDGE_QUIET": (90, 90),
    "SEO_BRIDGE_CATEGORIES": ("1", [1]),
    "SEO_BRIDGE_AUTHORS": ("1, 7", [1, 7]),
    "SEO_BRIDGE_TYPES": ("page", ["page"]),
    "SEO_BRIDGE_ROLES": ("editor, administrator", ["editor", "administrator"]),
    "SEO_BRIDGE_DAILY_CAP": (-1, 0),
    "SEO_BRIDGE_BACKFILL": (True, "1"),
    "SEO_BRIDGE_COPIES": (True, "1"),
    "SEO_BRIDGE_PULL": (True, "1"),
}


def test_constants_override_and_lock(one_site: Site) -> None:
    """Every option has one: the field is disabled and names it, and a save leaves the stored options alone."""
    one_site.set_option("seo_bridge_url", "https://ancien.example.org")
    names = one_site.json("return array_keys( seo_bridge_options() );")
    assert {name.upper() for name in names} == set(LOCKED)
    stored = one_site.json("return array_map( 'get_option', $in['names'] );", names=names)
    config = one_site.wordpress / "wp-config.php"
    plain = config.read_text()
    defined = "".join(f"define( '{name}', {json.dumps(given)} );\n" for name, (given, _) in LOCKED.items())
    config.write_text(plain.replace("<?php\n", "<?php\n" + defined, 1))
    try:
        text = page(one_site)
        submit(one_site, seo_bridge_url="https://nouveau.example.org", **{"seo_bridge_roles[]": "author"})
        settings = one_site.json("return array_map( 'seo_bridge_setting', $in['names'] );", names=names)
    finally:
        config.write_text(plain)
    assert dict(zip(names, settings, strict=True)) == {name.lower(): meant for name, (_, meant) in LOCKED.items()}
    assert all(name in text for name in LOCKED)
    assert [name for name, _ in Fields(text).found if name.startswith("seo_bridge_")] == []
    assert SECRET not in text
    assert one_site.json("return array_map( 'get_option', $in['names'] );", names=names) == stored


@pytest.mark.parametrize("login", ["camille", "pont"])
def test_only_administrators(quiet_site: Site, bridge: PlayedBridge, author: str, login: str) -> None:
    """Others see neither the page nor may they press the button."""
    quiet_site.create_user("pont", "seo_bridge")
    session = quiet_site.session(login)
    assert session.get(f"{quiet_site.admin_url}options-general.php?page=seo-bridge").status_code == 403
    assert session.post(f"{quiet_site.admin_url}admin-post.php", data={"action": "seo_bridge_test"}).status_code == 403
    assert bridge.received == []


def press(site: Site, action: str, **fields: str) -> str:
    """Presses the button of the form with that action (and those fields); the notice that follows."""
    session = site.session(ADMIN)
    forms = session.get(f"{site.admin_url}options-general.php?page=seo-bridge").text.split("<form ")[1:]
    marks = [f'value="{action}"', *(f'name="{name}" value="{value}"' for name, value in fields.items())]
    form = next(one for one in forms if all(mark in one for mark in marks))
    data = {"action": action, "_wpnonce": _value(form, "_wpnonce"), **fields}
    answer = session.post(f"{site.admin_url}admin-post.php", data=data)
    notice = re.search(r"class=[\"']notice notice-\w+ settings-error[^>]*>\s*<p><strong>(.*?)</strong>", answer.text)
    assert notice, answer.text[:2000]
    return unescape(notice.group(1))


def press_test(site: Site) -> str:
    """Presses the test button; the notice that follows."""
    return press(site, "seo_bridge_test")


def test_the_button_without_a_nonce_does_nothing(quiet_site: Site, bridge: PlayedBridge) -> None:
    """A forged request is refused."""
    answer = quiet_site.session(ADMIN).post(f"{quiet_site.admin_url}admin-post.php", data={"action": "seo_bridge_test"})
    assert answer.status_code == 403
    assert bridge.received == []


def sentence(site: Site, outcome: str, detail: str = "") -> str:
    """What the page says of an outcome of the test, in the site's language."""
    text: str = site.json(
        "return seo_bridge_ping_message( $in['outcome'], $in['detail'] );", outcome=outcome, detail=detail
    )
    return text


@pytest.mark.parametrize(
    ("status", "answer", "headers", "outcome", "detail"),
    [
        (401, b'{"error": {}}', {}, "signature", ""),
        (401, b'{"error": {}}', {"date": "Mon, 01 Jan 2024 00:00:00 GMT"}, "behind", 3),
        (401, b'{"error": {}}', {"date": "Mon, 01 Jan 2099 00:00:00 GMT"}, "ahead", 72),
        (401, b"<h1>Mot de passe ?</h1>", {}, "guarded", ""),
        (404, b'{"error": {}}', {}, "site", ""),
        (404, b"<h1>Not found</h1>", {}, "stranger", ""),
        (200, b"<h1>Bienvenue</h1>", {}, "stranger", ""),
        (301, b"", {"location": "https://ailleurs.example.org"}, "redirect", "https://ailleurs.example.org"),
        (503, b'{"error": {}}', {}, "busy", ""),
        (422, b'{"error": {}}', {}, "refused_ping", ""),
    ],
)
def test_the_button_says_what_is_wrong(
    quiet_site: Site,
    bridge: PlayedBridge,
    status: int,
    answer: bytes,
    headers: dict[str, str],
    outcome: str,
    detail: str | int,
) -> None:
    """Each answer of the bridge, or of something else, is named with its remedy and its status; the ping is signed."""
    bridge.status, bridge.answer, bridge.headers = status, answer, headers
    said = press_test(quiet_site)
    if isinstance(detail, int):
        detail = quiet_site.json("return human_time_diff( 0, $in['years'] * YEAR_IN_SECONDS );", years=detail)
    assert said.startswith(sentence(quiet_site, outcome, detail))
    assert str(status) in said
    (received,) = bridge.received
    assert received.event["type"] == "ping"
    assert received.event["data"] == {}


def test_a_good_test_names_the_writer_and_what_the_bridge_still_lacks(quiet_site: Site, bridge: PlayedBridge) -> None:
    """Model and price stand in the notice and are kept for others; a missing user or password is named until it is there."""
    bridge.status = 200
    bridge.answer = b'{"pong": true, "writer": "claude", "model": "claude-sonnet-4-5", "usd_per_1000_words": 0.05}'
    quiet_site.php("foreach ( get_users( array( 'role' => 'seo_bridge' ) ) as $u ) { $u->set_role( 'subscriber' ); }")
    missing = "return seo_bridge_missing_user();"
    notices = [press_test(quiet_site)]
    assert "claude-sonnet-4-5" in notices[0]
    assert quiet_site.json("return get_transient( 'seo_bridge_pong' )['usd_per_1000_words'];") == 0.05
    assert quiet_site.json(missing) in notices[0]
    quiet_site.create_user("passeur", "seo_bridge")
    notices.append(press_test(quiet_site))
    assert quiet_site.json(missing) in notices[1]
    quiet_site.application_password("passeur")
    notices.append(press_test(quiet_site))
    assert quiet_site.json(missing) == ""
    assert len(set(notices)) == 3


def test_a_pong_of_other_types_is_not_believed(quiet_site: Site, bridge: PlayedBridge) -> None:
    """What answers may not be the bridge: neither the estimate nor the notice breaks on it, and no more than a line is kept."""
    bridge.status = 200
    bridge.answer = (
        b'{"pong": 1, "writer": ["x"], "model": "' + b"m" * 9000 + b'", "usd_per_1000_words": "1e9", "more": {}}'
    )
    assert "Le pont répond" in press_test(quiet_site)
    kept = quiet_site.json("seo_bridge_estimate( array() ); return get_transient( 'seo_bridge_pong' );")
    assert kept == {"pong": True, "model": "m" * 200}


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("http://127.0.0.1:9", "refused"),
        ("https://127.0.0.1:{port}", "tls"),
        ("http://personne.invalid", "dns"),
        ("", "incomplete"),
    ],
)
def test_the_button_names_faults_of_the_connection(
    quiet_site: Site, bridge: PlayedBridge, url: str, outcome: str
) -> None:
    """No listener, no encryption, no such name, no address."""
    quiet_site.define(WP_ACCESSIBLE_HOSTS="127.0.0.1,localhost,personne.invalid")
    quiet_site.set_option("seo_bridge_url", url.format(port=bridge.port))
    assert sentence(quiet_site, outcome) in press_test(quiet_site)


def test_the_list_of_deliveries(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Every delivery stands there with post, event, state, attempts and the bridge's words; a job's token does not."""
    quiet_site.create_post(user=author, title="Remis <b>bien</b>", content=DRAFT)
    bridge.status, bridge.answer = 500, b"<b onclick='x()'>La panne</b>"
    quiet_site.create_post(user=author, title="En panne", content=DRAFT)
    text = page(quiet_site)
    rows = [unescape(re.sub(r"<[^>]+>", " ", r)) for r in re.findall(r"<tr>(<td>.*?)</tr>", text, re.DOTALL)]
    words = quiet_site.json(
        "return array( seo_bridge_event_text( 'post.draft_saved' ), seo_bridge_status_text( 500 ) );"
    )
    assert len(rows) == 2
    assert all(part in rows[0] for part in ("En panne", words[0], "en attente jusqu’au", f"500 {words[1]}", "La panne"))
    assert all(part in rows[1] for part in ("Remis bien", words[0], "remis"))
    assert "token" not in text
    assert "x()" not in text


def test_what_was_given_up_can_be_sent_again(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """The button sends it at once under the same webhook-id; a forged request does not, nor another user's."""
    bridge.status, bridge.answer = 422, b'{"error": {"message": "non"}}'
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    (row,) = quiet_site.json("return seo_bridge_outbox_latest( 1 );")
    forged = {"action": "seo_bridge_redeliver", "delivery": row["id"]}
    for login in (ADMIN, author):
        answer = quiet_site.session(login).post(f"{quiet_site.admin_url}admin-post.php", data=forged)
        assert answer.status_code == 403
    assert "non" in press(quiet_site, "seo_bridge_redeliver", delivery=row["id"])
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "failed", 2, 422)]
    bridge.status, bridge.answer = 202, b'{"job": "job-1"}'
    press(quiet_site, "seo_bridge_redeliver", delivery=row["id"])
    assert outbox(quiet_site, post_id) == [("post.draft_saved", "delivered", 3, 202)]
    assert {r.id for r in bridge.of(post_id)} == {row["webhook_id"]}


def test_a_site_that_was_never_connected(one_site: Site) -> None:
    """The page works on a site that has never been connected."""
    for name in ("url", "site", "secret"):
        one_site.set_option(f"seo_bridge_{name}", "")
    one_site.php("global $wpdb; $wpdb->query( 'DELETE FROM ' . seo_bridge_outbox_table() );")
    assert "Rien n’a encore été envoyé." in page(one_site)
    assert requests.get(f"{one_site.url}/wp-json/seo-bridge/v1/status", timeout=60).status_code == 401
