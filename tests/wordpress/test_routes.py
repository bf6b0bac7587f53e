"""Who may call the plugin's routes, and what they accept."""

from __future__ import annotations

from typing import Any
from xmlrpc.client import Fault, ServerProxy

import pytest
import requests

from devsite.wordpress import Site

from .played_bridge import DRAFT, PlayedBridge, Robot, proposal

ROUTES = {
    "status": ("GET", "status", None),
    "post": ("GET", "posts/{id}", None),
    "suggestions": ("POST", "posts/{id}/suggestions", proposal()),
    "rewrite": ("POST", "posts/{id}/rewrite", {}),
}
CALLERS = ("anonymous", "wrong password", "subscriber", "contributor", "author", "editor", "bridge")

ALLOWED = {
    # Who may, of a draft of `author`'s that the site has told the bridge about.
    "status": {"contributor": 200, "author": 200, "editor": 200, "bridge": 200},
    "post": {"author": 200, "editor": 200, "bridge": 200},
    "suggestions": {"author": 201, "editor": 201, "bridge": 201},
    "rewrite": {"author": 202, "editor": 202},
}


def caller(site: Site, who: str) -> Robot:
    if who == "anonymous":
        return Robot(site, None)
    login = {"bridge": "pont", "wrong password": "pont", "author": "camille"}.get(who, who)
    role = {"bridge": "seo_bridge", "wrong password": "seo_bridge"}.get(who, who)
    site.create_user(login, role)
    return Robot(site, (login, "faux" if who == "wrong password" else site.application_password(login)))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", CALLERS)
def test_who_may_call(quiet_site: Site, bridge: PlayedBridge, author: str, route: str, who: str) -> None:
    """401 without a user, 403 for the wrong one, and the route's own answer for the right one."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    method, path, body = ROUTES[route]
    answer = caller(quiet_site, who).call(method, path.format(id=post_id), json=body)
    unknown = 401 if who in {"anonymous", "wrong password"} else 403
    assert answer.status_code == ALLOWED[route].get(who, unknown), answer.text


@pytest.mark.parametrize("route", ["post", "suggestions", "rewrite"])
@pytest.mark.parametrize("kind", ["unknown", "attachment", "revision", "auto-draft"])
def test_wrong_posts(quiet_site: Site, bridge: PlayedBridge, author: str, route: str, kind: str) -> None:
    """404 for what is no post of a kind that is rewritten."""
    post_id = 999999
    if kind == "revision":
        parent = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
        post_id = quiet_site.json("return _wp_put_post_revision( get_post( $in['id'] ) );", user=author, id=parent)
    elif kind == "auto-draft":
        post_id = quiet_site.create_post(user=author, title="Ouvert", content=DRAFT, status="auto-draft")
    elif kind == "attachment":
        post_id = quiet_site.create_post(user=author, title="Photo", content=DRAFT, post_type="attachment")
    method, path, body = ROUTES[route]
    answer = caller(quiet_site, "editor").call(method, path.format(id=post_id), json=body)
    assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("route", ["post", "suggestions"])
def test_the_bridge_reads_only_what_it_was_asked_about(
    quiet_site: Site, bridge: PlayedBridge, author: str, route: str
) -> None:
    """A draft that the site never sent is 403 for the bridge's user."""
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    post_id = quiet_site.create_post(user=author, title="Journal intime", content=DRAFT)
    method, path, body = ROUTES[route]
    answer = caller(quiet_site, "bridge").call(method, path.format(id=post_id), json=body)
    assert answer.status_code == 403
    assert "Journal" not in answer.text


