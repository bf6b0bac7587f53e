"""Who may call the plugin's routes, and what they accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from xmlrpc.client import Fault, ServerProxy

import pytest
import requests

from devsite.wordpress import ADMIN, Site

from .played_bridge import DRAFT, PlayedBridge, Robot, outbox, proposal


@dataclass(frozen=True)
class Route:
    """A route, who may call it, and what it refuses. `{id}` in the path is the post; `REVISION` and `HASH` in the body
    are its proposal and its content hash. `malformed`: values by field; None stands for a field that is missing. `once`: a
    second call has another answer.
    """

    name: str
    method: str
    path: str
    good: int
    allowed: tuple[str, ...]
    body: Mapping[str, Any] | None = None
    malformed: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    once: bool = False

    @property
    def of_a_post(self) -> bool:
        return "{id}" in self.path


REVISION, HASH = "REVISION", "HASH"
OWN = ("author", "editor", "admin")
CHOICES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("revision", (None, 0, -1, "première", [1])),
    ("sections", ("toutes", ["a"], [-1], {"b": 2})),
    ("title", (7, "t" * 1001, ["a"])),
)
ROUTES = [
    Route("status", "GET", "status", 200, ("contributor", "other author", "bridge", *OWN)),
    Route("post", "GET", "posts/{id}", 200, ("bridge", *OWN)),
    Route(
        "suggestions", "POST", "posts/{id}/suggestions", 201, ("bridge", *OWN), proposal(),
        (
            ("job", (None, "", 5, "un job", "x" * 201, ["a"])),
            ("base_hash", (None, "md5:abc", "sha256:" + "A" * 64)),
            ("title", (None, "", 7, "t" * 1001, {"a": 1})),
            ("titles", ([1], ["t"] * 11, {"a": {"b": 1}})),
            ("slug", (1, "s" * 201)),
            ("excerpt", ([], "e" * 5001)),
            ("content", (None, "", 12, ["x"])),
            ("seo", ("x", [1], {"title": 1}, {"inconnu": "x"}, {"meta_description": "m" * 1001})),
            ("report", ("x", 3)),
        ),
        once=True,
    ),
    Route(
        "posts", "GET", "posts", 200, ("bridge",), None,
        (("status", ("trash", "any")), ("page", (0, "deux")), ("category", ("c" * 201,))),
    ),
    Route(
        "connection", "POST", "connection", 200, ("admin",), {},
        (("type", ("connection.stolen",)), ("url", ("ftp://x", 3)), ("site", ("un site",)), ("secret", ("whsec_court",))),
    ),
    Route("connection test", "POST", "connection/test", 200, ("bridge", "admin")),
    # 409: this site is one that sends its events.
    Route(
        "pull", "POST", "pull", 409, ("bridge",), {},
        (
            ("answers", ("x", [1], [{"webhook_id": "m"}], [{"webhook_id": "", "code": 202}])),
            ("jobs", ("x", [{"post_id": 0, "job": "j", "state": "done", "words": 1, "expected": 1}])),
            ("bridge", ("x", {"writer": "offline"}, {"writer": "w" * 51, "model": ""}, {"writer": "w", "model": 3})),
            ("events", ("parfois", 7)),
        ),
    ),
    Route(
        "rewrite", "POST", "posts/{id}/rewrite", 202, OWN, {},
        (
            ("min_words", (-1, 5001, "beaucoup")),
            ("keyphrase", (3, "k" * 201)),
            ("tone", ("t" * 201, ["a"])),
            ("again", ("encore", 7)),
        ),
    ),
    Route("progress", "GET", "posts/{id}/progress", 200, OWN),
    Route("cancel", "POST", "posts/{id}/cancel", 200, OWN),
    Route("suggestion", "GET", "posts/{id}/suggestion", 200, OWN),
    Route(
        "preview", "POST", "posts/{id}/suggestion/preview", 200, OWN,
        {"revision": REVISION, "sections": None, "current": {"title": "Le compost", "content": DRAFT}},
        (*CHOICES, ("current", (None, "x", {}, {"title": "t"}, {"title": 1, "content": "c"}))),
    ),
    Route(
        "apply", "POST", "posts/{id}/suggestion/apply", 200, OWN,
        {"revision": REVISION, "sections": None, "expected_hash": HASH},
        (
            *CHOICES,
            ("expected_hash", (None, "", "sha256:0", 3)),
            ("slug", (1, "s" * 201)),
            ("seo", ("x", {"title": 1}, {"meta_description": "m" * 1001})),
        ),
        once=True,
    ),
    Route("discard", "DELETE", "posts/{id}/suggestion", 200, OWN, {"revision": REVISION}, CHOICES[:1], once=True),
]  # fmt: skip
NAMES = [route.name for route in ROUTES]
#: Role by caller; the draft belongs to `author`.
CALLERS = {
    "anonymous": None,
    "wrong password": "seo_bridge",
    "subscriber": "subscriber",
    "contributor": "contributor",
    "other author": "author",
    "author": "author",
    "editor": "editor",
    "admin": "administrator",
    "bridge": "seo_bridge",
}


class Target(NamedTuple):
    """A draft of `author`'s, with a proposal."""

    post_id: int
    revision: int
    content_hash: str

    def call(self, robot: Robot, route: Route, **changes: Any) -> requests.Response:
        """Calls a route about the draft; fields whose change is None are left out."""
        filled = {REVISION: self.revision, HASH: self.content_hash}
        body = (
            None
            if route.body is None
            else {k: filled.get(v, v) if isinstance(v, str) else v for k, v in route.body.items()}
        )
        for name, value in changes.items():
            body = {**(body or {}), name: value}
            if value is None:
                del body[name]
        kwargs = {"params": body} if route.method == "GET" else {"json": body}
        return robot.call(route.method, route.path.format(id=self.post_id), **kwargs)


