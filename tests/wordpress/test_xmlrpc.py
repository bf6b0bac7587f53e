"""The methods that the plugin adds to XML-RPC: who may call them, and with what."""

from __future__ import annotations

import json
from typing import Any
from xmlrpc.client import Binary, Fault, ServerProxy

import pytest

from devsite.wordpress import Site

METHODS = ("seo_bridge.status", "seo_bridge.getPost", "seo_bridge.propose", "seo_bridge.pull")
PROPOSAL = {"job": "xml-1", "base_hash": "sha256:" + "0" * 64, "title": "Un titre", "content": "<p>Un texte.</p>"}


def call(site: Site, method: str, *arguments: Any) -> Any:
    """What the method answers."""
    answer = getattr(ServerProxy(f"{site.url}/xmlrpc.php", allow_none=True), method)(*arguments)
    return json.loads(answer.data)


def refused(site: Site, method: str, *arguments: Any) -> tuple[int, str]:
    """The fault that the method answers."""
    with pytest.raises(Fault) as caught:
        call(site, method, *arguments)
    return caught.value.faultCode, str(caught.value.faultString)


def given(post_id: int, **changes: Any) -> tuple[int, Binary]:
    """A proposal as the bridge sends it."""
    return post_id, Binary(json.dumps({**PROPOSAL, **changes}).encode())


@pytest.fixture
def post_id(quiet_site: Site) -> int:
    """A draft that the bridge was asked about."""
    quiet_site.create_user("xml-author", "author")
    quiet_site.create_user("xml-bridge", "seo_bridge")
    made = quiet_site.create_post(user="xml-author", title="Un titre", content="<p>Un texte.</p>")
    asked = """update_post_meta( $in['id'], '_seo_bridge_requested', '{"time":' . time() . '}' );"""
    quiet_site.json(asked, id=made)
    return made


def test_strangers_and_other_roles_are_refused(quiet_site: Site, post_id: int) -> None:
    """403 for a wrong password and 401 for a role that may not, as in WordPress's own methods, on every method."""
    quiet_site.create_user("xml-reader", "subscriber")
    password = quiet_site.application_password("xml-reader")
    for method in METHODS:
        assert refused(quiet_site, method, 0, "xml-bridge", "wrong", *given(post_id))[0] == 403
        assert refused(quiet_site, method, 0, "xml-reader", password, *given(post_id))[0] == 401


def test_a_proposal_is_checked_as_over_rest(quiet_site: Site, post_id: int) -> None:
    """The route's own schema and limits hold: what is wrong is named, and nothing is stored."""
    who = (0, "xml-bridge", quiet_site.application_password("xml-bridge"))
    for changes, code, word in (
        ({"base_hash": "md5:00"}, 400, "base_hash"),
        ({"titles": ["x"] * 11}, 400, "titles"),
        ({"seo": {"autre": "x"}}, 400, "seo"),
        ({"content": ""}, 400, "content"),
        ({"content": "x" * (2 * 1024 * 1024 + 1)}, 413, "content"),
    ):
        status, said = refused(quiet_site, "seo_bridge.propose", *who, *given(post_id, **changes))
        assert (status, word in said) == (code, True), said
    assert refused(quiet_site, "seo_bridge.propose", *who, *given(999_999))[0] == 404
    assert quiet_site.revisions(post_id) == []
    assert call(quiet_site, "seo_bridge.propose", *who, *given(post_id))["stale"] is True


@pytest.mark.parametrize("arguments", [(), (0,), ([], {}, None), (0, ["a"], {"b": "c"}, "x", 3)])
def test_anything_else_is_no_login(quiet_site: Site, post_id: int, arguments: tuple[Any, ...]) -> None:
    """Missing arguments, and ones of other types, are a refused login, without a complaint of PHP's."""
    for method in METHODS:
        assert refused(quiet_site, method, *arguments)[0] == 403


def test_a_stolen_password_does_nothing_else(quiet_site: Site, post_id: int) -> None:
    """The bridge's user can neither read the post nor change itself through WordPress's own methods."""
    who = (0, "xml-bridge", quiet_site.application_password("xml-bridge"))
    assert call(quiet_site, "seo_bridge.getPost", *who, post_id)["content"] == "<p>Un texte.</p>"
    assert refused(quiet_site, "wp.getPost", *who, post_id)[0] == 401
    assert refused(quiet_site, "wp.editProfile", *who, {"first_name": "Autre"})[0] == 401
