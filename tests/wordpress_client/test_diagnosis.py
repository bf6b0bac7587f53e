"""What `seo-bridge check` finds out about a site."""

from __future__ import annotations

from typing import Any

import pytest

STATUS = {
    "plugin": "0.1.0",
    "wp_version": "6.5.5",
    "bridge_url": "http://127.0.0.1:8765",
    "site_key": "blog",
    "secret_set": True,
    "user_can": {"seo_bridge_propose": True},
}


def test_a_site_that_is_set_up_has_no_fault(wordpress: Any) -> None:
    """Every diagnosis of a well connected site is fine, and the first names the versions."""
    found = wordpress.site().diagnose()
    assert [diagnosis.code for diagnosis in found if not diagnosis.ok] == []
    assert "WordPress 6.5.5" in found[0].fr


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"site_key": "autre"}, "site_key"),
        ({"secret_set": False}, "secret"),
        ({"bridge_url": ""}, "bridge_url"),
        ({"user_can": {"seo_bridge_propose": False}}, "role"),
        ({"user_can": {}}, "role"),
    ],
)
def test_each_gap_in_the_set_up_is_named(wordpress: Any, change: dict[str, Any], code: str) -> None:
    """What is missing on the WordPress side is the one fault that is found."""
    wordpress.answer = lambda handler, route: wordpress.say(handler, 200, STATUS | change)
    assert [diagnosis.code for diagnosis in wordpress.site().diagnose() if not diagnosis.ok] == [code]


@pytest.mark.parametrize(
    ("status", "code", "remedy"),
    [
        (401, "site_credentials", "mot de passe d’application"),
        (403, "site_not_json", "pare-feu"),
        (404, "post_not_found", "activez l’extension"),
        (301, "site_redirected", "adresse exacte"),
        (500, "site_unavailable", "ne répond pas"),
        (200, "site_not_json", "pare-feu"),
    ],
)
def test_a_site_that_cannot_be_asked_is_one_fault_with_its_remedy(
    wordpress: Any, status: int, code: str, remedy: str
) -> None:
    """A failure becomes one diagnosis that says how to mend it, in both languages."""
    wordpress.always(status, {"Content-Type": "text/html"}, b"<p>non")
    (diagnosis,) = wordpress.site().diagnose()
    assert (diagnosis.code, diagnosis.ok) == (code, False)
    assert remedy in diagnosis.fr
    assert diagnosis.en != diagnosis.fr


def test_a_private_address_is_diagnosed(wordpress: Any) -> None:
    """A loopback site that is not allowed is told how to allow it."""
    (diagnosis,) = wordpress.site(allow_private_address=False).diagnose()
    assert "allow_private_address = true" in diagnosis.fr
