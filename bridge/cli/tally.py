"""What a backfill costs before it begins, and how it ended, for the operator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from bridge.cli.options import say

if TYPE_CHECKING:
    from bridge.jobs.backfill import Plan, Tally

#: Why posts are left aside or came to nothing, French and English; other reasons are shown as they are.
REASONS = {
    "unchanged": ("inchangés depuis leur dernière réécriture", "unchanged since their last rewrite"),
    "under_way": ("déjà dans un lot en cours", "in a batch under way already"),
    "twin": ("même texte qu’un autre article de la liste", "the same text as another post of the list"),
    "article_empty": ("sans texte à réécrire", "without text to rewrite"),
    "article_too_large": ("trop longs pour être réécrits en une fois", "too long to be rewritten at once"),
    "article_language": ("dans une langue qui n’est pas prise en charge", "in a language that is not supported"),
    "post_not_found": ("introuvables", "not found"),
    "changed": (
        "modifiés ou supprimés entre-temps (relancer la commande pour leur nouveau texte)",
        "changed or deleted meanwhile (run the command again for their new text)",
    ),
    "expired": ("sans réponse au bout d’un jour, non facturés", "without an answer after a day, not billed"),
    "canceled": ("annulés, non facturés", "cancelled, not billed"),
}


def estimate(plan: Plan, left_before: int) -> None:
    """Posts, tokens, dollars."""
    from bridge.writer.ledger import USD

    prepared = [candidate.prepared for candidate in plan.write]
    line("Articles à réécrire, à moitié prix", "Posts to rewrite, at half the price", len(prepared))
    if prepared:
        read, written = sum(one.usage.input for one in prepared), sum(one.usage.output for one in prepared)
        line("  jetons lus, environ", "  tokens in, about", read)
        line("  jetons écrits, environ, réflexion non comprise", "  tokens out, about, thinking not included", written)
        line("  USD, environ", "  USD, about", f"{sum(one.likely for one in prepared) / USD:.2f}")
        worst = f"{sum(one.call.worst for one in prepared) / USD:.2f}"
        line("  USD, au plus, corrections non comprises", "  USD, at most, repairs not included", worst)
    if plan.paid:
        line("Déjà payés, à livrer", "Paid for already, to be delivered", len(plan.paid))
    if left_before:
        line("En cours depuis une commande précédente", "Under way from an earlier command", left_before)
    aside(plan.aside)


def told(tally: Tally) -> bool:
    """Prints how it ended; whether every post came through."""
    from bridge.writer.ledger import USD

    ended = Counter(tally.jobs.values())
    well, failed = ended["done"] + ended["stale"], ended["failed"] + ended["cancelled"]
    line("Articles livrés", "Posts delivered", well)
    line("USD dépensés par lots", "USD spent in batches", f"{tally.cost / USD:.4f}")
    if undelivered := len(tally.jobs) - tally.delivered:
        line("Payés, en attente d’un « seo-bridge worker »", "Paid for, waiting for a `seo-bridge worker`", undelivered)
    if failed:
        line("Livraisons en échec (voir seo-bridge jobs list)", "Failed (see seo-bridge jobs list)", failed)
    aside(tally.failed)
    if tally.left:
        line("Restent à faire", "Left over", f"{tally.left} ({tally.refusal})")
    return well == len(tally.jobs) and not tally.failed and not tally.left


def aside(reasons: Counter[str]) -> None:
    """How many posts for each reason."""
    for reason, count in reasons.items():
        fr, en = REASONS.get(reason, (reason, reason))
        line(f"Laissés de côté, {fr}", f"Left aside, {en}", count)


def line(fr: str, en: str, value: object) -> None:
    """One line for the operator, in the language that they read."""
    click.echo(say(f"{fr}\u00a0: {value}", f"{en}: {value}"))
