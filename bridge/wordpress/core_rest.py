"""A site without the plugin, through WordPress's own REST routes.

A proposal becomes an autosave of the bridge's own user, which WordPress shows the author with a comparison and a button
to restore it, where that loses nothing; else a draft beside the post. The post itself is never written to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import quote

from bridge.errors import BridgeError, PostNotFound, SiteNotJson
from bridge.wordpress import Post, Proposal, Receipt, core
from bridge.wordpress.answers import shaped
from bridge.wordpress.api import NO_QUERY, RestApi
from bridge.wordpress.core import Candidate
from bridge.wordpress.diagnosis import Diagnosis, encryption, failure
from bridge.wordpress.shapes import Index, Raw, Type, User, embedded

#: Revisions among which the author's present text is looked for.
REVISIONS = "20"


class CoreRestSite(RestApi):
    """A `Site` without the plugin. Its user needs the role Editor."""

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        """The post as it stands now. Raises `PostNotFound` for one of another type."""
        raw = self.raw(self.route(post_type), post_id)
        index = shaped(Index, self.call("GET", "/"))
        texts = dict(zip(("title", "content", "excerpt"), raw.texts, strict=True))
        known = raw.model_dump(include={"id", "type", "status", "slug", "link", "modified_gmt"})
        site = {
            "edit_link": self.edit_link(post_id, index),
            "locale": "",  # which a site tells administrators alone
            "site_name": unescape(index.name),
            "site_url": f"{index.home.rstrip('/')}/",
        }
        digest = core.content_hash(raw.title.raw, raw.content.raw)
        return shaped(Post, {**known, **texts, **site, **embedded(raw), "content_hash": digest})

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        """Stores `proposal` as an autosave or a draft; the same `job` from the same text gets the same receipt."""
        route = self.route(post.type)
        now = self.raw(route, post.id)
        stale = core.content_hash(now.title.raw, now.content.raw) != proposal.base_hash
        texts = (proposal.title, proposal.content, core.excerpt_of(now.excerpt.raw, proposal))
        made = self.draft_of(route, now.id, proposal) or self.autosave(route, now, texts)
        if made is None:
            made = self.new_draft(route, now, proposal, texts[2])
        core.require_whole(proposal.content, made.content.raw)
        index = shaped(Index, self.call("GET", "/"))
        is_draft = core.is_proposal(made.slug)
        shown = self.edit_link(made.id, index) if is_draft else f"{self.admin(index)}revision.php?revision={made.id}"
        return Receipt(revision=made.id, stale=stale, compare_url=shown, edit_url=self.edit_link(post.id, index))

    def draft_of(self, route: str, post_id: int, proposal: Proposal) -> Raw | None:
        """The draft that this proposal has become already."""
        query = {"slug": core.slug_of(post_id, proposal), "status": "any", "context": "edit"}
        return next(iter(self.listed(route, query)), None)

    def autosave(self, route: str, now: Raw, texts: tuple[str, str, str]) -> Raw | None:
        """The proposal as an autosave of the bridge's user, made now or before; None where a text could be lost by it.

        An autosave by the author of a draft would overwrite it. One that is newer than the post holds words that
        somebody has not saved, and WordPress shows the newest alone; one that is not newer it deletes. And restoring an
        autosave keeps no copy of the text before it, so that must be a revision already.
        """
        me = shaped(User, self.call("GET", "/wp/v2/users/me", query={"context": "edit"})).id
        if now.author in {0, me}:
            return None
        try:
            autosaves = self.listed(f"{route}/{now.id}/autosaves", {"context": "edit"})
        except PostNotFound:  # a type without autosaves
            return None
        newer = [one for one in autosaves if one.modified_gmt > now.modified_gmt]
        if newer or not self.kept(route, now):
            return next((one for one in newer if one.author == me and one.texts == texts), None)
        body = dict(zip(("title", "content", "excerpt"), texts, strict=True))
        made = shaped(Raw, self.call("POST", f"{route}/{now.id}/autosaves", body))
        return made if made.modified_gmt > now.modified_gmt else None

    def kept(self, route: str, now: Raw) -> bool:
        """Whether the post's present text is a revision too."""
        try:
            revisions = self.listed(f"{route}/{now.id}/revisions", {"context": "edit", "per_page": REVISIONS})
        except PostNotFound:  # a type without revisions
            return False
        return any(one.texts == now.texts for one in revisions if "-autosave" not in one.slug)

    def new_draft(self, route: str, now: Raw, proposal: Proposal, excerpt: str) -> Raw:
        """The proposal as a draft of the same author's, with the post's terms and featured image."""
        body = {
            "status": "draft",
            "title": core.title_of(now.id, proposal),
            "content": proposal.content,
            "excerpt": excerpt,
            "slug": core.slug_of(now.id, proposal),
            **now.model_dump(include={"author", "featured_media", "categories", "tags"}, exclude_defaults=True),
        }
        return shaped(Raw, self.call("POST", route, body))

    def drafts(self, tag: str, category: str) -> Iterator[Candidate]:
        """The drafts with this tag or this category, by slug, but the bridge's own; those modified last first."""
        taxonomy, slug = ("tags", tag) if tag else ("categories", category)
        terms = self.call("GET", f"/wp/v2/{taxonomy}", query={"slug": slug, "_fields": "id"})
        ids = [str(term["id"]) for term in terms if isinstance(term, Mapping) and isinstance(term.get("id"), int)]
        if not ids:
            return
        query = {"status": "draft", taxonomy: ",".join(ids), "context": "edit", "orderby": "modified"}
        for offset in range(0, core.MOST_DRAFTS, core.PAGE):
            page = self.listed("/wp/v2/posts", {**query, "per_page": str(core.PAGE), "offset": str(offset)})
            for raw in page:
                if not core.is_proposal(raw.slug):
                    yield Candidate(raw.id, raw.type, core.content_hash(raw.title.raw, raw.content.raw))
            if len(page) < core.PAGE:
                return

    def goes_without(self) -> list[Diagnosis]:
        """What is lost without the plugin, to be said once."""
        return [core.without_plugin(autosaves=True)]

    def diagnose(self) -> list[Diagnosis]:
        """What is right and what is wrong between the bridge and this site; never raises a `BridgeError`."""
        try:
            user = shaped(User, self.call("GET", "/wp/v2/users/me", query={"context": "edit"}))
        except BridgeError as error:
            return [failure(error, self.url)]
        may = core.may_edit(ok=bool(user.capabilities.get("edit_others_posts")))
        return [core.reached(self.url, ""), *encryption(self.url), may, *self.goes_without()]

    def route(self, post_type: str) -> str:
        """Where posts of this type are found. Raises `PostNotFound` for an unknown type."""
        known = shaped(Type, self.call("GET", f"/wp/v2/types/{quote(post_type, safe='')}"))
        if not re.fullmatch(r"[\w-]+(/[\w-]+)*", f"{known.rest_namespace}/{known.rest_base}"):
            raise SiteNotJson(f"{self.url}: the type {post_type!r} has the route {known.rest_base[:100]!r}")
        return f"/{known.rest_namespace}/{known.rest_base}"

    def raw(self, route: str, post_id: int) -> Raw:
        """A post with its raw texts."""
        query = {"context": "edit", "_embed": "author,wp:term,wp:featuredmedia"}
        return shaped(Raw, self.call("GET", f"{route}/{post_id}", query=query))

    def listed(self, route: str, query: Mapping[str, str] = NO_QUERY) -> list[Raw]:
        """A list of posts, autosaves or revisions."""
        found = self.call("GET", route, query=query)
        if not isinstance(found, list):
            raise SiteNotJson(f"GET {self.url} {route}: no list")
        return [shaped(Raw, one) for one in found]

    def admin(self, index: Index) -> str:
        """The address of wp-admin, for people."""
        return f"{(index.url or self.url).rstrip('/')}/wp-admin/"

    def edit_link(self, post_id: int, index: Index) -> str:
        """Where a post is edited."""
        return f"{self.admin(index)}post.php?post={post_id}&action=edit"
