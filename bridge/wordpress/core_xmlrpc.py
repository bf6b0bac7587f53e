"""A site with neither the plugin nor an open REST API, through WordPress's own XML-RPC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from xmlrpc.client import Binary

from wordpress_xmlrpc import WordPressPost
from wordpress_xmlrpc.methods import options, posts, users

from bridge.errors import BridgeError, SiteNotJson
from bridge.wordpress import Post, Proposal, Receipt, core
from bridge.wordpress.answers import shaped
from bridge.wordpress.core import Candidate
from bridge.wordpress.diagnosis import Diagnosis, encryption, failure
from bridge.wordpress.xmlrpc import XmlRpc

#: Posts among which a proposal's draft is looked for, the newest.
NEWEST = 100
#: Roles that WordPress gives no right to the drafts of others.
TOO_NARROW = frozenset({"author", "contributor", "subscriber", "seo_bridge"})


class CoreXmlRpcSite(XmlRpc):
    """A `Site` with neither the plugin nor an open REST API. Its user needs the role Editor.

    WordPress's XML-RPC knows no autosaves: a proposal is always a draft of its own.
    """

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        """The post as it stands now. WordPress knows the type of `post_id` by itself."""
        raw, site = self.raw(post_id), self.options()
        texts = {"title": raw.title, "content": raw.content, "excerpt": raw.excerpt}
        return shaped(
            Post,
            {
                **texts,
                "id": post_id,
                "type": raw.post_type,
                "status": raw.post_status,
                "slug": raw.slug,
                "link": raw.link,
                "edit_link": edit_link(site, post_id),
                "content_hash": core.content_hash(raw.title, raw.content),
                "modified_gmt": raw.date_modified.isoformat(),
                "locale": "",  # which XML-RPC does not tell
                "terms": terms_of(raw),
                "wp_version": site.get("software_version", ""),
                "site_name": unescape(site.get("blog_title", "")),
                "site_url": f"{site.get('home_url', '').rstrip('/')}/",
            },
        )

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        """Stores `proposal` as a draft; the same `job` from the same text gets the same receipt."""
        now = self.raw(post.id)
        stale = core.content_hash(now.title, now.content) != proposal.base_hash
        draft = self.draft_of(now, proposal) or self.new_draft(now, proposal)
        core.require_whole(proposal.content, self.raw(draft).content)
        site = self.options()
        return Receipt(
            revision=draft, stale=stale, compare_url=edit_link(site, draft), edit_url=edit_link(site, post.id)
        )

    def draft_of(self, now: WordPressPost, proposal: Proposal) -> int:
        """The draft that this proposal has become already, or 0."""
        newest = {"post_type": now.post_type, "number": NEWEST, "orderby": "ID", "order": "DESC"}
        slug = core.slug_of(int(now.id), proposal)
        return next((int(one.id) for one in self.listed(newest, "post_name") if one.slug == slug), 0)

    def new_draft(self, now: WordPressPost, proposal: Proposal) -> int:
        """The proposal as a draft of the same author's, with the post's terms and featured image."""
        made = WordPressPost()
        made.post_type, made.post_status, made.user = now.post_type, "draft", now.user
        made.slug = core.slug_of(int(now.id), proposal)
        # In base64, or WordPress would trim them.
        made.title = Binary(core.title_of(int(now.id), proposal).encode())
        made.content = Binary(proposal.content.encode())
        made.excerpt = Binary(core.excerpt_of(now.excerpt, proposal).encode())
        made.terms = [term for term in now.terms if term.taxonomy in {"category", "post_tag"}]
        if not made.terms:
            del made.terms
        if isinstance(now.thumbnail, Mapping) and now.thumbnail.get("attachment_id"):
            made.thumbnail = int(now.thumbnail["attachment_id"])
        return int(self.client.call(posts.NewPost(made)))

    def drafts(self, tag: str, category: str) -> Iterator[Candidate]:
        """The drafts with this tag or this category, by slug, but the bridge's own; those modified last first."""
        taxonomy, slug = ("post_tag", tag) if tag else ("category", category)
        last = {
            "post_type": "post",
            "post_status": "draft",
            # By id too: of drafts of the same second, pages would otherwise show some twice and others never.
            "orderby": "modified ID",
            "order": "DESC",
            "number": core.PAGE,
        }
        for offset in range(0, core.MOST_DRAFTS, core.PAGE):
            page = self.listed({**last, "number": core.PAGE, "offset": offset}, "post_name", "terms")
            for one in page:
                if slug in terms_of(one).get(taxonomy, ()) and not core.is_proposal(one.slug):
                    raw = self.raw(int(one.id))
                    yield Candidate(int(raw.id), raw.post_type, core.content_hash(raw.title, raw.content))
            if not page:  # a page may be short: WordPress leaves out what this user may not edit
                return

    def goes_without(self) -> list[Diagnosis]:
        """What is lost without the plugin, to be said once."""
        return [core.without_plugin(autosaves=False)]

    def diagnose(self) -> list[Diagnosis]:
        """What is right and what is wrong between the bridge and this site; never raises a `BridgeError`."""
        try:
            version = self.options().get("software_version", "")
            roles = getattr(self.client.call(users.GetProfile()), "roles", [])
        except BridgeError as error:
            return [failure(error, self.url)]
        may = core.may_edit(ok=bool({str(role) for role in roles} - TOO_NARROW))
        return [core.reached(self.url, version), *encryption(self.url), may, *self.goes_without()]

    def raw(self, post_id: int) -> WordPressPost:
        """A post with its raw texts and its terms."""
        return whole(self.client.call(posts.GetPost(post_id, ["post", "terms"])), self.url)

    def listed(self, wanted: Mapping[str, Any], *fields: str) -> list[WordPressPost]:
        """Posts, as `wp.getPosts` filters them."""
        found = self.client.call(posts.GetPosts(dict(wanted), list(fields)))
        return [one for one in found if isinstance(one, WordPressPost)] if isinstance(found, list) else []

    def options(self) -> dict[str, str]:
        """What a site tells its users of itself."""
        names = ["software_version", "blog_title", "home_url", "admin_url"]
        return {option.name: str(option.value) for option in self.client.call(options.GetOptions(names))}


def whole(post: Any, url: str) -> WordPressPost:
    """`post`, as it should be. Raises `SiteNotJson`."""
    given = isinstance(post, WordPressPost) and all(
        isinstance(getattr(post, name, None), str)
        for name in ("id", "title", "content", "excerpt", "slug", "link", "post_type", "post_status", "user")
    )
    if not given:
        raise SiteNotJson(f"{url} wp.getPost: the answer holds no post")
    return post


def terms_of(raw: WordPressPost) -> dict[str, tuple[str, ...]]:
    """The slugs of a post's terms, by taxonomy."""
    found: dict[str, tuple[str, ...]] = {}
    for term in raw.terms:
        taxonomy = getattr(term, "taxonomy", "")
        found[taxonomy] = (*found.get(taxonomy, ()), getattr(term, "slug", ""))
    return found


def edit_link(site: Mapping[str, str], post_id: int) -> str:
    """Where a post is edited."""
    return f"{site.get('admin_url', '')}post.php?post={post_id}&action=edit"
