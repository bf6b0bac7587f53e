"""A site whose REST API is closed, through the methods that the plugin adds to XML-RPC."""

from __future__ import annotations

import json
from typing import Any
from xmlrpc.client import Binary

from wordpress_xmlrpc import AuthenticatedMethod

from bridge.errors import SiteNotJson
from bridge.wordpress import Post, Proposal, Receipt
from bridge.wordpress.answers import shaped
from bridge.wordpress.diagnosis import Status
from bridge.wordpress.exchange import Pull, Told
from bridge.wordpress.plugin import WithPlugin, post_of
from bridge.wordpress.xmlrpc import XmlRpc


class GetStatus(AuthenticatedMethod):  # type: ignore[misc]  # the library has no types
    """What the plugin says of itself."""

    method_name = "seo_bridge.status"


class GetPost(AuthenticatedMethod):  # type: ignore[misc]
    """A post as it stands, by the plugin."""

    method_name = "seo_bridge.getPost"
    method_args = ("post_id",)


class Propose(AuthenticatedMethod):  # type: ignore[misc]
    """A proposal, for the plugin to store."""

    method_name = "seo_bridge.propose"
    method_args = ("post_id", "proposal")


class Exchange(AuthenticatedMethod):  # type: ignore[misc]
    """News and answers for events, of no post in particular."""

    method_name = "seo_bridge.pull"
    method_args = ("post_id", "told")


class XmlRpcSite(WithPlugin, XmlRpc):
    """A `Site` with the plugin, whose REST API is closed."""

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        """The post as it stands now. The plugin knows the type of `post_id` by itself."""
        return post_of(self.data(GetPost(post_id)))

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        """Stores `proposal` as a pending revision; the same `job` from the same text gets the same receipt."""
        return shaped(Receipt, self.data(Propose(post.id, Binary(proposal.model_dump_json().encode()))))

    def exchange(self, told: Told) -> Pull:
        """As `WithPlugin`."""
        return shaped(Pull, self.data(Exchange(0, Binary(told.model_dump_json().encode()))))

    def status(self) -> Status:
        """What the plugin says of itself and of this user."""
        return shaped(Status, self.data(GetStatus()))

    def data(self, method: AuthenticatedMethod) -> Any:
        """The JSON that a method of the plugin's answers in base64."""
        answer = self.client.call(method)
        try:
            return json.loads(answer.data)
        except (AttributeError, TypeError, ValueError, RecursionError) as error:
            raise SiteNotJson(f"{self.url} {method.method_name}: no JSON in base64; update the plugin") from error
