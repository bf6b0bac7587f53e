"""WordPress sites as the bridge sees them: read a post, hand back a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict


class Post(BaseModel):
    """A post as it stands now. `content_hash` is "sha256:" and the hex digest of title, newline, content.

    `terms` are slugs by taxonomy, `author_name` is the name in the author's address, `language` is two letters or a
    locale where a translation plugin knows the post's own.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int
    type: str
    status: str
    title: str
    content: str
    excerpt: str = ""
    slug: str = ""
    link: str = ""
    edit_link: str = ""
    content_hash: str
    modified_gmt: str
    locale: str = "fr_FR"
    language: str = ""
    author_name: str = ""
    terms: Mapping[str, tuple[str, ...]] = {}
    wp_version: str = ""
    site_name: str = ""
    site_url: str = ""
    focus_keyphrase: str = ""
    featured_image_alt: str | None = None
    options: Mapping[str, Any] = {}


class PostRef(BaseModel):
    """A post that a site hands over for a backfill."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: int
    type: str = "post"


class Proposal(BaseModel):
    """What is handed back; `base_hash` is the content hash that it was written from. See contract 2 of the plugin.

    `sections`, in bytes of UTF-8, are empty where none can be chosen by themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    job: str
    base_hash: str
    title: str
    titles: tuple[str, ...]
    slug: str
    excerpt: str
    content: str
    seo: Mapping[str, str]
    report: Mapping[str, Any]
    sections: Mapping[str, Any] = {}


class Receipt(BaseModel):
    """Where the proposal now lies. `stale`: the post had changed since it was read; it is stored all the same."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    revision: int
    stale: bool = False
    compare_url: str = ""
    edit_url: str = ""


class Site(Protocol):
    """One WordPress site. Raises `SiteError` (permanent) or `SiteUnavailable` (retryable)."""

    def fetch(self, post_id: int, post_type: str = "post") -> Post:
        """The post as it stands now."""

    def propose(self, post: Post, proposal: Proposal) -> Receipt:
        """Stores `proposal` beside the post, which stays as it is. The same `job` again gets the same receipt."""