@pytest.fixture(scope="session")
def callers(site: Site) -> Mapping[str, Robot]:
    """Each caller of the table, with an application password."""
    found: dict[str, Robot] = {"anonymous": Robot(site, None)}
    for who, role in CALLERS.items():
        if role:
            login = {"author": "camille", "bridge": "pont", "wrong password": "pont"}.get(who, who.replace(" ", "-"))
            site.create_user(login, role)
            found[who] = Robot(site, (login, "faux" if who == "wrong password" else site.application_password(login)))
    return found


def target(site: Site, callers: Mapping[str, Robot]) -> Target:
    post_id = site.create_post(user="camille", title="Le compost", content=DRAFT)
    content_hash = callers["bridge"].fetch(post_id)["content_hash"]
    revision = callers["bridge"].propose(post_id, base_hash=content_hash).json()["revision"]
    return Target(post_id, revision, content_hash)


def test_every_route_is_in_the_table(one_site: Site) -> None:
    """What the plugin registers is what is tested here."""
    registered = one_site.json(
        """$found = array();
        foreach ( rest_get_server()->get_routes( 'seo-bridge/v1' ) as $path => $handlers ) {
            foreach ( $handlers as $handler ) {
                foreach ( array_keys( $handler['methods'] ) as $method ) { $found[] = array( $method, $path ); } } }
        return $found;"""
    )
    paths = {(m, p.removeprefix("/seo-bridge/v1/").replace(r"(?P<id>\d+)", "{id}")) for m, p in registered}
    assert paths - {("GET", "/seo-bridge/v1")} == {(route.method, route.path) for route in ROUTES}


def test_who_may_call(quiet_site: Site, bridge: PlayedBridge, callers: Mapping[str, Robot]) -> None:
    """401 without a user, 403 for the wrong one, and the route's own answer for the right one."""
    quiet_site.set_option("seo_bridge_backfill", "1")
    shared = target(quiet_site, callers)
    unknown = {"anonymous": 401, "wrong password": 401}
    answers, expected = {}, {}
    for route in ROUTES:
        for who, robot in callers.items():
            allowed = who in route.allowed
            about = target(quiet_site, callers) if allowed and route.once else shared
            answers[route.name, who] = about.call(robot, route).status_code
            expected[route.name, who] = route.good if allowed else unknown.get(who, 403)
    assert answers == expected


def test_contributors_may_not(quiet_site: Site, bridge: PlayedBridge, callers: Mapping[str, Robot]) -> None:
    """The author's routes are 403 for their very own drafts too, which they may edit."""
    post_id = quiet_site.create_post(user="contributor", title="Le compost", content=DRAFT)
    about = Target(post_id, 1, "sha256:" + "0" * 64)
    authors = [route for route in ROUTES if route.of_a_post and "bridge" not in route.allowed]
    answers = {route.name: about.call(callers["contributor"], route).status_code for route in authors}
    assert answers == dict.fromkeys(answers, 403)