MALFORMED: list[tuple[str, Any]] = [
    ("job", None), ("job", ""), ("job", 5), ("job", "un job"), ("job", "x" * 201), ("job", ["a"]),
    ("base_hash", None), ("base_hash", "md5:abc"), ("base_hash", "sha256:" + "A" * 64),
    ("title", None), ("title", ""), ("title", 7), ("title", "t" * 1001), ("title", {"a": 1}),
    ("titles", [1]), ("titles", ["t"] * 11), ("titles", {"a": {"b": 1}}),
    ("slug", 1), ("slug", "s" * 201), ("excerpt", []), ("excerpt", "e" * 5001),
    ("content", None), ("content", ""), ("content", 12), ("content", ["x"]),
    ("seo", "x"), ("seo", [1]), ("seo", {"title": 1}), ("seo", {"inconnu": "x"}),
    ("seo", {"meta_description": "m" * 1001}),
    ("report", "x"), ("report", 3),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_malformed_proposals(one_site: Site, malformed_target: tuple[Robot, int], name: str, value: Any) -> None:
    """400, naming the field; None stands for a field that is missing. Nothing is stored."""
    robot, post_id = malformed_target
    body = {k: v for k, v in proposal(**{name: value}).items() if v is not None}
    answer = robot.call("POST", f"posts/{post_id}/suggestions", json=body)
    assert answer.status_code == 400, answer.text
    params = answer.json()["data"]["params"]
    assert name in params
    assert not any("_seo_bridge_job" in r["meta"] for r in one_site.revisions(post_id))


@pytest.fixture
def malformed_target(one_site: Site) -> tuple[Robot, int]:
    """An editor, and a draft to propose for."""
    one_site.create_user("editor", "editor")
    post_id = one_site.create_post(user="editor", title="Le compost", content=DRAFT)
    return Robot(one_site, ("editor", one_site.application_password("editor"))), post_id


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b'"x"', b'{"job": "\xc3\x28"}'])
def test_bodies_that_are_no_json_object(malformed_target: tuple[Robot, int], raw: bytes) -> None:
    """400, whatever the bytes."""
    robot, post_id = malformed_target
    answer = robot.call("POST", f"posts/{post_id}/suggestions", data=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize(
    ("name", "value"), [("min_words", -1), ("min_words", "beaucoup"), ("keyphrase", 3), ("tone", "t" * 201)]
)
def test_malformed_requests(malformed_target: tuple[Robot, int], name: str, value: Any) -> None:
    """A request for a rewrite names its field at fault too."""
    robot, post_id = malformed_target
    answer = robot.call("POST", f"posts/{post_id}/rewrite", json={name: value})
    assert answer.status_code == 400
    assert name in answer.json()["data"]["params"]


@pytest.mark.parametrize(
    ("name", "value"), [("content", "é" * (2 * 1024 * 1024)), ("report", {"findings": ["x" * 600_000]})]
)
def test_what_is_too_large(malformed_target: tuple[Robot, int], name: str, value: Any) -> None:
    """413, naming the field."""
    robot, post_id = malformed_target
    answer = robot.call("POST", f"posts/{post_id}/suggestions", json=proposal(**{name: value}))
    assert answer.status_code == 413, answer.text[:300]
    assert name in answer.json()["data"]["params"]


def test_the_post_as_it_stands(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """Texts are raw, links are there for a user who may not edit, and the hash is that of the event."""
    post_id = quiet_site.create_post(user=author, title="Le « compost »", content=DRAFT, post_excerpt="Un extrait.")
    quiet_site.php(
        "update_post_meta( $in['id'], 'rank_math_focus_keyword', 'compost,terreau' );"
        "$image = wp_insert_post( array( 'post_type' => 'attachment', 'post_title' => 'p' ) );"
        "update_post_meta( $image, '_wp_attachment_image_alt', 'Un seau' );"
        "update_post_meta( $in['id'], '_thumbnail_id', $image );",
        id=post_id,
    )
    post = robot.fetch(post_id)
    row = quiet_site.get_post(post_id) or {}
    assert (post["title"], post["content"], post["excerpt"]) == (row["post_title"], row["post_content"], "Un extrait.")
    assert post["content_hash"] == bridge.of(post_id)[0].event["data"]["content_hash"]
    assert post["modified_gmt"] == bridge.of(post_id)[0].event["data"]["modified_gmt"]
    assert post["edit_link"] == f"{quiet_site.admin_url}post.php?post={post_id}&action=edit"
    assert post["focus_keyphrase"] == "compost"
    assert post["featured_image"]["alt"] == "Un seau"
    assert (post["type"], post["status"], post["locale"], post["options"]) == ("post", "draft", "fr_FR", {})
    assert (post["wp_version"], post["site_name"]) == (quiet_site.wp_version, "Le Courrier du Val")


def test_status(quiet_site: Site, bridge: PlayedBridge, robot: Robot) -> None:
    """The set-up, without the secret."""
    answer = robot.call("GET", "status")
    assert answer.json() == {
        "plugin": "0.1.0", "wp_version": quiet_site.wp_version, "bridge_url": f"http://127.0.0.1:{bridge.port}",
        "site_key": "essai",
        "secret_set": True, "user_can": {"seo_bridge_propose": True}, "locale": "fr_FR",
    }  # fmt: skip


def test_the_bridges_user_can_do_nothing_else(
    quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot
) -> None:
    """Its role reads no draft through core's routes, and changes nothing."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    core = quiet_site.json(
        """$u = get_user_by( 'login', 'pont' );
        return array( array_keys( array_filter( $u->allcaps ) ), user_can( $u, 'read_post', $in['id'] ) );""",
        id=post_id,
    )
    assert sorted(core[0]) == ["read", "seo_bridge", "seo_bridge_propose"]
    assert core[1] is False


def test_the_bridges_password_does_not_change_its_account(quiet_site: Site, bridge: PlayedBridge, robot: Robot) -> None:
    """Neither address nor password nor a further application password, over REST or XML-RPC; logged in, it still may."""
    core = f"{quiet_site.url}/wp-json/wp/v2/users/me"
    assert robot.auth is not None
    with requests.Session() as session:
        session.trust_env, session.auth = False, robot.auth
        changes = {"email": "autre@example.org", "password": "neuf"}
        assert session.post(core, json=changes, timeout=60).status_code == 403
        assert session.post(f"{core}/application-passwords", json={"name": "x"}, timeout=60).status_code == 403
        assert session.get(f"{core}/application-passwords", timeout=60).status_code == 403
    with ServerProxy(f"{quiet_site.url}/xmlrpc.php") as server, pytest.raises(Fault, match=r"401|403"):
        server.wp.editProfile(1, *robot.auth, {"first_name": "X"})
    own = quiet_site.rest_session("pont")
    assert own.post(f"{core}/application-passwords", json={"name": "mien"}, timeout=60).status_code == 201
