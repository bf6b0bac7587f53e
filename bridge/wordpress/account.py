"""What connecting a site needs of its REST API: users, application passwords, the plugin's connection."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from standardwebhooks.webhooks import Webhook

from bridge.errors import SiteForbidden
from bridge.wordpress.answers import shaped
from bridge.wordpress.api import RestApi
from bridge.wordpress.diagnosis import Text
from bridge.wordpress.http import encoded

#: What the bridge calls itself on WordPress's authorisation page; the plugin knows it too.
APP_ID = "5e0b71d9-8f0c-4d6e-9a57-3c2f6a1be204"
APP_NAME = "SEO Bridge"
#: The bridge's own user, by the first of these names that is free or already its own.
LOGINS = ("seo-bridge", "seo-bridge-2", "seo-bridge-3")
CONNECTION = "/seo-bridge/v1/connection"


class User(BaseModel):
    """A user of the site. WordPress tells login, roles and capabilities only to those who may edit it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int
    username: Text = ""
    roles: tuple[Text, ...] = ()
    capabilities: Mapping[str, bool] = Field(default_factory=dict)

    def can(self, *capabilities: str) -> bool:
        """Whether the user has all of them."""
        return all(self.capabilities.get(name) for name in capabilities)


class Credential(BaseModel):
    """An application password: `uuid` names it, `password` is told once."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    uuid: str
    password: str = Field(default="", repr=False)


class Tested(BaseModel):
    """What came of the plugin's own ping: `outcome` is "ok" or a fault, which `message` explains."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    outcome: Text
    status: int = 0
    message: Text = ""


class Account(RestApi):
    """A site as one of its users, with an application password. All methods raise as `RestApi.call`."""

    def me(self) -> User:
        """The user itself; without roles when it may not edit itself, as the bridge's own user."""
        try:
            return shaped(User, self.call("GET", "/wp/v2/users/me", query={"context": "edit"}))
        except SiteForbidden:
            return shaped(User, self.call("GET", "/wp/v2/users/me"))

    def own_user(self, role: str, email_host: str) -> User:
        """The bridge's own user with `role`, made when it is not there. Needs an administrator."""
        for login in LOGINS:
            found = self.user_called(login)
            if found is None:
                return self.make_user(login, role, email_host)
            if found.roles == (role,):
                return found
        raise SiteForbidden(f"{self.url}: {', '.join(LOGINS)} are users with another role; delete one")

    def user_called(self, login: str) -> User | None:
        """The user with that login."""
        query = {"search": login, "context": "edit", "per_page": "100"}
        users = [shaped(User, user) for user in self.call("GET", "/wp/v2/users", query=query)]
        return next((user for user in users if user.username == login), None)

    def make_user(self, login: str, role: str, email_host: str) -> User:
        """A new user whose password nobody knows. No mail goes to it."""
        host = email_host if "." in email_host else f"{email_host}.invalid"
        body = {
            "username": login,
            "name": APP_NAME,
            "email": f"{login}@{host}",
            "password": secrets.token_urlsafe(32),
            "roles": [role],
        }
        return shaped(User, self.call("POST", "/wp/v2/users", body))

    def new_password(self, user: User) -> Credential:
        """A new application password of that user."""
        body = {"name": password_name(), "app_id": APP_ID}
        return shaped(Credential, self.call("POST", f"/wp/v2/users/{user.id}/application-passwords", body))

    def this_password(self) -> Credential:
        """The application password that these requests are made with."""
        return shaped(Credential, self.call("GET", "/wp/v2/users/me/application-passwords/introspect"))

    def revoke(self, credential: Credential, user: User | None = None) -> None:
        """Ends an application password, of `user` or of oneself."""
        whose = user.id if user else "me"
        self.call("DELETE", f"/wp/v2/users/{whose}/application-passwords/{credential.uuid}")

    def set_connection(self, bridge_url: str, site: str, secret: str) -> None:
        """Hands the plugin its settings. Needs an administrator; `SiteRejected` names what wp-config.php decides."""
        self.call("POST", CONNECTION, {"url": bridge_url, "site": site, "secret": secret})

    def renew_secret(self, present: str, new: str) -> None:
        """Hands the plugin a new secret, signed with the present one."""
        self.signed(present, {"type": "connection.set", "secret": new})

    def end_connection(self, present: str) -> None:
        """Has the plugin forget the bridge, signed with the present secret."""
        self.signed(present, {"type": "connection.removed"})

    def signed(self, secret: str, body: Mapping[str, Any]) -> None:
        """A request about the connection that bears a webhook signature."""
        name, now = f"msg_{secrets.token_hex(16)}", int(time.time())
        signature = Webhook(secret).sign(name, datetime.fromtimestamp(now, UTC), encoded(body).decode())
        headers = {"webhook-id": name, "webhook-timestamp": str(now), "webhook-signature": signature}
        self.call("POST", CONNECTION, body, headers=headers)

    def ping_bridge(self) -> Tested:
        """Has the site ping the bridge."""
        return shaped(Tested, self.call("POST", f"{CONNECTION}/test", {}))


def password_name() -> str:
    """A name for a new application password: WordPress refuses one that the user has already, be it left over."""
    return f"{APP_NAME} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


def new_secret() -> str:
    """A fresh webhook secret."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
