"""What WordPress's own REST routes answer, as far as the bridge reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Text(BaseModel):
    """A text as it is in the database."""

    raw: str = ""


class Raw(BaseModel):
    """A post, an autosave or a revision as `context=edit` gives it."""

    model_config = ConfigDict(extra="ignore")

    id: int
    type: str = "post"
    status: str = ""
    slug: str = ""
    link: str = ""
    author: int = 0
    modified_gmt: str = ""
    title: Text = Text()
    content: Text
    excerpt: Text = Text()
    featured_media: int = 0
    categories: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    embedded: Any = Field(default=None, alias="_embedded")

    @property
    def texts(self) -> tuple[str, str, str]:
        """Title, content, excerpt."""
        return self.title.raw, self.content.raw, self.excerpt.raw


class Index(BaseModel):
    """What a site says of itself to everybody; `url` is where WordPress lies, `home` where the site is."""

    name: str = ""
    url: str = ""
    home: str = ""


class User(BaseModel):
    """The bridge's user."""

    id: int
    capabilities: Mapping[str, Any] = {}


class Type(BaseModel):
    """Where posts of a type are found."""

    rest_base: str
    rest_namespace: str = "wp/v2"


def embedded(raw: Raw) -> dict[str, Any]:
    """What came along with a post: its terms' slugs, its author's name, the alternative text of its image."""

    def found(key: str) -> Iterator[Mapping[str, Any]]:
        entries = raw.embedded.get(key) if isinstance(raw.embedded, dict) else None
        for entry in entries if isinstance(entries, list) else []:
            for one in entry if isinstance(entry, list) else [entry]:
                if isinstance(one, dict):
                    yield one

    terms: dict[str, tuple[str, ...]] = {}
    for term in found("wp:term"):
        taxonomy = str(term.get("taxonomy", ""))
        terms[taxonomy] = (*terms.get(taxonomy, ()), str(term.get("slug", "")))
    author = next((str(one.get("slug", "")) for one in found("author")), "")
    alt = next((str(one.get("alt_text", "")) for one in found("wp:featuredmedia")), None)
    return {"terms": terms, "author_name": author, "featured_image_alt": alt}
