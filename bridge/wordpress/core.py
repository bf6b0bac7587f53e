"""What the clients of sites without the plugin share: how a proposal lies there, and how it is found again.

Where WordPress can hold nothing beside a post, the proposal is a draft of its own. Its title says which post it is for;
its slug is the proposed one, so that it may be published as it is, with a mark by which a repeat finds it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from bridge.errors import SiteRejected
from bridge.wordpress import Proposal
from bridge.wordpress.diagnosis import Diagnosis

#: How the slug of a proposal's draft ends; WordPress adds a number where another post has the slug.
MARK = re.compile(r"-sb[0-9a-f]{12}(?:-\d+)?$")
#: WordPress cuts slugs at 200 bytes.
LONGEST_SLUG = 180


#: Drafts that a watch looks through, and how many of them are asked for at once.
MOST_DRAFTS, PAGE = 500, 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """A draft that a watch may have rewritten. `content_hash` as in `Post`."""

    id: int
    type: str
    content_hash: str


class WatchedSite(Protocol):
    """A site without the plugin, whose drafts can be looked through."""

    def drafts(self, tag: str, category: str) -> Iterator[Candidate]:
        """The drafts with this tag or this category (slugs; one is empty), those modified last first.

        Not those that the bridge has made; and of each kind, of the `MOST_DRAFTS` that were modified last.
        """


def is_proposal(slug: str) -> bool:
    """Whether the bridge has made the draft with this slug."""
    return bool(MARK.search(slug))


def content_hash(title: str, content: str) -> str:
    """The content hash of contract 1 and 2, which the plugin would give."""
    return "sha256:" + hashlib.sha256(f"{title}\n{content}".encode()).hexdigest()


def slug_of(post_id: int, proposal: Proposal) -> str:
    """The slug of the proposal's draft: the same for the same job from the same text, and for no other."""
    mark = hashlib.sha256(f"{post_id}\n{proposal.job}\n{proposal.base_hash}".encode()).hexdigest()[:12]
    return f"{proposal.slug[:LONGEST_SLUG].strip('-') or 'article'}-sb{mark}"


def title_of(post_id: int, proposal: Proposal) -> str:
    """The title of the proposal's draft, by which the author knows it in the list of posts."""
    return f"Suggestion SEO pour l’article {post_id}\N{NO-BREAK SPACE}: {proposal.title}"


def excerpt_of(own: str, proposal: Proposal) -> str:
    """An author's excerpt stays; without one, the proposed one is taken."""
    return own if own.strip() else proposal.excerpt


def require_whole(sent: str, stored: str) -> None:
    """Raises `SiteRejected` when WordPress dropped elements from a proposal, as for users who may post no frames."""
    if stored.count("<") < sent.count("<"):
        raise SiteRejected(
            "WordPress dropped elements of the article from the suggestion: the bridge's user needs the right "
            "unfiltered_html (the role Editor has it, but on a network of sites), or the site the SEO Bridge plugin"
        )


def reached(url: str, version: str) -> Diagnosis:
    """That the site answers."""
    name = f"WordPress {version}".strip()
    return Diagnosis("reached", ok=True, fr=f"{url} répond : {name}.", en=f"{url} answers: {name}.")


def may_edit(*, ok: bool) -> Diagnosis:
    """Whether the bridge's user may read the authors' drafts, and hand proposals to them."""
    if ok:
        return Diagnosis(
            "role", ok=True, fr="L’utilisateur peut lire les brouillons.", en="The user may read the drafts."
        )
    return Diagnosis(
        "role",
        ok=False,
        fr="L’utilisateur ne peut pas lire les brouillons des auteurs : donnez-lui le rôle « Éditeur » "
        "(sans l’extension, WordPress n’en a pas de plus étroit).",
        en="The user may not read the authors' drafts: give it the role Editor (without the plugin, WordPress has none "
        "that is narrower).",
    )


def without_plugin(*, autosaves: bool) -> Diagnosis:
    """What a site without the plugin goes without; `autosaves`: whether a proposal may be an autosave there."""
    where = ("une sauvegarde automatique ou un brouillon à part", "an autosave or a draft of its own")
    gone = (
        " ; une sauvegarde automatique disparaît si l’auteur enregistre encore son article",
        "; an autosave is gone once the author saves the post again",
    )
    fr, en = where if autosaves else ("un brouillon à part", "a draft of its own")
    return Diagnosis(
        "no_plugin",
        ok=True,
        fr=f"Sans l’extension, la réécriture arrive comme {fr} : ni bouton, ni avancement, ni rapport dans l’éditeur, "
        f"ni champs SEO{gone[0] if autosaves else ''}.",
        en=f"Without the plugin, a rewrite arrives as {en}: no button, no progress or report in the editor, no SEO "
        f"fields{gone[1] if autosaves else ''}.",
    )
