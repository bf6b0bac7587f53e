"""A site through the routes of the SEO Bridge plugin (contract 2)."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from bridge.wordpress import Post, PostRef, Proposal, Receipt
from bridge.wordpress.answers import shaped
from bridge.wordpress.api import RestApi
from bridge.wordpress.diagnosis import Status
from bridge.wordpress.exchange import Pull, Told
from bridge.wordpress.plugin import WithPlugin, post_of

ROUTES = "/seo-bridge/v1"


class Listing(BaseModel):
    """A page of posts, and how many pages there are."""

    posts: tuple[PostRef, ...]
    pages: int


class RestSite(WithPlugin, RestApi):
    """A `Site` that speaks to the plugin with an application password."""

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        """The post as it stands now. The plugin knows the type of `post_id` by itself."""
        return post_of(self.call("GET", f"{ROUTES}/posts/{post_id}"))

    def posts(self, status: str, category: str = "") -> Iterator[PostRef]:
        """The posts with this status (and category, by slug) that the site hands over for a backfill, newest first.

        The plugin lists them only where its owner has allowed it: `SiteForbidden` otherwise.
        """
        page, pages = 1, 1
        while page <= pages:
            query = {"status": status, "page": str(page), **({"category": category} if category else {})}
            listed = shaped(Listing, self.call("GET", f"{ROUTES}/posts", query=query))
            yield from listed.posts
            page, pages = page + 1, listed.pages

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        """Stores `proposal` as a pending revision; the same `job` from the same text gets the same receipt."""
        route = f"{ROUTES}/posts/{post.id}/suggestions"
        return shaped(Receipt, self.call("POST", route, proposal.model_dump(mode="json")))

    def exchange(self, told: Told) -> Pull:
        """As `WithPlugin`."""
        return shaped(Pull, self.call("POST", f"{ROUTES}/pull", told.model_dump(mode="json")))

    def status(self) -> Status:
        """What the plugin says of itself and of this user."""
        return shaped(Status, self.call("GET", f"{ROUTES}/status"))