def test_every_form_needs_its_nonce(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """Whatever wp-admin's forms and links lead to is 403 without one, for administrators too, and nothing for strangers."""
    quiet_site.set_option("seo_bridge_triggers", {"draft_saved": False, "published": False})
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    hooks = quiet_site.json(
        "return array_values( preg_grep( '/^(admin_post|wp_ajax|admin_action)_.*seo_bridge/', array_keys( $GLOBALS['wp_filter'] ) ) );"
    )
    # Another process of the site knocks there, with a key of its own.
    knock = "wp_ajax_nopriv_seo_bridge_deliver"
    assert knock in hooks
    actions = [hook.removeprefix("admin_post_") for hook in hooks if hook != knock]
    assert len(actions) == 4
    for action in actions:
        form = {"action": action, "post": post_id, "posts": post_id, "delivery": 1, "_wpnonce": "0123456789"}
        answer = quiet_site.session(ADMIN).post(f"{quiet_site.admin_url}admin-post.php", data=form, timeout=60)
        assert answer.status_code == 403, action
    assert not [action for action in actions if "nopriv" in action]
    assert bridge.received == []
    assert outbox(quiet_site, post_id) == []


def test_wrong_posts(quiet_site: Site, bridge: PlayedBridge, callers: Mapping[str, Robot]) -> None:
    """404 for what is no post of a kind that is rewritten, on every route about a post."""
    parent = quiet_site.create_post(user="camille", title="Le compost", content=DRAFT)
    wrong = {
        "unknown": 999999,
        "revision": quiet_site.json(
            "return _wp_put_post_revision( get_post( $in['id'] ) );", user="camille", id=parent
        ),
        "auto-draft": quiet_site.create_post(user="camille", title="Ouvert", content=DRAFT, status="auto-draft"),
        "attachment": quiet_site.create_post(user="camille", title="Photo", content=DRAFT, post_type="attachment"),
    }
    answers = {
        (route.name, kind): Target(post_id, 1, "sha256:" + "0" * 64).call(callers["editor"], route).status_code
        for route in ROUTES
        if route.of_a_post
        for kind, post_id in wrong.items()
    }
    assert answers == dict.fromkeys(answers, 404)


def test_malformed(quiet_site: Site, bridge: PlayedBridge, callers: Mapping[str, Robot]) -> None:
    """400, naming the field. Nothing is stored and nothing sent."""
    quiet_site.set_option("seo_bridge_backfill", "1")
    about = target(quiet_site, callers)
    before = [quiet_site.get_post(about.post_id), quiet_site.revisions(about.post_id), quiet_site.meta(about.post_id)]
    accepted = []
    for route in ROUTES:
        robot = callers["bridge" if route.allowed == ("bridge",) else "admin"]
        for name, value in ((name, value) for name, values in route.malformed for value in values):
            answer = about.call(robot, route, **{name: value})
            if answer.status_code != 400 or name not in answer.json()["data"]["params"]:
                accepted.append((route.name, name, value, answer.status_code, answer.text))
    assert accepted == []
    after = [quiet_site.get_post(about.post_id), quiet_site.revisions(about.post_id), quiet_site.meta(about.post_id)]
    assert after == before
    assert len(outbox(quiet_site, about.post_id)) == 1


@pytest.fixture
def malformed_target(one_site: Site) -> tuple[Robot, int]:
    """An editor, and a draft to propose for."""
    one_site.create_user("editor", "editor")
    post_id = one_site.create_post(user="editor", title="Le compost", content=DRAFT)
    return Robot(one_site, ("editor", one_site.application_password("editor"))), post_id


def test_bodies_that_are_no_json_object(quiet_site: Site, bridge: PlayedBridge, callers: Mapping[str, Robot]) -> None:
    """400 on every route, whatever the bytes; nothing is sent."""
    about = target(quiet_site, callers)
    sent = len(bridge.received)
    taken = []
    for route in (route for route in ROUTES if route.method != "GET"):
        robot = callers["bridge" if route.allowed == ("bridge",) else "admin"]
        for raw in (b"[]", b'"x"', b'{"job": "\xc3\x28"}'):
            headers = {"content-type": "application/json"}
            answer = robot.call(route.method, route.path.format(id=about.post_id), data=raw, headers=headers)
            if answer.status_code != 400:
                taken.append((route.name, raw, answer.status_code))
    assert taken == []
    assert len(bridge.received) == sent


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
        "secret_set": True, "pulled": False, "user_can": {"seo_bridge_propose": True}, "locale": "fr_FR",
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


def test_a_duplicate_is_nobodys_to_read(quiet_site: Site, bridge: PlayedBridge, author: str, robot: Robot) -> None:
    """What another plugin makes of a post that the bridge was asked about, with all of its meta, the bridge may not read."""
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    duplicate = quiet_site.create_post(user=author, title="Le compost", content=DRAFT, status="private")
    quiet_site.php(
        "foreach ( get_post_meta( $in['from'] ) as $key => $values ) {"
        " update_post_meta( $in['id'], $key, wp_slash( maybe_unserialize( $values[0] ) ) ); }",
        **{"from": post_id, "id": duplicate},
    )
    assert [robot.call("GET", f"posts/{one}").status_code for one in (post_id, duplicate)] == [200, 403]


def test_whoever_may_not_edit_a_post_opens_nothing(quiet_site: Site, bridge: PlayedBridge, author: str) -> None:
    """A subscriber who asks for a post's editor changes no note on it; its author's opening it does."""
    quiet_site.create_user("abonne", "subscriber")
    post_id = quiet_site.create_post(user=author, title="Le compost", content=DRAFT)
    quiet_site.php("seo_bridge_put_json( $in['id'], '_seo_bridge_seo_before', array( 1 ) );", id=post_id)
    noted = []
    for login in ("abonne", author):
        quiet_site.session(login).get(f"{quiet_site.admin_url}post.php?post={post_id}&action=edit", timeout=60)
        noted.append(quiet_site.json("return seo_bridge_get_json( $in['id'], '_seo_bridge_seo_before' );", id=post_id))
    assert noted == [[1], []]
