"""The settings page: what it stores, what it never shows, and what its test button finds out."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
import requests

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, SECRET, PlayedBridge


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


def test_constants_override_and_lock(one_site: Site) -> None:
    """With constants in wp-config.php the fields are disabled and name them, and a save leaves the options alone."""
    one_site.set_option("seo_bridge_url", "https://ancien.example.org")
    config = one_site.wordpress / "wp-config.php"
    plain = config.read_text()
    constants = {"SEO_BRIDGE_URL": "https://fixe.example.org", "SEO_BRIDGE_SITE": "fixe", "SEO_BRIDGE_SECRET": SECRET}
    defined = "".join(f"define( '{name}', '{value}' );\n" for name, value in constants.items())
    config.write_text(plain.replace("<?php\n", "<?php\n" + defined, 1))
    try:
        text = page(one_site)
        submit(one_site, seo_bridge_url="https://nouveau.example.org")
        settings = one_site.json(
            "return array_map( 'seo_bridge_setting', array( 'seo_bridge_url', 'seo_bridge_site', 'seo_bridge_secret' ) );"
        )
    finally:
        config.write_text(plain)
    assert len(re.findall(r"Défini par la constante <?[^<]*SEO_BRIDGE_", text)) == 3
    assert len(re.findall(r"<input [^>]*disabled=", text)) == 3
    assert SECRET not in text
    assert settings == list(constants.values())
    assert one_site.option("seo_bridge_url") == "https://ancien.example.org"


@pytest.mark.parametrize("login", ["camille", "pont"])
def test_only_administrators(quiet_site: Site, bridge: PlayedBridge, author: str, login: str) -> None:
    """Others see neither the page nor may they press the button."""
    quiet_site.create_user("pont", "seo_bridge")
    session = quiet_site.session(login)
    assert session.get(f"{quiet_site.admin_url}options-general.php?page=seo-bridge").status_code == 403
    assert session.post(f"{quiet_site.admin_url}admin-post.php", data={"action": "seo_bridge_test"}).status_code == 403
    assert bridge.received == []


def press_test(site: Site) -> str:
    """Presses the test button; the notice that follows."""
    session = site.session(ADMIN)
    form = session.get(f"{site.admin_url}options-general.php?page=seo-bridge").text.split("</form>")[1]
    answer = session.post(
        f"{site.admin_url}admin-post.php", data={"action": "seo_bridge_test", "_wpnonce": _value(form, "_wpnonce")}
    )
    notice = re.search(r'<div class="notice notice-(?:success|error)[^>]*><p>(.*?)</p>', answer.text)
    assert notice, answer.text[:2000]
    return unescape(notice.group(1))


def test_the_button_without_a_nonce_does_nothing(quiet_site: Site, bridge: PlayedBridge) -> None:
    """A forged request is refused."""
    answer = quiet_site.session(ADMIN).post(f"{quiet_site.admin_url}admin-post.php", data={"action": "seo_bridge_test"})
    assert answer.status_code == 403
    assert bridge.received == []


@pytest.mark.parametrize(
    ("status", "answer", "headers", "says"),
    [
        (200, b'{"pong": true}', {}, "Le pont répond et reconnaît ce site."),
        (401, b'{"error": {}}', {}, "Le pont a refusé la signature. Le secret"),
        (401, b'{"error": {}}', {"date": "Mon, 01 Jan 2024 00:00:00 GMT"}, "son horloge diffère"),
        (404, b'{"error": {}}', {}, "ne connaît pas cette clé de site"),
        (404, b"<h1>Not found</h1>", {}, "Autre chose que le pont"),
        (200, b"<h1>Bienvenue</h1>", {}, "Autre chose que le pont"),
        (301, b"", {"location": "https://ailleurs.example.org"}, "redirige vers une autre"),
        (503, b'{"error": {}}', {}, "occupé ou en cours d’arrêt"),
        (422, b'{"error": {}}', {}, "(statut HTTP 422)"),
    ],
)
def test_the_button_says_what_is_wrong(
    quiet_site: Site, bridge: PlayedBridge, status: int, answer: bytes, headers: dict[str, str], says: str
) -> None:
    """Each answer of the bridge, or of something else, is named with its remedy; the ping is signed."""
    bridge.status, bridge.answer, bridge.headers = status, answer, headers
    assert says in press_test(quiet_site)
    (received,) = bridge.received
    assert received.event["type"] == "ping"
    assert received.event["data"] == {}


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1:9", "Rien ne répond à cette adresse"),
        ("https://127.0.0.1:{port}", "La connexion chiffrée a échoué"),
        ("", "Renseignez d’abord"),
    ],
)
def test_the_button_names_faults_of_the_connection(quiet_site: Site, bridge: PlayedBridge, url: str, says: str) -> None:
    """No listener, no encryption, no address."""
    quiet_site.set_option("seo_bridge_url", url.format(port=bridge.port))
    assert says in press_test(quiet_site)


def test_the_list_of_deliveries(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Every delivery stands there with post, event, state, attempts and the bridge's words; a job's token does not."""
    quiet_site.create_post(user=author, title="Remis <b>bien</b>", content=DRAFT)
    bridge.status, bridge.answer = 500, b"<b onclick='x()'>La panne</b>"
    quiet_site.create_post(user=author, title="En panne", content=DRAFT)
    text = page(quiet_site)
    rows = [unescape(re.sub(r"<[^>]+>", " ", r)).split() for r in re.findall(r"<tr>(<td>.*?)</tr>", text)]
    assert len(rows) == 2
    assert "En panne post.draft_saved en attente jusqu’au" in " ".join(rows[0])
    assert " ".join(rows[0]).endswith("1 500 La panne")
    assert "Remis bien post.draft_saved remis 1 202" in " ".join(rows[1])
    assert "token" not in text
    assert "x()" not in text


def test_a_site_that_was_never_connected(one_site: Site) -> None:
    """The page works on a site that has never been connected."""
    for name in ("url", "site", "secret"):
        one_site.set_option(f"seo_bridge_{name}", "")
    one_site.php("global $wpdb; $wpdb->query( 'DELETE FROM ' . seo_bridge_outbox_table() );")
    assert "Rien n’a encore été envoyé." in page(one_site)
    assert requests.get(f"{one_site.url}/wp-json/seo-bridge/v1/status", timeout=60).status_code == 401
