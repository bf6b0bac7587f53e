"""What a site's rules say of one post: a verdict each, for the job that obeys and for the dry run that explains.

An author's own click is bound by `triggers`, `types` and the daily limit alone, the operator's commands by the limit;
one that is done at once, without a worker, by nothing: it is no job, and nobody counts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridge.article import clean, parse, words
from bridge.config import Rules
from bridge.jobs.hours import TRIGGERS
from bridge.jobs.model import RequestType
from bridge.wordpress import Post
from bridge.wordpress.core import is_proposal


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says. `rule` is its key in the configuration; `fr` and `en` are sentences for people."""

    rule: str
    ok: bool
    fr: str
    en: str


class Refused(Exception):
    """A rule leaves the post alone."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.en)
        self.verdict = verdict


def verdicts(rules: Rules, post: Post, type_: RequestType, today: int) -> Iterator[Verdict]:
    """What each rule that holds for a request of `type_` says of `post`, which had `today` rewrites today."""
    trigger = TRIGGERS.get(type_)
    if trigger:
        yield chosen("triggers", trigger, rules.triggers, "Le déclencheur", "The trigger")
        yield among("types", (post.type,), rules.types, "Le type", "The type")
    if trigger and trigger != "click":
        yield not_own(post)
        yield among("categories", post.terms.get("category", ()), rules.categories, "La catégorie", "The category")
        yield among("tags", post.terms.get("post_tag", ()), rules.tags, "L’étiquette", "The tag")
        yield among("authors", (post.author_name,), rules.authors, "L’auteur", "The author")
        yield among("languages", (language(post),), rules.languages, "La langue", "The language")
        yield long_enough(rules, post)
    yield rested(rules, today)


def not_own(post: Post) -> Verdict:
    """Whether the post is not itself a proposal: a hook that tells of every save tells of the bridge's drafts too."""
    if is_proposal(post.slug):
        return Verdict(
            "proposal",
            ok=False,
            fr="Ce brouillon est lui-même une suggestion\u00a0: il n’est réécrit que sur demande.",
            en="This draft is itself a suggestion: it is rewritten only when somebody asks.",
        )
    return Verdict("proposal", ok=True, fr="Ce n’est pas une suggestion.", en="It is not a suggestion.")


def among(rule: str, found: Sequence[str], wanted: Sequence[str], fr: str, en: str) -> Verdict:
    """Whether one of `found` is wanted; an empty rule wants everything."""
    ok = not wanted or bool(set(found) & set(wanted))
    has, only = ", ".join(filter(None, found)) or "–", ", ".join(wanted)
    if not wanted:
        return Verdict(rule, ok, f"{fr}\u00a0: {has}\u00a0; aucun n’est exclu.", f"{en}: {has}; none is excluded.")
    return Verdict(
        rule,
        ok,
        f"{fr}\u00a0: {has}\u00a0; ce site ne réécrit de lui-même que\u00a0: {only}.",
        f"{en}: {has}; by itself this site rewrites only: {only}.",
    )


def chosen(rule: str, found: str, wanted: Sequence[str], fr: str, en: str) -> Verdict:
    """Whether `found` is wanted; an empty rule wants nothing."""
    only = ", ".join(wanted) or "–"
    return Verdict(
        rule,
        found in wanted,
        f"{fr}\u00a0: {found}\u00a0; ce site accepte\u00a0: {only}.",
        f"{en}: {found}; this site accepts: {only}.",
    )


def language(post: Post) -> str:
    """The post's language, "fr" or "en" …: its own where a translation plugin knows it, else its site's; that of its
    text where the site does not tell, as without the plugin.
    """
    known = (post.language or post.locale).replace("-", "_").partition("_")[0].lower()
    return known or parse(post.content).language


def long_enough(rules: Rules, post: Post) -> Verdict:
    """Whether the source has enough words, residue not counted."""
    least = rules.min_source_words
    count = sum(words(passage.plain) for passage in clean(parse(post.content)).passages) if least else 0
    if not least:
        return Verdict("min_source_words", ok=True, fr="Aucune longueur minimale.", en="No least length.")
    return Verdict(
        "min_source_words",
        count >= least,
        f"Le texte a {count} mots\u00a0; il en faut {least} pour qu’il soit réécrit de lui-même.",
        f"The text has {count} words; it takes {least} for it to be rewritten by itself.",
    )


def rested(rules: Rules, today: int) -> Verdict:
    """Whether the post may be rewritten once more today, whoever asks."""
    most = rules.daily_per_post
    return Verdict(
        "daily_per_post",
        today < most,
        f"Réécritures de cet article aujourd’hui (UTC)\u00a0: {today} sur {most}. Le compte repart demain.",
        f"Rewrites of this post today (UTC): {today} of {most}. The count starts anew tomorrow.",
    )
